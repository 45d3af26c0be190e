"""What one article costs from its text to its claims: ``python -m benchmarks.understanding_cost [--articles N]``.

Made-up articles (or the files of a folder) are cleaned, split, parsed, read for claims and traced, each step counted in
seconds of the processor on one thread, so that other work on the machine does not show. Beside it the same sentences go
through the bare encoder, as statements are embedded, in turns in one run. Half as many articles again go first, so that
word lists are loaded and frequent words known, as in a service that runs; what the very first article costs is told
apart.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import torch

from app.adapters.fetching.language_detection import LangidDetector
from app.adapters.gazetteer.place_list import packaged_place_list
from app.adapters.language_model.embedder import SentenceEmbedder
from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.reader import NeuralReader
from app.adapters.near_copies.minhash import fingerprint
from app.core.claims.extraction import extract_claims
from app.core.cleaning import clean_text
from app.core.errors import CrosscheckError
from app.core.linking.bylines import agency_names
from app.core.model.records import Submission
from app.core.segmentation import split_sentences
from app.knowledge.loader import load_knowledge
from app.settings import default_home
from app.use_cases.provenance import with_provenance
from app.use_cases.understand_article import resolve_article
from benchmarks.written_news import written_articles

SEED = 11
PARSE, ENCODER = "parse", "bare encoder"


@dataclass
class Costs:
    """Seconds of the processor by step, and what they were spent on."""

    seconds: dict[str, float] = field(default_factory=dict)
    articles: int = 0
    sentences: int = 0
    claims: int = 0
    _begun: float = 0.0

    def start(self) -> None:
        """A step begins."""
        self._begun = time.process_time()

    def end(self, step: str) -> None:
        """It ends, and the next one begins."""
        now = time.process_time()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._begun
        self._begun = now

    def report(self) -> dict[str, object]:
        """Milliseconds an article by step, and the shares of the bare encoder."""
        each = {step: round(1000 * seconds / self.articles, 2) for step, seconds in self.seconds.items()}
        beside = sum(value for step, value in each.items() if step not in (PARSE, ENCODER))
        return {
            "articles": self.articles,
            "sentences": self.sentences,
            "claims": self.claims,
            "milliseconds_an_article": each,
            "beside_parsing_to_encoder": round(beside / each[ENCODER], 3),
            "all_to_encoder": round((beside + each[PARSE]) / each[ENCODER], 3),
        }


class Steps:
    """The steps of ``UnderstandArticle``, each timed, and the bare encoder over the same sentences."""

    def __init__(self, home: Path) -> None:
        folder = ensure_encoder_folder(home / "models")
        self.encoder, self.reader = SentenceEmbedder(folder), NeuralReader(folder)
        self.knowledge, self.detector = load_knowledge(), LangidDetector()
        self.places = packaged_place_list(home / "places")
        self.agencies = agency_names(self.knowledge.agencies)

    def understand(self, number: int, submission: Submission, costs: Costs) -> None:
        """One article, its costs added."""
        text = submission.text
        costs.start()
        language = submission.language or self.detector.detect(text)
        costs.end("language")
        clean = clean_text(text, knowledge=self.knowledge, language=language)
        article = resolve_article(f"article-{number}", submission, clean, language=language)
        costs.end("clean")
        words = self.knowledge.pack(language).cleaning
        split = list(split_sentences(text, clean, language=language, words=words))
        costs.end("split")
        sentences = self.reader.read(split)
        costs.end(PARSE)
        claims = extract_claims(article, clean, sentences, knowledge=self.knowledge, places=self.places)
        costs.end("claims")
        with_provenance(claims, article, clean, sentences, agencies=self.agencies, fingerprints=fingerprint)
        costs.end("provenance")
        self.encoder.embed([text[sentence.start : sentence.end] for sentence in sentences])
        costs.end(ENCODER)
        costs.articles += 1
        costs.sentences += len(sentences)
        costs.claims += len(claims)


def read_articles(folder: Path | None, count: int) -> list[Submission]:
    """Up to so many texts of a folder (``*.txt``), or made-up articles."""
    if folder is None:
        chosen = islice(written_articles(SEED), count)
        return [Submission(outlet=one["outlet"], title=one["title"], text=one["text"]) for one in chosen]
    paths = sorted(folder.glob("**/*.txt"))[:count]
    if not paths:
        raise CrosscheckError(f"{folder}: no *.txt there; name a folder with one article a file")
    return [Submission(outlet=folder.name, text=path.read_text("utf-8", "replace")) for path in paths]


def run(home: Path, folder: Path | None, count: int, target: Path | None) -> None:
    """Print milliseconds an article and ratios; write them where asked."""
    torch.set_num_threads(1)
    steps = Steps(home)
    articles = read_articles(folder, count + max(1, count // 2))
    known = max(1, len(articles) // 3)
    first, warm, costs = Costs(), Costs(), Costs()
    for number, article in enumerate(articles):
        steps.understand(number, article, costs if number >= known else warm if number else first)
    report = {"first_article": first.report(), "articles_after": costs.report()}
    print(f"{costs.articles} articles, {costs.sentences} sentences, {costs.claims} claims; milliseconds an article")
    print(f"{'step':<16}{'first article':>15}{'afterwards':>12}")
    for step, seconds in costs.seconds.items():
        print(f"{step:<16}{1000 * first.seconds[step]:>15.1f}{1000 * seconds / costs.articles:>12.1f}")
    told = costs.report()
    print(f"all beside parsing / bare encoder: {told['beside_parsing_to_encoder']}")
    print(f"all / bare encoder: {told['all_to_encoder']}")
    if target is not None:
        target.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding_cost", description=__doc__)
    home = os.environ.get("CROSSCHECK_HOME")
    parser.add_argument("--home", type=Path, default=Path(home) if home else default_home(), help="where models are")
    parser.add_argument("--folder", type=Path, default=None, help="texts instead of made-up articles, *.txt")
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--json", type=Path, default=None, help="write the numbers there")
    options = parser.parse_args(arguments)
    if options.articles < 1:
        parser.error("--articles: at least 1")
    try:
        run(options.home.expanduser(), options.folder, options.articles, options.json)
    except CrosscheckError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
