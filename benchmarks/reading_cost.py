"""What reading costs beside embedding: ``python -m benchmarks.reading_cost [--sentences N]``.

The same made-up sentences go through the encoder alone (as statements are embedded) and through the reader (tree, tags
and names, decoding included), in turns in one run, on one thread and on all.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import torch

from app.adapters.language_model.embedder import SentenceEmbedder
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.reader import NeuralReader
from app.core.errors import CrosscheckError
from app.core.model.sentence import Sentence
from app.core.segmentation import split_words
from app.settings import default_home
from benchmarks.gold import FOLDER, load_gold

ROUNDS = 5


def sample_sentences(count: int) -> list[tuple[str, Sentence]]:
    """The texts of the gold set, again and again until there are enough, each with its words."""
    items = [item for path in sorted(FOLDER.glob("??.jsonl")) for item in load_gold(path)]
    chosen = [items[index % len(items)] for index in range(count)]
    return [
        (
            item.text,
            Sentence(
                start=0, end=len(item.text), language=item.language, words=split_words(item.text, 0, len(item.text))
            ),
        )
        for item in chosen
    ]


def seconds_for(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run(home: Path, count: int) -> None:
    """Print seconds and ratio, the median over the rounds."""
    folder = ensure_encoder_folder(home / "models")
    encoder, reader = SentenceEmbedder(folder), NeuralReader(folder)
    pairs = sample_sentences(count)
    texts, sentences = [text for text, _ in pairs], [sentence for _, sentence in pairs]
    words = sum(len(sentence.words) for sentence in sentences)
    print(f"{len(sentences)} sentences, {words} words; median of {ROUNDS} rounds in turns")
    print(f"{'threads':<9}{'encoder s':>11}{'reader s':>10}{'ratio':>8}")
    for threads in dict.fromkeys((1, os.cpu_count() or 1)):
        torch.set_num_threads(threads)
        rounds = [
            (seconds_for(lambda: encoder.embed(texts)), seconds_for(lambda: reader.read(sentences)))
            for _ in range(ROUNDS)
        ]
        bare, read = median(one for one, _ in rounds), median(two for _, two in rounds)
        print(f"{threads:<9}{bare:>11.2f}{read:>10.2f}{median(two / one for one, two in rounds):>8.2f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading_cost", description=__doc__)
    home = os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--sentences", type=int, default=600)
    options = parser.parse_args(arguments)
    try:
        run(options.home.expanduser(), options.sentences)
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
