"""Clauses and what fills their slots, from hand-made trees: one rule a test, no model."""

from app.core.folding import fold
from app.core.model.claim import Claim, SlotName
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def typed(text: str, rows: str, language: str = "en") -> dict[str | None, Claim]:
    return {
        claim.event_type: claim for claim in claims_of(tree(text, rows, language=language), text, language=language)
    }


def names(claim: Claim, slot: SlotName) -> list[str]:
    return [party.text for party in claim.parties(slot)]


def test_the_agent_of_a_passive_is_the_actor() -> None:
    text = "The envoy was received by the king."
    rows = """
    The DET 2 det
    envoy NOUN 4 nsubj:pass
    was AUX 4 aux:pass
    received VERB 0 root
    by ADP 7 case
    the DET 7 det
    king NOUN 4 obl
    . PUNCT 4 punct
    """
    meet = typed(text, rows)["meet"]
    assert names(meet, SlotName.ACTOR) == ["the king"]
    assert names(meet, SlotName.COUNTERPART) == ["The envoy"]


def test_votes_by_which_a_bill_passed_are_no_agent() -> None:
    text = "Parliament passed the bill by 120 votes."
    rows = """
    Parliament NOUN 2 nsubj
    passed VERB 0 root
    the DET 4 det
    bill NOUN 2 obj
    by ADP 7 case
    120 NUM 7 nummod
    votes NOUN 2 obl
    . PUNCT 2 punct
    """
    assert names(typed(text, rows)["accept"], SlotName.ACTOR) == ["Parliament"]


def test_a_headline_without_an_auxiliary_tells_whom_it_befell() -> None:
    text = "Three arrested after raid on bank"
    rows = """
    Three NUM 2 nsubj
    arrested VERB 0 root
    after ADP 4 case
    raid NOUN 2 obl
    on ADP 6 case
    bank NOUN 4 nmod
    """
    found = typed(text, rows)
    assert not found["detain"].parties(SlotName.ACTOR)
    assert [quantity.low for quantity in found["detain"].quantities] == [3.0]
    assert names(found["attack"], SlotName.TARGET) == ["bank"]


def test_numbers_go_to_the_verb_that_they_hang_on() -> None:
    text = "Gunmen killed 12 soldiers and wounded 30 others."
    rows = """
    Gunmen NOUN 2 nsubj
    killed VERB 0 root
    12 NUM 4 nummod
    soldiers NOUN 2 obj
    and CCONJ 6 cc
    wounded VERB 2 conj
    30 NUM 8 nummod
    others NOUN 6 obj
    . PUNCT 2 punct
    """
    found = typed(text, rows)
    assert [quantity.low for quantity in found["kill"].quantities] == [12.0]
    assert [quantity.low for quantity in found["injure"].quantities] == [30.0]
    assert [party.name for party in found["injure"].parties(SlotName.ACTOR)] == ["Gunmen"]


def test_whom_one_met_may_be_two() -> None:
    text = "The envoy met the king and the queen."
    rows = """
    The DET 2 det
    envoy NOUN 3 nsubj
    met VERB 0 root
    the DET 5 det
    king NOUN 3 obj
    and CCONJ 8 cc
    the DET 8 det
    queen NOUN 5 conj
    . PUNCT 3 punct
    """
    (meet,) = claims_of(tree(text, rows, language="en"), text, language="en")
    assert names(meet, SlotName.COUNTERPART) == ["the king", "the queen"]


def test_an_event_noun_behind_a_preposition_is_a_claim() -> None:
    text = "Following the killing of two officers, the minister resigned."
    rows = """
    Following VERB 3 case
    the DET 3 det
    killing NOUN 10 obl
    of ADP 6 case
    two NUM 6 nummod
    officers NOUN 3 nmod
    , PUNCT 3 punct
    the DET 9 det
    minister NOUN 10 nsubj
    resigned VERB 0 root
    . PUNCT 10 punct
    """
    found = typed(text, rows)
    assert names(found["kill"], SlotName.TARGET) == ["two officers"]
    assert names(found["resign"], SlotName.ACTOR) == ["the minister"]


def test_an_event_noun_that_says_nothing_more_is_no_claim() -> None:
    text = "The union condemned the layoffs."
    rows = """
    The DET 2 det
    union NOUN 3 nsubj
    condemned VERB 0 root
    the DET 5 det
    layoffs NOUN 3 obj
    . PUNCT 3 punct
    """
    assert set(typed(text, rows)) == {"condemn"}


def test_who_looks_into_an_attack_did_not_make_it() -> None:
    text = "Police investigated an attack on a chapel."
    rows = """
    Police NOUN 2 nsubj
    investigated VERB 0 root
    an DET 4 det
    attack NOUN 2 obj
    on ADP 7 case
    a DET 7 det
    chapel NOUN 4 nmod
    . PUNCT 2 punct
    """
    attack = typed(text, rows)["attack"]
    assert not attack.parties(SlotName.ACTOR)
    assert names(attack, SlotName.TARGET) == ["a chapel"]


def test_the_words_of_an_idiom_fill_no_slot() -> None:
    text = "The rebels laid down their arms."
    rows = """
    The DET 2 det
    rebels NOUN 3 nsubj
    laid VERB 0 root
    down ADP 3 compound:prt
    their DET 6 det
    arms NOUN 3 obj
    . PUNCT 3 punct
    """
    withdraw = typed(text, rows)["withdraw"]
    assert names(withdraw, SlotName.ACTOR) == ["The rebels"]
    assert not withdraw.parties(SlotName.TARGET)


def test_what_came_under_attack_is_its_target() -> None:
    text = "The convoy came under attack."
    rows = """
    The DET 2 det
    convoy NOUN 3 nsubj
    came VERB 0 root
    under ADP 5 case
    attack NOUN 3 obl
    . PUNCT 3 punct
    """
    attack = typed(text, rows)["attack"]
    assert attack.predicate == "attack"
    assert names(attack, SlotName.TARGET) == ["The convoy"]


def test_who_sold_is_the_other_side_of_who_bought() -> None:
    text = "The firm sold its mill to a rival."
    rows = """
    The DET 2 det
    firm NOUN 3 nsubj
    sold VERB 0 root
    its DET 5 det
    mill NOUN 3 obj
    to ADP 8 case
    a DET 8 det
    rival NOUN 3 obl
    . PUNCT 3 punct
    """
    buy = typed(text, rows)["buy"]
    assert names(buy, SlotName.ACTOR) == ["a rival"]
    assert names(buy, SlotName.COUNTERPART) == ["The firm"]


def test_what_somebody_was_made_is_his_office() -> None:
    text = "The council elected the judge chairman."
    rows = """
    The DET 2 det
    council NOUN 3 nsubj
    elected VERB 0 root
    the DET 5 det
    judge NOUN 3 obj
    chairman NOUN 3 xcomp
    . PUNCT 3 punct
    """
    elect = typed(text, rows)["elect"]
    assert names(elect, SlotName.TARGET) == ["the judge"]
    assert [slot.value.text for slot in elect.slots if slot.name is SlotName.ROLE] == ["chairman"]


def test_of_two_objects_the_first_is_given_the_second() -> None:
    text = "سلمت الدولة الجيش عشرين مدرعة."
    rows = """
    سلمت VERB 0 root
    الدولة NOUN 1 nsubj
    الجيش NOUN 1 obj
    عشرين NUM 5 nummod
    مدرعة NOUN 1 obj
    . PUNCT 1 punct
    """
    supply = typed(text, rows, "ar")["supply"]
    assert names(supply, SlotName.RECIPIENT) == ["الجيش"]
    assert names(supply, SlotName.TARGET) == ["عشرين مدرعة"]


def test_a_quake_that_strikes_is_one_claim() -> None:
    text = "ضرب زلزال البلدة فجرا."
    rows = """
    ضرب VERB 0 root
    زلزال NOUN 1 nsubj
    البلدة NOUN 1 obj
    فجرا ADV 1 advmod
    . PUNCT 1 punct
    """
    (disaster,) = claims_of(tree(text, rows, language="ar"), text, language="ar")
    assert disaster.event_type == "disaster"
    assert names(disaster, SlotName.TARGET) == ["البلدة"]


def test_a_noun_taken_for_a_verb_still_completes_its_light_verb() -> None:
    text = "لقي سبعة عمال مصرعهم."
    rows = """
    لقي VERB 0 root
    سبعة NUM 3 nummod
    عمال NOUN 1 nsubj
    مصرعهم VERB+PRON 1 obj
    . PUNCT 1 punct
    """
    (die,) = claims_of(tree(text, rows, language="ar"), text, language="ar")
    assert (die.event_type, die.predicate) == ("die", "مصرعهم")
    assert names(die, SlotName.TARGET) == ["سبعة عمال"]


def test_a_verb_of_being_makes_its_complement_the_predicate() -> None:
    text = "كان سامي النجار نائبا للمدير."
    rows = """
    كان VERB 0 root
    سامي PROPN 1 nsubj
    النجار PROPN 2 flat
    نائبا NOUN 1 xcomp
    للمدير ADP+NOUN 4 nmod
    . PUNCT 1 punct
    """
    (claim,) = claims_of(tree(text, rows, language="ar"), text, language="ar")
    assert claim.predicate == fold("نائبا")
    assert names(claim, SlotName.ACTOR) == ["سامي النجار"]


def test_the_verbal_noun_has_a_doer_and_an_object() -> None:
    text = "انتهى قصف الجيش للقرية."
    rows = """
    انتهى VERB 0 root
    قصف NOUN 1 nsubj
    الجيش NOUN 2 nmod
    للقرية ADP+NOUN 2 nmod
    . PUNCT 1 punct
    """
    attack = typed(text, rows, "ar")["attack"]
    assert names(attack, SlotName.ACTOR) == ["الجيش"]
    assert names(attack, SlotName.TARGET) == ["للقرية"]


def test_what_is_counted_is_the_party_not_the_amount() -> None:
    text = "Plus de 60 habitants ont fui."
    rows = """
    Plus ADV 6 nsubj
    de ADP 4 case
    60 NUM 4 nummod
    habitants NOUN 1 obl
    ont AUX 6 aux
    fui VERB 0 root
    . PUNCT 6 punct
    """
    displace = typed(text, rows, "fr")["displace"]
    assert [party.text.split()[-1] for party in displace.parties(SlotName.TARGET)] == ["habitants"]
    assert [quantity.low for quantity in displace.quantities] == [60.0]


def test_an_event_behind_a_topic_and_a_colon_is_a_claim() -> None:
    text = "Usine : ouverture d'un atelier"
    rows = """
    Usine NOUN 0 root
    : PUNCT 3 punct
    ouverture NOUN 1 appos
    d'un ADP+DET 5 case
    atelier NOUN 3 nmod
    """
    (claim,) = claims_of(tree(text, rows, language="fr"), text, language="fr")
    assert claim.event_type == "open"
    assert names(claim, SlotName.TARGET) == ["atelier"]


def test_a_time_before_the_first_verb_holds_for_the_second() -> None:
    text = "The jury on Tuesday convicted the mayor and acquitted his aide."
    rows = """
    The DET 2 det
    jury NOUN 5 nsubj
    on ADP 4 case
    Tuesday PROPN 5 obl
    convicted VERB 0 root
    the DET 7 det
    mayor NOUN 5 obj
    and CCONJ 9 cc
    acquitted VERB 5 conj
    his DET 11 det
    aide NOUN 9 obj
    . PUNCT 5 punct
    """
    claims = claims_of(tree(text, rows, language="en"), text, language="en")
    assert [[when.text for when in claim.times] for claim in claims] == [["Tuesday"], ["Tuesday"]]


def test_a_toll_that_rose_to_so_many_dead_is_one_claim_with_its_number() -> None:
    text = "Le bilan s'alourdit à vingt morts."
    rows = """
    Le DET 2 det
    bilan NOUN 3 nsubj:pass
    s'alourdit PRON+VERB 0 root
    à ADP 6 case
    vingt NUM 6 nummod
    morts NOUN 3 obl
    . PUNCT 3 punct
    """
    (toll,) = claims_of(tree(text, rows, language="fr"), text, language="fr")
    assert (toll.event_type, [number.low for number in toll.quantities]) == ("die", [20])


def test_a_number_written_out_is_one_though_the_tree_calls_it_a_noun() -> None:
    text = "El número de heridos subió a quince."
    rows = """
    El DET 2 det
    número NOUN 5 nsubj
    de ADP 4 case
    heridos NOUN 2 nmod
    subió VERB 0 root
    a ADP 7 case
    quince NOUN 5 obl
    . PUNCT 5 punct
    """
    assert list(typed(text, rows, "es")) == ["injure"]
