"""Chooses, splits and varies the treebank sentences that the reader learns from."""

import random
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.reader.arabic_news import made_up_sentences
from training.reader.entities import (
    annotated,
    looks_like_prose,
    names_by_class,
    read_annotations,
    read_columns,
    renamed,
)
from training.reader.treebanks import TreebankSentence, read_treebank

MEASURED_LANGUAGES = ("ar", "en", "fr")
HELD_OUT_EVERY = 5
# How often each sentence of a treebank is taken, varied anew each time. Arabic has a single small treebank;
# the languages without a bar of their own are taken lightly, enough to keep the reader multilingual.
COPIES = {
    "ar_pud": 9.0,
    "en_pud": 2.5,
    "fr_pud": 2.5,
    "de_pud": 4.0,
    "es_pud": 2.0,
    "en_ewt": 0.7,
    "fr_gsd": 0.8,
    "de_gsd": 2.0,
    "he_iahltwiki": 0.4,
    "it_pud": 0.8,
    "pt_pud": 0.8,
    "ru_pud": 2.0,
    "tr_pud": 2.0,
    "fa_perdt": 0.6,
    "tr_boun": 0.6,
}
# The same for sentences with names and no tree; silver labels (made from links) are taken lightly.
ENTITY_COPIES = {
    "anercorp_train": 3.0,
    "panx_train-ar": 0.1,
    "panx_dev-en": 0.35,
    "panx_dev-fr": 0.15,
    "panx_dev-de": 0.15,
    "panx_dev-es": 0.2,
    "panx_dev-tr": 0.15,
    "panx_dev-ru": 0.15,
    "panx_dev-fa": 0.3,
}
ANNOTATIONS = Path(__file__).parent / "annotations"
NEWS_ENTITIES = "anercorp_train"
RENAMED = 0.4  # share of the copies of news sentences whose names are exchanged, so that names are not learned by heart
NEWS_HELD_OUT = 0.12  # its last part, which is never learned from
MADE_UP_SENTENCES = 1800
LONGEST_SENTENCE = 80
LEAST_TAG_COUNT = 10

_HAMZA = str.maketrans("أإآ", "ااا")
_OPEN_TA = re.compile("ة$")
_CLOSED_YA = re.compile("ى$")


class TreebanksMissing(Exception):
    """The data folder holds no treebank."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sentences to learn from (of treebanks, made up, and with names only), and the held-out ones by language."""

    training: list[TreebankSentence]
    made_up: list[TreebankSentence]
    named: list[TreebankSentence]
    held_out: dict[str, list[TreebankSentence]]


def load_corpus(data: Path, seed: int) -> Corpus:
    """Read ``data/ud/*.conllu`` (or ``data/*.conllu``) and split it.

    PUD is parallel: the same sentence identities are held out in every language, so that no translation of a
    held-out sentence is learned from.
    """
    chance = random.Random(seed)
    training: list[TreebankSentence] = []
    files = treebank_files(data)
    hidden = held_out_identities(files)
    for path in files:
        name = path.name.split("-")[0]
        apart = read_treebank(path)
        joined = read_treebank(path, symbols_apart=False)
        names = annotations_of(path)
        for one, two in zip(apart, joined, strict=True):
            if (name.endswith("_pud") and one.identity in hidden) or not _is_usable(one):
                continue
            labelled = annotated(one, names.get(one.identity))
            for _ in _copies(COPIES.get(name, 0.5), chance):
                training.append(vary(labelled if labelled.entities or chance.random() < 0.7 else two, chance))
    made_up = [vary(sentence, chance) for sentence in made_up_sentences(MADE_UP_SENTENCES, seed)]
    return Corpus(training, made_up, named_sentences(data, chance), held_out_sentences(data))


def _copies(mean: float, chance: random.Random) -> range:
    return range(int(mean) + (chance.random() < mean % 1))


def annotations_of(treebank: Path) -> dict[str, tuple[tuple[int, int, str], ...]]:
    """Our own annotation of the names in a treebank, by sentence identity; empty where there is none."""
    path = ANNOTATIONS / f"{treebank.stem}.tsv"
    return read_annotations(path) if path.exists() else {}


def named_sentences(data: Path, chance: random.Random) -> list[TreebankSentence]:
    """Sentences with names and no tree of ``data/ner``; the held-out part of the news left out."""
    found: list[TreebankSentence] = []
    for name, mean in ENTITY_COPIES.items():
        sentences = entity_file(data, name)
        if name == NEWS_ENTITIES:
            sentences = sentences[: -held_out_news(len(sentences))]
            names = names_by_class(sentences)
        else:
            sentences = [sentence for sentence in sentences if looks_like_prose(sentence)]
            names = {}
        for sentence in sentences:
            for _ in _copies(mean, chance):
                changed = renamed(sentence, names, chance) if names and chance.random() < RENAMED else sentence
                found.append(vary(changed, chance))
    return found


def entity_file(data: Path, name: str) -> list[TreebankSentence]:
    """One file of ``data/ner``; raises TreebanksMissing with the remedy."""
    files = [path for ending in ("conll", "tsv") for path in (data / "ner").glob(f"{name}.{ending}")]
    if not files:
        raise TreebanksMissing(f"no named entities: {data}/ner holds no {name}; name the data folder with --data")
    language = "ar" if name == NEWS_ENTITIES else name[-2:]
    return read_columns(files[0], language, sentence_breaks=name != NEWS_ENTITIES)


def held_out_news(sentences: int) -> int:
    """How many of the last sentences of the annotated news are held out."""
    return int(sentences * NEWS_HELD_OUT)


def held_out_entities(data: Path, languages: Collection[str]) -> dict[str, list[TreebankSentence]]:
    """Sentences with names that are never learned from: of the news, and of PUD by language."""
    news = entity_file(data, NEWS_ENTITIES)
    found = {NEWS_ENTITIES.split("_", maxsplit=1)[0]: news[-held_out_news(len(news)) :]}
    for language, sentences in held_out_sentences(data, languages).items():
        names = annotations_of(data / "ud" / f"{language}_pud-ud-test.conllu")
        labelled = [annotated(sentence, names.get(sentence.identity)) for sentence in sentences]
        if any(sentence.entities for sentence in labelled):
            found[f"{language} PUD"] = [sentence for sentence in labelled if sentence.entities]
    return found


def held_out_sentences(
    data: Path, languages: Collection[str] = MEASURED_LANGUAGES
) -> dict[str, list[TreebankSentence]]:
    """The PUD sentences of some languages that are never learned from."""
    files = treebank_files(data)
    hidden = held_out_identities(files)
    return {
        path.name[:2]: [sentence for sentence in read_treebank(path) if sentence.identity in hidden]
        for path in files
        if path.name[3:6] == "pud" and path.name[:2] in languages
    }


def treebank_files(data: Path) -> list[Path]:
    """All treebanks of a data folder; raises TreebanksMissing with the remedy."""
    files = sorted((data / "ud").glob("*.conllu")) or sorted(data.glob("*.conllu"))
    if not files:
        raise TreebanksMissing(
            f"no treebanks: {data}/ud holds no .conllu file; name the data folder with --data or CROSSCHECK_DATA"
        )
    return files


def held_out_identities(files: Iterable[Path]) -> frozenset[str]:
    """Every fifth sentence identity of the PUD treebanks, in sorted order over all languages."""
    identities = {sentence.identity for path in files if "_pud" in path.name for sentence in read_treebank(path)}
    return frozenset(sorted(identities)[::HELD_OUT_EVERY])


def frequent_tags(sentences: Iterable[TreebankSentence]) -> tuple[str, ...]:
    """Composite tags seen often enough to be learned."""
    counts = Counter(tag for sentence in sentences for tag in sentence.tags)
    return tuple(sorted(tag for tag, count in counts.items() if count >= LEAST_TAG_COUNT))


def _is_usable(sentence: TreebankSentence) -> bool:
    return 2 <= len(sentence.words) <= LONGEST_SENTENCE and sentence.heads.count(0) == 1


def vary(sentence: TreebankSentence, chance: random.Random) -> TreebankSentence:
    """The same tree, written as another outlet might: no full stop, other letter case, hamza left out."""
    if chance.random() < 0.2:
        sentence = _without_full_stop(sentence)
    if sentence.language == "ar":
        return replace(sentence, words=_loosely_spelled(sentence.words, chance))
    draw = chance.random()
    if draw < 0.06:
        return replace(sentence, words=tuple(word.lower() for word in sentence.words))
    if draw < 0.10:
        return replace(sentence, words=tuple(word[:1].upper() + word[1:] for word in sentence.words))
    if draw < 0.12:
        return replace(sentence, words=tuple(word.upper() for word in sentence.words))
    return sentence


def _without_full_stop(sentence: TreebankSentence) -> TreebankSentence:
    last = len(sentence.words)
    if (
        last < 3
        or not sentence.heads
        or sentence.tags[-1] != "PUNCT"
        or sentence.heads[-1] == 0
        or last in sentence.heads
    ):
        return sentence
    return replace(
        sentence,
        words=sentence.words[:-1],
        spaced=sentence.spaced[:-1],
        heads=sentence.heads[:-1],
        relations=sentence.relations[:-1],
        tags=sentence.tags[:-1],
        entities=sentence.entities[:-1],
    )


def _loosely_spelled(words: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    if chance.random() < 0.15:
        words = [word.translate(_HAMZA) for word in words]
    if chance.random() < 0.05:
        words = [_OPEN_TA.sub("ه", word) for word in words]
    if chance.random() < 0.05:
        words = [_CLOSED_YA.sub("ي", word) for word in words]
    return tuple(words)
