"""What embedding and reading cost beside the bare encoder: ``python -m benchmarks.encoder [--texts N] [--json FILE]``.

The same sentences, of made-up articles in three languages and of the gold texts in eight, go through the encoder as
anybody runs it (sentence-transformers, its own defaults), through our embedder and through our reader (tree, tags and
names), in turns in one run, with one thread and with two; pairs of neighbours go through the pair head. Counted are
seconds of the processor a text, so that other work on the machine shows less; the ratio is the median over the rounds.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import torch

from app.adapters.language_model.embedder import SentenceEmbedder
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.format_choice import open_encoder
from app.adapters.language_model.pair_judge import NeuralPairJudge
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.reader import NeuralReader
from app.core.errors import CrosscheckError
from app.core.model.sentence import Sentence
from app.core.segmentation import split_words
from app.settings import default_home
from benchmarks.bare_encoder import bare_encoder
from benchmarks.reading_cost import sample_sentences
from benchmarks.written_news import written_articles

ARTICLE_SENTENCES = 25  # what an article has; the reader is also asked for one article at a time
PAIRS = 100


def sentences_to_read(count: int) -> list[tuple[str, Sentence]]:
    """Half from made-up articles, half from the gold texts."""
    chosen = sample_sentences(count // 2)
    for article in written_articles(count):
        language = article["outlet"].split()[1]
        for line in article["text"].split("\n"):
            for text in (part.strip() + "." for part in line.split(". ") if part.strip()):
                words = split_words(text, 0, len(text))
                chosen.append((text, Sentence(start=0, end=len(text), language=language, words=words)))
                if len(chosen) >= count:
                    return chosen
    return chosen


def processor_seconds(work: Callable[[], object]) -> float:
    """Seconds that all threads of this process spent on one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def measure(home: Path, count: int, rounds: int, threads: Sequence[int]) -> list[dict[str, Any]]:
    """One row a number of threads: milliseconds a text of each kind, and the ratios."""
    folder = ensure_encoder_folder(home / "models")
    shared = open_encoder(folder, Precision.AUTO)
    embedder, reader = SentenceEmbedder(folder, shared=shared), NeuralReader(folder, shared=shared)
    judge = NeuralPairJudge(folder, shared=shared)
    bare = bare_encoder(folder, 1, shared.dtype)
    chosen = sentences_to_read(count)
    texts, sentences = [text for text, _ in chosen], [sentence for _, sentence in chosen]
    pairs = list(pairwise(texts[: PAIRS + 1]))

    def by_article() -> None:
        for begin in range(0, len(sentences), ARTICLE_SENTENCES):
            reader.read(sentences[begin : begin + ARTICLE_SENTENCES])

    work: dict[str, Callable[[], object]] = {
        "bare": lambda: bare(texts),
        "embed": lambda: embedder.embed(texts),
        "read": lambda: reader.read(sentences),
        "read_by_article": by_article,
        "pair": lambda: judge.judge(pairs),
    }
    rows = []
    for number in threads:
        torch.set_num_threads(number)
        for one in work.values():
            one()  # words are cut once, kernels are made once
        taken = [{name: processor_seconds(one) for name, one in work.items()} for _ in range(rounds)]
        row: dict[str, Any] = {"threads": number, "texts": len(texts), "format": str(shared.dtype)}
        for name in work:
            many = PAIRS if name == "pair" else len(texts)
            row[f"{name}_ms"] = round(1000 * median(each[name] for each in taken) / many, 3)
        row["embed_ratio"] = round(median(each["embed"] / each["bare"] for each in taken), 3)
        row["read_ratio"] = round(median(each["read"] / each["bare"] for each in taken), 3)
        row["both_ratio"] = round(median((each["embed"] + each["read"]) / each["bare"] for each in taken), 3)
        rows.append(row)
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.encoder", description=__doc__)
    home = os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--texts", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--json", type=Path, help="where to write the numbers")
    options = parser.parse_args(arguments)
    try:
        rows = measure(options.home.expanduser(), options.texts, options.rounds, options.threads)
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{rows[0]['texts']} texts, {rows[0]['format']}; processor time, median of {options.rounds} rounds in turns")
    names = [name for name in rows[0] if name not in ("texts", "format")]
    print("".join(f"{name.removesuffix('_ms'):>17}" for name in names))
    for row in rows:
        print("".join(f"{row[name]:>17}" for name in names))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
