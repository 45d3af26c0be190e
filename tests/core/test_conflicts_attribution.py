"""One saying in two mouths, and two people who only speak alike."""

from dataclasses import replace

import pytest

from app.core.conflicts.disagreement import Surroundings
from app.core.conflicts.rules.attribution import find_attribution_conflict
from app.core.entities.names import name_key
from app.core.entities.places import NoPlaces
from app.core.model.claim import Claim, SlotName, Source, SourceKind, Stance
from app.core.model.entity import EntityType
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim, party, person

HADDAD, AZZAM = "Karim Haddad", "Lina Azzam"


def said(speaker: str, words: str, *, article: str, quoted: bool = True, language: str = "en") -> Claim:
    source = Source(kind=SourceKind.PERSON, text=speaker, name=speaker, key=name_key(speaker), stance=Stance.SAYS)
    return claim(
        article, event_type=None, article=article, statement=words, sources=(source,), quoted=quoted, language=language
    )


def speakers(left: Claim, right: Claim, *, link: float = 0.9) -> set[str] | None:
    around = Surroundings(knowledge=load_knowledge(), places=NoPlaces(), link_probability=link)
    found = find_attribution_conflict(left, right, around)
    return None if found is None else {found.left.value, found.right.value}


def test_one_quotation_of_two_speakers_is_a_conflict_though_it_is_worded_anew():
    one = said(HADDAD, "No lorry will cross this bridge before harvest", article="left")
    other = said(AZZAM, "Before harvest no lorry crosses the bridge", article="right")
    assert speakers(one, other) == {HADDAD, AZZAM}


def test_two_quotations_on_one_matter_are_none():
    one = said(HADDAD, "No lorry will cross this bridge before harvest", article="left")
    other = said(AZZAM, "The bridge needs repairs that nobody pays for", article="right")
    assert speakers(one, other) is None


def test_a_translated_quotation_is_compared_by_its_link():
    one = said(HADDAD, "No lorry will cross this bridge", article="left")
    other = said(AZZAM, "Aucun camion ne passera ce pont", article="right", language="fr")
    assert speakers(one, other) == {HADDAD, AZZAM}


def test_two_spellings_that_may_be_one_name_are_no_two_speakers():
    one = said("Loïc Guérin", "No lorry will cross this bridge", article="left")
    other = said("لويك غيران", "لن تعبر شاحنة هذا الجسر", article="right", language="ar")
    assert speakers(one, other) is None


def test_a_quotation_that_the_quote_leaves_behind_is_one():
    closed = said(HADDAD, "No lorry will cross this bridge,” the mayor added", article="left", quoted=False)
    assert speakers(closed, said(AZZAM, "No lorry will cross this bridge", article="right")) == {HADDAD, AZZAM}


def test_an_article_that_quotes_two_people_means_two_sayings():
    one = said(HADDAD, "No lorry will cross this bridge", article="left")
    assert speakers(one, said(AZZAM, "No lorry will cross this bridge", article="left")) is None
    headline = replace(said(AZZAM, "No lorry will cross this bridge", article="left"), headline=True)
    assert speakers(one, headline) == {HADDAD, AZZAM}


def test_words_beside_a_quotation_are_none():
    beside = said(HADDAD, "lorries wait at the bridge that “nobody owns” and cross it", article="left", quoted=False)
    other = said(AZZAM, "lorries wait at the bridge that nobody owns and turn", article="right", quoted=False)
    assert speakers(beside, other) is None


@pytest.mark.parametrize(("link", "expected"), [(0.9, {HADDAD, AZZAM}), (0.6, None)])
def test_without_quotation_marks_only_the_very_words_under_a_sure_link_count(link: float, expected: set[str] | None):
    words = "the southern bridge stays closed to lorries until harvest"
    one, other = (said(name, words, article=name, quoted=False) for name in (HADDAD, AZZAM))
    assert speakers(one, other, link=link) == expected


def test_two_officials_who_say_alike_are_no_conflict():
    one = said(HADDAD, "the southern bridge stays closed to lorries", article="left", quoted=False)
    other = said(AZZAM, "lorries will have to keep off the southern bridge", article="right", quoted=False)
    assert speakers(one, other) is None


def test_one_promise_of_two_people_is_a_conflict_where_its_words_are_quoted():
    promised = [
        claim(name, person(name), event_type="promise", article=name, statement="promised “bread before the feast”")
        for name in (HADDAD, AZZAM)
    ]
    assert speakers(*promised) == {HADDAD, AZZAM}


def test_two_may_promise_the_same_in_their_own_words():
    one = claim("a", person(HADDAD), event_type="promise", statement="promised cheaper bread by the feast day")
    other = claim("b", person(AZZAM), event_type="promise", article="right", statement="promised flour for bakers soon")
    assert speakers(one, other) is None


def test_a_body_that_promises_is_no_other_speaker_than_its_head():
    words = "promised “bread before the feast”"
    body = party(SlotName.ACTOR, "Flour Board", EntityType.ORGANISATION)
    one = claim("a", body, event_type="promise", statement=words)
    other = claim("b", person(AZZAM), event_type="promise", article="right", statement=words)
    assert speakers(one, other) is None
