"""Whether a time of a quote is told with its date, only where it is certain to be that of what is told; its date."""

from datetime import datetime, timedelta

from app.core.claims.grammar.clauses import Clause, ClauseKind
from app.core.claims.referents.scene import Scene
from app.core.model.sentence import Word
from app.core.model.when import Granularity, When

DIGITS_OF_A_YEAR = 4
APOSTROPHES = ("'", "’")
PARTS_OF_NAMES = frozenset({"compound", "flat", "flat:name"})
DAYS = (Granularity.DAY, Granularity.PART_OF_DAY, Granularity.HOUR, Granularity.MINUTE)
LONGEST_DAY = timedelta(days=1)
LONGEST = {Granularity.MONTH: timedelta(days=31), Granularity.YEAR: timedelta(days=366)}
CLOCK = (Granularity.HOUR, Granularity.MINUTE)


def is_dated(when: When, clause: Clause, scene: Scene) -> bool:
    """Whether a date may stand beside the time: not in "today's children", "to this day", nor beside another year."""
    words = [word for word in scene.sentence.words if when.start < word.end and word.start < when.end]
    if not words or when.interval is None:
        return False
    if _is_in_a_name(words, when, clause, scene):
        return False
    year = when.interval.earliest.year
    if when.undirected and when.granularity in DAYS and _is_aim(words[0], scene):
        return False
    return not (_owns_something(words[-1], when, clause, scene) or _tells_no_day(words, when, scene)) and (
        when.granularity is Granularity.YEAR or not _is_of_another_year(when, year, scene)
    )


def is_over(when: When, published_at: datetime | None) -> bool:
    """Whether a time ends before the day of publication."""
    if when.interval is None or published_at is None:
        return False
    return when.interval.latest <= published_at.replace(tzinfo=None)


def _is_aim(word: Word, scene: Scene) -> bool:
    """Whether a day is what something is meant for, so that it may lie ahead: "warnings for Monday and Tuesday"."""
    sentence = scene.sentence
    if word.relation == "conj" and word.head:
        word = sentence.words[word.head - 1]
    below = (sentence.words[child] for child in sentence.children[sentence.words.index(word)])
    return any("for" in scene.lexicon.preposition_parts(child.text) for child in below if child.relation == "case")


def _is_in_a_name(words: list[Word], when: When, clause: Clause, scene: Scene) -> bool:
    """Whether the words of the time name something else ("the Sunday Gazette"), and no event ("the Sunday raid")."""
    sentence = scene.sentence.words
    heads = [sentence[word.head - 1] for word in words if word.head and word.relation in PARTS_OF_NAMES]
    heads = [head for head in heads if clause.kind is not ClauseKind.EVENT_NOUN or head != sentence[clause.head]]
    if any(not (when.start < head.end and head.start < when.end) for head in heads):
        return True
    named = (m for m in scene.names.mentions if m.start < when.end and when.start < m.end)
    return any(mention.start < when.start or when.end < mention.end for mention in named)


def _owns_something(word: Word, when: When, clause: Clause, scene: Scene) -> bool:
    """Whether the time only describes a thing ("today's children"), and no event ("Saturday's crash")."""
    position = scene.sentence.words.index(word)
    after = scene.sentence.words[position + 1].text if position + 1 < len(scene.sentence.words) else ""
    possessive = word.relation == "nmod:poss" or after.startswith(APOSTROPHES)
    possessive = possessive or word.text[when.end - word.start :].startswith(APOSTROPHES)
    return possessive and not (clause.kind is ClauseKind.EVENT_NOUN and word.head - 1 == clause.head)


def _tells_no_day(words: list[Word], when: When, scene: Scene) -> bool:
    """Whether it is a manner of speaking: "to this day"."""
    before = next((word for word in reversed(scene.sentence.words) if word.end <= when.start), None)
    bound = before is not None and before.tags[0] == "ADP"
    pointing = any(scene.agreement.is_pointing(word) for word in words)
    return when.granularity is Granularity.DAY and when.weekday is None and pointing and bound


def _is_of_another_year(when: When, year: int, scene: Scene) -> bool:
    """Whether the sentence tells a year that is not the one of the time, which then may be counted from that."""
    others = (word for word in scene.sentence.words if not (when.start < word.end and word.start < when.end))
    years = {word.text for word in others if len(word.text) == DIGITS_OF_A_YEAR and word.text.isdecimal()}
    told = [int(text) for text in years if text[:1] in ("1", "2")]
    return bool(told) and year not in told


def iso_time(when: When) -> str | None:
    """The date of a time in ISO form; None where its own words tell it, or it is not known."""
    if when.interval is None or when.alternative is not None:
        return None
    first = when.interval.earliest
    if when.interval.latest - first > LONGEST.get(when.granularity, LONGEST_DAY):
        return None  # "in recent months"
    if str(first.year) in when.text:
        return None
    if when.granularity in DAYS:
        return first.date().isoformat()
    if when.granularity is Granularity.MONTH:
        return f"{first:%Y-%m}"
    if when.granularity is Granularity.YEAR:
        return f"{first:%Y}"
    return None
