"""Text that is no prose, read by the real reader: nothing breaks, and nothing is claimed that is not there."""

import pytest

from app.core.model.claim import Claim
from app.core.model.records import Submission
from app.use_cases.services import Services

LONG = "Minister Ada Venn, " + "who in that long and winding year saw many towns and many harbours, " * 30 + "resigned."
ODD = {
    "four hundred words": LONG,
    "list": "- apples\n- pears\n- 3 plums\n- ...\n- \n- end",
    "table": "Team | P | W | D | L\nNorth | 10 | 4 | 3 | 3\nSouth | 10 | 2 | 2 | 6",
    "code": "def attack(target):\n    return [x for x in target if x.killed > 12]  # kill -9 $PID && rm -rf build/",
    "mixed scripts": "Ада Venn وصلت à Tunis 昨日 und ging 🚢 בנמל.",
    "emoji": "🔥🔥🔥 😱😱 👉 🇹🇳 ‼️",
    "capitals": "ADA VENN ARRIVED IN TUNIS ON MONDAY AFTER TALKS WITH SAMI LORNE",
    "verse": "O harbour, harbour, grey and wide,\nwho counts the lanterns on thy tide?\nO sleep, thou thief.",
    "marks": "((((( ,,,,, »»»» .... !!!! ---- 1/2/3 %%%",
    "one word": "No.",
    "invisible": "\u200f\u200e\u2066 وصل\u0640\u0640\u0640 \u2069.",
}
NOTHING_HAPPENS_IN = ("list", "table", "code", "emoji", "marks", "one word")


def claims_of(services: Services, text: str) -> tuple[Claim, ...]:
    return services.understand("odd", Submission(outlet="o", text=text, language="en")).claims


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_text_is_read_and_quoted_where_it_stands(services: Services, name: str) -> None:
    text = ODD[name]
    for claim in claims_of(services, text):
        assert text[claim.start : claim.end] == claim.quote
        assert claim.statement.strip()


@pytest.mark.parametrize("name", NOTHING_HAPPENS_IN)
def test_no_event_is_read_into_what_is_no_prose(services: Services, name: str) -> None:
    assert [claim.quote for claim in claims_of(services, ODD[name]) if claim.event_type is not None] == []
