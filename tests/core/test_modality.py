"""Status, and what is asserted at all, from hand-made trees: one rule a test, no model."""

import pytest

from app.core.claims.words.shapes import Shapes
from app.core.model.claim import Claim, Status
from tests.core.claims_by_hand import claim as claim_by_hand
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def read(text: str, rows: str, language: str = "en") -> list[Claim]:
    return claims_of(tree(text, rows, language=language), text, language=language)


def told(text: str, rows: str, language: str = "en") -> list[tuple[str | None, str, str]]:
    return [(claim.event_type, str(claim.polarity), str(claim.status)) for claim in read(text, rows, language)]


def test_a_plan_is_carried_on_to_the_verb_joined_to_it() -> None:
    text = "The envoy will arrive on Monday and meet the minister."
    rows = """
    The DET 2 det
    envoy NOUN 4 nsubj
    will AUX 4 aux
    arrive VERB 0 root
    on ADP 6 case
    Monday PROPN 4 obl
    and CCONJ 8 cc
    meet VERB 4 conj
    the DET 10 det
    minister NOUN 8 obj
    . PUNCT 4 punct
    """
    assert [status for _, _, status in told(text, rows)] == ["planned", "planned"]


def test_a_condition_is_for_its_own_clause_and_the_one_above() -> None:
    text = "If the minister resigns, the army will attack the town."
    rows = """
    If SCONJ 4 mark
    the DET 3 det
    minister NOUN 4 nsubj
    resigns VERB 9 advcl
    , PUNCT 4 punct
    the DET 7 det
    army NOUN 9 nsubj
    will AUX 9 aux
    attack VERB 0 root
    the DET 11 det
    town NOUN 9 obj
    . PUNCT 9 punct
    """
    assert [status for _, _, status in told(text, rows)] == ["conditional", "conditional"]


def test_a_threat_is_made_whatever_its_condition() -> None:
    text = "The army threatened to attack the town if the mayor left."
    rows = """
    The DET 2 det
    army NOUN 3 nsubj
    threatened VERB 0 root
    to PART 5 mark
    attack VERB 3 xcomp
    the DET 7 det
    town NOUN 5 obj
    if SCONJ 11 mark
    the DET 10 det
    mayor NOUN 11 nsubj
    left VERB 3 advcl
    . PUNCT 3 punct
    """
    assert told(text, rows) == [
        ("threaten", "positive", "happened"),
        ("attack", "positive", "conditional"),
        ("depart", "positive", "conditional"),
    ]


def test_a_condition_is_not_shared_backwards_with_what_happened() -> None:
    text = "The army left the town and will visit Berat if the mayor resigns."
    rows = """
    The DET 2 det
    army NOUN 3 nsubj
    left VERB 0 root
    the DET 5 det
    town NOUN 3 obj
    and CCONJ 8 cc
    will AUX 8 aux
    visit VERB 3 conj
    Berat PROPN 8 obj
    if SCONJ 13 mark
    the DET 12 det
    mayor NOUN 13 nsubj
    resigns VERB 8 advcl
    . PUNCT 3 punct
    """
    assert [status for _, _, status in told(text, rows)] == ["happened", "conditional", "conditional"]


WOULD = """
The DET 2 det
envoy NOUN 4 nsubj
would AUX 4 aux
visit VERB 0 root
the DET 6 det
town NOUN 4 obj
. PUNCT 4 punct
"""
SAID_WOULD = """
Officials NOUN 2 nsubj
said VERB 0 root
the DET 4 det
envoy NOUN 6 nsubj
would AUX 6 aux
visit VERB 2 ccomp
the DET 8 det
town NOUN 6 obj
. PUNCT 2 punct
"""
WOULD_HAVE = """
Officials NOUN 2 nsubj
said VERB 0 root
the DET 4 det
envoy NOUN 7 nsubj
would AUX 7 aux
have AUX 7 aux
visited VERB 2 ccomp
the DET 9 det
town NOUN 7 obj
. PUNCT 2 punct
"""


@pytest.mark.parametrize(
    ("text", "rows", "status"),
    [
        ("The envoy would visit the town.", WOULD, "uncertain"),
        ("Officials said the envoy would visit the town.", SAID_WOULD, "planned"),
        ("Officials said the envoy would have visited the town.", WOULD_HAVE, "uncertain"),
    ],
)
def test_would_is_a_plan_only_in_reported_speech(text: str, rows: str, status: str) -> None:
    assert told(text, rows) == [("visit", "positive", status)]


def test_the_conditional_of_the_press_is_uncertain() -> None:
    text = "Le ministre aurait quitté la ville."
    rows = """
    Le DET 2 det
    ministre NOUN 4 nsubj
    aurait AUX 4 aux
    quitté VERB 0 root
    la DET 6 det
    ville NOUN 4 obj
    . PUNCT 4 punct
    """
    assert [claim.status for claim in read(text, rows, "fr")] == [Status.UNCERTAIN]


MAY = """
قد PART 2 advmod
يزور VERB 0 root
الوزير NOUN 2 nsubj
المدينة NOUN 2 obj
. PUNCT 2 punct
"""
HAS = """
قد PART 2 advmod
زار VERB 0 root
الوزير NOUN 2 nsubj
المدينة NOUN 2 obj
. PUNCT 2 punct
"""


@pytest.mark.parametrize(
    ("text", "rows", "status"),
    [("قد يزور الوزير المدينة.", MAY, "uncertain"), ("قد زار الوزير المدينة.", HAS, "happened")],
)
def test_a_particle_makes_only_the_imperfect_uncertain(text: str, rows: str, status: str) -> None:
    assert told(text, rows, "ar") == [("visit", "positive", status)]


def test_what_is_asked_for_is_requested() -> None:
    text = "The minister asked the army to leave the town."
    rows = """
    The DET 2 det
    minister NOUN 3 nsubj
    asked VERB 0 root
    the DET 5 det
    army NOUN 3 obj
    to PART 7 mark
    leave VERB 3 xcomp
    the DET 9 det
    town NOUN 7 obj
    . PUNCT 3 punct
    """
    assert told(text, rows) == [("request", "positive", "happened"), ("depart", "positive", "requested")]


def test_a_time_that_lies_ahead_makes_a_present_a_plan() -> None:
    text = "The envoy visits the town tomorrow."
    rows = """
    The DET 2 det
    envoy NOUN 3 nsubj
    visits VERB 0 root
    the DET 5 det
    town NOUN 3 obj
    tomorrow NOUN 3 obl:tmod
    . PUNCT 3 punct
    """
    assert told(text, rows) == [("visit", "positive", "planned")]


def test_a_postponement_happened_and_leaves_its_event_postponed() -> None:
    text = "The visit of the minister to the town was postponed on Monday."
    rows = """
    The DET 2 det
    visit NOUN 10 nsubj:pass
    of ADP 5 case
    the DET 5 det
    minister NOUN 2 nmod
    to ADP 8 case
    the DET 8 det
    town NOUN 2 nmod
    was AUX 10 aux:pass
    postponed VERB 0 root
    on ADP 12 case
    Monday PROPN 10 obl
    . PUNCT 10 punct
    """
    claims = {claim.event_type: claim for claim in read(text, rows)}
    assert claims["postpone"].status is Status.HAPPENED
    assert claims["postpone"].state is Status.POSTPONED
    assert "visit" not in claims or claims["visit"].status is Status.POSTPONED


@pytest.mark.parametrize(
    ("event_type", "status", "state"),
    [
        ("cancel", Status.HAPPENED, Status.CANCELLED),
        ("cancel", Status.PLANNED, Status.PLANNED),
        ("meet", Status.HAPPENED, Status.HAPPENED),
    ],
)
def test_the_state_of_an_event_is_what_its_claim_leaves_it_in(event_type: str, status: Status, state: Status) -> None:
    assert claim_by_hand("c", event_type=event_type, status=status).state is state


QUOTED_QUESTION = """
" PUNCT 5 punct
Has AUX 5 aux
the DET 4 det
minister NOUN 5 nsubj
resigned VERB 10 ccomp
? PUNCT 5 punct
" PUNCT 5 punct
the DET 9 det
reporter NOUN 10 nsubj
asked VERB 0 root
. PUNCT 10 punct
"""
WHETHER = """
Officials NOUN 2 nsubj
said VERB 0 root
whether SCONJ 5 mark
he PRON 5 nsubj
resigned VERB 2 ccomp
. PUNCT 2 punct
"""
WISH = """
We PRON 2 nsubj
wish VERB 0 root
the DET 4 det
minister NOUN 5 nsubj
resigned VERB 2 ccomp
. PUNCT 2 punct
"""
COMMAND = """
" PUNCT 2 punct
Release VERB 8 ccomp
the DET 4 det
prisoners NOUN 2 obj
, PUNCT 2 punct
" PUNCT 2 punct
protesters NOUN 8 nsubj
shouted VERB 0 root
. PUNCT 8 punct
"""
HAL = """
هل PART 2 advmod
استقال VERB 0 root
الوزير NOUN 2 nsubj
أمس NOUN 2 obl
. PUNCT 2 punct
"""


@pytest.mark.parametrize(
    ("text", "rows", "language"),
    [
        ('"Has the minister resigned?" the reporter asked.', QUOTED_QUESTION, "en"),
        ("Officials said whether he resigned.", WHETHER, "en"),
        ("We wish the minister resigned.", WISH, "en"),
        ('"Release the prisoners," protesters shouted.', COMMAND, "en"),
        ("هل استقال الوزير أمس.", HAL, "ar"),
    ],
)
def test_questions_commands_and_wishes_assert_nothing(text: str, rows: str, language: str) -> None:
    resigned = [claim for claim in read(text, rows, language) if claim.event_type in ("resign", "release", "request")]
    assert resigned == []


@pytest.mark.parametrize(
    ("pattern", "word", "fits"),
    [
        ("*rait", "tiendrait", True),
        ("*rait", "rait", False),
        ("ن*", "نرفت", True),
        ("*medi*", "gelmediler", True),
        ("*medi*", "medi", False),
        ("по*ит", "посетит", True),
        ("по*ит", "посетил", False),
        ("будет", "будет", True),
    ],
)
def test_shapes_of_verbs(pattern: str, word: str, fits: bool) -> None:
    assert Shapes({"x": [pattern]}, {}).has("x", word) is fits


def test_a_word_that_only_looks_so_has_not_the_shape() -> None:
    assert not Shapes({"negative": ["ن*"]}, {"negative": ["نوشت*"]}).has("negative", "نوشته")


def test_what_still_goes_on_is_not_denied() -> None:
    text = "لا يزال الجيش اليمني يحاصر مدينة تعز."
    rows = """
    لا PART 2 advmod
    يزال VERB 0 root
    الجيش NOUN 2 nsubj
    اليمني ADJ 3 amod
    يحاصر VERB 2 ccomp
    مدينة NOUN 5 obj
    تعز PROPN 6 nmod
    . PUNCT 2 punct
    """
    assert [str(claim.polarity) for claim in read(text, rows, "ar")] == ["positive"]


def test_what_it_was_decided_to_call_off_is_off() -> None:
    rows = """
    The DET 2 det
    board NOUN 3 nsubj
    decided VERB 0 root
    to PART 5 mark
    cancel VERB 3 xcomp
    the DET 7 det
    regatta NOUN 5 obj
    . PUNCT 3 punct
    """
    (cancelled,) = read("The board decided to cancel the regatta.", rows)
    assert cancelled.state is Status.CANCELLED


def test_what_is_only_to_be_decided_on_is_not_off_yet() -> None:
    rows = """
    The DET 2 det
    board NOUN 4 nsubj
    will AUX 4 aux
    decide VERB 0 root
    to PART 6 mark
    cancel VERB 4 xcomp
    the DET 8 det
    regatta NOUN 6 obj
    . PUNCT 4 punct
    """
    (cancelled,) = read("The board will decide to cancel the regatta.", rows)
    assert cancelled.state is Status.PLANNED
