"""What is left out or left unsure: pronouns that may mean two, what is imagined, what somebody is charged with."""

from app.core.model.claim import SlotName
from tests.core.test_claims import claims_of
from tests.core.test_coreference import claims_in, names_in
from tests.core.test_modality import told
from tests.core.trees import tree

LEFT = (
    "He left Oslo.",
    """
    He PRON 2 nsubj
    left VERB 0 root
    Oslo PROPN 2 obj
    . PUNCT 2 punct
    """,
)


def test_who_spoke_of_another_is_not_meant_by_the_next_pronoun() -> None:
    said = (
        "Omar Kell said the minister's driver was ill.",
        """
        Omar PROPN 3 nsubj
        Kell PROPN 1 flat
        said VERB 0 root
        the DET 5 det
        minister's NOUN+PART 6 nmod
        driver NOUN 8 nsubj
        was AUX 8 cop
        ill ADJ 3 ccomp
        . PUNCT 3 punct
        """,
    )
    assert [claim for claim in claims_in(said, LEFT, language="en") if claim.event_type == "depart"] == []


def test_who_spoke_of_nobody_else_is_meant() -> None:
    said = (
        "Omar Kell said the road was closed.",
        """
        Omar PROPN 3 nsubj
        Kell PROPN 1 flat
        said VERB 0 root
        the DET 5 det
        road NOUN 7 nsubj
        was AUX 7 cop
        closed ADJ 3 ccomp
        . PUNCT 3 punct
        """,
    )
    left = next(claim for claim in claims_in(said, LEFT, language="en") if claim.event_type == "depart")
    assert names_in(left, SlotName.ACTOR) == ["Omar Kell"]


def test_what_somebody_is_the_first_to_do_is_done() -> None:
    text = "Ada Venn is the first player to win three medals in Oslo."
    rows = """
    Ada PROPN 6 nsubj
    Venn PROPN 1 flat
    is AUX 6 cop
    the DET 6 det
    first ADJ 6 amod
    player NOUN 0 root
    to PART 8 mark
    win VERB 6 acl
    three NUM 10 nummod
    medals NOUN 8 obj
    in ADP 12 case
    Oslo PROPN 8 obl
    . PUNCT 6 punct
    """
    assert ("win", "positive", "happened") in told(text, rows)


def test_what_is_only_imagined_is_no_claim() -> None:
    text = "Omar Kell acted as if Ada Venn had left Oslo."
    rows = """
    Omar PROPN 3 nsubj
    Kell PROPN 1 flat
    acted VERB 0 root
    as SCONJ 9 mark
    if SCONJ 4 fixed
    Ada PROPN 9 nsubj
    Venn PROPN 6 flat
    had AUX 9 aux
    left VERB 3 advcl
    Oslo PROPN 9 obj
    . PUNCT 3 punct
    """
    claims = claims_of(tree(text, rows, language="en"), text, language="en")
    assert [claim for claim in claims if claim.event_type == "depart"] == []


def test_what_somebody_is_charged_with_is_not_told_as_a_fact() -> None:
    text = "Omar Kell was charged with killing a guard."
    rows = """
    Omar PROPN 4 nsubj:pass
    Kell PROPN 1 flat
    was AUX 4 aux:pass
    charged VERB 0 root
    with SCONJ 6 mark
    killing VERB 4 advcl
    a DET 8 det
    guard NOUN 6 obj
    . PUNCT 4 punct
    """
    assert ("kill", "positive", "uncertain") in told(text, rows)


def test_what_was_not_so_until_something_happened_is_no_claim_without_it() -> None:
    met = (
        "Omar Kell met Ada Venn.",
        """
        Omar PROPN 3 nsubj
        Kell PROPN 1 flat
        met VERB 0 root
        Ada PROPN 3 obj
        Venn PROPN 4 flat
        . PUNCT 3 punct
        """,
    )
    rows = """
        Ada PROPN 5 nsubj
        Venn PROPN 1 flat
        did AUX 5 aux
        not PART 5 advmod
        resign VERB 0 root
        until SCONJ 8 mark
        Kell PROPN 8 nsubj
        arrived VERB 5 advcl
        . PUNCT 5 punct
        """
    claims = claims_in(met, ("Ada Venn did not resign until Kell arrived.", rows), language="en")
    assert [claim for claim in claims if claim.event_type == "resign"] == []
    after = claims_in(
        met, ("Ada Venn did not resign after Kell arrived.", rows.replace("until", "after")), language="en"
    )
    assert [str(claim.polarity) for claim in after if claim.event_type == "resign"] == ["negative"]
