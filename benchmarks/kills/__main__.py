"""Kills a server and its workers under load and looks whether the store can still be trusted:
``python -m benchmarks.kills --database sqlite --kills 200``.

Also stops workers past their lease (--stops), and restarts PostgreSQL as after a power failure (--restarts). Ends with
1 where anything is wrong. The same seed disturbs in the same order at the same times.
"""

import argparse
import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 1 where something is wrong with the store."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from benchmarks.kills.trial import ENGINES, Plan, run_trial  # noqa: PLC0415  (numpy reads the environment once)

    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--database", choices=ENGINES, default="sqlite")
    parser.add_argument("--kills", type=int, default=0, help="of the server or a worker, with SIGKILL")
    parser.add_argument("--stops", type=int, default=0, help="of a worker, with SIGSTOP, for longer than its lease")
    parser.add_argument("--restarts", type=int, default=0, help="of PostgreSQL, immediate")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--pause", type=float, default=0.8, help="seconds between two of them, on average")
    options = parser.parse_args(arguments)
    if options.restarts and options.database != "postgresql":
        parser.error("--restarts needs --database postgresql")
    if min(options.kills, options.stops, options.restarts) < 0 or not (
        options.kills or options.stops or options.restarts
    ):
        parser.error("nothing is to happen; give --kills, --stops or --restarts")
    plan = Plan(
        kills=options.kills, stops=options.stops, restarts=options.restarts, seed=options.seed, pause=options.pause
    )
    report = run_trial(options.database, plan)
    happened = ", ".join(f"{count} {name}s" for name, count in sorted(report.done.items()))
    answers = ", ".join(f"{count} × {answer}" for answer, count in sorted(report.answers.items()))
    print(f"{options.database}, seed {options.seed}: {happened} in {report.seconds:.0f} s")
    print(f"articles: {report.acknowledged} acknowledged, {report.stored} stored; answers: {answers}")
    if options.restarts:
        print(f"longest time until a worker went on: {report.longest_to_go_on:.1f} s")
    for fault in report.faults:
        print(f"FAULT {fault}")
    print("no fault" if not report.faults else f"{len(report.faults)} faults")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
