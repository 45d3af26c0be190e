"""How much of the articles cleaning keeps, and what it drops.

    python -m benchmarks.cleaning --data FOLDER [--lines]

FOLDER (or the environment variable CROSSCHECK_DATA) holds ``scenarios/*.jsonl``. Prints, for each file, the share of
gold quotes that lie wholly inside one kept passage and the share of characters kept; with ``--lines`` every
dropped line.
"""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.core.cleaning import clean_text
from app.core.model.article import CleanText
from app.knowledge.loader import load_knowledge


def gold_quotes(scenario: dict) -> Iterator[tuple[int, str]]:
    """Article number and quote of every annotated claim."""
    for pair in [*scenario["same"], *scenario["different"]]:
        for claim in pair:
            yield claim["article"], claim["quote"]
    for conflict in scenario["conflicts"]:
        for side in conflict["sides"]:
            for claim in side["claims"]:
                yield claim["article"], claim["quote"]


def is_kept(text: str, quote: str, clean: CleanText) -> bool:
    """Whether some occurrence of the quote lies inside one kept passage."""
    return any(quote in text[passage.start : passage.end] for passage in clean.passages)


def measure(path: Path, *, with_lines: bool) -> Counter[str]:
    """Counts of one file: quotes, kept quotes, characters, kept characters; prints what was lost."""
    knowledge, count = load_knowledge(), Counter[str]()
    for row in path.read_text(encoding="utf-8").splitlines():
        scenario = json.loads(row)
        texts = [article["text"] for article in scenario["articles"]]
        cleans = [
            clean_text(article["text"], knowledge=knowledge, language=article["language"])
            for article in scenario["articles"]
        ]
        for number, (text, clean) in enumerate(zip(texts, cleans, strict=True)):
            count["characters"] += len(text)
            count["kept characters"] += sum(p.end - p.start for p in clean.passages)
            for dropped in clean.dropped if with_lines else ():
                line = text[dropped.start : dropped.end]
                print(f"{scenario['id']}/{number} {dropped.kind:16} {line[:110]}")
            for passage in clean.passages if with_lines else ():
                if passage.kind != "body" or passage.end - passage.start < 110:
                    print(f"{scenario['id']}/{number} KEPT {passage.kind:11} {text[passage.start : passage.end][:110]}")
        for number, quote in set(gold_quotes(scenario)):
            count["quotes"] += 1
            if is_kept(texts[number], quote, cleans[number]):
                count["kept quotes"] += 1
            else:
                print(f"LOST {scenario['id']}/{number}: {quote}")
    return count


def main() -> int:
    """Runs the benchmark; 2 where there is no data."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("CROSSCHECK_DATA"))
    parser.add_argument("--lines", action="store_true", help="print every dropped line, and kept ones that are short")
    options = parser.parse_args()
    files = sorted(Path(options.data).glob("scenarios/*.jsonl")) if options.data else []
    if not files:
        print("No scenarios/*.jsonl found; name their folder with --data or CROSSCHECK_DATA.", file=sys.stderr)
        return 2
    for path in files:
        count = measure(path, with_lines=options.lines)
        quotes, characters = count["kept quotes"] / count["quotes"], count["kept characters"] / count["characters"]
        print(f"{path.name}: {count['kept quotes']} of {count['quotes']} quotes kept = {quotes:.4f}")
        print(f"{path.name}: characters kept {characters:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
