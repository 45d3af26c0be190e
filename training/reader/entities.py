"""Reads sentences with named entities (CoNLL columns, or annotations of treebank sentences) as surface words.

Words are split as the application splits them; a word is labelled by the name that it overlaps, marks at the edge of a
name stay outside of it.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.core.segmentation import split_words
from training.reader.treebanks import TreebankSentence

OUTSIDE = "O"
# Classes of the data sets, by ours; every other class is none of ours.
CLASSES = {"PER": "PER", "PERS": "PER", "LOC": "LOC", "ORG": "ORG"}
FULL_STOPS = frozenset({".", "؟", "!", "?"})
LONGEST_ENTITY_SENTENCE = 70  # words; the rest of a longer one is cut off
# Silver annotation made from links holds many bare titles: only what looks like a sentence is taken.
LEAST_SILVER_WORDS = 6
LEAST_SILVER_OUTSIDE = 0.4

Span = tuple[int, int, str]  # begin and end offset, class


def read_columns(path: Path, language: str, *, sentence_breaks: bool = True) -> list[TreebankSentence]:
    """Sentences of a file with a word and its label a line, without trees.

    ``sentence_breaks`` tells whether empty lines part sentences; otherwise full stops do.
    """
    rows: list[tuple[str, str]] = []
    sentences: list[TreebankSentence] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) >= 2:
            rows.append((parts[0], parts[-1]))
        ends = not parts if sentence_breaks else bool(parts) and parts[0] in FULL_STOPS
        if ends and rows:
            sentences.append(_from_rows(rows, language, f"{path.stem}-{len(sentences)}"))
            rows = []
    if rows:
        sentences.append(_from_rows(rows, language, f"{path.stem}-{len(sentences)}"))
    return [sentence for sentence in sentences if sentence.words]


def _from_rows(rows: Sequence[tuple[str, str]], language: str, identity: str) -> TreebankSentence:
    text = ""
    spans: list[Span] = []
    for word, label in rows:
        if text and not (len(word) == 1 and word in ".,،؛:;!?؟)]"):
            text += " "
        mark, _, name = label.partition("-")
        kind = CLASSES.get(name)
        if kind is not None and mark == "I" and spans and spans[-1][2] == kind and spans[-1][1] >= len(text) - 1:
            spans[-1] = (spans[-1][0], len(text) + len(word), kind)
        elif kind is not None:
            spans.append((len(text), len(text) + len(word), kind))
        text += word
    words = split_words(text, 0, len(text))[:LONGEST_ENTITY_SENTENCE]
    return TreebankSentence(
        identity=identity,
        language=language,
        words=tuple(word.text for word in words),
        spaced=tuple(index == 0 or word.start > words[index - 1].end for index, word in enumerate(words)),
        heads=(),
        relations=(),
        tags=(),
        entities=labels_of([(word.start, word.end) for word in words], text, spans),
    )


def labels_of(words: Sequence[tuple[int, int]], text: str, spans: Iterable[Span]) -> tuple[str, ...]:
    """Begin, inside and outside labels of words given as offsets."""
    labels = [OUTSIDE] * len(words)
    for start, end, kind in spans:
        inside = [index for index, (begin, stop) in enumerate(words) if begin < end and start < stop]
        while inside and not any(mark.isalnum() for mark in text[slice(*words[inside[0]])]):
            inside.pop(0)
        while inside and not any(mark.isalnum() for mark in text[slice(*words[inside[-1]])]):
            inside.pop()
        for place, index in enumerate(inside):
            labels[index] = f"{'I' if place else 'B'}-{kind}"
    return tuple(labels)


def looks_like_prose(sentence: TreebankSentence) -> bool:
    """Whether a sentence with silver labels is more than a title or a list of links."""
    outside = sum(label == OUTSIDE for label in sentence.entities)
    return len(sentence.words) >= LEAST_SILVER_WORDS and outside >= LEAST_SILVER_OUTSIDE * len(sentence.words)


def read_annotations(path: Path) -> dict[str, tuple[Span, ...]]:
    """Names by sentence identity, as places of their first and last word (from 1) and class.

    A line holds the identity and ``TYPE first-last`` for each name; a sentence that names nothing has a line too.
    """
    found: dict[str, tuple[Span, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            identity, *names = line.split("\t")
            found[identity] = tuple(_word_range(name) for name in names)
    return found


def _word_range(name: str) -> Span:
    kind, _, places = name.partition(" ")
    first, _, last = places.partition("-")
    return int(first), int(last or first), CLASSES[kind]


def annotated(sentence: TreebankSentence, names: Sequence[Span] | None) -> TreebankSentence:
    """The treebank sentence with entity labels; as it was where it has no annotation."""
    if names is None:
        return sentence
    labels = [OUTSIDE] * len(sentence.words)
    for first, last, kind in names:
        for place in range(first, last + 1):
            labels[place - 1] = f"{'I' if place > first else 'B'}-{kind}"
    return replace(sentence, entities=tuple(labels))


def names_by_class(sentences: Iterable[TreebankSentence]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The names of annotated sentences as words, by class, each as often as it occurs."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for sentence in sentences:
        for start, end, kind in spans_of(sentence.entities):
            found.setdefault(kind, []).append(sentence.words[start:end])
    return {kind: tuple(names) for kind, names in found.items()}


def spans_of(labels: Sequence[str]) -> list[Span]:
    """Names as places of the first word and the one after the last (from 0), and class."""
    spans: list[Span] = []
    for place, label in enumerate(labels):
        mark, _, kind = label.partition("-")
        if mark == "B":
            spans.append((place, place + 1, kind))
        elif mark == "I" and spans:
            spans[-1] = (spans[-1][0], place + 1, kind)
    return spans


def renamed(
    sentence: TreebankSentence, names: Mapping[str, Sequence[tuple[str, ...]]], chance: random.Random
) -> TreebankSentence:
    """The sentence without tree, every name in it exchanged for another of its class."""
    words: list[str] = []
    labels: list[str] = []
    spaced: list[bool] = []
    done = 0
    for start, end, kind in spans_of(sentence.entities):
        other = chance.choice(names[kind])
        words += [*sentence.words[done:start], *other]
        labels += [*sentence.entities[done:start], *(f"{'I' if at else 'B'}-{kind}" for at in range(len(other)))]
        spaced += [*sentence.spaced[done : start + 1], *([True] * (len(other) - 1))]
        done = end
    return replace(
        sentence,
        words=(*words, *sentence.words[done:]),
        entities=(*labels, *sentence.entities[done:]),
        spaced=(*spaced, *sentence.spaced[done:]),
    )
