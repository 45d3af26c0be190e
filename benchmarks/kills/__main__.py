"""Kills a server and its workers under load and looks whether the store can still be trusted:
``python -m benchmarks.kills --database sqlite --kills 200``.

Also stops workers past their lease (--stops), restarts PostgreSQL as after a power failure (--restarts), and fills the
disk on which the database lies (--fills). Ends with 1 where anything is wrong, with 2 where no disk can be made for
filling it. The same seed disturbs in the same order at the same times.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 1 where something is wrong with the store."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from benchmarks.kills.disk import CannotMount  # noqa: PLC0415
    from benchmarks.kills.trial import ENGINES, Plan, run_trial  # noqa: PLC0415  (numpy reads the environment once)

    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--database", choices=ENGINES, default="sqlite")
    parser.add_argument("--kills", type=int, default=0, help="of the server or a worker, with SIGKILL")
    parser.add_argument("--stops", type=int, default=0, help="of a worker, with SIGSTOP, for longer than its lease")
    parser.add_argument("--restarts", type=int, default=0, help="of PostgreSQL, immediate")
    parser.add_argument("--fills", type=int, default=0, help="of the database's disk, a small one made for it")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--pause", type=float, default=0.8, help="seconds between two of them, on average")
    options = parser.parse_args(arguments)
    if options.restarts and options.database != "postgresql":
        parser.error("--restarts needs --database postgresql")
    counts = {name: getattr(options, name) for name in ("kills", "stops", "restarts", "fills")}
    if min(counts.values()) < 0 or not any(counts.values()):
        parser.error("nothing is to happen; give --kills, --stops, --restarts or --fills")
    try:
        report = run_trial(options.database, Plan(**counts, seed=options.seed, pause=options.pause))
    except CannotMount as error:
        print(error)
        return 2
    happened = ", ".join(f"{count} {name}s" for name, count in sorted(report.done.items()))
    print(f"{options.database}, seed {options.seed}: {happened} in {report.seconds:.0f} s")
    print(f"articles: {report.acknowledged} acknowledged, {report.stored} stored; answers: {told(report.answers)}")
    print(f"reads: {told(report.reads)}")
    if options.fills and options.database == "postgresql":
        print(f"PostgreSQL ended for lack of room: {report.database_crashes} times")
    if options.restarts or options.fills:
        print(f"longest time until a worker went on: {report.longest_to_go_on:.1f} s")
    for fault in report.faults:
        print(f"FAULT {fault}")
    print("no fault" if not report.faults else f"{len(report.faults)} faults")
    return 1 if report.faults else 0


def told(answers: Counter[str]) -> str:
    """How often there was which."""
    return ", ".join(f"{count} × {answer}" for answer, count in sorted(answers.items()))


if __name__ == "__main__":
    sys.exit(main())
