"""Times and dates whose numbers a dot parts: "um 15.30 Uhr", "saat 15.30'da", "am 15.02."."""

from collections.abc import Sequence

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.vocabulary import Vocabulary


def is_dotted_time(tokens: Sequence[Token], vocabulary: Vocabulary, position: int, end: int, *, closes: bool) -> bool:
    """Whether "15.30" between the positions is a time of day: a word for hours, or "at" before it.

    ``position`` is where its lead or its hour begins; ``closes``: nothing follows that a number would count.
    """
    words = vocabulary
    if words.clock_glued.end(tokens, end) is not None:
        return True
    if not words.words.dotted:
        return False
    if words.clock_after.end(tokens, end) is not None or tokens[position].digits is None:
        return True
    return closes and words.clock_leads.before(tokens, position) is not None


def _follows_dotted(tokens: Sequence[Token], position: int) -> bool:
    """Whether another dotted day and a dash stand before it: "14. - 15.10."."""
    before = tokens[max(position - 3, 0) : position]
    return len(before) == 3 and before[2].text in ("-", "–") and before[1].text == "." and before[0].digits is not None


def dotted_date_end(tokens: Sequence[Token], vocabulary: Vocabulary, position: int, end: int) -> int | None:
    """Where "15.02." or, after "on the", "15.02" ends as a date; None where it is a time or any other number."""
    words = vocabulary
    if not words.words.dotted or words.clock_glued.end(tokens, end) is not None:
        return None
    if words.clock_leads.before(tokens, position) is not None and words.day_leads.before(tokens, position) is None:
        return None
    dot = end < len(tokens) and tokens[end].glued and tokens[end].text == "."
    leads = (words.day_leads, words.bare_day_leads, words.range_open, words.until)
    led = any(lead.before(tokens, position) is not None for lead in leads) or _follows_dotted(tokens, position)
    if dot and not (end + 1 < len(tokens) and tokens[end + 1].glued and tokens[end + 1].digits is not None):
        return end + 1 if led or position == 0 or end + 1 < len(tokens) else None
    return end if led and not dot and (end >= len(tokens) or not tokens[end].glued) else None
