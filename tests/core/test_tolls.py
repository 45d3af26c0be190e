"""Tolls: how many died or were hurt, told by a noun such as "toll" or "number" and a verb that is neither."""

import pytest

from app.core.model.claim import Claim, SlotName
from tests.core.test_coreference import claims_in

THE_TOLL_ROSE = """
    The DET 3 det
    {} NOUN 3 compound
    toll NOUN 4 nsubj
    climbed VERB 0 root
    to ADP 6 case
    31 NUM 4 obl
    """
COUNTED = """
    The DET 2 det
    number NOUN 5 nsubj
    of ADP 4 case
    {} NOUN 2 nmod
    reached VERB 0 root
    31 NUM 5 obj
    """
RAISED = """
    رفعت VERB 0 root
    الوزارة NOUN 1 nsubj
    عدد NOUN 1 obj
    {} NOUN 3 nmod
    إلى ADP 6 case
    31 NUM 1 obl
    """


def only(text: str, rows: str, *, language: str) -> Claim:
    """The one claim of a sentence that has a number."""
    (found,) = (claim for claim in claims_in((text, rows), language=language) if claim.quantities)
    return found


@pytest.mark.parametrize(
    ("text", "rows", "language", "event_type"),
    [
        ("The death toll climbed to 31", THE_TOLL_ROSE.format("death"), "en", "die"),
        ("The injury toll climbed to 31", THE_TOLL_ROSE.format("injury"), "en", "injure"),
        ("The number of dead reached 31", COUNTED.format("dead"), "en", "die"),
        ("The number of wounded reached 31", COUNTED.format("wounded"), "en", "injure"),
        ("رفعت الوزارة عدد القتلى إلى 31", RAISED.format("القتلى"), "ar", "die"),
        ("رفعت الوزارة عدد الجرحى إلى 31", RAISED.format("الجرحى"), "ar", "injure"),
    ],
)
def test_a_toll_tells_of_deaths_or_injuries(text: str, rows: str, language: str, event_type: str) -> None:
    toll = only(text, rows, language=language)
    assert toll.event_type == event_type
    assert [quantity.low for quantity in toll.quantities] == [31]


def test_who_raises_a_toll_is_not_among_the_dead() -> None:
    toll = only("رفعت الوزارة عدد القتلى إلى 31", RAISED.format("القتلى"), language="ar")
    assert not any("الوزارة" in party.text for party in toll.parties(SlotName.TARGET))


def test_what_is_counted_besides_people_is_no_toll() -> None:
    assert only("The number of boats reached 31", COUNTED.format("boats"), language="en").event_type != "die"
