"""Units: one canonical unit a dimension, so that 1,180 square kilometres and 118,000 hectares are the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core.claims.quantities.phrases import Match, name_table, value_table, word_table
from app.core.claims.quantities.tokens import Token
from app.core.folding import fold
from app.core.model.words import NumberWords

PERCENT = "percent"
CELSIUS, DEGREE = "°C", "°"
DEGREES = (CELSIUS, DEGREE)
MEASURES: dict[str, tuple[str, float]] = {
    # name in the packs -> canonical unit and how many of it (SI brochure, NIST SP 811)
    "km": ("km", 1.0),
    "m": ("km", 1e-3),
    "cm": ("km", 1e-5),
    "mm": ("km", 1e-6),
    "mile": ("km", 1.609344),
    "yard": ("km", 9.144e-4),
    "foot": ("km", 3.048e-4),
    "inch": ("km", 2.54e-5),
    "nautical_mile": ("km", 1.852),
    "km2": ("km2", 1.0),
    "m2": ("km2", 1e-6),
    "hectare": ("km2", 0.01),
    "acre": ("km2", 0.0040468564),
    "feddan": ("km2", 0.00420083),
    "dunam": ("km2", 1e-3),
    "square_mile": ("km2", 2.589988),
    "mt": ("t", 1e6),
    "kt": ("t", 1e3),
    "t": ("t", 1.0),
    "kg": ("t", 1e-3),
    "g": ("t", 1e-6),
    "quintal": ("t", 0.1),
    "pound_weight": ("t", 4.5359237e-4),
    "ounce": ("t", 2.8349523e-5),
    "ml": ("m3", 1e-6),
    "l": ("m3", 1e-3),
    "m3": ("m3", 1.0),
    "gallon": ("m3", 3.785411784e-3),
    "barrel": ("barrel", 1.0),
    "kw": ("MW", 1e-3),
    "mw": ("MW", 1.0),
    "gw": ("MW", 1e3),
    "tw": ("MW", 1e6),
    "kwh": ("MWh", 1e-3),
    "mwh": ("MWh", 1.0),
    "gwh": ("MWh", 1e3),
    "km_h": ("km/h", 1.0),
    "mile_h": ("km/h", 1.609344),
    "knot": ("km/h", 1.852),
    "degree": (DEGREE, 1.0),  # of an angle, or of a scale of temperature that is not told
    "celsius": (CELSIUS, 1.0),
    "fahrenheit": (CELSIUS, 5 / 9),
}
_ZEROS = {"fahrenheit": -32 * 5 / 9}  # where a scale does not begin at the zero of its canonical unit
_CODE_LENGTH = 3  # letters of an ISO 4217 code


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRead:
    """A unit that ends before token ``end``; one of it is ``factor`` of ``unit``, and zero of it is ``zero``."""

    end: int
    unit: str
    factor: float = 1.0
    zero: float = 0.0
    is_money: bool = False


class UnitReader:
    """The unit words of one pack."""

    def __init__(self, words: NumberWords) -> None:
        self._percent = word_table(words.percent)
        self._percent_before = word_table(words.percent_before)
        self._currencies = name_table(words.currencies)
        self._codes = frozenset(fold(code) for code in words.currencies if len(code) == _CODE_LENGTH and code.isupper())
        self._measures = name_table({name: w for name, w in words.measures.items() if name in MEASURES})
        self._links = word_table(words.links)
        self._duals = self._dual_units(words)
        self._money_scales = value_table(words.money_scales)
        self._below_zero = word_table(words.below_zero)

    def read(self, tokens: Sequence[Token], position: int) -> UnitRead | None:
        """The unit at the position, a hyphen or a word like "of" before it skipped."""
        start = position
        if start < len(tokens) and tokens[start].text == "-":
            start += 1
        return self._at(tokens, start) or self._linked(tokens, start)

    def below_zero(self, tokens: Sequence[Token], position: int, unit: UnitRead | None) -> UnitRead | None:
        """ "12 degrees below zero", "12 sous zéro": the unit with what follows it."""
        end = self._below_zero.end(tokens, position) if unit is None or unit.unit in DEGREES else None
        return replace(unit or UnitRead(end=end, unit=DEGREE), end=end) if end is not None else None

    def read_dual(self, token: Token) -> UnitRead | None:
        """A unit in the dual ("طنين", "دولارين"): two of it."""
        for form, _ in token.forms:
            if form in self._duals:
                return self._duals[form]
        return None

    def _dual_units(self, words: NumberWords) -> dict[str, UnitRead]:
        singles = {w: UnitRead(end=0, unit=code, is_money=True) for code, ws in words.currencies.items() for w in ws}
        for name, ws in words.measures.items():
            if name in MEASURES:
                singles.update({w: UnitRead(end=0, unit=MEASURES[name][0], factor=MEASURES[name][1]) for w in ws})
        plain = {w: unit for w, unit in singles.items() if w.isalpha() and len(w) > 1}
        other = frozenset(map(fold, words.not_dual))
        duals = {fold(w + end): unit for w, unit in plain.items() for end in words.dual_suffixes}
        return {dual: unit for dual, unit in duals.items() if dual not in other}

    def _linked(self, tokens: Sequence[Token], position: int) -> UnitRead | None:
        link = self._links.end(tokens, position)
        return self._at(tokens, link) if link is not None else None

    def _at(self, tokens: Sequence[Token], position: int) -> UnitRead | None:
        percent = self._percent.end(tokens, position)
        if percent is not None:
            return UnitRead(end=percent, unit=PERCENT)
        currency, measure = self._currency(tokens, position), self._measures.match(tokens, position)
        if measure is not None and (currency is None or measure.end > currency.end):
            unit, factor = MEASURES[measure.value]
            return UnitRead(end=measure.end, unit=unit, factor=factor, zero=_ZEROS.get(measure.value, 0.0))
        return UnitRead(end=currency.end, unit=currency.value, is_money=True) if currency else None

    def percent_before(self, tokens: Sequence[Token], position: int) -> int | None:
        """Where a percent word directly before the position begins: "yüzde 25"."""
        for start in (position - 1, position - 2):
            if start >= 0 and self._percent_before.end(tokens, start) == position:
                return start
        return None

    def _currency(self, tokens: Sequence[Token], position: int) -> Match[str] | None:
        """The currency at the position; a code counts only in capitals, and not among other words in capitals."""
        found = self._currencies.match(tokens, position)
        if found is None or found.end > position + 1 or tokens[position].folded not in self._codes:
            return found
        around = [tokens[near] for near in (position - 1, position + 1) if 0 <= near < len(tokens)]
        shouted = any(token.text.isalpha() and token.text.isupper() for token in around)
        return found if tokens[position].text.isupper() and not shouted else None

    def currency_before(self, tokens: Sequence[Token], position: int) -> tuple[int, str] | None:
        """A currency sign or code directly before the position: where it begins, and the currency."""
        for start in range(position - 1, max(position - 4, -1), -1):
            found = self._currency(tokens, start)
            if found is not None and found.end == position and self._is_sign(tokens[start:position]):
                longer = self.currency_before_sign(tokens, start, position)
                return longer or (start, found.value)
        return None

    def currency_before_sign(self, tokens: Sequence[Token], start: int, end: int) -> tuple[int, str] | None:
        """ "US$": the letters glued before the sign belong to it."""
        found = self._currencies.match(tokens, start - 1) if start > 0 else None
        return (start - 1, found.value) if found is not None and found.end == end else None

    def _is_sign(self, tokens: Sequence[Token]) -> bool:
        return any(not token.text.isalpha() or token.text.isupper() or len(token.text) <= 2 for token in tokens)

    def money_scale(self, tokens: Sequence[Token], position: int) -> tuple[int, float] | None:
        """ "m" in "£5m": end and factor."""
        found = self._money_scales.match(tokens, position)
        return (found.end, found.value) if found else None
