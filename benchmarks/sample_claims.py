"""Random claims of news to be read by a person: ``python -m benchmarks.sample_claims --data FOLDER --language en``.

FOLDER (or CROSSCHECK_DATA) holds ``ntrex/``: news documents, one sentence a line behind the name of its document. Each
document is read as one article. Printed are the sentence with the two before it, the quote, the statement, and how the
claim is told; whether the quote entails the statement, and whether the statement stands alone, is for the reader to
say. docs/claims-read-by-hand.md keeps the counts.
"""

import argparse
import os
import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from app.adapters.gazetteer.place_list import PackagedPlaceList
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.commands.inspection import read_prose
from app.core.errors import CrosscheckError
from app.core.model.article import Article
from app.core.model.claim import Claim
from app.knowledge.loader import load_knowledge
from app.ports import Reader
from app.settings import default_home

FILES = {"ar": "ref.arb", "en": "src.eng", "fr": "ref.fra", "de": "ref.deu", "es": "ref.spa", "tr": "ref.tur"}
FILES |= {"ru": "ref.rus", "fa": "ref.fas"}
PUBLISHED_AT = datetime(2018, 9, 30, 18, tzinfo=UTC)  # the documents are of that autumn and do not say the day
CLAIMS = 100
SEED = 29


def read_documents(path: Path, language: str, chance: random.Random, wanted: int) -> list[Article]:
    """Some documents as articles, in random order."""
    rows = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if "\t" in line]
    documents = [(name, [text for _, text in lines]) for name, lines in groupby(rows, key=lambda row: row[0])]
    chance.shuffle(documents)
    return [
        Article(id=name, outlet="sample", text="\n".join(lines), language=language, published_at=PUBLISHED_AT)
        for name, lines in documents[:wanted]
    ]


def sample_claims(
    articles: Sequence[Article], reader: Reader, chance: random.Random
) -> Iterator[tuple[Article, Claim]]:
    """Random claims of the articles that stand alone, in text order within each."""
    knowledge = load_knowledge()
    places = PackagedPlaceList(knowledge)
    claims = [
        (article, claim)
        for article in articles
        for claim in read_prose(article, reader=reader, knowledge=knowledge, places=places)
        if claim.stands_alone
    ]
    chosen = sorted(chance.sample(range(len(claims)), min(CLAIMS, len(claims))))
    yield from (claims[index] for index in chosen)


def show(number: int, article: Article, claim: Claim) -> str:
    """One claim with what a reader needs to judge it."""
    end = article.text.find("\n", claim.end)
    before = article.text[: claim.start].split("\n")[-3:]
    context = "\n".join(before) + article.text[claim.start : end if end >= 0 else len(article.text)]
    told = " ".join(f"{source.name} {source.stance};" for source in claim.attribution[1:])
    return (
        f"--- {number}\n{context}\n  quote      {claim.quote}\n  statement  {claim.statement}\n"
        f"  told as    {claim.event_type} {claim.polarity} {claim.status} | {told}"
    )


def run(data: Path, language: str, reader: Reader) -> None:
    """Print the sample."""
    path = data / "ntrex" / f"newstest2019-{FILES[language]}.txt"
    chance = random.Random(SEED)  # noqa: S311 - a sample, no secret
    articles = read_documents(path, language, chance, wanted=30)
    for number, (article, claim) in enumerate(sample_claims(articles, reader, chance), start=1):
        print(show(number, article, claim))


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 2 if there is nothing to read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sample_claims", description=__doc__)
    data, home = os.environ.get("CROSSCHECK_DATA"), os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--data", type=Path, default=Path(data) if data else None, help="folder that holds ntrex/")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--language", choices=sorted(FILES), default="en")
    options = parser.parse_args(arguments)
    if options.data is None or not (options.data / "ntrex").is_dir():
        print("nothing to read: name a folder that holds ntrex/ with --data or CROSSCHECK_DATA", file=sys.stderr)
        return 2
    try:
        from app.adapters.language_model.reader import NeuralReader  # noqa: PLC0415 - torch takes seconds to import

        reader = NeuralReader(ensure_encoder_folder(options.home.expanduser() / "models"))
        run(options.data, options.language, reader)
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
