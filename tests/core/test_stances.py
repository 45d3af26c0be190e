"""How sources stand to what they are cited for: they deny, accuse, expect. From hand-made trees, no model."""

from app.core.model.claim import Polarity, Stance, Status
from tests.core.test_attribution import chain, one
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def test_a_denied_report_denies_what_it_reports() -> None:
    text = "The army denied reports of a withdrawal from the town."
    rows = """
    The DET 2 det
    army NOUN 3 nsubj
    denied VERB 0 root
    reports NOUN 3 obj
    of ADP 7 case
    a DET 7 det
    withdrawal NOUN 4 nmod
    from ADP 10 case
    the DET 10 det
    town NOUN 7 nmod
    . PUNCT 3 punct
    """
    claim = one(text, rows)
    assert (claim.event_type, claim.polarity) == ("withdraw", Polarity.NEGATIVE)
    assert chain(claim) == [("army", "denies")]


def test_rejected_accusations_are_denied() -> None:
    text = "The court rejected accusations that the mayor attacked guards."
    rows = """
    The DET 2 det
    court NOUN 3 nsubj
    rejected VERB 0 root
    accusations NOUN 3 obj
    that SCONJ 8 mark
    the DET 7 det
    mayor NOUN 8 nsubj
    attacked VERB 4 acl
    guards NOUN 8 obj
    . PUNCT 3 punct
    """
    claim = one(text, rows)
    assert (claim.event_type, claim.polarity) == ("attack", Polarity.NEGATIVE)
    assert chain(claim) == [("court", "denies")]


def test_a_denial_that_is_denied_denies_nothing() -> None:
    text = "The army did not deny that it attacked the village."
    rows = """
    The DET 2 det
    army NOUN 5 nsubj
    did AUX 5 aux
    not PART 5 advmod
    deny VERB 0 root
    that SCONJ 8 mark
    it PRON 8 nsubj
    attacked VERB 5 ccomp
    the DET 10 det
    village NOUN 8 obj
    . PUNCT 5 punct
    """
    claim = one(text, rows)
    assert (claim.polarity, claim.status, chain(claim)) == (Polarity.POSITIVE, Status.UNCERTAIN, [])


def test_what_somebody_is_accused_of_is_a_claim_beside_the_accusation() -> None:
    text = "The government accused the rebels of attacking a hospital."
    rows = """
    The DET 2 det
    government NOUN 3 nsubj
    accused VERB 0 root
    the DET 5 det
    rebels NOUN 3 obj
    of SCONJ 7 mark
    attacking VERB 5 acl
    a DET 9 det
    hospital NOUN 7 obj
    . PUNCT 3 punct
    """
    accused, attacked = claims_of(tree(text, rows, language="en"), text, language="en")
    assert (accused.event_type, chain(accused)) == ("accuse", [])
    assert (attacked.event_type, chain(attacked)) == ("attack", [("government", "accuses")])


def test_what_is_expected_is_a_plan() -> None:
    text = "The ministry expects that the ship arrives in June."
    rows = """
    The DET 2 det
    ministry NOUN 3 nsubj
    expects VERB 0 root
    that SCONJ 7 mark
    the DET 6 det
    ship NOUN 7 nsubj
    arrives VERB 3 ccomp
    in ADP 9 case
    June PROPN 7 obl
    . PUNCT 3 punct
    """
    claim = one(text, rows)
    assert (claim.status, chain(claim)) == (Status.PLANNED, [("ministry", "expects")])


def test_what_was_reported_by_nobody_is_uncertain() -> None:
    text = "Three miners were reported to have died."
    rows = """
    Three NUM 2 nummod
    miners NOUN 4 nsubj:pass
    were AUX 4 aux:pass
    reported VERB 0 root
    to PART 7 mark
    have AUX 7 aux
    died VERB 4 xcomp
    . PUNCT 4 punct
    """
    claim = one(text, rows)
    assert (claim.status, chain(claim)) == (Status.UNCERTAIN, [])


def test_the_stance_of_a_source_cited_twice_is_the_denial() -> None:
    text = "The minister said he denied that troops left."
    rows = """
    The DET 2 det
    minister NOUN 3 nsubj
    said VERB 0 root
    he PRON 5 nsubj
    denied VERB 3 ccomp
    that SCONJ 8 mark
    troops NOUN 8 nsubj
    left VERB 5 ccomp
    . PUNCT 3 punct
    """
    claim = one(text, rows)
    assert (claim.attribution[1].stance, claim.polarity) == (Stance.DENIES, Polarity.NEGATIVE)


def test_what_somebody_is_blamed_for_is_said_by_who_blames() -> None:
    text = "Norland blamed Sudria for attacking Berat."
    rows = """
    Norland PROPN 2 nsubj
    blamed VERB 0 root
    Sudria PROPN 2 obj
    for SCONJ 5 mark
    attacking VERB 2 advcl
    Berat PROPN 5 obj
    . PUNCT 2 punct
    """
    claims = claims_of(tree(text, rows, language="en"), text, language="en")
    assert [chain(c) for c in claims if c.event_type == "attack"] == [[("Norland", "accuses")]]


def test_what_is_confirmed_not_to_be_so_is_a_negative_claim_that_is_confirmed() -> None:
    text = "The ministry confirmed that the rebels had not attacked Berat."
    rows = """
    The DET 2 det
    ministry NOUN 3 nsubj
    confirmed VERB 0 root
    that SCONJ 9 mark
    the DET 6 det
    rebels NOUN 9 nsubj
    had AUX 9 aux
    not PART 9 advmod
    attacked VERB 3 ccomp
    Berat PROPN 9 obj
    . PUNCT 3 punct
    """
    claim = one(text, rows)
    assert (claim.polarity, chain(claim)) == (Polarity.NEGATIVE, [("ministry", "confirms")])


def test_what_a_denier_affirms_behind_a_comma_is_not_denied() -> None:
    text = "نفت الشركة إغلاق الميناء، مؤكدة أن السفن تصل."
    rows = """
    نفت VERB 0 root
    الشركة NOUN 1 nsubj
    إغلاق NOUN 1 obj
    الميناء NOUN 3 nmod
    ، PUNCT 1 punct
    مؤكدة {tag} 1 ccomp
    أن SCONJ 9 mark
    السفن NOUN 9 nsubj
    تصل VERB 6 ccomp
    . PUNCT 1 punct
    """
    for tag in ("VERB", "ADJ"):
        closed, arriving = claims_of(tree(text, rows.format(tag=tag), language="ar"), text, language="ar")
        assert (closed.event_type, chain(closed)) == ("close", [("الشركة", "denies")])
        assert (arriving.polarity, chain(arriving)) == (Polarity.POSITIVE, [("الشركة", "confirms")])


def test_a_phrase_that_strengthens_a_denial_is_no_part_of_it() -> None:
    text = "تنفي الشركة جملة وتفصيلا إغلاق الميناء."
    rows = """
    تنفي VERB 0 root
    الشركة NOUN 1 nsubj
    جملة NOUN 1 obj
    وتفصيلا NOUN 3 conj
    إغلاق NOUN 4 nsubj
    الميناء NOUN 5 nmod
    . PUNCT 1 punct
    """
    closed = one(text, rows, language="ar")
    assert (closed.event_type, closed.quote, chain(closed)) == ("close", "إغلاق الميناء", [("الشركة", "denies")])


def test_what_is_denied_by_nobody_who_is_named_is_denied_all_the_same() -> None:
    text = "It was denied that the rebels attacked the village."
    rows = """
    It PRON 3 expl
    was AUX 3 aux:pass
    {verb} VERB 0 root
    that SCONJ 7 mark
    the DET 6 det
    rebels NOUN 7 nsubj
    attacked VERB 3 ccomp
    the DET 9 det
    village NOUN 7 obj
    . PUNCT 3 punct
    """
    assert one(text, rows.format(verb="denied")).polarity is Polarity.NEGATIVE
    said = text.replace("denied", "reported")
    assert one(said, rows.format(verb="reported")).polarity is Polarity.POSITIVE


def test_a_preposition_taken_for_the_root_only_opens_the_phrase_before_the_verb() -> None:
    text = "ومن الميناء، صرح سالم حمدان بأن السفينة غادرت الرصيف."
    rows = """
    ومن PART+ADP 0 root
    الميناء NOUN 1 nsubj
    ، PUNCT 2 punct
    صرح VERB 1 ccomp
    سالم PROPN 4 nsubj
    حمدان PROPN 5 flat
    بأن ADP 9 case
    السفينة NOUN 9 nsubj
    غادرت VERB 1 csubj
    الرصيف NOUN 9 obj
    . PUNCT 1 punct
    """
    left = one(text, rows, language="ar")
    assert (left.predicate, chain(left)) == ("غادرت", [("سالم حمدان", "says")])


def test_a_verb_that_opens_the_sentence_is_no_noun() -> None:
    text = "أفرج عن السجين صباح الثلاثاء."
    rows = """
    أفرج NOUN 0 root
    عن ADP 3 case
    السجين NOUN 1 obl
    صباح NOUN 1 obl:tmod
    الثلاثاء PROPN 4 nmod
    . PUNCT 1 punct
    """
    assert one(text, rows, language="ar").event_type == "release"
