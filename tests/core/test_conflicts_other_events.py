"""Reports of two events that look like one: elsewhere, of something else, one more of its kind."""

from app.core.conflicts.disagreement import Surroundings
from app.core.conflicts.rules.date import find_date_conflict
from app.core.conflicts.rules.denial import find_denial_conflict
from app.core.entities.places import NoPlaces
from app.core.model.claim import Claim, Polarity, Slot, SlotName
from app.core.model.entity import Party
from app.core.model.when import PartOfDay
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import at_part, claim, count, on_day, place

AROUND = Surroundings(knowledge=load_knowledge(), places=NoPlaces(), link_probability=0.95)


def dates_conflict(left: Claim, right: Claim) -> bool:
    found = [find_date_conflict(*pair, AROUND) is not None for pair in ((left, right), (right, left))]
    assert found[0] == found[1]
    return found[0]


def denies(asserted: Claim, denied: Claim) -> bool:
    found = [find_denial_conflict(*pair, AROUND) is not None for pair in ((asserted, denied), (denied, asserted))]
    assert found[0] == found[1]
    return found[0]


def told(quote: str, *slots: Slot, kind: str | None = None, language: str = "en", negative: bool = False) -> Claim:
    polarity = Polarity.NEGATIVE if negative else Polarity.POSITIVE
    article = "right" if negative else quote
    return claim(quote, *slots, event_type=kind, statement=quote, language=language, article=article, polarity=polarity)


def thing(name: str) -> Slot:
    return Slot(name=SlotName.TARGET, value=Party(text=name, start=0, end=len(name), name=name, key=name))


def test_another_day_at_another_place_is_another_event():
    lyon, nice = place("Lyon", "FR/lyon"), place("Nice", "FR/nice")
    assert not dates_conflict(told("a", lyon, on_day(13)), told("b", nice, on_day(14)))
    assert not dates_conflict(
        told("a", place("Tin-Edia", None), on_day(13)), told("b", place("Kelbo", None), on_day(14))
    )
    assert dates_conflict(told("a", lyon, on_day(13)), told("b", lyon, on_day(14)))
    assert dates_conflict(told("a", lyon, on_day(13)), told("b", on_day(14)))


def test_a_place_may_lie_in_the_other_or_be_told_wrongly_as_well():
    vannes, museum, land = place("Vannes", "FR/vannes"), place("le musée Aubry", None), place("France", "FR")
    assert dates_conflict(told("a", vannes, on_day(13)), told("b", museum, on_day(14)))
    assert dates_conflict(told("a", land, on_day(13)), told("b", place("Kelbo", None), on_day(14)))
    lyon, nice = place("Lyon", "FR/lyon"), place("Nice", "FR/nice")
    assert not dates_conflict(told("a", lyon, on_day(13), kind="sign"), told("b", nice, on_day(14), kind="sign"))
    crates = count(900, counted="crates")
    assert dates_conflict(told("a", lyon, on_day(13), crates), told("b", nice, on_day(14), crates))


def test_what_befell_two_towns_on_two_days_is_two_events():
    kelbo, edia = thing("the town of Kelbo"), thing("the village of Edia")
    one = told("troops took Kelbo", kelbo, on_day(13), kind="capture")
    assert not dates_conflict(one, told("troops took Edia", edia, on_day(14), kind="capture"))
    assert dates_conflict(one, told("Kelbo fell", thing("Kelbo"), on_day(14), kind="capture"))
    assert dates_conflict(one, told("the town fell", thing("the town"), on_day(14), kind="capture"))


def test_one_more_event_of_its_kind_is_not_the_first_one():
    crash = told("a crash on the coast road", thing("a crash"), on_day(13))
    assert not dates_conflict(crash, told("there was another crash", thing("another crash"), on_day(14)))
    assert dates_conflict(crash, told("there was a bad crash", thing("a bad crash"), on_day(14)))
    arabic = told("وقع حادث على الطريق", thing("حادث على الطريق"), on_day(13), language="ar")
    assert not dates_conflict(arabic, told("سجل حادث آخر", thing("حادث آخر"), on_day(14), language="ar"))


def test_parts_of_two_days_date_even_what_may_last():
    monday, tuesday = at_part(13, PartOfDay.NIGHT, 22, 24), at_part(14, PartOfDay.NIGHT, 22, 24)
    assert dates_conflict(told("a", monday, kind="visit"), told("b", tuesday))
    assert not dates_conflict(told("a", on_day(13), kind="visit"), told("b", on_day(14)))


def test_nobody_in_his_own_village_denies_no_deaths_elsewhere():
    died = told("Nine patients have died", kind="die")
    assert not denies(died, told("Nobody has died in his district", kind="die", negative=True))
    assert denies(died, told("Nobody has died", kind="die", negative=True))
    here = told("Nine have died in the district", kind="die")
    assert denies(here, told("Nobody has died in our district", kind="die", negative=True))
    oslo, rome = place("Oslo", "NO/oslo"), place("Rome", "IT/rome")
    there = told("Nine patients have died there", oslo, kind="die")
    assert not denies(there, told("Nobody has died", rome, kind="die", negative=True))
    assert denies(there, told("Nobody has died", oslo, kind="die", negative=True))


def test_that_no_meeting_took_place_denies_that_they_met():
    met = told("the envoy met the rebels", kind="meet")
    assert denies(met, told("No meeting took place", thing("No meeting"), kind="hold", negative=True))
    assert not denies(met, told("No fair took place", thing("No fair"), kind="hold", negative=True))
