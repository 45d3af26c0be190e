"""Scores of names on held-out sentences: ``python -m benchmarks.entities --data FOLDER``.

FOLDER (or CROSSCHECK_DATA) holds ``ner/`` and ``ud/``. Measured are the last part of the Arabic news, the held-out PUD
sentences with the annotation of ``training/reader/annotations``, and ``ner/wikigold*`` where it is there. Two rows a
set: the reader's tagger alone, and the mentions that the application makes of it with its word lists. A name counts as
found where class, first and last word agree (titles, offices and clitics are no part of a name).
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.entity_decoding import spans_of
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.reader import NeuralReader
from app.core.entities.mentions import find_article_mentions
from app.core.errors import CrosscheckError
from app.core.model.entity import Mention
from app.core.model.language import Knowledge
from app.core.model.sentence import ParsedSentence
from app.knowledge.loader import load_knowledge
from app.settings import default_home
from benchmarks.reader import PUD_LANGUAGES, as_sentence
from training.reader.entities import read_columns
from training.reader.evaluate import EntityScores, entity_scores
from training.reader.examples import NEWS_ENTITIES, TreebanksMissing, held_out_entities
from training.reader.treebanks import TreebankSentence

Span = tuple[str, int, int]


def tagged(sentence: ParsedSentence) -> set[Span]:
    """The names as the reader tags them."""
    return {(str(name.type), name.first, name.last) for name in sentence.names or ()}


def mentioned(sentence: ParsedSentence, mentions: Sequence[Mention]) -> set[Span]:
    """The mentions of a sentence as classes with first and last word."""
    found: set[Span] = set()
    for mention in mentions:
        if mention.generic:
            continue
        inside = [i for i, word in enumerate(sentence.words) if word.start < mention.end and mention.start < word.end]
        if inside:
            found.add((str(mention.type), inside[0], inside[-1]))
    return found


def score_sets(
    gold: Sequence[TreebankSentence], reader: NeuralReader, knowledge: Knowledge, places: PackagedPlaceList
) -> tuple[EntityScores, EntityScores]:
    """Scores of the tagger alone and of the application's mentions."""
    parsed = reader.read([as_sentence(sentence) for sentence in gold])
    truth = [set(spans_of(sentence.entities)) for sentence in gold]
    pack = knowledge.pack(gold[0].language)
    mentions = [find_article_mentions([sentence], pack=pack, places=places)[0] for sentence in parsed]
    return (
        entity_scores([tagged(sentence) for sentence in parsed], truth),
        entity_scores([mentioned(one, two) for one, two in zip(parsed, mentions, strict=True)], truth),
    )


def gold_sets(data: Path) -> dict[str, list[TreebankSentence]]:
    """Everything there is to measure on."""
    sets = held_out_entities(data, PUD_LANGUAGES)
    for path in sorted((data / "ner").glob("wikigold*")):
        sets[path.stem] = read_columns(path, "en")
    return sets


def run(data: Path, home: Path, precision: Precision) -> None:
    """Print two rows a set."""
    knowledge = load_knowledge()
    places = PackagedPlaceList(knowledge)
    reader = NeuralReader(ensure_encoder_folder(home / "models"), precision=precision)
    print(f"{reader.version}, held-out names")
    print(f"{'set':<12}{'sentences':>10}{'names':>7}   scores")
    for name, gold in gold_sets(data).items():
        alone, joined = score_sets(gold, reader, knowledge, places)
        count = sum(len(spans_of(sentence.entities)) for sentence in gold)
        print(f"{name:<12}{len(gold):>10}{count:>7}   tagger {alone}   mentions {joined}")
    if not list((data / "ner").glob("wikigold*")):
        print(f"wikigold is not in {data / 'ner'}: not measured")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 2 if there is nothing to measure on."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.entities", description=__doc__)
    data, home = os.environ.get("CROSSCHECK_DATA"), os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None, help="folder that holds ner/, ud/")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--precision", type=Precision, choices=list(Precision), default=Precision.AUTO)
    options = parser.parse_args(arguments)
    if options.data is None:
        print(
            f"nothing to measure on: name a folder that holds ner/{NEWS_ENTITIES}.conll with --data or CROSSCHECK_DATA"
        )
        return 2
    try:
        run(options.data, options.home.expanduser(), options.precision)
    except (TreebanksMissing, CrosscheckError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
