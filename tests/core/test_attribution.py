"""Chains of sources from hand-made trees: one rule a test, no model."""

import pytest

from app.core.claims.grammar.quotation import find_quoted
from app.core.model.claim import Claim, SourceKind
from tests.core.test_claims import claims_of, claims_of_sentences
from tests.core.trees import tree


def chain(claim: Claim) -> list[tuple[str, str]]:
    return [(source.name, str(source.stance)) for source in claim.attribution[1:]]


def one(text: str, rows: str, *, language: str = "en") -> Claim:
    (claim,) = claims_of(tree(text, rows, language=language), text, language=language)
    return claim


def test_the_medium_told_stands_nearest_to_the_outlet() -> None:
    text = "Security sources told Reuters that the convoy left Berat."
    rows = """
    Security ADJ 2 amod
    sources NOUN 3 nsubj
    told VERB 0 root
    Reuters PROPN 3 iobj
    that SCONJ 8 mark
    the DET 7 det
    convoy NOUN 8 nsubj
    left VERB 3 ccomp
    Berat PROPN 8 obj
    . PUNCT 3 punct
    """
    claim = one(text, rows)
    assert chain(claim) == [("Reuters", "says"), ("Security sources", "says")]
    assert [source.kind for source in claim.attribution[1:]] == [SourceKind.MEDIUM, SourceKind.ANONYMOUS]


def test_what_one_says_that_another_told_has_both_in_its_chain() -> None:
    text = "The minister said that the envoy had told him that the troops left."
    rows = """
    The DET 2 det
    minister NOUN 3 nsubj
    said VERB 0 root
    that SCONJ 8 mark
    the DET 6 det
    envoy NOUN 8 nsubj
    had AUX 8 aux
    told VERB 3 ccomp
    him PRON 8 iobj
    that SCONJ 13 mark
    the DET 12 det
    troops NOUN 13 nsubj
    left VERB 8 ccomp
    . PUNCT 3 punct
    """
    assert chain(one(text, rows)) == [("minister", "says"), ("envoy", "says")]


def test_an_unnamed_office_is_a_person_without_a_name() -> None:
    text = "The defence minister said the troops left."
    rows = """
    The DET 3 det
    defence NOUN 3 compound
    minister NOUN 4 nsubj
    said VERB 0 root
    the DET 6 det
    troops NOUN 7 nsubj
    left VERB 4 ccomp
    . PUNCT 4 punct
    """
    source = one(text, rows).attribution[1]
    assert (source.name, source.kind, source.is_name) == ("defence minister", SourceKind.PERSON, False)


def test_a_spokesman_keeps_whose_spokesman_he_is() -> None:
    text = "Police arrested two men, a spokesman for the ministry said."
    rows = """
    Police NOUN 2 nsubj
    arrested VERB 0 root
    two NUM 4 nummod
    men NOUN 2 obj
    , PUNCT 11 punct
    a DET 7 det
    spokesman NOUN 11 nsubj
    for ADP 10 case
    the DET 10 det
    ministry NOUN 7 nmod
    said VERB 2 parataxis
    . PUNCT 2 punct
    """
    assert chain(one(text, rows)) == [("spokesman for the ministry", "says")]


def test_the_source_that_a_medium_quotes_is_farther_away() -> None:
    text = "The newspaper Delo reported, citing a diplomat, that the envoy left."
    rows = """
    The DET 2 det
    newspaper NOUN 4 nsubj
    Delo PROPN 2 appos
    reported VERB 0 root
    , PUNCT 6 punct
    citing VERB 4 advcl
    a DET 8 det
    diplomat NOUN 6 obj
    , PUNCT 6 punct
    that SCONJ 13 mark
    the DET 12 det
    envoy NOUN 13 nsubj
    left VERB 4 ccomp
    . PUNCT 4 punct
    """
    claim = one(text, rows)
    assert [source.kind for source in claim.attribution[1:]] == [SourceKind.MEDIUM, SourceKind.ANONYMOUS]
    assert claim.attribution[2].name == "diplomat"


def test_a_phrase_at_the_front_is_for_the_whole_sentence() -> None:
    text = "According to the ministry, the troops left Berat and the rebels fled."
    rows = """
    According VERB 4 case
    to ADP 1 fixed
    the DET 4 det
    ministry NOUN 8 obl
    , PUNCT 8 punct
    the DET 7 det
    troops NOUN 8 nsubj
    left VERB 0 root
    Berat PROPN 8 obj
    and CCONJ 13 cc
    the DET 12 det
    rebels NOUN 13 nsubj
    fled VERB 8 conj
    . PUNCT 8 punct
    """
    claims = claims_of(tree(text, rows, language="en"), text, language="en")
    assert [chain(claim) for claim in claims] == [[("ministry", "says")], [("ministry", "says")]]


def test_a_phrase_in_the_middle_is_not_for_a_new_clause_behind_it() -> None:
    text = "The troops left, according to the ministry, and the rebels fled."
    rows = """
    The DET 2 det
    troops NOUN 3 nsubj
    left VERB 0 root
    , PUNCT 8 punct
    according VERB 8 case
    to ADP 5 fixed
    the DET 8 det
    ministry NOUN 3 obl
    , PUNCT 8 punct
    and CCONJ 13 cc
    the DET 12 det
    rebels NOUN 13 nsubj
    fled VERB 3 conj
    . PUNCT 3 punct
    """
    left, fled = claims_of(tree(text, rows, language="en"), text, language="en")
    assert (chain(left), chain(fled)) == ([("ministry", "says")], [])


def test_a_source_may_stand_before_its_postposition() -> None:
    text = "Bakanlığa göre üç asker öldü."
    rows = """
    Bakanlığa NOUN 5 obl
    göre ADP 1 case
    üç NUM 4 nummod
    asker NOUN 5 nsubj
    öldü VERB 0 root
    . PUNCT 5 punct
    """
    assert [source.text for source in one(text, rows, language="tr").attribution[1:]] == ["Bakanlığa"]


def test_an_inverted_verb_of_saying_in_an_aside_reports_the_sentence_around_it() -> None:
    text = "Les rebelles, a précisé le ministre, ont quitté la ville."
    rows = """
    Les DET 2 det
    rebelles NOUN 10 nsubj
    , PUNCT 5 punct
    a AUX 5 aux
    précisé VERB 10 parataxis
    le DET 7 det
    ministre NOUN 5 nsubj
    , PUNCT 5 punct
    ont AUX 10 aux
    quitté VERB 0 root
    la DET 12 det
    ville NOUN 10 obj
    . PUNCT 10 punct
    """
    assert chain(one(text, rows, language="fr")) == [("ministre", "says")]


def test_arabic_participles_of_saying_go_on_from_the_speaker() -> None:
    text = "قال الوزير إن الوفد غادر المدينة، مضيفا أن القوات انسحبت."
    rows = """
    قال VERB 0 root
    الوزير NOUN 1 nsubj
    إن SCONJ 5 mark
    الوفد NOUN 5 nsubj
    غادر VERB 1 ccomp
    المدينة NOUN 5 obj
    ، PUNCT 8 punct
    مضيفا ADJ 1 advcl
    أن SCONJ 11 mark
    القوات NOUN 11 nsubj
    انسحبت VERB 8 ccomp
    . PUNCT 1 punct
    """
    claims = claims_of(tree(text, rows, language="ar"), text, language="ar")
    assert [[source.name for source in claim.attribution[1:]] for claim in claims] == [["الوزير"], ["الوزير"]]


SAID = """
" PUNCT 5 punct
The DET 3 det
army NOUN 5 nsubj
has AUX 5 aux
left VERB 11 ccomp
Berat PROPN 5 obj
, PUNCT 5 punct
" PUNCT 5 punct
the DET 10 det
minister NOUN 11 nsubj
said VERB 0 root
. PUNCT 11 punct
"""
GOES_ON = """
" PUNCT 5 punct
The DET 3 det
rebels NOUN 5 nsubj
have AUX 5 aux
attacked VERB 0 root
Corva PROPN 5 obj
. PUNCT 5 punct
" PUNCT 5 punct
"""


def test_a_quotation_goes_on_in_the_next_sentence() -> None:
    text = '"The army has left Berat," the minister said. "The rebels have attacked Corva."'
    first = tree(text, SAID, language="en")
    second = tree(text, GOES_ON, language="en", after=first.end)
    claims = claims_of_sentences([first, second], text, language="en")
    assert [chain(claim) for claim in claims] == [[("minister", "says")], [("minister", "says")]]


def test_the_source_is_the_one_described_before() -> None:
    text = "A security source said the army left Berat. The source added the rebels attacked Corva."
    rows = """
    A DET 3 det
    security NOUN 3 compound
    source NOUN 4 nsubj
    said VERB 0 root
    the DET 6 det
    army NOUN 7 nsubj
    left VERB 4 ccomp
    Berat PROPN 7 obj
    . PUNCT 4 punct
    """
    more = """
    The DET 2 det
    source NOUN 3 nsubj
    added VERB 0 root
    the DET 5 det
    rebels NOUN 6 nsubj
    attacked VERB 3 ccomp
    Corva PROPN 6 obj
    . PUNCT 3 punct
    """
    first = tree(text, rows, language="en")
    claims = claims_of_sentences([first, tree(text, more, language="en", after=first.end)], text, language="en")
    assert [chain(claim) for claim in claims] == [[("security source", "says")], [("security source", "says")]]


@pytest.mark.parametrize(("open_for", "inside"), [(0, {1, 2}), (1, {1, 2})])
def test_an_opening_mark_goes_on_with_an_open_quotation(open_for: int, inside: set[int]) -> None:
    rows = """
    “ PUNCT 2 punct
    We PRON 3 nsubj
    left VERB 0 root
    """
    quoted = find_quoted(tree("“We left", rows, language="en"), open_for)
    assert (quoted.positions, quoted.begins, quoted.open_for) == (frozenset(inside), True, open_for + 1)


def test_what_the_inner_saying_reports_is_found_though_the_tree_hangs_it_on_the_outer_one() -> None:
    text = "قال النائب إن الوزير أبلغه بأن الوفد غادر المدينة."
    rows = """
    قال VERB 0 root
    النائب NOUN 1 nsubj
    إن SCONJ 5 mark
    الوزير NOUN 5 nsubj
    أبلغه VERB+PRON 1 ccomp
    بأن SCONJ 8 mark
    الوفد NOUN 8 nsubj
    غادر VERB 1 ccomp
    المدينة NOUN 8 obj
    . PUNCT 1 punct
    """
    assert [source.name for source in one(text, rows, language="ar").attribution[1:]] == ["النائب", "الوزير"]


def test_a_thing_is_no_source() -> None:
    text = "غادرت سفينة تنقل صواريخ المدينة."
    rows = """
    غادرت VERB 0 root
    سفينة NOUN 1 nsubj
    تنقل VERB 2 acl
    صواريخ NOUN 3 obj
    المدينة NOUN 1 obj
    . PUNCT 1 punct
    """
    claims = claims_of(tree(text, rows, language="ar"), text, language="ar")
    assert [chain(claim) for claim in claims if claim.event_type == "depart"] == [[]]


def test_a_participle_of_citing_at_the_front_is_farther_away() -> None:
    text = "Citant une source proche du palais, Le Monde rapporte que le convoi a quitté Liège."
    rows = """
    Citant VERB 3 case
    une DET 3 det
    source NOUN 10 obl
    proche ADJ 3 amod
    du ADP+DET 6 case
    palais NOUN 4 obl
    , PUNCT 3 punct
    Le DET 9 det
    Monde PROPN 10 nsubj
    rapporte VERB 0 root
    que SCONJ 15 mark
    le DET 13 det
    convoi NOUN 15 nsubj
    a AUX 15 aux
    quitté VERB 10 ccomp
    Liège PROPN 15 obj
    . PUNCT 10 punct
    """
    assert [name for name, _ in chain(one(text, rows, language="fr"))] == ["Monde", "source proche du palais"]


def test_what_is_said_may_hang_on_the_speaker_behind_his_verb() -> None:
    text = "Gestern meldete das Ministerium, die Armee habe Berat angegriffen."
    rows = """
    Gestern ADV 2 advmod
    meldete VERB 0 root
    das DET 4 det
    Ministerium NOUN 2 nsubj
    , PUNCT 10 punct
    die DET 7 det
    Armee NOUN 10 nsubj
    habe AUX 10 aux
    Berat PROPN 10 obj
    angegriffen VERB 4 acl:relcl
    . PUNCT 2 punct
    """
    assert chain(one(text, rows, language="de")) == [("Ministerium", "says")]


def test_the_first_of_two_subjects_of_what_is_said_speaks() -> None:
    text = "Vali, polisin şüphelinin Berat'a kaçtığını söylediğini belirtti."
    rows = """
    Vali NOUN 8 nsubj
    , PUNCT 8 punct
    polisin NOUN 6 nsubj
    şüphelinin NOUN 6 nsubj
    Berat'a PROPN 6 obl
    kaçtığını VERB 7 ccomp
    söylediğini VERB 8 ccomp
    belirtti VERB 0 root
    . PUNCT 8 punct
    """
    assert [name for name, _ in chain(one(text, rows, language="tr"))] == ["Vali", "polisin"]
