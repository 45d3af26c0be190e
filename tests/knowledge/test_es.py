"""Spanish claims from hand-made trees: what its pack must tell the rules."""

from app.core.model.claim import Claim, Polarity, SlotName, Stance, Status
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def claims(text: str, rows: str) -> list[Claim]:
    return claims_of(tree(text, rows, language="es"), text, language="es")


def told(claim: Claim, slot: SlotName) -> list[str]:
    return [party.name for party in claim.parties(slot)]


def places(claim: Claim, slot: SlotName) -> list[str]:
    return [value.value.text for value in claim.slots if value.name is slot]


def test_a_conjugated_verb_triggers_its_event_and_fills_its_slots() -> None:
    text = "La delegación aterrizó el lunes en Nairobi."
    rows = """
    La DET 2 det
    delegación NOUN 3 nsubj
    aterrizó VERB 0 root
    el DET 5 det
    lunes NOUN 3 obl
    en ADP 7 case
    Nairobi PROPN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "arrive"
    assert places(claim, SlotName.DESTINATION) == ["Nairobi"]
    assert [when.text for when in claim.times] == ["lunes"]


def test_an_irregular_form_is_led_back_to_its_verb() -> None:
    text = "La policía detuvo a tres hombres en Sevilla."
    rows = """
    La DET 2 det
    policía NOUN 3 nsubj
    detuvo VERB 0 root
    a ADP 6 case
    tres NUM 6 nummod
    hombres NOUN 3 obl
    en ADP 8 case
    Sevilla PROPN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "detain"
    assert told(claim, SlotName.TARGET) == ["tres hombres"]


def test_a_preposition_before_a_person_marks_the_object() -> None:
    text = "El Ejército mató a cuarenta milicianos."
    rows = """
    El DET 2 det
    Ejército NOUN 3 nsubj
    mató VERB 0 root
    a ADP 6 case
    cuarenta NUM 6 nummod
    milicianos NOUN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "kill"
    assert told(claim, SlotName.TARGET) == ["cuarenta milicianos"]
    assert told(claim, SlotName.ACTOR) == ["El Ejército"]


def test_a_verb_of_motion_keeps_its_destination() -> None:
    text = "Los soldados partieron a Bamako."
    rows = """
    Los DET 2 det
    soldados NOUN 3 nsubj
    partieron VERB 0 root
    a ADP 5 case
    Bamako PROPN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "depart"
    assert places(claim, SlotName.DESTINATION) == ["Bamako"]


def test_a_light_verb_lends_its_grammar_to_the_event_noun() -> None:
    text = "La ministra realizó una visita a Rabat."
    rows = """
    La DET 2 det
    ministra NOUN 3 nsubj
    realizó VERB 0 root
    una DET 5 det
    visita NOUN 3 obj
    a ADP 7 case
    Rabat PROPN 5 nmod
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.predicate) == ("visit", "visita")
    assert told(claim, SlotName.ACTOR) == ["La ministra"]
    assert places(claim, SlotName.DESTINATION) == ["Rabat"]


def test_reaching_an_agreement_is_an_agreement_and_no_arrival() -> None:
    text = "Las partes no llegaron a un acuerdo en Ginebra."
    rows = """
    Las DET 2 det
    partes NOUN 4 nsubj
    no ADV 4 advmod
    llegaron VERB 0 root
    a ADP 7 case
    un DET 7 det
    acuerdo NOUN 4 obl
    en ADP 9 case
    Ginebra PROPN 4 obl
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.predicate) == ("agree", "acuerdo")
    assert claim.polarity is Polarity.NEGATIVE


def test_an_object_tells_a_verb_from_its_homonym() -> None:
    text = "La automotriz despidió a 900 trabajadores y el presidente despidió al ministro."
    rows = """
    La DET 2 det
    automotriz NOUN 3 nsubj
    despidió VERB 0 root
    a ADP 6 case
    900 NUM 6 nummod
    trabajadores NOUN 3 obj
    y CCONJ 10 cc
    el DET 9 det
    presidente NOUN 10 nsubj
    despidió VERB 3 conj
    al ADP+DET 12 case
    ministro NOUN 10 obj
    . PUNCT 3 punct
    """
    assert [claim.event_type for claim in claims(text, rows)] == ["lay_off", "dismiss"]


def test_a_future_form_is_a_plan() -> None:
    text = "El papa llegará el domingo a Kinsasa."
    rows = """
    El DET 2 det
    papa NOUN 3 nsubj
    llegará VERB 0 root
    el DET 5 det
    domingo NOUN 3 obl
    a ADP 7 case
    Kinsasa PROPN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("arrive", Status.PLANNED)


def test_an_auxiliary_of_intention_is_a_plan() -> None:
    text = "El Gobierno va a enviar tropas a la frontera."
    rows = """
    El DET 2 det
    Gobierno NOUN 3 nsubj
    va VERB 0 root
    a ADP 5 mark
    enviar VERB 3 xcomp
    tropas NOUN 5 obj
    a ADP 9 case
    la DET 9 det
    frontera NOUN 5 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("deploy", Status.PLANNED)


def test_what_may_be_is_uncertain() -> None:
    text = "El entrenador podría dimitir el domingo."
    rows = """
    El DET 2 det
    entrenador NOUN 4 nsubj
    podría AUX 4 aux
    dimitir VERB 0 root
    el DET 6 det
    domingo NOUN 4 obl
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("resign", Status.UNCERTAIN)


def test_what_somebody_denies_is_negative_and_his() -> None:
    text = "La empresa negó que el dron atacara la refinería."
    rows = """
    La DET 2 det
    empresa NOUN 3 nsubj
    negó VERB 0 root
    que SCONJ 7 mark
    el DET 6 det
    dron NOUN 7 nsubj
    atacara VERB 3 ccomp
    la DET 9 det
    refinería NOUN 7 obj
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("attack", Polarity.NEGATIVE)
    assert claim.attribution[1].stance is Stance.DENIES


def test_a_parenthesis_says_whose_word_it_is() -> None:
    text = "El ministro no dimitirá, aseguró la portavoz."
    rows = """
    El DET 2 det
    ministro NOUN 4 nsubj
    no ADV 4 advmod
    dimitirá VERB 0 root
    , PUNCT 6 punct
    aseguró VERB 4 parataxis
    la DET 8 det
    portavoz NOUN 6 nsubj
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.polarity, claim.status) == (Polarity.NEGATIVE, Status.PLANNED)
    assert [source.stance for source in claim.attribution[1:]] == [Stance.SAYS]


def test_a_phrase_opens_the_source() -> None:
    text = "Según fuentes policiales, el general fue asesinado en Bogotá."
    rows = """
    Según ADP 2 case
    fuentes NOUN 8 obl
    policiales ADJ 2 amod
    , PUNCT 2 punct
    el DET 6 det
    general NOUN 8 nsubj:pass
    fue AUX 8 aux:pass
    asesinado VERB 0 root
    en ADP 10 case
    Bogotá PROPN 8 obl
    . PUNCT 8 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "kill"
    assert told(claim, SlotName.TARGET) == ["el general"]
    assert [source.name for source in claim.attribution[1:]] == ["fuentes policiales"]


def test_what_is_asked_for_is_requested() -> None:
    text = "La familia exigió que el grupo libere al rehén."
    rows = """
    La DET 2 det
    familia NOUN 3 nsubj
    exigió VERB 0 root
    que SCONJ 7 mark
    el DET 6 det
    grupo NOUN 7 nsubj
    libere VERB 3 ccomp
    al ADP+DET 9 case
    rehén NOUN 7 obj
    . PUNCT 3 punct
    """
    asked, released = claims(text, rows)
    assert asked.event_type == "request"
    assert (released.event_type, released.status) == ("release", Status.REQUESTED)


def test_what_goes_on_is_ongoing() -> None:
    text = "La policía sigue investigando el robo."
    rows = """
    La DET 2 det
    policía NOUN 4 nsubj
    sigue AUX 4 aux
    investigando VERB 0 root
    el DET 6 det
    robo NOUN 4 obj
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("investigate", Status.ONGOING)


def test_a_place_behind_an_adverb_and_its_preposition() -> None:
    text = "La policía detuvo a dos hombres cerca de Quito."
    rows = """
    La DET 2 det
    policía NOUN 3 nsubj
    detuvo VERB 0 root
    a ADP 6 case
    dos NUM 6 nummod
    hombres NOUN 3 obl
    cerca ADV 3 advmod
    de ADP 9 case
    Quito PROPN 7 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert places(claim, SlotName.PLACE) == ["Quito"]
    assert told(claim, SlotName.TARGET) == ["dos hombres"]
