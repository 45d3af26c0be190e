"""Numbers in a sentence: every one as it stands, and quantities with bounds, their unit and what they count."""

from app.core.claims.quantities.find import find_quantities
from app.core.claims.quantities.plain import find_numbers

__all__ = ["find_numbers", "find_quantities"]
