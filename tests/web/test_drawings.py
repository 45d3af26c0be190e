"""Whatever claims there are, a picture is drawn within its box, no label on another, and its table has every value."""

import math
from datetime import datetime, timedelta
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.use_cases.views import ClaimView, ClusterView, ConflictView, SharedOriginView, SlotValueView
from app.web.pages.pictures.canvas import Circle, Drawing, Item, Line, Polygon, Rect, Text
from app.web.pages.pictures.reports import MOST_TOLD
from app.web.pages.pictures.story import Picture, pictures_of
from app.web.pages.wording import LANGUAGES, wording
from tests.fakes import toy_knowledge
from tests.web.story_views import claim, conflict, number, party, story, when

MOMENTS = some.one_of(
    some.datetimes(min_value=datetime(2024, 5, 1), max_value=datetime(2024, 6, 1)),
    some.datetimes(),
)
LENGTHS = some.sampled_from([timedelta(0), timedelta(minutes=1), timedelta(hours=8), timedelta(days=1), timedelta(366)])
NAMES = some.one_of(
    some.sampled_from(["Harbour Post", "بريد الميناء", "Le Quai", "x" * 10_000, "\u202eevil", "\ufdfd" * 40, "🙂/../"]),
    some.text(min_size=1, max_size=30),
)


@some.composite
def times(draw: some.DrawFn) -> SlotValueView:
    start, length = draw(MOMENTS), draw(LENGTHS)
    end = start + length if start < datetime(9999, 1, 1) - length else start
    placed = draw(some.booleans())
    return when(
        start.isoformat() if placed else None,
        end.isoformat() if placed else None,
        granularity=draw(some.sampled_from(["year", "month", "week", "day", "part_of_day", "minute"])),
        part_of_day=draw(some.sampled_from([None, "dawn", "evening"])),
        bound=draw(some.sampled_from([None, None, "since", "until", "before", "after"])),
        text=draw(NAMES)[:40],
    )


@some.composite
def numbers(draw: some.DrawFn) -> SlotValueView:
    ends = some.one_of(some.integers(0, 200).map(float), some.floats(), some.none())
    return number(
        draw(ends), draw(ends), noun=draw(some.sampled_from(["people", None])), approximate=draw(some.booleans())
    )


@some.composite
def claims(draw: some.DrawFn, count: int) -> ClaimView:
    published = draw(some.one_of(some.none(), some.datetimes(min_value=datetime(2024, 5, 1))))
    told = {
        "time": draw(some.lists(times(), max_size=3)),
        "quantity": draw(some.lists(numbers(), max_size=2)),
        "actor": [party(name) for name in draw(some.lists(NAMES, max_size=2))],
    }
    return claim(
        draw(NAMES),
        told,
        published=f"{published.isoformat()}+03:00" if published is not None else None,
        number=count,
        event_type=draw(some.sampled_from(["arrive", "meet", None])),
        polarity=draw(some.sampled_from(["positive", "negative"])),
        status=draw(some.sampled_from(["happened", "planned"])),
    )


@some.composite
def stories(draw: some.DrawFn) -> tuple[ClusterView, tuple[ConflictView, ...]]:
    told = [draw(claims(count)) for count in range(draw(some.integers(2, 14)))]
    outlets = tuple({one.outlet for one in told})
    origins = [SharedOriginView(kind="source", name="Sami", outlets=outlets)] if draw(some.booleans()) else []
    half = len(told) // 2
    sides = {
        "date": ("2024-05-13", "2024-05-14 evening"),
        "quantity": ("12", "17"),
        "participants": ("Harbour Post", "Le Quai"),
    }
    kinds = draw(some.sets(some.sampled_from(sorted(sides))))
    disputed = (
        conflict(kind, [(sides[kind][0], told[:half]), (sides[kind][1], told[half:])]) for kind in sorted(kinds)
    )
    return story(told, origins), tuple(disputed)


def drawn(told: ClusterView, conflicts: tuple[ConflictView, ...], language: str) -> tuple[Picture, ...]:
    return pictures_of(told, conflicts, toy_knowledge(), wording(language))


def corners(item: Item, *, rtl: bool) -> list[tuple[float, float]]:
    match item:
        case Text():
            left = item.left(rtl=rtl)
            return [(left, item.y - 0.8 * item.size), (left + item.room, item.y + 0.25 * item.size)]
        case Rect():
            return [(item.x, item.y), (item.x + item.width, item.y + item.height)]
        case Line():
            return [(item.x1, item.y1), (item.x2, item.y2)]
        case Polygon():
            return list(item.points)
        case Circle():
            reach = item.radius
            return [(item.x - reach, item.y - reach), (item.x + reach, item.y + reach)]


def outside(drawing: Drawing) -> list[Item]:
    """What is not a finite place within the box; strokes may reach a pixel beyond it."""
    return [
        item
        for item in drawing.items
        for x, y in corners(item, rtl=drawing.rtl)
        if not (math.isfinite(x) and math.isfinite(y))
        or not (-1 <= x <= drawing.width + 1 and -1 <= y <= drawing.height + 1)
    ]


def overlapping(drawing: Drawing) -> list[tuple[Text, Text]]:
    """Texts that stand on one another."""
    boxes = [(text, *corners(text, rtl=drawing.rtl)) for text in drawing.texts()]
    return [
        (one, other)
        for (one, (l1, t1), (r1, b1)), (other, (l2, t2), (r2, b2)) in combinations(boxes, 2)
        if l1 < r2 - 0.1 and l2 < r1 - 0.1 and t1 < b2 - 0.1 and t2 < b1 - 0.1
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories(), some.sampled_from(LANGUAGES))
def test_any_claims_give_finite_drawings_within_their_box_with_no_label_on_another(
    told: tuple[ClusterView, tuple[ConflictView, ...]], language: str
):
    for picture in drawn(*told, language):
        for drawing in (picture.drawn.narrow, picture.drawn.wide):
            assert outside(drawing) == []
            assert overlapping(drawing) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(stories())
def test_all_that_is_told_of_time_and_of_people_stands_in_the_table(
    told: tuple[ClusterView, tuple[ConflictView, ...]],
):
    cluster, conflicts = told
    found = {picture.id: picture for picture in drawn(cluster, conflicts, "en")}
    if "time-line" in found:
        line = found["time-line"]
        dated = {one.outlet for one in cluster.claims if one.slots["time"]}
        assert {row.told.outlet for row in line.rows} == dated or line.hidden
        assert len(line.rows) == MOST_TOLD or not line.hidden
    if "attendance" in found:
        matrix = found["attendance"].matrix
        assert matrix is not None
        named = {value.entity_id for one in cluster.claims for value in one.slots["actor"]}
        keys = {participant.key for participant in matrix.participants}
        assert keys == named or (keys < named and found["attendance"].hidden_columns == len(named) - len(keys))
        assert {row.outlet for row in matrix.rows} == {one.outlet for one in cluster.claims if one.slots["actor"]}
