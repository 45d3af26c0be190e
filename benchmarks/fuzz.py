"""Odd texts and pages through cleaning, reading and extraction, without the encoder, for as long as wanted.

    python -m benchmarks.fuzz [--seconds 60] [--seed N] [--slowest 5]

Every text is checked as ``tests/odd_texts.py`` says. What breaks, or takes longer than ``--slowest`` seconds of
processor time, is told with the number that makes it again. Prints one JSON object; exits with 1 where anything broke.
"""

import argparse
import json
import logging
import random
import sys
import time

from tests.odd_texts import LANGUAGES, read_page, read_through, some_page, some_text

PAGES = 0.2  # of all that is tried


def try_one(number: int) -> None:
    """One text or page, the same always for the same number."""
    chance = random.Random(number)  # noqa: S311  (no secret)
    if chance.random() < PAGES:
        read_page(some_page(chance))
    else:
        read_through(some_text(chance), chance.choice(LANGUAGES))


def main() -> None:
    """Parses the arguments, tries, prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None, help="try this number alone")
    parser.add_argument("--slowest", type=float, default=20, help="seconds of processor time")
    arguments = parser.parse_args()
    logging.disable()
    if arguments.seed is not None:
        try_one(arguments.seed)
        return
    first = time.time_ns() % 1_000_000_000
    deadline = time.monotonic() + arguments.seconds
    number, slowest, wrong = first, (0.0, first), {}
    while time.monotonic() < deadline:
        begun = time.process_time()
        try:
            try_one(number)
        except Exception as error:  # noqa: BLE001  (every kind of failure is told)
            wrong[number] = f"{type(error).__name__}: {str(error)[:200]}"
        took = time.process_time() - begun
        slowest = max(slowest, (took, number))
        if took > arguments.slowest:
            wrong.setdefault(number, f"took {took:.1f} s")
        number += 1
    result = {"tried": number - first, "slowest_s": round(slowest[0], 2), "slowest": slowest[1], "wrong": wrong}
    print(json.dumps(result, indent=1))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
