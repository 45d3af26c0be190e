"""Claims whose words need more than they have, and those that only leave open what they tell."""

from app.core.model.claim import Status
from tests.core.test_coreference import claims_in
from tests.core.test_statement import statements

ARRIVED = (
    "وصل أحمد حسن إلى لندن.",
    """
    وصل VERB 0 root
    أحمد PROPN 1 nsubj
    حسن PROPN 2 flat
    إلى ADP 5 case
    لندن PROPN 1 obl
    . PUNCT 1 punct
    """,
)
MADE = (
    "جعل أحمد حسن باريس عاصمة.",
    """
    جعل VERB 0 root
    أحمد PROPN 1 nsubj
    حسن PROPN 2 flat
    باريس PROPN 1 obj
    عاصمة NOUN 1 xcomp
    . PUNCT 1 punct
    """,
)
MADE_OF = (
    "جعل أحمد حسن من باريس.",
    """
    جعل VERB 0 root
    أحمد PROPN 1 nsubj
    حسن PROPN 2 flat
    من ADP 5 case
    باريس PROPN 1 obl
    . PUNCT 1 punct
    """,
)
MAY = (
    "يمكن أن يزور أحمد حسن باريس.",
    """
    يمكن VERB 0 root
    أن SCONJ 3 mark
    يزور VERB 1 csubj
    أحمد PROPN 3 nsubj
    حسن PROPN 4 flat
    باريس PROPN 3 obj
    . PUNCT 1 punct
    """,
)
NOT_EXCLUDED = (
    "لم يستبعد أحمد حسن أن يزور باريس.",
    """
    لم PART 2 advmod
    يستبعد VERB 0 root
    أحمد PROPN 2 nsubj
    حسن PROPN 3 flat
    أن SCONJ 6 mark
    يزور VERB 2 ccomp
    باريس PROPN 6 obj
    . PUNCT 2 punct
    """,
)


def test_a_verb_of_two_objects_tells_something_only_with_both() -> None:
    assert "جعل أحمد حسن باريس عاصمة" in statements(ARRIVED, MADE, language="ar")
    assert not any("جعل" in told for told in statements(ARRIVED, MADE_OF, language="ar"))


def test_what_may_be_or_is_not_ruled_out_has_not_happened() -> None:
    for sentence in (MAY, NOT_EXCLUDED):
        visit = next(claim for claim in claims_in(ARRIVED, sentence, language="ar") if claim.event_type == "visit")
        assert visit.status is Status.UNCERTAIN
