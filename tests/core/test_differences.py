"""Two events of one kind are told apart by what differs between them."""

from dataclasses import replace

import pytest

from app.core.conflicts.disagreement import Surroundings
from app.core.conflicts.one_event import may_be_two_events, share_mark
from app.core.conflicts.rules.date import find_date_conflict
from app.core.conflicts.rules.place import find_place_conflict
from app.core.entities.names import name_key
from app.core.entities.places import NoPlaces
from app.core.linking.differences import are_two_events, is_another, tell_other_places
from app.core.model.claim import Claim, Slot, SlotName, Source, SourceKind, Stance
from app.core.model.entity import EntityType, Name
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim, count, in_month, on_day, party, person, place

KNOWLEDGE = load_knowledge()
PLACE, PERSON, BODY = EntityType.PLACE, EntityType.PERSON, EntityType.ORGANISATION
AROUND = Surroundings(knowledge=KNOWLEDGE, places=NoPlaces(), link_probability=0.95)


def naming(told: Claim, **types: EntityType) -> Claim:
    """The claim with names that stand in its words; an underscore is a blank."""
    names = []
    for written, type in types.items():
        text = written.replace("_", " ")
        start = told.statement.index(text)
        names.append(Name(type=type, start=start, end=start + len(text), name=text, key=name_key(text)))
    return replace(told, names=tuple(names))


def landslide(day: int, text: str, **names: EntityType) -> Claim:
    return naming(claim(text, on_day(day), article=text, event_type=None, statement=text), **names)


def test_other_days_and_other_unknown_places_are_two_events():
    one = landslide(14, "A landslide buried houses at Qorvash", Qorvash=PLACE)
    other = landslide(15, "A landslide killed two near Tumbela", Tumbela=PLACE)
    assert are_two_events(one, other)
    assert are_two_events(other, one)


def test_one_difference_alone_leaves_it_open():
    one = landslide(14, "A landslide buried houses at Qorvash", Qorvash=PLACE)
    assert not are_two_events(one, landslide(14, "A landslide killed two near Tumbela", Tumbela=PLACE))
    assert not are_two_events(one, landslide(15, "The slope at Qorvash gave way", Qorvash=PLACE))


def test_a_place_from_which_a_distance_is_told_is_not_where_it_was():
    text = "A landslide killed two at Tumbela, 300 km from Qorvash"
    far = landslide(15, text, Tumbela=PLACE, Qorvash=PLACE)
    at = text.index("300")
    length = count(300.0, unit="km")
    far = replace(far, slots=(*far.slots, replace(length, value=replace(length.value, start=at, end=at + 6))))
    assert are_two_events(landslide(14, "A landslide buried houses at Qorvash", Qorvash=PLACE), far)


def test_the_place_of_a_cited_source_is_not_where_it_was():
    text = "Eight men died on Tuesday, the mayor of Dunay said"
    cited = landslide(15, text, Dunay=PLACE)
    mayor = text.index("the mayor")
    source = Source(
        kind=SourceKind.PERSON,
        text=text[mayor:-5],
        name="mayor",
        key="mayor",
        stance=Stance.SAYS,
        start=mayor,
        end=len(text) - 5,
    )
    other = landslide(14, "Armed men attacked the mine of Tessalik", Tessalik=PLACE)
    assert tell_other_places(cited, other)
    assert not tell_other_places(replace(cited, attribution=(source,)), other)


def test_who_was_arrested_twice_was_arrested_once():
    """A named person to whom it was done is told of one arrest, though the reports err in the day and the town."""

    def arrest(day: int, town: str) -> Claim:
        held = party(SlotName.TARGET, "Tomas Verhaegen")
        return claim(town, held, on_day(day), place(town, f"BE/{town}"), article=town, event_type="detain")

    assert not are_two_events(arrest(14, "ghent"), arrest(15, "liege"))


def test_a_large_number_of_one_thing_marks_one_event():
    def haul(day: int, town: str) -> Claim:
        pills = count(45_000.0, counted="pills")
        return claim(town, pills, on_day(day), place(town, f"MA/{town}"), article=town, event_type=None)

    assert not are_two_events(haul(14, "tangier"), haul(15, "agadir"))


def test_who_acted_does_not_mark_one_event():
    """A minister who opens a bridge in one town opens a school in another the next day."""

    def act(day: int, town: str) -> Claim:
        slots = (person("Nadia Belkacem"), on_day(day), place(town, f"DZ/{town}"))
        return claim(town, *slots, article=town, event_type="open")

    assert are_two_events(act(14, "oran"), act(15, "annaba"))


def meeting(day: int, *people: str, town: Slot | None = None) -> Claim:
    first, *others = people
    company = [party(SlotName.COUNTERPART, name) for name in others]
    slots = [person(first), *company, on_day(day), *([town] if town else [])]
    return claim(" ".join(people), *slots, article=" ".join(people), event_type="meet")


def test_who_met_others_on_another_day_met_twice():
    assert are_two_events(meeting(14, "Sami Tlili", "Olga Brandt"), meeting(15, "Sami Tlili", "Peter Kovacs"))


def test_one_meeting_place_leaves_open_whom_he_met():
    town = place("Sousse", "TN/sousse")
    one, other = (
        meeting(14, "Sami Tlili", "Olga Brandt", town=town),
        meeting(15, "Sami Tlili", "Peter Kovacs", town=town),
    )
    assert not are_two_events(one, other)


def test_arrests_of_two_men_are_two_arrests():
    def arrest(name: str, event_type: str = "detain") -> Claim:
        return claim(name, party(SlotName.TARGET, name), article=name, event_type=event_type)

    assert are_two_events(arrest("Rado Milkov"), arrest("Jana Petrik"))
    assert not are_two_events(arrest("Rado Milkov"), arrest("Milkov"))
    assert not are_two_events(arrest("Rado Milkov", "appoint"), arrest("Jana Petrik", "appoint"))


def test_what_was_months_ago_is_not_the_news_of_today():
    today = claim("a", event_type="sign")
    assert are_two_events(today, claim("b", in_month(1), article="right", event_type="sign"))
    assert not are_two_events(today, claim("b", in_month(1), article="right", event_type=None))
    assert not are_two_events(today, claim("b", on_day(14), article="right", event_type="sign"))


@pytest.mark.parametrize(
    ("language", "text", "head"),
    [
        ("en", "Two died in a similar explosion in March", "explosion"),
        ("fr", "Une explosion similaire avait fait deux morts", "explosion"),
        ("ar", "وقع انفجار آخر في المصنع ذاته", "انفجار"),
        ("de", "Bei einem weiteren Unfall starben zwei Menschen", "Unfall"),
        ("es", "Otro incendio destruyó dos casas", "incendio"),
        ("tr", "Başka bir yangında iki kişi öldü", "yangında"),
        ("ru", "Похожий пожар произошёл в марте", "пожар"),
        ("fa", "انفجار دیگری در همان کارخانه رخ داد", "انفجار"),
    ],
)
def test_what_is_called_another_one_is_not_the_one_of_others(language: str, text: str, head: str):
    start = text.index(head)
    told = replace(
        claim("a", statement=text, language=language), predicate_start=start, predicate_end=start + len(head)
    )
    plain = claim("b", article="right", language="en", statement="A bus overturned on Monday")
    assert is_another(told, plain, KNOWLEDGE)
    assert not is_another(plain, plain, KNOWLEDGE)
    assert not is_another(told, told, KNOWLEDGE)


@pytest.mark.parametrize(("language", "who"), [("en", "another bus"), ("fr", "une autre usine"), ("ar", "مصنع آخر")])
def test_what_took_part_may_be_called_another_one(language: str, who: str):
    described = party(SlotName.TARGET, who)
    described = replace(described, value=replace(described.value, is_name=False))
    told = claim("a", described, statement=f"{who} !", language=language)
    assert is_another(told, claim("b", article="right"), KNOWLEDGE)


def test_likeness_alone_is_weak_proof_of_a_wrong_date():
    bare = [claim(id, on_day(day), article=id, event_type=None) for id, day in (("a", 14), ("b", 15))]
    named = [replace(one, slots=(*one.slots, person("Imre Kallas"))) for one in bare]
    weak, strong = find_date_conflict(*bare, AROUND), find_date_conflict(*named, AROUND)
    assert weak is not None
    assert strong is not None
    assert weak.confidence < strong.confidence


def test_two_towns_conflict_only_where_something_shows_one_event():
    bare = [claim(id, place(id, f"TN/{id}"), article=id, event_type=None) for id in ("gabes", "bizerte")]
    assert find_place_conflict(*bare, AROUND) is None
    assert find_place_conflict(*(replace(one, event_type="explode") for one in bare), AROUND) is not None
    shared = [replace(one, slots=(*one.slots, party(SlotName.TARGET, "Sea Lark", BODY))) for one in bare]
    assert find_place_conflict(*shared, AROUND) is not None


def test_numbers_from_two_towns_are_compared_only_of_one_kind_and_day():
    def hurt(town: str, day: int, event_type: str | None) -> Claim:
        return claim(town, place(town, f"TN/{town}"), on_day(day), article=town, event_type=event_type)

    assert may_be_two_events(hurt("gabes", 14, None), hurt("bizerte", 14, None), KNOWLEDGE)
    assert may_be_two_events(hurt("gabes", 14, "kill"), hurt("bizerte", 15, "kill"), KNOWLEDGE)
    assert not may_be_two_events(hurt("gabes", 14, "kill"), hurt("bizerte", 14, "kill"), KNOWLEDGE)


def test_a_name_in_the_sentences_of_both_marks_one_event():
    one = naming(claim("a", statement="The Sea Lark went down", event_type=None), Sea_Lark=BODY)
    other = naming(claim("b", article="right", statement="Six left the Sea Lark", event_type=None), Sea_Lark=BODY)
    assert share_mark(one, other, KNOWLEDGE)
    assert not share_mark(one, replace(other, names=()), KNOWLEDGE)
