"""The phrases of all language packs, compiled: what a line says of itself when it is page furniture."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.core.cleaning.lines import Line, tokenise
from app.core.folding import fold
from app.core.model.article import ClutterKind
from app.core.model.language import Knowledge
from app.core.model.words import CleaningWords

Tokens = tuple[str, ...]
Phrases = Mapping[str, tuple[Tokens, ...]]  # by first token, longest first
MAX_PHRASE_LINE = 40  # words; a longer line is not made of phrases only
MAX_OPENED_LINE = 60  # words of a line that is known by its opening with a colon
MAX_PROSE_OPENING = 25  # words of a sentence that an opening without a colon still condemns
MAX_ANYWHERE = 60  # words of a notice that is known by something inside it
CAPTION_TAIL = 50  # characters at the end of a caption in which its credit stands
ANY_LENGTH = frozenset({ClutterKind.COOKIE_NOTICE, ClutterKind.LEGAL, ClutterKind.COMMENT_FORM})
MID_LINE_KINDS = (ClutterKind.RELATED, ClutterKind.TAGS, ClutterKind.VISITOR_COMMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseBook:
    """The compiled phrases; see ``CleaningWords`` for what each list means."""

    whole: Mapping[Tokens, ClutterKind]
    longest: int  # tokens of the longest phrase of ``whole``
    openings: Mapping[str, tuple[tuple[Tokens, ClutterKind], ...]]  # by first token, longest first
    anywhere: tuple[tuple[ClutterKind, re.Pattern[str]], ...]
    home: Phrases
    bylines: Phrases
    counters: Phrases
    datelines: Phrases
    updates: Phrases
    months: Mapping[str, int]
    worded_date: re.Pattern[str]  # "3 June 2020", "June 3, 2020"
    weekdays: frozenset[str]
    mid_line: re.Pattern[str]

    def kind_of_whole(self, words: Tokens) -> ClutterKind | None:
        """The kind of the first phrase, where the words are phrases and nothing else."""
        if not words or len(words) > MAX_PHRASE_LINE:
            return None
        best: list[int | None] = [None] * len(words) + [0]  # length of a phrase at each place that leads to the end
        for place in range(len(words) - 1, -1, -1):
            for length in range(min(self.longest, len(words) - place), 0, -1):
                if best[place + length] is not None and words[place : place + length] in self.whole:
                    best[place] = length
                    break
        return None if best[0] is None else self.whole[words[: best[0]]]

    def covered_share(self, tokens: Tokens) -> float:
        """The share of the tokens that are phrases of a menu, read greedily from the left."""
        place = covered = 0
        while place < len(tokens):
            length = next(
                (
                    n
                    for n in range(min(self.longest, len(tokens) - place), 0, -1)
                    if tokens[place : place + n] in self.whole
                ),
                0,
            )
            covered += length
            place += length or 1
        return covered / len(tokens) if tokens else 0.0

    def opening_of(self, line: Line) -> tuple[ClutterKind, bool] | None:
        """The kind of line that begins so, and whether something follows the opening."""
        tokens = tuple(token for token in line.tokens[:14] if not token.isdigit())
        for phrase, kind in self.openings.get(tokens[0], ()) if tokens else ():
            if tokens[: len(phrase)] != phrase:
                continue
            if self._opening_counts(line, phrase, kind):
                return kind, len(line.tokens) > len(phrase) + 1
        return None

    def opens(self, tokens: Tokens, kind: ClutterKind) -> bool:
        """Whether the tokens begin with an opening of that kind."""
        rows = self.openings.get(tokens[0], ())
        return any(found is kind and tokens[: len(phrase)] == phrase for phrase, found in rows)

    def _opening_counts(self, line: Line, phrase: Tokens, kind: ClutterKind) -> bool:
        if kind in ANY_LENGTH:
            return True
        if phrase[-1] == ":" or kind is ClutterKind.VISITOR_COMMENT:
            return line.word_count <= MAX_OPENED_LINE or kind is ClutterKind.VISITOR_COMMENT
        return line.word_count <= MAX_PROSE_OPENING

    def notice_of(self, line: Line) -> ClutterKind | None:
        """The kind of a notice or caption that is known by something inside it."""
        if line.word_count > MAX_ANYWHERE:
            return None
        for kind, pattern in self.anywhere:
            if kind is ClutterKind.CAPTION:
                tail = pattern.search(line.folded, max(0, len(line.folded) - CAPTION_TAIL))
                if tail is not None and not (tail[0].endswith(")") and _follows_sentence(line, tail)):
                    return kind
            elif pattern.search(line.folded):
                return kind
        return None


def strip_any(tokens: Tokens, phrases: Phrases) -> Tokens | None:
    """What follows one of the phrases at the beginning; None where none stands there."""
    for phrase in phrases.get(tokens[0], ()) if tokens else ():
        if tokens[: len(phrase)] == phrase:
            return tokens[len(phrase) :]
    return None


def _follows_sentence(line: Line, tail: re.Match[str]) -> bool:
    return line.folded[: tail.start()].rstrip().endswith((".", "!", "?", "؟", "…", "»", "”", '"'))


class _Identity:
    """Lets a value that cannot be hashed be the key of a cache: the same object is the same key."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __hash__(self) -> int:
        return id(self.knowledge)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.knowledge is self.knowledge


def phrase_book(knowledge: Knowledge) -> PhraseBook:
    """The phrases of all packs; compiled once for each knowledge."""
    return _compile(_Identity(knowledge))


@lru_cache(maxsize=8)
def _compile(key: _Identity) -> PhraseBook:
    packs = [pack for _, pack in sorted(key.knowledge.languages.items())]
    words = [pack.cleaning for pack in packs]
    whole: dict[Tokens, ClutterKind] = {}
    openings: dict[str, list[tuple[Tokens, ClutterKind]]] = {}
    for pack in words:
        whole.update({tokenise(phrase): ClutterKind.MENU for phrase in pack.home})
        for name, phrases in pack.phrases.items():
            for phrase in phrases:
                whole.setdefault(tokenise(phrase), ClutterKind(name))
        for name, phrases in pack.openings.items():
            for tokens in map(tokenise, phrases):
                openings.setdefault(tokens[0], []).append((tokens, ClutterKind(name)))
    months = {fold(name): number for pack in packs for name, number in pack.times.months.items()}
    return PhraseBook(
        whole=whole,
        longest=max(map(len, whole), default=0),
        openings={first: tuple(sorted(found, key=lambda row: -len(row[0]))) for first, found in openings.items()},
        anywhere=tuple((kind, _any_of(_phrases_of(words, kind))) for kind in ClutterKind if _phrases_of(words, kind)),
        home=_collect(words, lambda w: w.home),
        bylines=_collect(words, lambda w: w.bylines),
        counters=_collect(words, lambda w: w.counters),
        datelines=_collect(words, lambda w: w.datelines),
        updates=_collect(words, lambda w: w.updates),
        months=months,
        worded_date=_worded_date_pattern(months),
        weekdays=frozenset(fold(name) for pack in packs for name in pack.times.weekdays),
        mid_line=_mid_line_pattern(words),
    )


def _collect(packs: Iterable[CleaningWords], field: Callable[[CleaningWords], tuple[str, ...]]) -> Phrases:
    found: dict[str, set[Tokens]] = {}
    for tokens in (tokenise(phrase) for pack in packs for phrase in field(pack)):
        found.setdefault(tokens[0], set()).add(tokens)
    return {first: tuple(sorted(rows, key=lambda row: (-len(row), row))) for first, rows in found.items()}


def _phrases_of(packs: Iterable[CleaningWords], kind: ClutterKind) -> list[str]:
    return [phrase for pack in packs for phrase in pack.anywhere.get(kind.value, ())]


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(fold(phrase)) for phrase in sorted(phrases, key=len, reverse=True)))


def _mid_line_pattern(packs: Iterable[CleaningWords]) -> re.Pattern[str]:
    """Where, after the end of a sentence and on its line, an opening with a colon stands, as it is printed."""
    phrases = {
        phrase.rstrip(":")
        for pack in packs
        for kind in MID_LINE_KINDS
        for phrase in pack.openings.get(kind.value, ())
        if phrase.endswith(":") and (" " in phrase or kind is not ClutterKind.RELATED)
    }
    if not phrases:
        return re.compile(r"(?P<cut>(?!))")
    openings = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p)))
    return re.compile(rf"(?<=[.!?؟…»”]) +(?P<cut>(?:{openings})\s?(?:\(\d+\)\s?)?:)", re.IGNORECASE)


def _worded_date_pattern(months: Mapping[str, int]) -> re.Pattern[str]:
    """3 June 2020, June 3 2020; the month may be told twice, by its names in two calendars of names."""
    if not months:
        return re.compile(r"(?!)")
    month = "|".join(re.escape(name) for name in sorted(months, key=lambda name: (-len(name), name)))
    joint = r"[\s,،./-]+"
    ordinal = r"(?:[^\W\d_]{2}|[.º])?"
    particle = r"(?:\s[^\W\d_]{2})?"
    again = rf"\.?(?:\s?[/(-]\s?(?:{month})\)?)?"
    return re.compile(
        rf"(?<!\d)(?P<day>\d{{1,2}}){ordinal}{particle}{joint}(?P<month>{month}){again}{particle}{joint}"
        r"(?P<year>\d{4})(?!\d)"
        rf"|(?<!\w)(?P<month2>{month}){again}\s+(?P<day2>\d{{1,2}}){ordinal}{joint}(?P<year2>\d{{4}})(?!\d)"
    )
