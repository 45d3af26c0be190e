"""Reads the sets that the pairs are made from: headlines, translated news, articles with event chains, paraphrases.

All of them are public and none is part of the project; `README` of the data folder tells where they come from.
"""

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.pairs.examples import CONTRADICTION, DIFFERENT, SAME, Pair

# Versions of the translated documents: file, language, how often it is taken beside the others.
VERSIONS = {
    "ar": ("newstest2019-ref.arb.txt", "ar", 2.0),
    "en": ("newstest2019-src.eng.txt", "en", 2.0),
    "en-GB": ("newstest2019-ref.eng-GB.txt", "en", 0.8),
    "fr": ("newstest2019-ref.fra.txt", "fr", 1.2),
    "fr-CA": ("newstest2019-ref.fra-CA.txt", "fr", 0.8),
    "de": ("newstest2019-ref.deu.txt", "de", 1.0),
    "es": ("newstest2019-ref.spa.txt", "es", 1.0),
    "ru": ("newstest2019-ref.rus.txt", "ru", 1.0),
    "tr": ("newstest2019-ref.tur.txt", "tr", 1.0),
    "fa": ("newstest2019-ref.fas.txt", "fa", 1.0),
}
TATOEBA = {"ar": "ara", "de": "deu", "es": "spa", "fa": "pes", "fr": "fra", "ru": "rus", "tr": "tur"}
PAWS_LANGUAGES = ("en", "fr", "de", "es")
STANCES = {"agree": SAME, "disagree": CONTRADICTION, "other": DIFFERENT}
# Event mentions that tell that something was said, or a state, are no happening that two reports could share.
NOT_HAPPENING = ("REPORTING", "STATE", "PERCEPTION")


class DataMissing(Exception):
    """A file that the training reads is not in the data folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParallelSentence:
    """One sentence of a document in all versions; ``document`` and ``place`` count from 0."""

    document: int
    place: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSentence:
    """One sentence of an article: its topic and subtopic, and the chains of its events, with the words for them."""

    topic: str
    subtopic: str
    document: str
    text: str
    chains: Mapping[str, str]


def read_headlines(data: Path, part: str) -> list[Pair]:
    """Arabic news headlines with their stances: ``part`` is "train" or "dev"."""
    with _open(data / "ans" / f"stance_{part}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            Pair(
                left=row["s1"],
                right=row["s2"],
                relation=STANCES[row["stance"]],
                source=f"ans {row['stance']}",
                languages=("ar", "ar"),
            )
            for row in csv.DictReader(file)
        ]


def read_parallel(data: Path, documents: int) -> list[ParallelSentence]:
    """The sentences of the first ``documents`` translated documents."""
    lines = {
        name: _open(data / "ntrex" / file).read_text("utf-8").splitlines() for name, (file, _, _) in VERSIONS.items()
    }
    numbers: dict[str, int] = {}
    found: list[ParallelSentence] = []
    for place, line in enumerate(lines["en"]):
        document = numbers.setdefault(line.split("\t", 1)[0], len(numbers))
        if document < documents:
            texts = {name: rows[place].split("\t", 1)[1].strip() for name, rows in lines.items()}
            found.append(ParallelSentence(document=document, place=place, texts=texts))
    return found


def read_events(data: Path, most_topic: int) -> list[EventSentence]:
    """Sentences of topics up to ``most_topic`` that tell of some happening."""
    chains: dict[tuple[str, int], dict[str, str]] = {}
    for line in _open(data / "events" / "ecbplus_mentions.jsonl").read_text("utf-8").splitlines():
        mention = json.loads(line)
        if mention["kind"] == "event" and not any(part in mention["type"] for part in NOT_HAPPENING):
            chains.setdefault((mention["doc_id"], mention["sent_id"]), {})[mention["coref_chain"]] = mention["text"]
    found: list[EventSentence] = []
    for line in _open(data / "events" / "ecbplus_docs.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        if int(document["topic"]) > most_topic:
            continue
        for number, text in zip(document["sentence_ids"], document["sentences"], strict=True):
            events = chains.get((document["doc_id"], int(number)))
            if events:
                found.append(
                    EventSentence(
                        topic=document["topic"],
                        subtopic=document["subtopic"],
                        document=document["doc_id"],
                        text=as_printed(text),
                        chains=events,
                    )
                )
    return found


def read_paraphrases(data: Path) -> list[Pair]:
    """Sentences of the same words: paraphrases, and others whose words are mostly in exchanged roles."""
    found: list[Pair] = []
    for language in PAWS_LANGUAGES:
        for line in _open(data / "pairs" / "pawsx" / f"dev-{language}.tsv").read_text("utf-8").splitlines():
            left, right, label = line.split("\t")
            relation = SAME if label.strip() == "1" else CONTRADICTION
            kind = "paraphrase" if relation == SAME else "exchanged"
            found.append(
                Pair(
                    left=as_printed(left),
                    right=as_printed(right),
                    relation=relation,
                    source=f"paws {kind}",
                    languages=(language, language),
                )
            )
    return found


def read_translations(data: Path) -> list[Pair]:
    """Short everyday sentences with their English."""
    found: list[Pair] = []
    folder = data / "pairs" / "tatoeba_v1"
    for language, code in TATOEBA.items():
        sides = (_open(folder / f"tatoeba.{code}-eng.{side}").read_text("utf-8").splitlines() for side in (code, "eng"))
        found.extend(
            Pair(left=left, right=right, relation=SAME, source="tatoeba aligned", languages=(language, "en"))
            for left, right in zip(*sides, strict=True)
        )
    return found


def as_printed(tokens: str) -> str:
    """A sentence whose words and marks stand apart, written as in print."""
    text = re.sub(r"\s+(n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", tokens)
    text = re.sub(r"\s+([,.;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$£€])\s+", r"\1", text)
    return re.sub(r"\s*''", '"', re.sub(r"``\s*", '"', text)).strip()


def _open(path: Path) -> Path:
    if not path.exists():
        raise DataMissing(f"{path} is missing; name the folder that holds it with --data or CROSSCHECK_DATA")
    return path


def languages_of(versions: Sequence[str]) -> tuple[str, ...]:
    """The languages of versions of the translated documents."""
    return tuple(VERSIONS[name][1] for name in versions)
