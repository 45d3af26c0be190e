"""What leans on its article is kept, marked and believed less: others may tell the same in words that stand alone."""

from tests.core.test_coreference import ARRIVED, claims_in

HELPED = (
    "This helped Ada Venn.",
    """
    This PRON 2 nsubj
    helped VERB 0 root
    Ada PROPN 2 obj
    Venn PROPN 3 flat
    . PUNCT 2 punct
    """,
)
LEFT_UNTIL = (
    "Ada Venn did not resign until Kell arrived.",
    """
    Ada PROPN 5 nsubj
    Venn PROPN 1 flat
    did AUX 5 aux
    not PART 5 advmod
    resign VERB 0 root
    until SCONJ 8 mark
    Kell PROPN 8 nsubj
    arrived VERB 5 advcl
    . PUNCT 5 punct
    """,
)


def test_what_points_outside_its_words_is_kept_as_leaning() -> None:
    (leaning,) = claims_in(ARRIVED, HELPED, language="en", leaning=True)
    assert leaning.quote == "This helped Ada Venn"
    (standing,) = claims_in(ARRIVED, HELPED, language="en")
    assert leaning.confidence < standing.confidence


def test_words_that_break_off_are_no_claim_at_all() -> None:
    found = claims_in(ARRIVED, LEFT_UNTIL, language="en", leaning=True)
    assert [claim for claim in found if claim.event_type == "resign"] == []
