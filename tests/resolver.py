"""A resolver of the attacker's choice."""

import socket
from collections.abc import Mapping, Sequence

from aiohttp.abc import AbstractResolver, ResolveResult

from tests.inside import NAMES


class TestResolver(AbstractResolver):
    """Answers from ``names`` (a list of lists: one answer after the other), else as the system does."""

    __test__ = False

    def __init__(self, names: Mapping[str, Sequence[str] | list[list[str]]] = NAMES) -> None:
        self._names = dict(names)
        self.calls: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.calls.append(host)
        found = self._names.get(host.rstrip("."))
        if found is None:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            return [_result(host, str(answer[4][0]), port) for answer in answers]
        if found and isinstance(found[0], list):
            found = found[min(self.calls.count(host), len(found)) - 1]
        return [_result(host, str(address), port) for address in found]

    async def close(self) -> None:
        """Nothing to close."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=socket.IPPROTO_TCP, flags=0)
