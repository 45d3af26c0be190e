"""German claims from hand-made trees: separable verbs, verb-final clauses, moods and sources."""

import pytest

from app.core.claims.words.lexicon import lexicon_of
from app.core.model.claim import Claim, Polarity, SlotName, Stance, Status
from app.knowledge.loader import load_knowledge
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def claims(text: str, rows: str) -> list[Claim]:
    return claims_of(tree(text, rows, language="de"), text, language="de")


def told(claim: Claim, slot: SlotName) -> list[str]:
    return [party.name for party in claim.parties(slot)]


def places(claim: Claim, slot: SlotName) -> list[str]:
    return [value.value.text for value in claim.slots if value.name is slot]


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("festgenommen", "festnehmen"),
        ("festzunehmen", "festnehmen"),
        ("festnahm", "festnehmen"),
        ("zurückzutreten", "zurucktreten"),
        ("zurückgetreten", "zurucktreten"),
        ("verhaftete", "verhaften"),
        ("erschossen", "erschiessen"),
        ("entsandt", "entsenden"),
        ("gesprengt", "sprengen"),
        ("eingetroffen", "eintreffen"),
    ],
)
def test_a_form_is_led_back_to_its_verb(form: str, verb: str) -> None:
    assert verb in lexicon_of(load_knowledge().pack("de").claims).forms(form)


def test_a_separated_verb_is_put_together_over_any_distance() -> None:
    text = "Der Minister trat am Montag nach nur drei Monaten im Amt überraschend zurück."
    rows = """
    Der DET 2 det
    Minister NOUN 3 nsubj
    trat VERB 0 root
    am ADP+DET 5 case
    Montag PROPN 3 obl
    nach ADP 9 case
    nur ADV 8 advmod
    drei NUM 9 nummod
    Monaten NOUN 3 obl
    im ADP+DET 11 case
    Amt NOUN 3 obl
    überraschend ADV 3 advmod
    zurück ADV 3 advmod
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "resign"
    assert claim.predicate == "trat"


def test_without_its_particle_the_verb_is_another_one() -> None:
    text = "Minister Hans Falk trat vor die Presse und nahm an dem Treffen in Bonn teil."
    rows = """
    Minister NOUN 4 nsubj
    Hans PROPN 1 appos
    Falk PROPN 2 flat
    trat VERB 0 root
    vor ADP 7 case
    die DET 7 det
    Presse NOUN 4 obl
    und CCONJ 9 cc
    nahm VERB 4 conj
    an ADP 12 case
    dem DET 12 det
    Treffen NOUN 9 obl
    in ADP 14 case
    Bonn PROPN 12 nmod
    teil ADV 9 compound
    . PUNCT 4 punct
    """
    found = claims(text, rows)
    assert [(claim.event_type, claim.predicate) for claim in found] == [(None, "trat"), ("meet", "treffen")]
    assert places(found[1], SlotName.PLACE) == ["Bonn"]


def test_a_participle_at_the_end_triggers_and_fills_its_slots() -> None:
    text = "In Köln wurden am Freitag drei Männer festgenommen."
    rows = """
    In ADP 2 case
    Köln PROPN 8 obl
    wurden AUX 8 aux:pass
    am ADP+DET 5 case
    Freitag PROPN 8 obl
    drei NUM 7 nummod
    Männer NOUN 8 nsubj:pass
    festgenommen VERB 0 root
    . PUNCT 8 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("detain", Status.HAPPENED)
    assert told(claim, SlotName.TARGET) == ["drei Männer"]
    assert places(claim, SlotName.PLACE) == ["Köln"]


def test_a_particle_of_an_infinitive_is_no_part_of_its_verb() -> None:
    text = "Die Armee bestritt, das Dorf angegriffen zu haben."
    rows = """
    Die DET 2 det
    Armee NOUN 3 nsubj
    bestritt VERB 0 root
    , PUNCT 7 punct
    das DET 6 det
    Dorf NOUN 7 obj
    angegriffen VERB 3 xcomp
    zu PART 7 mark
    haben AUX 7 aux
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("attack", Polarity.NEGATIVE)
    assert claim.attribution[1].stance is Stance.DENIES


def test_a_light_verb_of_two_parts_lends_its_grammar() -> None:
    text = "Der Minister stattete am Mittwoch der Stadt Oslo einen Besuch ab."
    rows = """
    Der DET 2 det
    Minister NOUN 3 nsubj
    stattete VERB 0 root
    am ADP+DET 5 case
    Mittwoch PROPN 3 obl
    der DET 7 det
    Stadt NOUN 3 iobj
    Oslo PROPN 7 appos
    einen DET 10 det
    Besuch NOUN 3 obj
    ab ADP 3 compound
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.predicate) == ("visit", "besuch")
    assert told(claim, SlotName.ACTOR) == ["Der Minister"]


def test_a_compound_noun_is_known_by_its_last_part() -> None:
    text = "Die Miliz verübte einen Bombenanschlag in Bagdad."
    rows = """
    Die DET 2 det
    Miliz NOUN 3 nsubj
    verübte VERB 0 root
    einen DET 5 det
    Bombenanschlag NOUN 3 obj
    in ADP 7 case
    Bagdad PROPN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.predicate) == ("attack", "bombenanschlag")
    assert told(claim, SlotName.ACTOR) == ["Die Miliz"]


FUTURE = """
    Das DET 2 det
    Parlament NOUN 6 nsubj
    wird AUX 6 {relation}
    das DET 5 det
    Gesetz NOUN 6 obj
    {verb} VERB 0 root
    . PUNCT 6 punct
    """


@pytest.mark.parametrize(
    ("auxiliary", "status"), [("wird", Status.PLANNED), ("will", Status.PLANNED), ("könnte", Status.UNCERTAIN)]
)
def test_an_auxiliary_tells_how_real_it_is(auxiliary: str, status: Status) -> None:
    text = f"Das Parlament {auxiliary} das Gesetz verabschieden."
    rows = FUTURE.format(relation="aux", verb="verabschieden").replace("wird", auxiliary)
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("accept", status)


def test_could_is_told_from_was_able_to_by_its_umlaut() -> None:
    text = "Die Polizei konnte den Täter festnehmen."
    rows = """
    Die DET 2 det
    Polizei NOUN 6 nsubj
    konnte AUX 6 aux
    den DET 5 det
    Täter NOUN 6 obj
    festnehmen VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("detain", Status.HAPPENED)


def test_a_negation_denies_a_separated_verb() -> None:
    text = "Der Trainer trat nicht zurück."
    rows = """
    Der DET 2 det
    Trainer NOUN 3 nsubj
    trat VERB 0 root
    nicht PART 3 advmod
    zurück ADV 3 compound
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("resign", Polarity.NEGATIVE)


def test_refusing_to_do_something_is_not_doing_it() -> None:
    text = "Der Präsident weigerte sich, die Rebellen zu treffen."
    rows = """
    Der DET 2 det
    Präsident NOUN 3 nsubj
    weigerte VERB 0 root
    sich PRON 3 obj
    , PUNCT 9 punct
    die DET 7 det
    Rebellen NOUN 9 obj
    zu PART 9 mark
    treffen VERB 3 xcomp
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("meet", Polarity.NEGATIVE)


def test_a_separated_verb_of_saying_has_its_source() -> None:
    text = "Das Ministerium teilte am Freitag mit, dass der Hafen gesperrt wurde."
    rows = """
    Das DET 2 det
    Ministerium NOUN 3 nsubj
    teilte VERB 0 root
    am ADP+DET 5 case
    Freitag PROPN 3 obl
    mit ADP 3 compound
    , PUNCT 11 punct
    dass SCONJ 11 mark
    der DET 10 det
    Hafen NOUN 11 nsubj:pass
    gesperrt VERB 3 ccomp
    wurde AUX 11 aux:pass
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "close"
    assert [(source.name, source.stance) for source in claim.attribution[1:]] == [("Ministerium", Stance.SAYS)]


def test_the_particle_tells_denying_from_pointing_out() -> None:
    text = "Der Vorstand wies {particle}, dass das Werk geschlossen wird."
    rows = """
    Der DET 2 det
    Vorstand NOUN 3 nsubj
    wies VERB 0 root
    {particle} ADV 3 compound
    , PUNCT 9 punct
    dass SCONJ 9 mark
    das DET 8 det
    Werk NOUN 9 nsubj:pass
    geschlossen VERB 3 ccomp
    wird AUX 9 aux:pass
    . PUNCT 3 punct
    """
    (denied,) = claims(text.format(particle="zurück"), rows.format(particle="zurück"))
    (pointed_out,) = claims(text.format(particle="hin"), rows.format(particle="hin"))
    assert (denied.attribution[1].stance, denied.polarity) == (Stance.DENIES, Polarity.NEGATIVE)
    assert (pointed_out.attribution[1].stance, pointed_out.polarity) == (Stance.SAYS, Polarity.POSITIVE)


def test_a_source_may_stand_before_its_phrase() -> None:
    text = "Polizeiangaben zufolge wurde der Händler erschossen."
    rows = """
    Polizeiangaben NOUN 6 obl
    zufolge ADP 1 case
    wurde AUX 6 aux:pass
    der DET 5 det
    Händler NOUN 6 nsubj:pass
    erschossen VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "kill"
    assert [source.name for source in claim.attribution[1:]] == ["Polizeiangaben"]


def test_an_if_clause_is_conditional() -> None:
    text = "Das Werk schließt, falls das Parlament zustimmt."
    rows = """
    Das DET 2 det
    Werk NOUN 3 nsubj
    schließt VERB 0 root
    , PUNCT 8 punct
    falls SCONJ 8 mark
    das DET 7 det
    Parlament NOUN 8 nsubj
    zustimmt VERB 3 advcl
    . PUNCT 3 punct
    """
    found = claims(text, rows)
    assert {claim.event_type: claim.status for claim in found} == {
        "close": Status.CONDITIONAL,
        "accept": Status.CONDITIONAL,
    }


def test_a_dative_is_whom_somebody_reproaches() -> None:
    text = "Berlin warf der Kommission am Montag einen Rechtsbruch vor."
    rows = """
    Berlin PROPN 2 nsubj
    warf VERB 0 root
    der DET 4 det
    Kommission NOUN 2 obl
    am ADP+DET 6 case
    Montag PROPN 2 obl
    einen DET 8 det
    Rechtsbruch NOUN 2 obj
    vor ADP 2 compound
    . PUNCT 2 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "accuse"
    assert told(claim, SlotName.TARGET) == ["der Kommission"]


def test_each_of_two_verbs_at_their_ends_has_the_object_before_it() -> None:
    text = "Die Armee hat Nortal erobert und Kämpfer festgenommen."
    rows = """
    Die DET 2 det
    Armee NOUN 5 nsubj
    hat AUX 5 aux
    Nortal PROPN 5 obj
    erobert VERB 0 root
    und CCONJ 7 cc
    Kämpfer NOUN 4 conj
    festgenommen VERB 5 conj
    . PUNCT 5 punct
    """
    found = {claim.event_type: claim for claim in claims(text, rows)}
    assert told(found["capture"], SlotName.TARGET) == ["Nortal"]
    assert told(found["detain"], SlotName.TARGET) == ["Kämpfer"]
