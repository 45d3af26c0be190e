"""What times, numbers, names and places cost beside reading: ``python -m benchmarks.comparing_cost [--sentences N]``.

The gold texts are read (tree, tags and names); then their times, their numbers, and their names with places and offices
are found. All of it is done in turns in one run, on one thread, and counted in seconds of the processor, so that other
work on the machine does not show; printed is the share of the reading time.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import torch

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.reader import NeuralReader
from app.core.claims.quantities import find_quantities
from app.core.claims.times import find_times
from app.core.entities.mentions import find_article_names
from app.core.errors import CrosscheckError
from app.core.model.language import Knowledge
from app.core.model.sentence import ParsedSentence
from app.knowledge.loader import load_knowledge
from app.settings import default_home
from benchmarks.reading_cost import sample_sentences

ROUNDS = 5


class _Finding:
    """Finds one kind of thing in all sentences; each sentence counts as an article of its own."""

    def __init__(self, texts: Sequence[str], parsed: Sequence[ParsedSentence], knowledge: Knowledge) -> None:
        self.sentences = list(zip(texts, parsed, strict=True))
        self.knowledge = knowledge
        self.places = PackagedPlaceList(knowledge)

    def times(self) -> None:
        """Times."""
        for text, sentence in self.sentences:
            find_times(sentence.words, published_at=None, pack=self.knowledge.pack(sentence.language), text=text)

    def numbers(self) -> None:
        """Numbers, money, units, and what they count."""
        for text, sentence in self.sentences:
            find_quantities(sentence, pack=self.knowledge.pack(sentence.language), taken=frozenset(), text=text)

    def names(self) -> None:
        """Names, places and offices."""
        for _, sentence in self.sentences:
            pack = self.knowledge.pack(sentence.language)
            find_article_names([sentence], pack=pack, places=self.places)


def processor_seconds(work: Callable[[], object]) -> float:
    """Seconds that this process spent on one call."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def run(home: Path, count: int) -> None:
    """Print seconds and shares, the median over the rounds."""
    torch.set_num_threads(1)
    reader = NeuralReader(ensure_encoder_folder(home / "models"))
    pairs = sample_sentences(count)
    sentences = [sentence for _, sentence in pairs]
    finding = _Finding([text for text, _ in pairs], reader.read(sentences), load_knowledge())
    work: dict[str, Callable[[], object]] = {
        "reading": lambda: reader.read(sentences),
        "times": finding.times,
        "numbers": finding.numbers,
        "names, places, offices": finding.names,
    }
    for one in work.values():
        one()  # words and lists are loaded once
    rounds = [{name: processor_seconds(one) for name, one in work.items()} for _ in range(ROUNDS)]
    print(f"{len(sentences)} sentences, one thread; median of {ROUNDS} rounds in turns")
    for name in work:
        share = median(each[name] / each["reading"] for each in rounds)
        print(f"{name:<24}{median(each[name] for each in rounds):>8.2f} s{share:>8.2f}")
    together = median((sum(each.values()) - each["reading"]) / each["reading"] for each in rounds)
    print(f"{'together beside reading':<34}{together:>8.2f}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.comparing_cost", description=__doc__)
    home = os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--sentences", type=int, default=300)
    options = parser.parse_args(arguments)
    try:
        run(options.home.expanduser(), options.sentences)
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
