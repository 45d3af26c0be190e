"""Denials, and what only looks like one."""

from dataclasses import replace
from itertools import combinations

import pytest

from app.core.conflicts.disagreement import Surroundings
from app.core.conflicts.rules.denial import BY_NEGATION, find_denial_conflict, hangs_on_judge
from app.core.entities.places import NoPlaces
from app.core.model.claim import Claim, Polarity, Slot, SlotName, Source, SourceKind, Stance, Status
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim, party, person

DENIES = Source(kind=SourceKind.PERSON, text="Nasr", name="Nasr", key="nsr", stance=Stance.DENIES)
NEGATIVE = Polarity.NEGATIVE
KNOWLEDGE = load_knowledge()


def confidence(left: Claim, right: Claim, *, contradiction: float | None = None, link: float = 0.9) -> float | None:
    """How sure the rule is that the one denies the other; None for no denial, and the same both ways round."""
    around = Surroundings(knowledge=KNOWLEDGE, places=NoPlaces(), link_probability=link, contradiction=contradiction)
    found = [find_denial_conflict(*pair, around) for pair in ((left, right), (right, left))]
    one, other = (None if disagreement is None else disagreement.confidence for disagreement in found)
    assert one == other
    return one


def told(statement: str, *slots: Slot, predicate: str, **further: object) -> Claim:
    return claim(statement, *slots, event_type=None, statement=statement, predicate=predicate, **further)  # type: ignore[arg-type]


def test_who_denies_what_another_reports_contradicts_him_whatever_the_words():
    reported = told("The plant leaked acid", predicate="leaked")
    denied = told("any spill at the works", predicate="spill", article="right", polarity=NEGATIVE, sources=(DENIES,))
    assert confidence(reported, denied) == 0.9


def test_a_denial_of_something_else_about_the_same_firm_contradicts_nobody():
    firm = party(SlotName.ACTOR, "Norda Mills")
    talks = claim("a", firm, event_type="meet", statement="Norda Mills is in talks about a silo at Brenn")
    gift = told("the town gave Norda Mills a plot", firm, predicate="gave", article="right", sources=(DENIES,))
    assert confidence(talks, gift, link=0.85) is None
    sold = told("Norda Mills was given a plot by the town", firm, predicate="given")
    assert confidence(sold, gift, link=0.6) == 0.9


def test_across_languages_a_denial_of_another_kind_needs_a_likely_link():
    taken = claim("b", event_type="capture", article="right", language="fr", sources=(DENIES,))
    held = told("They still hold the ward", predicate="hold")
    assert confidence(held, taken, link=0.7) == 0.9
    assert confidence(held, taken, link=0.5) is None


@pytest.mark.parametrize(
    ("asserted", "predicate", "denied", "other"),
    [
        ("The strike was peaceful", "peaceful", "No windows were broken", "broken"),
        ("He heard both sides for an hour", "heard", "The delegates left with nothing in writing", "left"),
        ("The ferries to the island run as usual", "run", "The island line is not touched", "touched"),
        ("The biggest catch in years", "biggest", "No haul had been as big", "big"),
    ],
)
def test_a_negation_in_other_words_is_no_denial(asserted: str, predicate: str, denied: str, other: str):
    negated = told(denied, predicate=other, article="right", polarity=NEGATIVE)
    assert confidence(told(asserted, predicate=predicate), negated) is None


def test_the_same_verb_of_the_same_thing_negated_is_a_denial():
    found = told("A barge was salvaged", predicate="salvaged")
    lost = told("No barge was salvaged", predicate="salvaged", article="right", polarity=NEGATIVE)
    assert confidence(found, lost) == BY_NEGATION


def test_of_a_negation_in_the_same_words_the_pair_head_says_how_sure_it_is():
    found = told("A barge was salvaged", predicate="salvaged")
    lost = told("No barge was salvaged", predicate="salvaged", article="right", polarity=NEGATIVE)
    assert confidence(found, lost, contradiction=0.8) == 0.8
    assert confidence(found, lost, contradiction=0.1) == 0.1
    assert confidence(found, lost, contradiction=0.8, link=0.5) == BY_NEGATION  # not asked below a sure link


def test_the_same_verb_of_another_thing_is_no_denial():
    barge = told("A barge was salvaged", party(SlotName.TARGET, "barge Orlena"), predicate="salvaged")
    wagon = party(SlotName.TARGET, "wagon Tilda")
    lost = told("No wagon was salvaged", wagon, predicate="salvaged", article="right", polarity=NEGATIVE)
    assert confidence(barge, lost) is None


def test_the_same_verb_of_others_is_no_denial():
    one = claim("a", person("Karim Haddad"))
    other = claim("b", person("Lina Azzam"), article="right", polarity=NEGATIVE)
    assert confidence(one, other) is None


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("en", "the envoys have not met yet"),
        ("fr", "les émissaires ne se sont pas encore réunis"),
        ("de", "die Gesandten haben sich noch nicht getroffen"),
        ("es", "los enviados todavía no se han reunido"),
        ("ar", "لم يلتق المبعوثان بعد"),
    ],
)
def test_what_has_not_happened_yet_is_not_denied(language: str, statement: str):
    open_still = claim("b", statement=statement, article="right", polarity=NEGATIVE, language=language)
    assert confidence(claim("a"), open_still) is None


def test_after_is_no_yet():
    over = claim("b", statement="لم يلتق المبعوثان بعد وصولهما", article="right", polarity=NEGATIVE, language="ar")
    assert confidence(claim("a"), over) == BY_NEGATION


def test_that_nothing_was_held_does_not_say_what():
    held, nothing = claim("a", event_type="protest"), claim("b", event_type="hold", article="right", polarity=NEGATIVE)
    assert confidence(held, nothing) is None


def test_a_failure_is_an_outcome_and_no_denial():
    refused = claim("b", event_type=None, result="settled", article="right", polarity=NEGATIVE)
    assert confidence(claim("a", event_type="agree"), refused) is None


def test_an_article_that_reports_a_denial_of_what_it_tells_does_not_contradict_itself():
    reported, denied = claim("a"), claim("b", polarity=NEGATIVE, sources=(DENIES,))
    assert confidence(reported, denied) is None
    assert confidence(reported, claim("b", polarity=NEGATIVE)) == BY_NEGATION


def test_the_pair_head_raises_no_alarm_in_other_words():
    kept = told("The dam held", predicate="held")
    burst = told("Nothing of the wall was left", predicate="left", article="right", polarity=NEGATIVE)
    assert confidence(kept, burst) is None
    assert confidence(kept, burst, contradiction=0.99) is None


def test_the_pair_head_is_asked_only_where_its_word_counts():
    found = told("A barge was salvaged", predicate="salvaged")
    lost = told("No barge was salvaged", predicate="salvaged", article="right", polarity=NEGATIVE)
    sunk = told("Nothing of it was left", predicate="left", article="right", polarity=NEGATIVE)
    said = told("A barge was salvaged", predicate="salvaged", article="right", sources=(DENIES,))
    assert hangs_on_judge(found, lost, KNOWLEDGE)
    assert hangs_on_judge(lost, found, KNOWLEDGE)
    assert confidence(found, lost, contradiction=0.7) != confidence(found, lost, contradiction=0.9)
    for other in (found, sunk, said, replace(lost, status=Status.PLANNED)):
        assert not hangs_on_judge(found, other, KNOWLEDGE)
        assert confidence(found, other, contradiction=0.7) == confidence(found, other, contradiction=0.99)


def test_the_pair_head_makes_no_denial_of_two_assertions():
    assert (
        confidence(told("The dam held", predicate="held"), told("The dam broke", predicate="broke"), contradiction=0.99)
        is None
    )


def test_three_reports_of_which_none_denies_raise_no_denial():
    reports = [told(f"The mill {verb}", predicate=verb, article=verb) for verb in ("opened", "burned", "stood")]
    assert [confidence(one, other) for one, other in combinations(reports, 2)] == [None, None, None]
