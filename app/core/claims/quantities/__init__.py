"""Quantities in a sentence: numbers with their bounds, their unit and what they count."""

from app.core.claims.quantities.find import find_quantities

__all__ = ["find_quantities"]
