"""Texts that lists sort by."""

from datetime import UTC, datetime, timedelta

from app.core.model.claim import Claim

_START = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
LAST_POSITION = 999_999
CLUSTER_BEGINNING = "clu_"
TOLD_DIGITS = 16


def instant_text(instant: datetime | None) -> str:
    """An aware time as a text of fixed length that sorts: hexadecimal microseconds since the year 1. Empty for None."""
    return "" if instant is None else f"{(instant - _START) // _MICROSECOND:015x}"


def text_instant(text: str) -> datetime | None:
    """The time that ``instant_text`` wrote."""
    return _START + int(text, 16) * _MICROSECOND if text else None


def published_text(claim: Claim) -> str:
    """The publication time as a text that sorts; empty where unknown."""
    return instant_text(claim.published_at)


def claim_key(published: str, article_id: str, position: int) -> str:
    """Latest published first, in the order of the text within an article."""
    return f"{published}~{article_id}~{LAST_POSITION - position:06}"


def cluster_key(published: str, cluster_id: str) -> str:
    """The latest report first; of several at one time no two have as much of their ids in common as is told here."""
    return f"{published}~{cluster_id.removeprefix(CLUSTER_BEGINNING)[:TOLD_DIGITS]}"
