"""Asks a real server everything that its OpenAPI document allows, and much that it does not.

    python -m benchmarks.any_request [--cases 20000] [--authenticated] [--seed 0]

Schemathesis makes the requests; the server stands on loopback with a store of its own and a toy language in place of
the models, so that thousands of cases take minutes. With ``--authenticated`` it asks for keys, and every request has a
key that may do everything; with ``--address`` a server that is there already is asked, with ``--key`` as bearer token.
Prints one JSON object: how many cases and answers of each status, and what was wrong; exits with 1 where anything was.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from app.core.model.access import KeyScope
from app.use_cases.drafts import ArticleDraft
from tests.web.any_request import Outcome, ask_anything, known_ids
from tests.web.service import Running, running


@contextmanager
def server_with_reports(authentication: Literal["on", "off"]) -> Iterator[Running]:
    """A server whose store has clusters and conflicts."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder), authentication=authentication, rate_limit=0) as server,
    ):
        for number in range(6):
            text = f"Ada Venn | arrive | Port Lorne | 2024-03-{10 + number} |"
            server.services.submit(ArticleDraft(outlet=f"Outlet {number % 3}", text=text))
        deadline = time.monotonic() + 60
        while server.services.browse.counts()["waiting"]:
            if time.monotonic() > deadline:
                raise SystemExit("the articles are not analysed after a minute")
            time.sleep(0.1)
        yield server


def ask(address: str, cases: int, key: str | None, number: int) -> Outcome:
    """As many cases as wanted, in rounds of other requests each."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    whole = Outcome()
    while (missing := cases - sum(whole.cases.values())) > 0:
        outcome = ask_anything(
            address,
            examples=max(2, min(200, missing // 20)),
            headers=headers,
            known=known_ids(address, headers),
            number=number,
        )
        whole.cases += outcome.cases
        whole.statuses += outcome.statuses
        whole.wrong |= outcome.wrong
        number += 1
        print(f"{sum(whole.cases.values())} cases, {len(whole.wrong)} kinds of fault", file=sys.stderr, flush=True)
    return whole


def main() -> None:
    """Parses the arguments, asks, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--authenticated", action="store_true", help="keys are asked for, and given")
    parser.add_argument("--address", help="of a server that is there already")
    parser.add_argument("--key", help="of that server")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    begun = time.monotonic()
    if arguments.address:
        outcome = ask(arguments.address, arguments.cases, arguments.key, arguments.seed)
    else:
        with server_with_reports("on" if arguments.authenticated else "off") as server:
            key = server.services.keys.create("any request", list(KeyScope))[1] if arguments.authenticated else None
            outcome = ask(f"http://127.0.0.1:{server.port}", arguments.cases, key, arguments.seed)
    result = {
        "cases": sum(outcome.cases.values()),
        "calls": len(outcome.cases),
        "seconds": round(time.monotonic() - begun, 1),
        "statuses": dict(sorted(outcome.statuses.items())),
        "wrong": outcome.wrong,
    }
    print(json.dumps(result, indent=1))
    sys.exit(bool(outcome.wrong))


if __name__ == "__main__":
    main()
