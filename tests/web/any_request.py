"""Requests made from the OpenAPI document, valid and invalid ones, and what every answer to them must be.

For the tests (a few hundred) and for ``python -m benchmarks.any_request`` (as many as wanted).
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from unittest import SkipTest

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

LONGEST_ERROR = 4_000
LEFT_OUT = frozenset(
    {
        "GET /v1/stream",  # its answer never ends
        "DELETE /v1/keys/{key_id}",  # could take away the key that asks
        "POST /v1/webhooks/{webhook_id}/test",  # calls a server
    }
)
CHECKS = (
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    allow_header_conformance,
)


@dataclass
class Outcome:
    """How it went: cases by operation, answers by status, and what was wrong, each with how to make it again."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)


def ask_anything(
    address: str,
    *,
    examples: int,
    headers: Mapping[str, str] | None = None,
    known: Mapping[str, list[str]] | None = None,
    number: int = 0,
    on_case: Callable[[], None] = lambda: None,
) -> Outcome:
    """``examples`` requests for each call of the server's OpenAPI document. ``headers`` go with all of them; ``known``
    has ids that exist, by the name of their parameter, which every second request takes; ``number`` chooses other
    requests."""
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json", headers=dict(headers or {}), wait_for_schema=10)
    session = requests.Session()
    session.headers.update(headers or {})
    asking = Asking(session=session, known=dict(known or {}), number=number, on_case=on_case)
    outcome = asking.outcome
    for result in schema.get_all_operations():
        operation = result.ok()
        name = f"{operation.method.upper()} {operation.path}"
        if name in LEFT_OUT:
            continue
        modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        for mode, share in zip(modes, (examples // 2, examples - examples // 2), strict=True):
            try:
                asking.ask(operation.as_strategy(generation_mode=mode), name, share)
            except (Unsatisfiable, SkipTest):
                continue  # a call without parameters has no invalid requests
    return outcome


@dataclass(kw_only=True)
class Asking:
    """One run."""

    session: requests.Session
    known: dict[str, list[str]]
    number: int
    on_case: Callable[[], None]
    outcome: Outcome = field(default_factory=Outcome)

    def ask(self, strategy: Any, name: str, examples: int) -> None:
        """So many requests of one call."""

        @seed(self.number)
        @settings(
            max_examples=max(1, examples),
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Any) -> None:
            self.outcome.cases[name] += 1
            self.on_case()
            self._choose_known(case, self.outcome.cases[name])
            response = case.call(session=self.session, timeout=60)
            self.outcome.statuses[response.status_code] += 1
            for check in CHECKS:
                try:
                    case.validate_response(response, checks=[check])
                except BaseExceptionGroup as errors:
                    self._tell(name, f"{response.status_code} {check.__name__}", case, errors.exceptions[0])
                except AssertionError as error:
                    self._tell(name, f"{response.status_code} {check.__name__}", case, error)
            if response.status_code >= 400 and len(response.content) > LONGEST_ERROR:
                self._tell(name, f"{response.status_code} long error", case, len(response.content))

        ask()

    def _choose_known(self, case: Any, turn: int) -> None:
        for parameter, ids in self.known.items():
            if ids and turn % 2 and case.path_parameters and parameter in case.path_parameters:
                case.path_parameters[parameter] = ids[turn // 2 % len(ids)]

    def _tell(self, name: str, what: str, case: Any, error: object) -> None:
        """The first of each kind."""
        self.outcome.wrong.setdefault(f"{name}: {what}", f"{case.as_curl_command()}\n{error}")


def known_ids(address: str, headers: Mapping[str, str]) -> dict[str, list[str]]:
    """Ids of what is there, by the name of the parameter that takes them."""
    found = {}
    for name, path in (
        ("article_id", "articles"),
        ("claim_id", "claims"),
        ("cluster_id", "clusters"),
        ("conflict_id", "conflicts"),
        ("entity_id", "entities"),
        ("outlet", "outlets"),
    ):
        items = requests.get(f"{address}/v1/{path}", headers=dict(headers), timeout=30).json()["items"]
        found[name] = [item["id"] for item in items]
    return found
