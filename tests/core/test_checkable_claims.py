"""Claims of no known event type are kept only where they say enough to be compared."""

from tests.core.test_claims import claims_of
from tests.core.trees import tree


def test_what_names_nobody_and_holds_no_number_is_no_claim() -> None:
    text = "The building was grey."
    rows = """
    The DET 2 det
    building NOUN 4 nsubj
    was AUX 4 cop
    grey ADJ 0 root
    . PUNCT 4 punct
    """
    assert claims_of(tree(text, rows, language="en"), text, language="en") == []


def test_the_same_with_a_name_is_one() -> None:
    text = "Ada Venn was ill on Monday."
    rows = """
    Ada PROPN 4 nsubj
    Venn PROPN 1 flat
    was AUX 4 cop
    ill ADJ 0 root
    on ADP 6 case
    Monday PROPN 4 obl
    . PUNCT 4 punct
    """
    (claim,) = claims_of(tree(text, rows, language="en"), text, language="en")
    assert claim.event_type is None
    assert claim.parties()[0].name == "Ada Venn"


def test_one_whose_doer_is_not_known_is_none() -> None:
    text = "They slept in Tunis."
    rows = """
    They PRON 2 nsubj
    slept VERB 0 root
    in ADP 4 case
    Tunis PROPN 2 obl
    . PUNCT 2 punct
    """
    assert claims_of(tree(text, rows, language="en"), text, language="en") == []
