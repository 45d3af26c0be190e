"""What the service must find in the five real articles that it exists for."""

import pytest

from app.core.entities.names import compare_names
from app.core.folding import fold
from app.core.model.claim import Claim, SlotName, SourceKind
from app.core.model.conflict import ConflictKind, Scope
from app.core.model.entity import Party
from app.core.model.records import ClaimFilter, ClusterFilter, ConflictFilter
from app.core.model.when import PartOfDay
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from tests.conftest import seed_articles

HAFTAR = "خليفة حفتر"
ZAKI = "محمد أحمد زكي"
MEGAWER = "خالد مجاور"


@pytest.fixture(scope="module")
def claims(services: Services, seeded: dict[str, str]) -> dict[str, list[Claim]]:
    """The claims of each seed article, read anew from its text."""
    found = {}
    for name, row in seed_articles().items():
        draft = read_draft(row)
        found[name] = list(services.understand(seeded[name], services.submit.read(draft)).claims)
    return found


def named(parties: tuple[Party, ...], name: str) -> bool:
    return any(party.is_name and compare_names(party.name, name).same for party in parties)


def of_type(claims: list[Claim], event_type: str, actor: str) -> list[Claim]:
    return [c for c in claims if c.event_type == event_type and named(c.parties(SlotName.ACTOR), actor)]


def told_by(claim: Claim, kind: SourceKind, word: str) -> bool:
    return any(source.kind is kind and fold(word) in fold(source.name) for source in claim.attribution)


def weekdays(claim: Claim) -> set[int | None]:
    return {when.weekday for when in claim.times}


CLUTTER = {
    "000": ("Type to search", "رئيسي شئون", "Share", "كاتب عراقي", "Leave a Comment", "Your email", "Required fields"),
    "001": ("يا إلآه", "اتمنى ان يندثروا", "دحلان", "العولقي", "قنفودة", "المخزوم", "الجزائر تايمز فيسبوك"),
    "002": ("wait", "آخر تحديث", "صورة أرشيفية", "لن يتم نشر", "عدم الإساءة", "ملفات تعريف", "موافق"),
    "003": ("مقالات ذات صلة", "لن يتم نشر", "زر الذهاب"),
    "004": ("Written by", "مواليد", "إقرأ المزيد", "هل منعت", "ما هي قدرات"),
}


@pytest.mark.parametrize("name", sorted(CLUTTER))
def test_no_claim_comes_from_the_furniture_of_the_page(name: str, claims: dict[str, list[Claim]]) -> None:
    assert claims[name]
    for phrase in CLUTTER[name]:
        assert phrase in seed_articles()[name]["text"]
        assert not [claim.quote for claim in claims[name] if phrase in claim.quote]


@pytest.mark.parametrize("name", sorted(CLUTTER))
def test_every_quote_stands_at_its_offsets(name: str, claims: dict[str, list[Claim]]) -> None:
    text = seed_articles()[name]["text"]
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims[name])


def test_000_haftar_arrived_in_cairo_on_the_wednesday_evening_as_al_arabiya_says(
    claims: dict[str, list[Claim]],
) -> None:
    arrivals = [c for c in of_type(claims["000"], "arrive", HAFTAR) if weekdays(c) == {3}]
    assert arrivals
    (arrival,) = arrivals
    assert arrival.times[0].part_of_day is PartOfDay.EVENING
    assert any("القاهرة" in place.name for place in arrival.places(SlotName.DESTINATION))
    assert told_by(arrival, SourceKind.MEDIUM, "العربية")


def test_000_he_met_zaki_on_the_thursday_at_dawn_as_an_unnamed_security_source_says(
    claims: dict[str, list[Claim]],
) -> None:
    meetings = [
        c
        for c in claims["000"]
        if c.event_type == "meet" and named(c.parties(), HAFTAR) and named(c.parties(), ZAKI) and weekdays(c) == {4}
    ]
    assert meetings
    assert meetings[0].times[0].part_of_day is PartOfDay.DAWN
    assert told_by(meetings[0], SourceKind.ANONYMOUS, "مصدر أمني")


def test_000_yesterday_monday_against_yesterday_wednesday_is_flagged_inside_the_article(
    services: Services, seeded: dict[str, str]
) -> None:
    found = services.browse.conflicts(ConflictFilter(kind=ConflictKind.DATE, scope=Scope.INTERNAL)).items
    own = [c for c in found if all(e.article_id == seeded["000"] for side in c.sides for e in side.claims)]
    assert own
    sides = [" ".join(evidence.quote for evidence in side.claims) for side in own[0].sides]
    assert any("أمس الأربعاء" in quotes for quotes in sides)
    assert any("أمس الاثنين" in quotes for quotes in sides)


def test_001_he_arrived_on_a_wednesday_as_an_official_told_asharq_al_awsat(claims: dict[str, list[Claim]]) -> None:
    (arrival,) = [c for c in of_type(claims["001"], "arrive", HAFTAR) if weekdays(c) == {3}]
    assert told_by(arrival, SourceKind.MEDIUM, "الشرق الأوسط")
    assert told_by(arrival, SourceKind.ANONYMOUS, "المسؤول")


def test_002_he_arrived_on_wednesday_the_third_of_june_2020(claims: dict[str, list[Claim]]) -> None:
    dated = [c for c in of_type(claims["002"], "arrive", HAFTAR) if c.times]
    assert dated
    for claim in dated:
        interval = claim.times[0].interval
        assert interval is not None
        assert interval.earliest.date().isoformat() == "2020-06-03"


def test_003_he_arrived_on_monday_with_aguila_saleh_and_left_on_tuesday(claims: dict[str, list[Claim]]) -> None:
    arrivals = [c for c in of_type(claims["003"], "arrive", HAFTAR) if weekdays(c) == {1}]
    assert arrivals
    assert any(named(c.parties(), "عقيلة صالح") for c in arrivals)
    departures = of_type(claims["003"], "depart", HAFTAR)
    assert {2} in [weekdays(c) for c in departures]


def test_003_he_asked_sisi_for_infantry(claims: dict[str, list[Claim]]) -> None:
    requests = of_type(claims["003"], "request", HAFTAR)
    assert any(named(c.parties(SlotName.COUNTERPART), "عبد الفتاح السيسي") and "مشاة" in c.quote for c in requests)


def test_003_the_meeting_with_sisi_was_attended_by_zaki_kamel_and_megawer(claims: dict[str, list[Claim]]) -> None:
    meetings = [c for c in claims["003"] if c.event_type == "meet" and named(c.parties(), "عبد الفتاح السيسي")]
    attended = [c for c in meetings if named(c.parties(), "محمد زكي")]
    assert any(named(c.parties(), "عباس كامل") and named(c.parties(), MEGAWER) for c in attended)


def test_004_he_received_megawer_at_his_headquarters(claims: dict[str, list[Claim]]) -> None:
    received = [c for c in of_type(claims["004"], "meet", HAFTAR) if named(c.parties(SlotName.COUNTERPART), MEGAWER)]
    assert received
    assert any("مقره" in c.quote for c in received)


def test_megawer_of_003_and_of_004_is_one_person(services: Services, seeded: dict[str, str]) -> None:
    people = [e for e in services.browse.entities(kind="PER").items if compare_names(e.name, MEGAWER).same]
    assert len(people) == 1
    spellings = {name.name for name in people[0].names}
    assert {"خالد مجاور", "خالد المغاوير"} <= spellings


def test_the_visits_of_001_002_and_003_are_different_events(services: Services, seeded: dict[str, str]) -> None:
    homes: dict[str, set[str]] = {}
    for name in ("001", "002", "003"):
        page = services.browse.claims(ClaimFilter(article=seeded[name]), limit=200)
        own = [c for c in page.items if c.event_type in ("arrive", "visit") and "حفتر" in c.statement]
        homes[name] = {claim.cluster_id for claim in own if claim.cluster_id}
        assert homes[name]
    assert not homes["001"] & homes["002"]
    assert not homes["001"] & homes["003"]
    assert not homes["002"] & homes["003"]


def test_no_date_conflict_is_raised_between_the_seeds(services: Services, seeded: dict[str, str]) -> None:
    seeds = set(seeded.values())
    for conflict in services.browse.conflicts(ConflictFilter(kind=ConflictKind.DATE, scope=Scope.CROSS)).items:
        articles = {evidence.article_id for side in conflict.sides for evidence in side.claims}
        assert len(articles & seeds) < 2


def test_the_seeds_posted_in_another_order_give_the_same_clusters(services: Services, seeded: dict[str, str]) -> None:
    before = clusters_of(services, seeded)
    for article_id in seeded.values():
        services.delete(article_id)
    for row in reversed(list(seed_articles().values())):
        services.submit(read_draft(row))
    services.analyse_pending()
    assert clusters_of(services, seeded) == before


def clusters_of(services: Services, seeded: dict[str, str]) -> set[tuple[str, tuple[str, ...]]]:
    found = services.browse.clusters(ClusterFilter(), limit=500)
    assert found.next is None
    return {(c.id, tuple(sorted(claim.id for claim in services.browse.cluster(c.id).claims))) for c in found.items}
