"""Chooses, splits and varies the treebank sentences that the reader learns from."""

import random
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from training.reader.arabic_news import made_up_sentences
from training.reader.treebanks import TreebankSentence, read_treebank

MEASURED_LANGUAGES = ("ar", "en", "fr")
HELD_OUT_EVERY = 5
# How often each sentence of a treebank is taken, varied anew each time. Arabic has a single small treebank;
# the languages without a bar of their own are taken lightly, enough to keep the reader multilingual.
COPIES = {
    "ar_pud": 6.0,
    "en_pud": 3.0,
    "fr_pud": 3.0,
    "en_ewt": 1.2,
    "fr_gsd": 2.0,
    "he_iahltwiki": 1.5,
    "es_pud": 1.5,
    "it_pud": 1.5,
    "pt_pud": 1.5,
    "ru_pud": 1.5,
    "de_pud": 1.5,
    "tr_pud": 1.0,
    "de_gsd": 0.6,
    "fa_perdt": 0.6,
    "tr_boun": 0.5,
}
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
    """Sentences to learn from (of treebanks, and made up), and held-out PUD sentences by language."""

    training: list[TreebankSentence]
    made_up: list[TreebankSentence]
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
        for one, two in zip(apart, joined, strict=True):
            if (name.endswith("_pud") and one.identity in hidden) or not _is_usable(one):
                continue
            copies = COPIES.get(name, 0.5)
            for _ in range(int(copies) + (chance.random() < copies % 1)):
                training.append(vary(one if chance.random() < 0.7 else two, chance))
    made_up = [vary(sentence, chance) for sentence in made_up_sentences(MADE_UP_SENTENCES, seed)]
    return Corpus(training, made_up, held_out_sentences(data))


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
    if last < 3 or sentence.tags[-1] != "PUNCT" or sentence.heads[-1] == 0 or last in sentence.heads:
        return sentence
    return replace(
        sentence,
        words=sentence.words[:-1],
        spaced=sentence.spaced[:-1],
        heads=sentence.heads[:-1],
        relations=sentence.relations[:-1],
        tags=sentence.tags[:-1],
    )


def _loosely_spelled(words: Sequence[str], chance: random.Random) -> tuple[str, ...]:
    if chance.random() < 0.15:
        words = [word.translate(_HAMZA) for word in words]
    if chance.random() < 0.05:
        words = [_OPEN_TA.sub("ه", word) for word in words]
    if chance.random() < 0.05:
        words = [_CLOSED_YA.sub("ي", word) for word in words]
    return tuple(words)
