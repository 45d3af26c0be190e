"""Times in a sentence: found by a grammar over the words of a language pack, resolved against the publication time."""

from app.core.claims.times.find import TimesFound, find_times
from app.core.claims.times.plans import lies_ahead, toward_future

__all__ = ["TimesFound", "find_times", "lies_ahead", "toward_future"]
