"""Whom a clause tells of in a roundabout way: set before it, in whose hands a town fell, behind a place."""

import pytest

from app.core.claims.grammar.even_trees import even_out
from app.core.claims.words.lexicon import lexicon_of
from app.core.model.claim import SlotName
from app.knowledge.loader import load_knowledge
from tests.core.test_who_did_it import claim_of, known, party_of
from tests.core.trees import tree

IT_WAS = (
    "It was Carl Renner that Ada Venn met in Harsa.",
    """
    It PRON 3 nsubj
    was AUX 3 cop
    Carl PROPN 0 root
    Renner PROPN 3 flat
    that SCONJ 8 mark
    Ada PROPN 8 nsubj
    Venn PROPN 6 flat
    met VERB 3 ccomp
    in ADP 10 case
    Harsa PROPN 8 obl
    . PUNCT 3 punct
    """,
)
C_EST = (
    "C'est Paul Renner que la ministre Ada Venn a rencontré.",
    """
    C'est PRON+AUX 2 cop
    Paul PROPN 0 root
    Renner PROPN 2 flat
    que SCONJ 10 mark
    la DET 6 det
    ministre NOUN 10 nsubj
    Ada PROPN 6 appos
    Venn PROPN 7 flat
    a AUX 10 aux
    rencontré VERB 2 csubj
    . PUNCT 2 punct
    """,
)
A_FACT = (
    "It is a fact that Ada Venn won in Harsa.",
    """
    It PRON 4 nsubj
    is AUX 4 cop
    a DET 4 det
    fact NOUN 0 root
    that SCONJ 8 mark
    Ada PROPN 8 nsubj
    Venn PROPN 6 flat
    won VERB 4 ccomp
    in ADP 10 case
    Harsa PROPN 8 obl
    . PUNCT 4 punct
    """,
)
BEATEN = (
    "Ce sont les joueuses du Club Atlas qu'elles ont battues.",
    """
    Ce PRON 4 nsubj
    sont AUX 4 cop
    les DET 4 det
    joueuses NOUN 0 root
    du ADP+DET 6 case
    Club PROPN 4 nmod
    Atlas PROPN 6 flat
    qu'elles PRON+PRON 10 obj
    ont AUX 10 aux
    battues VERB 4 acl:relcl
    . PUNCT 4 punct
    """,
)
HANDS = (
    "La ville de Harsa est tombée lundi aux mains du Front Boréal.",
    """
    La DET 2 det
    ville NOUN 6 nsubj
    de ADP 4 case
    Harsa PROPN 2 nmod
    est AUX 6 aux
    tombée VERB 0 root
    lundi NOUN 6 obl
    aux ADP+DET 9 case
    mains NOUN 6 obl
    du ADP+DET 11 case
    Front NOUN 9 nmod
    Boréal PROPN 11 appos
    . PUNCT 6 punct
    """,
)
MANOS = (
    "La ciudad cayó en manos del Frente Norte.",
    """
    La DET 2 det
    ciudad NOUN 3 nsubj
    cayó VERB 0 root
    en ADP 7 case
    manos NOUN 4 fixed
    del ADP+DET 7 case
    Frente PROPN 3 obl
    Norte PROPN 7 flat
    . PUNCT 3 punct
    """,
)
BY_HAND = (
    "سقطت بلدة الرمانة بيد الفرقة السادسة",
    """
    سقطت VERB 0 root
    بلدة NOUN 1 nsubj
    الرمانة PROPN 2 nmod
    بيد ADP+NOUN 1 obl
    الفرقة NOUN 1 obl
    السادسة ADJ 5 amod
    """,
)
MANAGED = (
    "تمكن مقاتلو كتيبة الرعد من السيطرة على البلدة",
    """
    تمكن VERB 0 root
    مقاتلو NOUN 1 nsubj
    كتيبة NOUN 2 nmod
    الرعد PROPN 3 nmod
    من ADP 6 case
    السيطرة NOUN 1 obl
    على ADP 8 case
    البلدة NOUN 6 nmod
    """,
)
MEETING_HIM = (
    "جاء ذلك خلال لقائه في عمان وزير الخارجية",
    """
    جاء VERB 0 root
    ذلك PRON 1 nsubj
    خلال ADP 4 case
    لقائه NOUN+PRON 1 obl
    في ADP 6 case
    عمان PROPN 4 nmod
    وزير NOUN 1 obj
    الخارجية NOUN 7 nmod
    """,
)
MET_DURING = (
    "التقى خلال زيارته إلى القاهرة وزير الخارجية",
    """
    التقى VERB 0 root
    خلال ADP 3 case
    زيارته NOUN+PRON 1 obl
    إلى ADP 5 case
    القاهرة PROPN 3 nmod
    وزير NOUN 1 obj
    الخارجية NOUN 6 nmod
    """,
)
ABOUT = (
    "Le patron s'est entretenu avec la ministre au sujet du tronçon.",
    """
    Le DET 2 det
    patron NOUN 4 nsubj
    s'est PRON+AUX 4 aux
    entretenu VERB 0 root
    avec ADP 7 case
    la DET 7 det
    ministre NOUN 4 obl
    au ADP+DET 9 case
    sujet NOUN 4 obl
    du ADP+DET 11 case
    tronçon NOUN 9 nmod
    . PUNCT 4 punct
    """,
)


@pytest.mark.parametrize(("sentence", "language"), [(IT_WAS, "en"), (C_EST, "fr")])
def test_the_person_set_before_a_clause_is_its_object(sentence: tuple[str, str], language: str):
    met = claim_of("meet", sentence, language=language)
    assert [known(p) for p in met.parties(SlotName.ACTOR)] == ["Ada Venn"]
    assert [known(p)[-6:] for p in met.parties(SlotName.COUNTERPART)] == ["Renner"]


def test_what_is_said_of_a_whole_clause_is_no_part_of_it():
    assert not claim_of("win", A_FACT).parties(SlotName.COUNTERPART)


def test_the_pronoun_written_on_an_elided_relative_one_is_the_subject():
    won = claim_of("win", BEATEN, language="fr")
    assert [known(party) for party in won.parties(SlotName.COUNTERPART)] == ["Club Atlas"]
    assert all("Atlas" not in known(party) for party in won.parties(SlotName.ACTOR))


@pytest.mark.parametrize(
    ("sentence", "language", "taker"),
    [(HANDS, "fr", "Front Boréal"), (MANOS, "es", "Frente Norte"), (BY_HAND, "ar", "الفرقة السادسة")],
)
def test_into_whose_hands_a_town_falls_is_who_took_it(sentence: tuple[str, str], language: str, taker: str):
    assert known(party_of("capture", sentence, language=language)) == taker


def test_who_manages_to_do_something_does_it():
    (taker,) = claim_of("capture", MANAGED, language="ar").parties(SlotName.ACTOR)
    assert known(taker) == "كتيبة الرعد"


def test_whom_an_event_noun_with_a_pronoun_befalls_may_stand_behind_a_place():
    met = claim_of("meet", MEETING_HIM, language="ar")
    assert [party.text for party in met.parties(SlotName.COUNTERPART)] == ["وزير الخارجية"]


def test_the_object_of_a_verb_stays_its_own_behind_an_event_noun():
    lexicon = lexicon_of(load_knowledge().pack("ar").claims)
    words = even_out(tree(*MET_DURING, language="ar"), lexicon).words
    assert (words[5].head, words[5].relation) == (1, "obj")


def test_what_is_talked_about_is_nobody_met():
    met = claim_of("meet", ABOUT, language="fr")
    assert [party.text for party in met.parties(SlotName.COUNTERPART)] == ["la ministre"]
