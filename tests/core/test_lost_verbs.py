"""Verbs that a tree takes for prepositions, from hand-made trees."""

import pytest

from app.core.claims.grammar.even_trees import even_out
from app.core.claims.words.lexicon import lexicon_of
from app.knowledge.loader import load_knowledge
from tests.core.trees import tree

WHOLE = """
President NOUN 0 root
Ada PROPN 1 appos
Venn PROPN 2 flat
met ADP 5 case
Marek PROPN 1 nmod
Oduya PROPN 5 flat
in ADP 8 case
Khartal PROPN 5 nmod
"""
TOLD = """
She PRON 2 nsubj
said VERB 0 root
Ada PROPN 2 obj
Venn PROPN 3 flat
met ADP 6 case
Marek PROPN 2 obl
in ADP 8 case
Khartal PROPN 2 obl
"""
ROOT = """
Ada PROPN 3 nsubj
Venn PROPN 1 flat
met ADP 0 root
Marek PROPN 3 obl
in ADP 6 case
Khartal PROPN 3 obl
"""


@pytest.mark.parametrize(
    ("text", "rows", "verb", "relation"),
    [
        ("President Ada Venn met Marek Oduya in Khartal", WHOLE, 4, "root"),
        ("She said Ada Venn met Marek in Khartal", TOLD, 5, "ccomp"),
        ("Ada Venn met Marek in Khartal", ROOT, 3, "root"),
    ],
)
def test_met_between_two_names_is_a_verb(text: str, rows: str, verb: int, relation: str) -> None:
    lexicon = lexicon_of(load_knowledge().pack("en").claims)
    words = even_out(tree(text, rows, language="en"), lexicon).words
    assert (words[verb - 1].tag, words[verb - 1].relation) == ("VERB", relation)
    below = {(word.relation, word.text) for word in words if word.head == verb}
    subject = "President" if text.startswith("President") else "Ada"
    assert below == {("nsubj", subject), ("obj", "Marek"), ("obl", "Khartal")}


def test_a_preposition_between_two_names_stays_one() -> None:
    lexicon = lexicon_of(load_knowledge().pack("en").claims)
    words = even_out(tree("Ada Venn with Marek Oduya in Khartal", WITH, language="en"), lexicon).words
    assert [word.tag for word in words] == ["PROPN", "PROPN", "ADP", "PROPN", "PROPN", "ADP", "PROPN"]
    assert words[2].relation == "case"


WITH = """
Ada PROPN 0 root
Venn PROPN 1 flat
with ADP 4 case
Marek PROPN 1 nmod
Oduya PROPN 4 flat
in ADP 7 case
Khartal PROPN 4 nmod
"""
