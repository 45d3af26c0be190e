"""Adds up the parts of a number in words: values, and the scales that multiply them."""

from dataclasses import dataclass, field

_HIGHEST_MULTIPLIED = 1e5  # "mil millones", "three lakh crore": thousands and lakhs may count a larger scale
_SMALLEST_CLOSED = 1000.0


@dataclass(slots=True)
class Sum:
    """A number on the way: what its scales have closed, and what still waits for one."""

    closed: list[tuple[float, float]] = field(default_factory=list)  # amount and its scale
    current: float = 0.0
    vigesimal: bool = False  # ten to nineteen may follow sixty and eighty: "quatre-vingt-dix neuf"

    @property
    def value(self) -> float:
        """What the parts make together."""
        return sum(amount for amount, _ in self.closed) + self.current

    @property
    def last_scale(self) -> float:
        """The scale that was closed last; without one there is room for everything."""
        return self.closed[-1][1] if self.closed else float("inf")

    @property
    def ends_with_scale(self) -> bool:
        """Whether nothing was said after the last scale."""
        return bool(self.closed) and not self.current

    def copy(self) -> "Sum":
        """The same sum, to go on with in two ways."""
        return Sum(closed=list(self.closed), current=self.current, vigesimal=self.vigesimal)

    def multiply(self, scale: float, *, joined: bool) -> bool:
        """Takes a scale in; False where it cannot belong to this number."""
        if joined and (self.current or self.ends_with_scale):
            return self._add_joined(scale)
        if scale == 100:
            if self.current >= 100:
                return False
            self.current = (self.current or 1) * scale
            return True
        return self._close(scale)

    def begin(self, value: float) -> None:
        """Takes the first value in; a word that holds its scale ("ألفان", "مليونان") leaves no room for it."""
        if value < _SMALLEST_CLOSED or not value.is_integer():
            self.current = value
            return
        scale = _SMALLEST_CLOSED
        while scale * _SMALLEST_CLOSED <= value:
            scale *= _SMALLEST_CLOSED
        self.closed.append((value, scale))

    def add(self, value: float, *, ascending: bool) -> bool:
        """Takes a value in; False where it cannot belong to this number."""
        if self.current == 0:
            if value >= self.last_scale or value == 0:
                return False
            self.current = value
            return True
        units = self.current % 100
        if ascending and 1 <= units < 10 and 20 <= value < 100:
            self.current += value
            return True
        teens = self.vigesimal and units in (60, 80) and 10 <= value < 20
        if value == 0 or (value >= _place_below(self.current) and not teens):
            return False
        self.current += value
        return True

    def _add_joined(self, scale: float) -> bool:
        """ "ألفان ومئة": a joined scale is a hundred or a thousand of its own."""
        room = _place_below(self.current) if self.current else self.last_scale
        if scale >= room:
            return False
        if scale == 100:
            self.current += scale
            return True
        self.closed += [(self.current, 1e9)] if self.current else []
        self.closed.append((scale, scale))
        self.current = 0.0
        return True

    def _close(self, scale: float) -> bool:
        if scale == self.last_scale:
            return False
        below = [part for part in self.closed if part[1] < scale]
        if any(part[1] > _HIGHEST_MULTIPLIED for part in below):
            return False
        amount = sum(part[0] for part in below) + self.current
        self.closed = [*self.closed[: len(self.closed) - len(below)], ((amount or 1) * scale, scale)]
        self.current = 0.0
        return True


def _place_below(value: float) -> float:
    """What may still be added to a number: 100 leaves room for 99, 20 for 9, 13 for nothing."""
    if value < 20 or not value.is_integer():
        return 0.0
    place = 1.0
    while value % (place * 10) == 0:
        place *= 10
    return place
