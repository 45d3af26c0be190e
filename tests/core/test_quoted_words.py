"""Whose words a quotation is, from hand-made trees."""

from tests.core.test_attribution import chain
from tests.core.test_claims import claims_of
from tests.core.trees import tree

LINE = """
Counsel NOUN 4 nsubj
Tilda PROPN 1 flat
Marsh PROPN 1 flat
ended VERB 0 root
with ADP 7 case
a DET 7 det
line NOUN 4 obl
: PUNCT 4 punct
“ PUNCT 12 punct
The DET 11 det
river NOUN 12 nsubj
flooded VERB 4 parataxis
Orlena PROPN 12 obj
. PUNCT 12 punct
” PUNCT 12 punct
"""
MAP = LINE.replace("line", "map")
LAUNCHED = """
« PUNCT 4 punct
Le DET 3 det
pont NOUN 4 nsubj
fermera VERB 10 advmod
lundi NOUN 4 obl
» PUNCT 4 punct
, PUNCT 4 punct
a AUX 10 aux
ensuite ADV 10 advmod
lancé VERB 0 root
Karim PROPN 10 nsubj
Haddad PROPN 11 flat
. PUNCT 10 punct
"""


def speakers_in(text: str, rows: str, predicate: str, language: str = "en") -> list[tuple[str, str]]:
    claims = claims_of(tree(text, rows, language=language), text, language=language)
    (found,) = [chain(claim) for claim in claims if claim.predicate == predicate]
    return found


def test_a_noun_for_words_leads_to_what_its_subject_said() -> None:
    text = "Counsel Tilda Marsh ended with a line: “The river flooded Orlena.”"
    assert [name for name, _ in speakers_in(text, LINE, "flooded")] == ["Tilda Marsh"]


def test_another_noun_before_a_quotation_tells_no_speaker() -> None:
    text = "Counsel Tilda Marsh ended with a map: “The river flooded Orlena.”"
    assert speakers_in(text, MAP, "flooded") == []


def test_a_verb_of_saying_right_behind_a_quotation_reports_it() -> None:
    text = "« Le pont fermera lundi », a ensuite lancé Karim Haddad."
    assert speakers_in(text, LAUNCHED, "fermera", "fr") == [("Karim Haddad", "says")]
