"""Pairs out of translated news: a sentence and its translation, its neighbours, and edited ones."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from training.pairs.documents import VERSIONS, ParallelSentence, languages_of
from training.pairs.edits import Edit, Editor, Name
from training.pairs.examples import CONTRADICTION, DIFFERENT, SAME, Pair

MOST_CHARACTERS = 230  # claims are seldom longer
LEAST_CHARACTERS = 15
SAME_TEXT = 0.15  # of the edited pairs have the very text on the other side
SAME_LANGUAGE = 0.15  # of all pairs are of two versions of one language, where there are two
NEAR = 3  # sentences apart
NEAR_SHARE = 0.65
DOCUMENT_SHARE = 0.9  # near ones and others of the same document; the rest are of other documents
TRIES = 40  # sentences looked at for one pair


@dataclass(frozen=True, slots=True)
class EditorOfVersions:
    """Editors by language, and the names in each text."""

    editors: Mapping[str, Editor]
    names: Mapping[str, Sequence[Name]]


class ParallelPairs:
    """Draws pairs; what is drawn follows from ``chance`` alone."""

    def __init__(self, sentences: Sequence[ParallelSentence], edits: EditorOfVersions, chance: random.Random) -> None:
        self._sentences = [sentence for sentence in sentences if _usable(sentence.texts["en"])]
        self._edits = edits
        self._chance = chance
        self._made: Counter[str] = Counter()

    def same(self, count: int) -> list[Pair]:
        """Sentences with their translations."""
        pairs: list[Pair] = []
        for _ in range(count):
            sentence, (one, other) = self._sentence(), self._versions()
            pairs.append(_pair(sentence.texts[one], sentence.texts[other], SAME, "ntrex aligned", (one, other)))
        return pairs

    def different(self, count: int) -> list[Pair]:
        """Sentences with their neighbours, most of all, in any version."""
        pairs: list[Pair] = []
        while len(pairs) < count:
            place, (one, other) = self._chance.randrange(len(self._sentences)), self._versions()
            left = self._sentences[place]
            right = self._sentences[self._other_place(place)]
            if left.place != right.place and left.texts[one] != right.texts[other]:
                near = abs(left.place - right.place) <= NEAR and left.document == right.document
                kind = "ntrex neighbour" if near else "ntrex unrelated"
                pairs.append(_pair(left.texts[one], right.texts[other], DIFFERENT, kind, (one, other)))
        return pairs

    def harmless(self, count: int) -> list[Pair]:
        """Sentences with their translations, one side shortened, or made vaguer."""
        pairs: list[Pair] = []
        while len(pairs) < count:
            sentence, (one, other) = self._sentence(), self._edited_versions()
            edits = self._edits.editors[VERSIONS[one][1]].harmless(sentence.texts[one], self._chance)
            if edits:
                edit = self._rarest(edits)
                pairs.append(_pair(edit.text, sentence.texts[other], SAME, f"ntrex {edit.kind}", (one, other)))
        return pairs

    def contradictory(self, count: int) -> list[Pair]:
        """Sentences with their translations, one side minimally edited; every kind of edit as often as it can be."""
        pairs: list[Pair] = []
        while len(pairs) < count:
            pair = self._contradictory()
            if pair is not None:
                pairs.append(pair)
        return pairs

    def _contradictory(self) -> Pair | None:
        wanted = min(self._kinds_in_turn(), key=lambda kind: self._made[kind])
        for _ in range(TRIES):
            sentence, (one, other) = self._sentence(), self._edited_versions()
            text, language = sentence.texts[one], VERSIONS[one][1]
            others = sentence.texts[other]
            edits = self._edits.editors[language].contradictions(
                text, self._edits.names.get(text, ()), others, self._chance
            )
            for edit in edits:
                if edit.kind == wanted:
                    self._made[edit.kind] += 1
                    shown = _shortened_too(self._edits.editors[language], edit.text, text, self._chance)
                    return _pair(shown, others, CONTRADICTION, f"ntrex {edit.kind}", (one, other))
        self._made[wanted] += 1  # too rare: the next kind in turn
        return None

    def _kinds_in_turn(self) -> list[str]:
        kinds = ["number", "number word", "date", "name", "opposite", "denial", "affirmation"]
        self._chance.shuffle(kinds)
        return kinds

    def _rarest(self, edits: Sequence[Edit]) -> Edit:
        chosen = min(edits, key=lambda edit: self._made[edit.kind])
        self._made[chosen.kind] += 1
        return chosen

    def _sentence(self) -> ParallelSentence:
        return self._chance.choice(self._sentences)

    def _versions(self) -> tuple[str, str]:
        names = list(VERSIONS)
        weights = [VERSIONS[name][2] for name in names]
        while True:
            one, other = self._chance.choices(names, weights, k=2)
            alike = VERSIONS[one][1] == VERSIONS[other][1]
            if one != other and (not alike or self._chance.random() < 0.9):
                return one, other

    def _edited_versions(self) -> tuple[str, str]:
        one, other = self._versions()
        return (one, one) if self._chance.random() < SAME_TEXT else (one, other)

    def _other_place(self, place: int) -> int:
        drawn = self._chance.random()
        if drawn < NEAR_SHARE:
            shifted = place + self._chance.choice([-1, 1]) * self._chance.randint(1, NEAR)
            return min(max(shifted, 0), len(self._sentences) - 1)
        if drawn < DOCUMENT_SHARE:
            document = self._sentences[place].document
            fellows = [at for at, other in enumerate(self._sentences) if other.document == document]
            return self._chance.choice(fellows)
        return self._chance.randrange(len(self._sentences))


def _usable(text: str) -> bool:
    return LEAST_CHARACTERS <= len(text) <= MOST_CHARACTERS


def _shortened_too(editor: Editor, edited: str, text: str, chance: random.Random) -> str:
    """Sometimes shortened as a harmless edit would, if what was edited is still there."""
    if chance.random() < 0.75:
        return edited
    for edit in editor.harmless(edited, chance):
        if edit.kind == "shortened" and edit.text.rstrip(".") not in text:
            return edit.text
    return edited


def _pair(left: str, right: str, relation: int, source: str, versions: tuple[str, str]) -> Pair:
    one, other = languages_of(versions)
    return Pair(left=left, right=right, relation=relation, source=source, languages=(one, other))


def weighted(pairs: Sequence[Pair], weight: float) -> list[Pair]:
    """The same pairs with another share in the loss."""
    return [replace(pair, weight=weight) for pair in pairs]
