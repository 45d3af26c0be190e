"""Judgements kept apart from facts: hand-made trees, no model."""

import pytest

from app.adapters.storage.codec import columns_of, load_claim
from app.core.claims.reality.framing import without_epithets
from app.core.claims.words.lexicon import Lexicon
from app.core.model.claim import Claim, SlotName
from app.core.model.entity import EntityType, Party
from app.core.model.words import ClaimWords
from app.use_cases.show import show_claim
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def read(text: str, rows: str, language: str = "en") -> list[Claim]:
    return claims_of(tree(text, rows, language=language), text, language=language)


IS_ONE = """
The DET 2 det
mayor NOUN 6 nsubj
is AUX 6 cop
a DET 6 det
war NOUN 6 compound
criminal NOUN 0 root
. PUNCT 6 punct
"""
SHAMEFUL = """
The DET 2 det
decision NOUN 4 nsubj
is AUX 4 cop
shameful ADJ 0 root
. PUNCT 4 punct
"""
CALLED = """
The DET 2 det
senator NOUN 3 nsubj
called VERB 0 root
the DET 5 det
mayor NOUN 3 obj
a DET 7 det
traitor NOUN 3 xcomp
. PUNCT 3 punct
"""
DESCRIBED = """
The DET 2 det
senator NOUN 3 nsubj
described VERB 0 root
the DET 5 det
mayor NOUN 3 obj
as ADP 8 case
a DET 8 det
failure NOUN 3 obl
. PUNCT 3 punct
"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The mayor is a war criminal.", IS_ONE),
        ("The decision is shameful.", SHAMEFUL),
        ("The senator called the mayor a traitor.", CALLED),
        ("The senator described the mayor as a failure.", DESCRIBED),
    ],
)
def test_a_mere_judgement_is_no_claim(text: str, rows: str) -> None:
    assert read(text, rows) == []


MILITIA = "The so-called republic attacked the town on Monday."
MILITIA_ROWS = """
The DET 3 det
so-called ADJ 3 amod
republic NOUN 4 nsubj
attacked VERB 0 root
the DET 6 det
town NOUN 4 obj
on ADP 8 case
Monday PROPN 4 obl
. PUNCT 4 punct
"""


def test_loaded_words_are_marked_and_left_out_of_names() -> None:
    (claim,) = read(MILITIA, MILITIA_ROWS)
    assert [(phrase.text, MILITIA[phrase.start : phrase.end]) for phrase in claim.framing] == [("so-called",) * 2]
    (actor,) = claim.parties(SlotName.ACTOR)
    assert "so-called" not in actor.name
    assert "so-called" in actor.text


def test_a_phrase_is_found_in_any_form_of_its_words() -> None:
    text = "وصل مجرم الحرب إلى المدينة."
    rows = """
    وصل VERB 0 root
    مجرم NOUN 1 nsubj
    الحرب NOUN 2 nmod
    إلى ADP 5 case
    المدينة NOUN 1 obl
    . PUNCT 1 punct
    """
    (claim,) = read(text, rows, "ar")
    assert [phrase.text for phrase in claim.framing] == ["مجرم الحرب"]


def test_framing_is_shown_and_stored() -> None:
    (claim,) = read(MILITIA, MILITIA_ROWS)
    assert [phrase.text for phrase in show_claim(claim, None).framing] == ["so-called"]
    assert load_claim(columns_of(claim)) == claim


@pytest.mark.parametrize(
    ("name", "left"),
    [("war criminal Karl Dorn", "Karl Dorn"), ("Karl Dorn", "Karl Dorn"), ("war criminal", "war criminal")],
)
def test_epithets_are_no_part_of_a_name(name: str, left: str) -> None:
    lexicon = Lexicon(ClaimWords(framing=("war criminal",)))
    party = Party(
        text=name,
        start=0,
        end=len(name),
        name=name,
        key=name,
        type=EntityType.PERSON,
        is_name=True,
        titles=("General", "war criminal"),
    )
    plain = without_epithets(party, lexicon)
    assert (plain.name, plain.titles, plain.text) == (left, ("General",), name)
