"""Who holds which office, told by the way. Each word is written text/TAG/relation/head."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.core.claims.extraction import extract_claims
from app.core.entities.places import NoPlaces
from app.core.linking.offices import holder_of, office_of
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim
from app.core.model.entity import EntityType
from app.core.model.office import OfficeWords
from app.core.model.sentence import ParsedSentence, TaggedName, Word
from app.knowledge.loader import load_knowledge

PERSON = EntityType.PERSON


def told(rows: str, language: str, *names: tuple[int, int]) -> list[Claim]:
    """The claims that tell an office; ``names`` are the first and last word of each person's name."""
    words, at = [], 0
    for item in rows.split():
        written, tag, relation, head = item.rsplit("/", 3)
        words.append(Word(text=written, start=at, end=at + len(written), tag=tag, head=int(head), relation=relation))
        at += len(written) + 1
    text = " ".join(word.text for word in words)
    tagged = tuple(TaggedName(type=PERSON, first=first, last=last) for first, last in names)
    sentence = ParsedSentence(start=0, end=len(text), language=language, words=tuple(words), names=tagged)
    article = Article(
        id="a", outlet="Post", text=text, language=language, published_at=datetime(2031, 5, 8, 12, tzinfo=UTC)
    )
    clean = CleanText(passages=(Passage(start=0, end=len(text), kind=PassageKind.BODY),), dropped=())
    claims = extract_claims(article, clean, [sentence], knowledge=load_knowledge(), places=NoPlaces())
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)
    return [claim for claim in claims if office_of(claim) is not None]


def who_holds_what(claims: list[Claim]) -> list[tuple[str, str, str, set[str]]]:
    found = []
    for claim in claims:
        office, holder = office_of(claim), holder_of(claim)
        assert office is not None and holder is not None
        found.append((claim.event_type or "", holder.name, office.head, set(office.fields)))
    return found


APPOSITION = (
    "Daniel/PROPN/nsubj/11 Rowe/PROPN/flat/1 ,/PUNCT/punct/5 the/DET/det/5 director/NOUN/appos/1 of/ADP/case/9 "
    "the/DET/det/9 national/ADJ/amod/9 museum/NOUN/nmod/5 ,/PUNCT/punct/5 opened/VERB/root/0 the/DET/det/13 "
    "hall/NOUN/obj/11 ./PUNCT/punct/11"
)
CUSTOMS = (
    "La/DET/det/2 directrice/NOUN/nsubj/11 générale/ADJ/amod/2 des/ADP+DET/case/5 douanes/NOUN/nmod/2 "
    ",/PUNCT/punct/7 Claire/PROPN/appos/2 Vasseur/PROPN/flat/7 ,/PUNCT/punct/7 a/AUX/aux/11 visité/VERB/root/0 "
    "le/DET/det/13 port/NOUN/obj/11 ./PUNCT/punct/11"
)
BECOMES = (
    "Paul/PROPN/nsubj/3 Vasseur/PROPN/flat/1 devient/VERB/root/0 directeur/NOUN/xcomp/3 général/ADJ/amod/4 "
    "du/ADP+DET/case/7 Musée/NOUN/nmod/4 national/ADJ/amod/7 ./PUNCT/punct/3"
)
HEALTH = (
    "زار/VERB/root/0 وزير/NOUN/nsubj/1 الصحة/NOUN/nmod/2 خالد/PROPN/appos/2 الصباحي/PROPN/flat/4 "
    "المستشفى/NOUN/obj/1 ./PUNCT/punct/1"
)
BEHIND = (
    "خالد/PROPN/nsubj/8 الصباحي/PROPN/flat/1 ،/PUNCT/punct/4 مدير/NOUN/appos/1 عام/NOUN/nmod/4 الجمارك/PROPN/nmod/5 "
    "،/PUNCT/punct/4 زار/VERB/root/0 المرفأ/PROPN/obj/8 ./PUNCT/punct/8"
)


@pytest.mark.parametrize(
    ("rows", "language", "name", "expected"),
    [
        (APPOSITION, "en", (0, 1), ("hold_office", "Daniel Rowe", "director", {"museums"})),
        (CUSTOMS, "fr", (6, 7), ("hold_office", "Claire Vasseur", "director-general", {"customs"})),
        (BECOMES, "fr", (0, 1), ("appoint", "Paul Vasseur", "director-general", {"museums"})),
        (HEALTH, "ar", (3, 4), ("hold_office", "خالد الصباحي", "minister", {"health"})),
        (BEHIND, "ar", (0, 1), ("hold_office", "خالد الصباحي", "director-general", {"customs"})),
    ],
)
def test_an_office_beside_a_name_is_a_claim_that_leans_on_its_sentence(rows, language, name, expected):
    claims = told(rows, language, name)
    assert who_holds_what(claims) == [expected]
    assert not claims[0].stands_alone


def test_a_possessive_tells_whose_the_office_is():
    rows = (
        "The/DET/det/3 harbour/PROPN/compound/3 authority's/NOUN+PART/nmod/4 chairman/NOUN/nsubj/9 ,/PUNCT/punct/6 "
        "Daniel/PROPN/appos/4 Rowe/PROPN/flat/6 ,/PUNCT/punct/6 toured/VERB/root/0 the/DET/det/11 quay/NOUN/obj/9 "
        "./PUNCT/punct/9"
    )
    assert who_holds_what(told(rows, "en", (5, 6))) == [("hold_office", "Daniel Rowe", "chair", {"port"})]


def test_an_appointment_tells_to_which_office_and_needs_no_second_claim():
    rows = (
        "عينت/VERB/root/0 الحكومة/NOUN/nsubj/1 خالد/PROPN/obj/1 الصباحي/PROPN/flat/3 رئيسا/NOUN/xcomp/1 "
        "تنفيذيا/ADJ/amod/5 لهيئة/ADP+PROPN/nmod/5 التراث/PROPN/nmod/7 ./PUNCT/punct/1"
    )
    claims = told(rows, "ar", (2, 3))
    assert who_holds_what(claims) == [("appoint", "خالد الصباحي", "chief-executive", {"heritage"})]


def test_what_is_denied_behind_the_office_is_another_one():
    rows = (
        "The/DET/det/2 council/NOUN/nsubj/3 appointed/VERB/root/0 Laura/PROPN/obj/3 Finch/PROPN/flat/4 as/ADP/case/7 "
        "director/NOUN/obl/3 of/ADP/case/10 the/DET/det/10 railways/NOUN/nmod/7 ,/PUNCT/punct/15 not/PART/advmod/3 "
        "of/ADP/case/15 the/DET/det/15 airports/NOUN/nmod/7 ./PUNCT/punct/3"
    )
    assert who_holds_what(told(rows, "en", (3, 4))) == [("appoint", "Laura Finch", "director", {"railways"})]


FORMER = (
    "Former/ADJ/amod/3 transport/NOUN/compound/3 minister/NOUN/nsubj/6 Daniel/PROPN/appos/3 Rowe/PROPN/flat/4 "
    "opened/VERB/root/0 the/DET/det/8 hall/NOUN/obj/6 ./PUNCT/punct/6"
)
FORMER_FRENCH = (
    "L'ancien/DET+ADJ/amod/2 ministre/NOUN/nsubj/11 de/ADP/case/5 la/DET/det/5 Santé/NOUN/nmod/2 ,/PUNCT/punct/7 "
    "Paul/PROPN/appos/2 Vasseur/PROPN/flat/7 ,/PUNCT/punct/7 a/AUX/aux/11 visité/VERB/root/0 le/DET/det/13 "
    "port/NOUN/obj/11 ./PUNCT/punct/11"
)
DEPUTY = (
    "Deputy/NOUN/compound/3 health/NOUN/compound/3 minister/NOUN/nsubj/6 Laura/PROPN/appos/3 Finch/PROPN/flat/4 "
    "spoke/VERB/root/0 ./PUNCT/punct/6"
)
SOMEBODY_ELSE = (
    "According/VERB/case/3 to/ADP/case/3 Daniel/PROPN/obl/10 Rowe/PROPN/flat/3 ,/PUNCT/punct/10 the/DET/det/7 "
    "governor/NOUN/nsubj/10 of/ADP/case/9 Cairo/PROPN/nmod/7 ordered/VERB/root/0 an/DET/det/12 inquiry/NOUN/obj/10 "
    "./PUNCT/punct/10"
)
RECEIVED = (
    "استقبل/VERB/root/0 خالد/PROPN/nsubj/1 الصباحي/PROPN/flat/2 وزير/NOUN/obj/1 الدفاع/NOUN/nmod/4 في/ADP/case/7 "
    "القاهرة/PROPN/obl/1 ./PUNCT/punct/1"
)


@pytest.mark.parametrize(
    ("rows", "language", "name"),
    [
        (FORMER, "en", (3, 4)),
        (FORMER_FRENCH, "fr", (6, 7)),
        (DEPUTY, "en", (3, 4)),
        (SOMEBODY_ELSE, "en", (2, 3)),
        (RECEIVED, "ar", (1, 2)),
    ],
    ids=["former", "former in French", "deputy", "another one's office", "whom he received"],
)
def test_it_is_not_said_of_whom_the_office_is_not(rows, language, name):
    assert told(rows, language, name) == []


def test_an_office_joined_by_and_is_another_one_s():
    rows = (
        "التقى/VERB/root/0 خالد/PROPN/nsubj/1 الصباحي/PROPN/flat/2 وسفير/CCONJ+NOUN/nmod/2 اليابان/PROPN/nmod/4 "
        "الوفد/NOUN/obj/1 ./PUNCT/punct/1"
    )
    assert told(rows, "ar", (1, 2)) == []


def test_a_language_without_words_for_offices_gets_no_such_claim(monkeypatch: pytest.MonkeyPatch):
    rows = (
        "Der/DET/det/2 Direktor/NOUN/nsubj/6 des/DET/det/4 Museums/NOUN/nmod/2 Rowe/PROPN/appos/2 kam/VERB/root/0 "
        "./PUNCT/punct/6"
    )
    assert who_holds_what(told(rows, "de", (4, 4))) == [("hold_office", "Rowe", "director", {"museums"})]
    known = load_knowledge()
    without = replace(known, languages={**known.languages, "de": replace(known.pack("de"), offices=OfficeWords())})
    monkeypatch.setattr("tests.core.test_offices_told.load_knowledge", lambda: without)
    assert told(rows, "de", (4, 4)) == []


def test_the_word_of_an_office_may_tell_its_field():
    rows = (
        "Der/DET/det/2 Verteidigungsminister/NOUN/nsubj/5 Karl/PROPN/appos/2 Obert/PROPN/flat/3 kam/VERB/root/0 "
        "./PUNCT/punct/5"
    )
    assert who_holds_what(told(rows, "de", (2, 3))) == [("hold_office", "Karl Obert", "minister", {"defence"})]
