"""Quality of claims, clusters and conflicts on annotated scenarios.

Usage: ``python -m benchmarks.scenarios --data FOLDER [--home FOLDER] [--mistakes] [--json FILE]``. FOLDER holds
``*.jsonl`` scenarios. Parses and vectors are kept in the temporary folder; a second run takes seconds.
"""

import argparse
import json
from pathlib import Path

from app.use_cases.cross_check import cross_check
from app.use_cases.evaluate import ScenarioScore
from app.use_cases.evaluation_report import EvaluationReport, format_report
from app.use_cases.scenarios import read_scenarios
from benchmarks.readings import Workbench


def evaluate_folder(folder: Path, bench: Workbench) -> EvaluationReport:
    """All scenarios of all files of the folder."""
    report = EvaluationReport()
    for path in sorted(folder.glob("*.jsonl")):
        for scenario in read_scenarios(path):
            readings = bench.read_all(scenario.articles)
            outcome = cross_check(readings, knowledge=bench.knowledge, places=bench.places, judge=bench.judge)
            ScenarioScore(scenario, readings, outcome).add_to(report)
    bench.save()
    return report


def main() -> None:
    """Prints the tables, the mistakes where asked, and writes JSON where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with *.jsonl scenarios")
    parser.add_argument("--home", type=Path, default=None, help="folder of the encoder; the service's own without it")
    parser.add_argument("--mistakes", action="store_true", help="list every miss and false alarm")
    parser.add_argument("--json", type=Path, default=None, help="write the report there")
    arguments = parser.parse_args()
    report = evaluate_folder(arguments.data, Workbench(arguments.home))
    print(format_report(report))
    if arguments.mistakes:
        print("\n".join(report.mistakes))
    if arguments.json:
        arguments.json.write_text(json.dumps(report.as_dict(), ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
