"""Conflicts between articles."""

from dataclasses import replace
from datetime import timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.core.conflicts.detector import find_conflicts
from app.core.entities.names import name_key
from app.core.entities.places import NoPlaces
from app.core.model.claim import Claim, Polarity, SlotName, Source, SourceKind, Stance, Status
from app.core.model.conflict import ConflictKind, Relation, Scope
from app.core.model.entity import EntityType
from app.core.model.linking import Edge
from app.core.model.when import Bound, PartOfDay
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import (
    PUBLISHED,
    at_part,
    claim,
    count,
    in_month,
    on_day,
    party,
    person,
    place,
    unresolved,
)

KNOWLEDGE = load_knowledge()


def conflicts(*claims: Claim, probability: float = 0.95):
    ids = sorted(found.id for found in claims)
    edges = [
        Edge(left=one, right=other, probability=probability, reason="")
        for i, one in enumerate(ids)
        for other in ids[i + 1 :]
    ]
    return find_conflicts(claims, cluster_id="cluster", knowledge=KNOWLEDGE, places=NoPlaces(), edges=edges)


def kinds(*claims: Claim) -> list[ConflictKind]:
    return [found.kind for found in conflicts(*claims)]


def test_one_meeting_on_two_days_is_a_date_conflict():
    (found,) = conflicts(claim("a", on_day(14)), claim("b", on_day(15), article="right"))
    assert (found.kind, found.scope, found.relation) == (ConflictKind.DATE, Scope.CROSS, Relation.CONTRADICTION)
    assert [(side.value, side.claim_ids) for side in found.sides] == [("2024-05-14", ("a",)), ("2024-05-15", ("b",))]


def test_an_explanation_names_both_values_and_both_outlets_in_three_languages():
    (found,) = conflicts(claim("a", on_day(14)), claim("b", on_day(15), article="right"))
    for text in (found.explanation.en, found.explanation.ar, found.explanation.fr):
        assert all(word in text for word in ("2024-05-14", "2024-05-15", "left news", "right news"))


def test_a_day_inside_the_month_does_not_conflict():
    assert kinds(claim("a", on_day(14)), claim("b", in_month(5), article="right")) == []


def test_dawn_and_evening_of_one_day_conflict():
    dawn, evening = at_part(14, PartOfDay.DAWN, 3, 7), at_part(14, PartOfDay.EVENING, 17, 22)
    (found,) = conflicts(claim("a", dawn), claim("b", evening, article="right"))
    assert [side.value for side in found.sides] == ["2024-05-14 dawn", "2024-05-14 evening"]


def test_an_article_without_a_date_accuses_nobody_of_a_wrong_one():
    undated = claim("a", unresolved("Wednesday evening", weekday=3, days=-1), published_at=None)
    assert kinds(undated, claim("b", on_day(14), article="right")) == []


def test_a_plan_for_another_day_is_no_conflict():
    planned = claim("a", on_day(14), status=Status.PLANNED)
    assert kinds(planned, claim("b", on_day(15), article="right")) == []


def test_a_state_that_goes_on_has_no_wrong_date():
    closed = claim("a", on_day(14), status=Status.ONGOING)
    assert kinds(closed, claim("b", on_day(15), article="right")) == []


def test_a_time_after_publication_is_a_plan():
    assert kinds(claim("a", on_day(17)), claim("b", on_day(14), article="right")) == []


def test_two_kinds_of_event_have_two_dates():
    left, right = (
        claim("a", on_day(14), event_type="open"),
        claim("b", on_day(15), event_type="detain", article="right"),
    )
    assert kinds(left, right) == []


def test_a_launch_told_in_two_local_times_is_no_conflict():
    west, east = timezone(timedelta(hours=-5)), timezone(timedelta(hours=9))
    left = claim("a", at_part(13, PartOfDay.NIGHT, 20, 24), published_at=PUBLISHED.astimezone(west))
    right = claim("b", at_part(14, PartOfDay.NOON, 11, 14), published_at=PUBLISHED.astimezone(east), article="right")
    assert kinds(left, right) == []


def test_counts_of_two_evenings_are_no_date_conflict():
    left = claim("a", on_day(14), count(1200, counted="hectares"), event_type=None)
    right = claim("b", on_day(15), count(4800, counted="hectares"), event_type=None, article="right")
    assert kinds(left, right) == [ConflictKind.QUANTITY]


def test_times_far_apart_are_two_events():
    assert kinds(claim("a", on_day(14)), claim("b", on_day(1, month=1), article="right")) == []


def test_two_cities_conflict_but_a_city_and_its_country_do_not():
    cairo, alexandria, egypt = place("Cairo", "EG/cairo"), place("Alexandria", "EG/alexandria"), place("Egypt", "EG")
    assert kinds(claim("a", cairo), claim("b", alexandria, article="right")) == [ConflictKind.PLACE]
    assert kinds(claim("a", cairo), claim("b", egypt, article="right")) == []


def test_unknown_place_never_conflicts():
    assert kinds(claim("a", place("Cairo", "EG/cairo")), claim("b", article="right")) == []
    assert kinds(claim("a", place("Cairo", "EG/cairo")), claim("b", place("Old Mill", None), article="right")) == []


def test_two_ministers_met_at_one_meeting_conflict():
    host = person("Karim Haddad")
    left = claim("a", host, party(SlotName.COUNTERPART, "Samir Nasr"))
    right = claim("b", host, party(SlotName.COUNTERPART, "Lina Azzam"), article="right")
    (found,) = conflicts(left, right)
    assert found.kind is ConflictKind.PARTICIPANTS
    assert {side.value for side in found.sides} == {"Samir Nasr", "Lina Azzam"}


def test_a_shorter_list_of_the_same_people_is_no_conflict():
    host, samir, lina = (
        person("Karim Haddad"),
        party(SlotName.COUNTERPART, "Samir Nasr"),
        party(SlotName.COUNTERPART, "Lina Azzam"),
    )
    assert kinds(claim("a", host, samir, lina), claim("b", host, samir, article="right")) == []


def test_whoever_told_it_the_other_way_round_still_names_another_partner():
    left = claim("a", person("Karim Haddad"), party(SlotName.COUNTERPART, "Samir Nasr"))
    right = claim("b", person("Lina Azzam"), party(SlotName.COUNTERPART, "Karim Haddad"), article="right")
    assert kinds(left, right) == [ConflictKind.PARTICIPANTS]


def test_a_meeting_told_from_both_ends_is_no_conflict():
    left = claim("a", person("Karim Haddad"), party(SlotName.COUNTERPART, "Samir Nasr"))
    right = claim("b", person("Samir Nasr"), party(SlotName.COUNTERPART, "Karim Haddad"), article="right")
    assert kinds(left, right) == []


def test_two_forces_that_took_one_town_conflict():
    left = claim("a", party(SlotName.ACTOR, "Desert Brigade", EntityType.ORGANISATION), event_type="capture")
    right = claim(
        "b", party(SlotName.ACTOR, "Coastal Guard", EntityType.ORGANISATION), event_type="capture", article="right"
    )
    assert kinds(left, right) == [ConflictKind.PARTICIPANTS]


def test_a_person_and_the_body_he_speaks_for_do_not_conflict():
    left = claim("a", party(SlotName.COUNTERPART, "Samir Nasr"))
    right = claim("b", party(SlotName.COUNTERPART, "Ports Authority", EntityType.ORGANISATION), article="right")
    assert kinds(left, right) == []


def test_two_tolls_conflict():
    (found,) = conflicts(
        claim("a", count(12), event_type="kill"), claim("b", count(17), event_type="kill", article="right")
    )
    assert found.kind is ConflictKind.QUANTITY
    assert [side.value for side in found.sides] == ["12", "17"]


def test_open_and_approximate_numbers_do_not_conflict():
    exact = claim("a", count(17), event_type="kill")
    at_least = claim("b", count(12, 1e9), event_type="kill", article="right")
    dozens = claim("b", count(16, 99), event_type="kill", article="right")
    assert kinds(exact, at_least) == []
    assert kinds(exact, dozens) == []


def test_a_rounded_large_number_does_not_conflict():
    assert kinds(claim("a", count(3_970_000)), claim("b", count(4_000_000), article="right")) == []
    assert kinds(claim("a", count(250)), claim("b", count(520), article="right")) == [ConflictKind.QUANTITY]


def test_a_toll_that_rises_in_a_later_report_is_an_update():
    later = PUBLISHED.replace(hour=20)
    left = claim("a", count(12), event_type="kill")
    right = claim("b", count(17), event_type="kill", article="right", published_at=later)
    (found,) = conflicts(left, right)
    assert found.relation is Relation.UPDATE


def test_the_killed_and_the_injured_are_not_compared():
    killed, injured = (
        claim("a", count(12), event_type="kill"),
        claim("b", count(30), event_type="injure", article="right"),
    )
    assert kinds(killed, injured) == []
    assert kinds(killed, claim("b", count(30), event_type="die", article="right")) == [ConflictKind.QUANTITY]


def test_a_claim_that_tells_both_numbers_contradicts_neither():
    left = claim("a", count(38), article="left", statement="38 percent for, and 48 percent against")
    right = claim("b", count(48), article="right", statement="48 in 100 are against")
    assert kinds(left, right) == []


def test_numbers_of_different_things_are_not_compared():
    left = claim("a", count(5, counted="rockets"), count(3, counted="soldiers"))
    right = claim(
        "b", count(5, counted="rockets"), count(3, counted="soldiers"), count(2, counted="trucks"), article="right"
    )
    assert kinds(left, right) == []


def test_what_one_reports_and_another_denies_is_a_denial():
    denied = claim("b", polarity=Polarity.NEGATIVE, article="right")
    (found,) = conflicts(claim("a"), denied)
    assert (found.kind, [side.value for side in found.sides]) == (ConflictKind.DENIAL, ["asserted", "denied"])


def test_two_denials_agree():
    one, other = claim("a", polarity=Polarity.NEGATIVE), claim("b", polarity=Polarity.NEGATIVE, article="right")
    assert kinds(one, other) == []


def test_a_denied_event_has_no_wrong_date():
    denied = claim("b", on_day(15), polarity=Polarity.NEGATIVE, article="right")
    assert kinds(claim("a", on_day(14)), denied) == [ConflictKind.DENIAL]


def test_a_language_without_words_of_negation_raises_no_denial():
    foreign = claim("b", polarity=Polarity.NEGATIVE, article="right", language="xx")
    assert kinds(claim("a"), foreign) == []


def said(id: str, speaker: str, article: str, *, quoted: bool = True) -> Claim:
    key = name_key(speaker)
    source = Source(kind=SourceKind.PERSON, text=speaker, name=speaker, key=key, stance=Stance.SAYS)
    return claim(id, event_type=None, article=article, sources=(source,), quoted=quoted)


def test_one_sentence_in_two_mouths_is_an_attribution_conflict():
    (found,) = conflicts(said("a", "Karim Haddad", "left"), said("b", "Lina Azzam", "right"))
    assert (found.kind, {side.value for side in found.sides}) == (
        ConflictKind.ATTRIBUTION,
        {"Karim Haddad", "Lina Azzam"},
    )


def test_without_quotation_marks_two_officials_may_say_the_same():
    assert kinds(said("a", "Karim Haddad", "left", quoted=False), said("b", "Lina Azzam", "right")) == []


def test_one_speaker_spelled_in_two_ways_is_no_conflict():
    assert kinds(said("a", "Mohamed Haddad", "left"), said("b", "Mohammed Haddad", "right")) == []


def test_a_doubtful_link_raises_no_alarm():
    assert conflicts(claim("a", on_day(14)), claim("b", on_day(15), article="right"), probability=0.3) == []


def test_outlets_that_report_one_value_stand_on_one_side():
    told = [
        claim("a", on_day(14)),
        claim("b", on_day(15), article="right"),
        claim("c", on_day(15), article="third"),
    ]
    (found,) = conflicts(*told)
    assert [side.claim_ids for side in found.sides] == [("a",), ("b", "c")]


def test_two_numbers_for_one_thing_in_one_article_are_an_internal_conflict():
    (found,) = conflicts(claim("a", count(3), event_type="die"), claim("b", count(5), event_type="die", sentence=4))
    assert (found.kind, found.scope) == (ConflictKind.QUANTITY, Scope.INTERNAL)


DAYS = st.lists(st.integers(min_value=12, max_value=16), min_size=1, max_size=6)


@given(DAYS, st.randoms(use_true_random=False))
def test_conflicts_do_not_depend_on_the_order_of_the_claims(days, chance):
    told = [claim(f"c{i}", on_day(day), article=f"article {i}") for i, day in enumerate(days)]
    shuffled = list(told)
    chance.shuffle(shuffled)
    assert conflicts(*told) == conflicts(*shuffled)


@given(DAYS)
def test_there_is_a_date_conflict_exactly_where_two_days_are_told(days):
    told = [claim(f"c{i}", on_day(day), article=f"article {i}") for i, day in enumerate(days)]
    assert bool(conflicts(*told)) == (len(set(days)) > 1)


def test_a_higher_number_much_later_is_an_update_even_of_an_unknown_kind():
    later = PUBLISHED + timedelta(hours=9)
    left = claim("a", count(23), event_type=None)
    (found,) = conflicts(left, claim("b", count(41), event_type=None, article="right", published_at=later))
    assert found.relation is Relation.UPDATE
    (found,) = conflicts(left, claim("b", count(11), event_type=None, article="right", published_at=later))
    assert found.relation is Relation.CONTRADICTION


def test_one_number_at_dawn_and_at_dusk_is_one_event_at_two_times():
    dawn, evening = at_part(14, PartOfDay.DAWN, 3, 7), at_part(14, PartOfDay.EVENING, 17, 22)
    left, right = claim("a", dawn, count(5), event_type=None), claim("b", evening, count(5), article="right")
    assert kinds(left, right) == [ConflictKind.DATE]
    assert kinds(claim("a", dawn, event_type=None), claim("b", evening, article="right")) == []


def test_a_time_that_only_bounds_the_event_never_conflicts():
    slot = on_day(14)
    since = replace(slot, value=replace(slot.value, bound=Bound.SINCE))
    assert kinds(claim("a", since), claim("b", on_day(15), article="right")) == []


def test_before_an_hour_of_a_day_is_on_that_day():
    dawn = at_part(14, PartOfDay.DAWN, 3, 7)
    before = replace(dawn, value=replace(dawn.value, bound=Bound.BEFORE))
    assert kinds(claim("a", before), claim("b", on_day(12), article="right")) == [ConflictKind.DATE]
    assert kinds(claim("a", before), claim("b", on_day(14), article="right")) == []
    night = at_part(14, PartOfDay.NIGHT, 22, 24)
    after = replace(night, value=replace(night.value, bound=Bound.AFTER))
    assert kinds(claim("a", after), claim("b", on_day(15), article="right")) == []


def test_two_reports_that_a_third_joins_are_compared():
    told = [
        claim("a", count(12), event_type="kill"),
        claim("b", event_type="kill", article="right"),
        claim("c", count(17), event_type="kill", article="third"),
    ]
    edges = [
        Edge(left="a", right="b", probability=0.9, reason=""),
        Edge(left="b", right="c", probability=0.9, reason=""),
    ]
    found = find_conflicts(told, cluster_id="cluster", knowledge=KNOWLEDGE, places=NoPlaces(), edges=edges)
    assert [conflict.kind for conflict in found] == [ConflictKind.QUANTITY]
    alone = find_conflicts(told, cluster_id="cluster", knowledge=KNOWLEDGE, places=NoPlaces(), edges=edges[:1])
    assert alone == []


def test_a_weekly_meeting_has_other_numbers_each_week():
    left, right = claim("a", on_day(7), count(9)), claim("b", on_day(14), count(11), article="right")
    assert ConflictKind.QUANTITY not in kinds(left, right)


def test_nine_and_forty_thousand_count_different_things():
    left, right = claim("a", count(9), event_type=None), claim("b", count(40_000), event_type=None, article="right")
    assert kinds(left, right) == []
