"""Claims made by hand, for rules that need no parser."""

from datetime import UTC, datetime, timedelta

from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.core.model.entity import EntityType, Party, Place
from app.core.model.quantity import Quantity
from app.core.model.when import Granularity, Interval, PartOfDay, When

PUBLISHED = datetime(2024, 5, 16, 12, tzinfo=UTC)  # a Thursday


def claim(
    id: str,
    *slots: Slot,
    article: str = "left",
    statement: str = "",
    event_type: str | None = "meet",
    published_at: datetime | None = PUBLISHED,
    polarity: Polarity = Polarity.POSITIVE,
    status: Status = Status.HAPPENED,
    language: str = "en",
    sources: tuple[Source, ...] = (),
    sentence: int = 0,
    headline: bool = False,
    quoted: bool = False,
    result: str | None = None,
    predicate: str | None = None,
) -> Claim:
    """A claim of the article, whose outlet is named after it."""
    statement = statement or id
    outlet = f"{article} news"
    outlet_source = Source(kind=SourceKind.OUTLET, text=outlet, name=outlet, key=fold(outlet), stance=Stance.SAYS)
    return Claim(
        id=id,
        article_id=article,
        outlet=outlet,
        language=language,
        published_at=published_at,
        statement=statement,
        quote=statement,
        start=0,
        end=len(statement),
        sentence=sentence,
        predicate=predicate or event_type or "",
        predicate_start=0,
        predicate_end=1,
        event_type=event_type,
        slots=slots,
        polarity=polarity,
        status=status,
        attribution=(outlet_source, *sources),
        confidence=0.9,
        headline=headline,
        quoted=quoted,
        result=result,
    )


def party(slot: SlotName, name: str, type: EntityType = EntityType.PERSON) -> Slot:
    """A named party in a slot."""
    return Slot(
        name=slot,
        value=Party(text=name, start=0, end=len(name), name=name, key=name_key(name), type=type, is_name=True),
    )


def person(name: str) -> Slot:
    """A named person who acts."""
    return party(SlotName.ACTOR, name)


def place(name: str, key: str | None, slot: SlotName = SlotName.PLACE) -> Slot:
    """A place with its path in the place list."""
    return Slot(name=slot, value=Place(text=name, start=0, end=len(name), name=name, key=key, name_key=fold(name)))


def on_day(day: int, *, month: int = 5, text: str = "", start: int = 0) -> Slot:
    """A day of 2024."""
    begin = datetime(2024, month, day)
    return _time(begin, begin + timedelta(days=1), Granularity.DAY, text=text or begin.date().isoformat(), start=start)


def at_part(day: int, part: PartOfDay, first_hour: int, last_hour: int) -> Slot:
    """A part of a day of May 2024."""
    begin = datetime(2024, 5, day)
    return _time(
        begin + timedelta(hours=first_hour),
        begin + timedelta(hours=last_hour),
        Granularity.PART_OF_DAY,
        text=f"{part} of the {day}th",
        part=part,
    )


def in_month(month: int) -> Slot:
    """A month of 2024, not December."""
    return _time(datetime(2024, month, 1), datetime(2024, month + 1, 1), Granularity.MONTH, text=f"month {month}")


def _time(
    begin: datetime,
    end: datetime,
    granularity: Granularity,
    *,
    text: str,
    part: PartOfDay | None = None,
    start: int = 0,
) -> Slot:
    when = When(
        text=text,
        start=start,
        end=start + len(text),
        interval=Interval(earliest=begin, latest=end),
        granularity=granularity,
        part_of_day=part,
    )
    return Slot(name=SlotName.TIME, value=when)


def unresolved(text: str, *, weekday: int, days: int, start: int = 0) -> Slot:
    """ "Yesterday, Monday" in an article without a date."""
    when = When(
        text=text,
        start=start,
        end=start + len(text),
        interval=None,
        granularity=Granularity.DAY,
        weekday=weekday,
        days_from_publication=days,
    )
    return Slot(name=SlotName.TIME, value=when)


def count(low: float | None, high: float | None = None, *, counted: str | None = None, unit: str | None = None) -> Slot:
    """A number; ``high`` is ``low`` unless told."""
    value = Quantity(
        text=f"{low}", start=0, end=1, low=low, high=low if high is None else high, unit=unit, counted=counted
    )
    return Slot(name=SlotName.QUANTITY, value=value)
