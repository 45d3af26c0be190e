"""Where what a claim tells took place, from hand-made trees: one rule a test, no model."""

from dataclasses import replace

from app.core.claims.extraction import extract_claims
from app.core.entities.places import NoPlaces
from app.core.folding import fold
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim, SlotName, Status
from app.core.model.entity import EntityType, Place
from app.core.model.sentence import TaggedName
from app.knowledge.loader import load_knowledge
from tests.core.trees import tree


def told(text: str, rows: str, *names: tuple[int, int], language: str = "en") -> dict[str, Claim]:
    """The claims by their predicates; ``names`` are the first and last word of each place's name, from 1."""
    tagged = tuple(TaggedName(type=EntityType.PLACE, first=first - 1, last=last - 1) for first, last in names)
    sentence = replace(tree(text, rows, language=language), names=tagged)
    article = Article(id="a", outlet="Post", text=text, language=language)
    clean = CleanText(passages=(Passage(start=0, end=len(text), kind=PassageKind.BODY),), dropped=())
    claims = extract_claims(article, clean, [sentence], knowledge=load_knowledge(), places=NoPlaces())
    return {claim.predicate: claim for claim in claims}


def where(claim: Claim) -> list[Place]:
    return list(claim.places(SlotName.PLACE))


BARN = """
Six NUM 2 nummod
guards NOUN 3 nsubj
died VERB 0 root
when SCONJ 7 mark
a DET 6 det
barn NOUN 7 nsubj
collapsed VERB 3 advcl
at ADP 9 case
Orvik PROPN 7 obl
on ADP 11 case
Monday PROPN 7 obl
. PUNCT 3 punct
"""


def test_people_came_to_harm_where_and_when_the_thing_happened_that_harmed_them() -> None:
    claims = told("Six guards died when a barn collapsed at Orvik on Monday.", BARN, (9, 9))
    assert [place.name for place in where(claims["died"])] == ["Orvik"]
    assert [when.text for when in claims["died"].times] == ["Monday"]


def test_what_somebody_did_when_something_happened_elsewhere_keeps_its_own_place() -> None:
    text = "Six guards resigned when a barn collapsed at Orvik on Monday."
    claims = told(text, BARN.replace("died", "resigned"), (9, 9))
    assert not where(claims["resigned"])
    assert not claims["resigned"].times


def test_the_town_that_hosts_is_where_it_took_place() -> None:
    rows = """
    Orvik PROPN 2 nsubj
    hosted VERB 0 root
    the DET 5 det
    annual ADJ 5 amod
    congress NOUN 2 obj
    on ADP 7 case
    Monday PROPN 2 obl
    . PUNCT 2 punct
    """
    claims = told("Orvik hosted the annual congress on Monday.", rows, (1, 1))
    assert [place.name for place in where(claims["hosted"])] == ["Orvik"]
    other = told("Orvik staged the annual congress on Monday.", rows.replace("hosted", "staged"), (1, 1))
    assert not where(other["staged"])


def test_the_place_set_before_its_clause_behind_a_noun_is_the_clauses() -> None:
    text = "C'est aux abords de Korva qu'a été arrêté le voleur."
    rows = """
    C'est PRON+AUX 3 cop
    aux ADP+DET 3 case
    abords NOUN 0 root
    de ADP 5 case
    Korva PROPN 3 nmod
    qu'a PRON+AUX 8 aux
    été AUX 8 aux:pass
    arrêté VERB 3 advcl
    le DET 10 det
    voleur NOUN 8 nsubj:pass
    . PUNCT 3 punct
    """
    (place,) = where(told(text, rows, (5, 5), language="fr")[fold("arrêté")])
    assert "Korva" in place.name
    assert "voleur" not in place.name


def test_the_province_behind_an_unknown_village_is_what_it_lies_in() -> None:
    text = "A bus overturned near Orvik, in the northern province of Tamsel."
    rows = """
    A DET 2 det
    bus NOUN 3 nsubj
    overturned VERB 0 root
    near ADP 5 case
    Orvik PROPN 3 obl
    , PUNCT 5 punct
    in ADP 10 case
    the DET 10 det
    northern ADJ 10 amod
    province NOUN 5 nmod
    of ADP 12 case
    Tamsel PROPN 10 nmod
    . PUNCT 3 punct
    """
    village = next(place for place in where(told(text, rows, (5, 5), (12, 12))["overturned"]) if place.name == "Orvik")
    assert village.outer is not None
    assert (village.outer.called, village.outer.proper) == ("province", "Tamsel")


def test_the_parties_of_talks_are_not_where_they_are_held() -> None:
    text = "بدأت مفاوضات الهدنة بين كورفا وتامسيل."
    rows = """
    بدأت VERB 0 root
    مفاوضات NOUN 1 nsubj
    الهدنة NOUN 2 nmod
    بين ADP 5 case
    كورفا PROPN 3 nmod
    وتامسيل CCONJ+PROPN 5 conj
    . PUNCT 1 punct
    """
    assert not where(told(text, rows, (5, 5), language="ar")["مفاوضات"])


def test_what_was_exposed_to_a_bombing_was_bombed() -> None:
    text = "تعرض المصنع للتفجير مساء الأحد."
    rows = """
    تعرض VERB 0 root
    المصنع NOUN 1 nsubj
    للتفجير ADP+NOUN 1 obl
    مساء NOUN 1 obl:tmod
    الأحد PROPN 4 nmod
    . PUNCT 1 punct
    """
    (claim,) = told(text, rows, language="ar").values()
    assert (claim.event_type, claim.status) == ("explode", Status.HAPPENED)
