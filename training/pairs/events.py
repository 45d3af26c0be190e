"""Pairs out of articles with event chains: the same happening, another one of its kind, another one of the same day."""

import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from training.pairs.documents import EventSentence
from training.pairs.examples import DIFFERENT, SAME, Pair

# Of the events of both sentences together; below it the sentences have something in common, but tell of more than that.
LEAST_COMMON = 0.34
MOST_CHARACTERS = 260
ENGLISH = ("en", "en")


def same_happenings(sentences: Sequence[EventSentence], count: int, chance: random.Random) -> list[Pair]:
    """Sentences of different documents most of whose events are the same."""
    found = []
    for fellows in _by_subtopic(sentences).values():
        for one, other in combinations(fellows, 2):
            common = len(one.chains.keys() & other.chains.keys())
            if one.document != other.document and common >= LEAST_COMMON * len(one.chains.keys() | other.chains.keys()):
                found.append((one, other))
    return _pairs(_some(found, count, chance), SAME, "ecb same event")


def other_happenings(sentences: Sequence[EventSentence], count: int, chance: random.Random) -> list[Pair]:
    """Sentences of one topic about its two happenings of the same kind; those that name them alike first."""
    by_topic: dict[str, dict[str, list[EventSentence]]] = defaultdict(lambda: defaultdict(list))
    for sentence in _usable(sentences):
        by_topic[sentence.topic][sentence.subtopic].append(sentence)
    alike: list[tuple[EventSentence, EventSentence]] = []
    others: list[tuple[EventSentence, EventSentence]] = []
    for subtopics in by_topic.values():
        for ones, fellows in combinations(subtopics.values(), 2):
            for one in ones:
                for other in fellows:
                    (alike if _words(one) & _words(other) else others).append((one, other))
    chosen = _some(alike, count * 2 // 3, chance)
    chosen += _some(others, count - len(chosen), chance)
    return _pairs(chosen, DIFFERENT, "ecb other event")


def other_parts(sentences: Sequence[EventSentence], count: int, chance: random.Random) -> list[Pair]:
    """Sentences of different reports on one happening that have no event in common."""
    found = []
    for fellows in _by_subtopic(sentences).values():
        for one, other in combinations(fellows, 2):
            if one.document != other.document and not one.chains.keys() & other.chains.keys():
                found.append((one, other))
    return _pairs(_some(found, count, chance), DIFFERENT, "ecb other part")


def _usable(sentences: Sequence[EventSentence]) -> list[EventSentence]:
    return [sentence for sentence in sentences if len(sentence.text) <= MOST_CHARACTERS]


def _by_subtopic(sentences: Sequence[EventSentence]) -> dict[str, list[EventSentence]]:
    found: dict[str, list[EventSentence]] = defaultdict(list)
    for sentence in _usable(sentences):
        found[sentence.subtopic].append(sentence)
    return found


def _words(sentence: EventSentence) -> set[str]:
    return {word.lower() for word in sentence.chains.values()}


def _some(
    found: list[tuple[EventSentence, EventSentence]], count: int, chance: random.Random
) -> list[tuple[EventSentence, EventSentence]]:
    return chance.sample(found, min(count, len(found)))


def _pairs(chosen: Sequence[tuple[EventSentence, EventSentence]], relation: int, source: str) -> list[Pair]:
    return [
        Pair(left=one.text, right=other.text, relation=relation, source=source, languages=ENGLISH)
        for one, other in chosen
        if one.text != other.text
    ]
