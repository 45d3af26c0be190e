"""Scores of the shipped reader on held-out news: ``python -m benchmarks.reader --data FOLDER``.

FOLDER (or CROSSCHECK_DATA) holds ``ud/*.conllu``, treebanks of Universal Dependencies. Every fifth sentence of the
parallel PUD treebanks was kept from training, the same sentences in every language. Heads are those of the tree that
the application gets, punctuation is left out, words are the treebank's, joined as the application splits them.
"""

import argparse
import os
import sys
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.reader import NeuralReader
from app.core.errors import CrosscheckError
from app.core.model.sentence import ParsedSentence, Sentence, WordSpan
from app.settings import default_home
from training.reader.examples import MEASURED_LANGUAGES, TreebanksMissing, held_out_sentences
from training.reader.treebanks import TreebankSentence

PUD_LANGUAGES = (*MEASURED_LANGUAGES, "de", "es", "it", "pt", "ru", "tr")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderScore:
    """Percentages of the words that are not punctuation."""

    sentences: int
    words: int
    attachment: float
    labelled: float
    tag: float


def as_sentence(gold: TreebankSentence) -> Sentence:
    """The sentence as the application would have split it."""
    words: list[WordSpan] = []
    end = 0
    for word, spaced in zip(gold.words, gold.spaced, strict=True):
        start = end + 1 if spaced and words else end
        end = start + len(word)
        words.append(WordSpan(text=word, start=start, end=end))
    return Sentence(start=0, end=end, language=gold.language, words=tuple(words))


def compare(gold: Sequence[TreebankSentence], parsed: Sequence[ParsedSentence]) -> ReaderScore:
    """Unlabelled and labelled attachment, and composite tags."""
    attached = labelled = tagged = words = 0
    for truth, found in zip(gold, parsed, strict=True):
        rows = zip(truth.heads, truth.relations, truth.tags, found.words, strict=True)
        for head, relation, tag, word in rows:
            if relation == "punct":
                continue
            words += 1
            attached += word.head == head
            labelled += word.head == head and word.relation == relation
            tagged += word.tag == tag
    return ReaderScore(
        sentences=len(gold),
        words=words,
        attachment=100 * attached / words,
        labelled=100 * labelled / words,
        tag=100 * tagged / words,
    )


def run(data: Path, home: Path, precision: Precision, languages: Collection[str]) -> None:
    """Print one row for each language."""
    held_out = held_out_sentences(data, languages)
    reader = NeuralReader(ensure_encoder_folder(home / "models"), precision=precision)
    print(f"{reader.version}, held-out PUD news")
    print(f"{'language':<10}{'sentences':>10}{'words':>8}{'UAS':>8}{'LAS':>8}{'tag':>8}{'sentences/s':>13}")
    for language, gold in sorted(held_out.items()):
        sentences = [as_sentence(sentence) for sentence in gold]
        begun = time.perf_counter()
        score = compare(gold, reader.read(sentences))
        pace = len(gold) / (time.perf_counter() - begun)
        print(
            f"{language:<10}{score.sentences:>10}{score.words:>8}"
            f"{score.attachment:>8.1f}{score.labelled:>8.1f}{score.tag:>8.1f}{pace:>13.0f}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 2 if there is nothing to measure on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reader", description=__doc__)
    data, home = os.environ.get("CROSSCHECK_DATA"), os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None, help="folder that holds ud/")
    parser.add_argument(
        "--home", type=Path, default=Path(home) if home else default_home(), help="where models are kept"
    )
    parser.add_argument("--precision", type=Precision, choices=list(Precision), default=Precision.AUTO)
    parser.add_argument("--all", action="store_true", help="all languages that have a PUD treebank, not three")
    options = parser.parse_args(arguments)
    if options.data is None:
        print("nothing to measure on: name a folder that holds ud/*.conllu with --data or CROSSCHECK_DATA")
        return 2
    try:
        languages = PUD_LANGUAGES if options.all else MEASURED_LANGUAGES
        run(options.data, options.home.expanduser(), options.precision, languages)
    except (TreebanksMissing, CrosscheckError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
