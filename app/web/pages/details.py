"""The detail that a conflict is about: in which slots, by which words, and which side the value of a claim fits."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from app.core.folding import fold
from app.core.model.claim import Polarity, SlotName, Stance
from app.core.model.conflict import ConflictKind
from app.use_cases.views import ClaimView, ConflictView, SideView, SlotValueView

PARTIES = (SlotName.ACTOR, SlotName.COUNTERPART, SlotName.TARGET, SlotName.COMPANION, SlotName.RECIPIENT)
PLACES = (SlotName.PLACE, SlotName.DESTINATION, SlotName.ORIGIN)
SLOTS: Mapping[str, tuple[SlotName, ...]] = {
    ConflictKind.DATE: (SlotName.TIME,),
    ConflictKind.PLACE: PLACES,
    ConflictKind.PARTICIPANTS: PARTIES,
    ConflictKind.QUANTITY: (SlotName.QUANTITY,),
    ConflictKind.ROLE: (SlotName.ROLE,),
}
MANY = (ConflictKind.PARTICIPANTS, ConflictKind.ATTRIBUTION)  # kinds of detail of which one claim tells several
LOOKS: Mapping[str, str] = {
    SlotName.ACTOR: "who",
    **dict.fromkeys(PARTIES[1:], "whom"),
    **dict.fromkeys(PLACES, "where"),
    SlotName.TIME: "when",
    SlotName.DURATION: "when",
    SlotName.QUANTITY: "number",
    SlotName.ROLE: "other",
    SlotName.TOPIC: "other",
}  # the colour of a slot's words, as the sheet calls it


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One value of the disputed detail in one claim. ``slot`` is None where the words are those of a cited source."""

    slot: str | None
    label: str
    start: int
    end: int
    value: SlotValueView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a claim stands to a conflict: the numbers of the sides that its value fits, and by which words it tells it.
    ``is_told`` without a side: it brings another value. ``denies``: it tells the values that fit only to deny them."""

    fits: tuple[int, ...]
    is_told: bool
    denies: bool = False
    words: tuple[Told, ...] = ()

    @property
    def side(self) -> int | None:
        """The one side whose value the claim has; None where there is none, or more than one."""
        return self.fits[0] if len(self.fits) == 1 and not self.denies else None


def told_in(claim: ClaimView, kind: str) -> tuple[Told, ...]:
    """All that a claim tells of the detail that conflicts of this kind are about."""
    if kind == ConflictKind.ATTRIBUTION:
        return tuple(
            Told(slot=None, label=source.name, start=source.start, end=source.end)
            for source in claim.attribution
            if source.start is not None and source.end is not None
        )
    return tuple(
        Told(slot=slot, label=value.label, start=value.start, end=value.end, value=value)
        for slot in SLOTS.get(kind, ())
        for value in claim.slots.get(slot, ())
    )


def is_denied(claim: ClaimView) -> bool:
    """Whether the claim says that it is not so, or cites somebody who does."""
    return claim.polarity == Polarity.NEGATIVE or any(source.stance == Stance.DENIES for source in claim.attribution)


def label_language(side: SideView) -> str | None:
    """The language of a side's label; None where it is not known."""
    return next((own.language for own in side.claims if side.label in own.statement or side.label in own.quote), None)


class Detail:
    """What one conflict is about, read out of the claims of its story."""

    def __init__(self, conflict: ConflictView, claims: Iterable[ClaimView]) -> None:
        self.conflict = conflict
        own = {side_claim.claim_id for side in conflict.sides for side_claim in side.claims}
        self._members = {claim.id: claim for claim in claims if claim.id in own}
        self._types = {claim.event_type for claim in self._members.values()}
        self.side_of = {c.claim_id: n for n, side in enumerate(conflict.sides) for c in side.claims}
        self.told: dict[str, tuple[Told, ...]] = {}  # by the ids of the claims on the sides
        self.by_side = tuple(self._read(side) for side in conflict.sides)
        self.slots = self._find_slots()

    def _find_slots(self) -> frozenset[str | None]:
        """The slots in which sides stand face to face; all that they stand in where there is none."""
        found = [{told.slot for told in side} for side in self.by_side]
        shared = {slot for own in found for slot in own if sum(slot in other for other in found) > 1}
        return frozenset(shared or set().union(*found))

    def _read(self, side: SideView) -> tuple[Told, ...]:
        """The values that are the side's: those that its own words name, then those that are the same as these; where
        neither tells, all that the claim tells of the detail, unless that has many parts, as who took part has."""
        names = {fold(side.label), fold(side.value)}
        members = [self._members[own.claim_id] for own in side.claims if own.claim_id in self._members]
        all_told = {claim.id: told_in(claim, self.conflict.kind) for claim in members}
        plain = [
            told
            for every in all_told.values()
            for told in every
            if _is_named(told, names) or _is_value(told, side.value)
        ]
        found: list[Told] = []
        for claim_id, every in all_told.items():
            same = tuple(told for told in every if told in plain or any(_fit(told, other) for other in plain))
            certain = same or (every if self.conflict.kind not in MANY else ())
            self.told[claim_id] = certain
            found += certain
        return tuple(dict.fromkeys(found))

    def standing(self, claim: ClaimView) -> Standing:
        """Where a claim of the story stands."""
        side = self.side_of.get(claim.id)
        if side is not None:
            return Standing(fits=(side,), is_told=True, words=self.told.get(claim.id, ()))
        if claim.event_type not in self._types:
            return Standing(fits=(), is_told=False)  # it tells of another part of the story
        match self.conflict.kind:
            case ConflictKind.DENIAL:
                return self._in_state("denied" if is_denied(claim) else "asserted")
            case ConflictKind.STATUS:
                return self._in_state(claim.status)
            case kind if kind in SLOTS:
                return replace(self._by_values(claim), denies=is_denied(claim))
            case _:
                return Standing(fits=(), is_told=False)

    def _in_state(self, state: str) -> Standing:
        """What follows a comma in a side's value tells more than the claim's state."""
        fits = tuple(n for n, side in enumerate(self.conflict.sides) if side.value.partition(",")[0] == state)
        return Standing(fits=fits, is_told=bool(fits))

    def _by_values(self, claim: ClaimView) -> Standing:
        """A value fits in whichever slot it stands (who meets whom); another one is told only where sides stand."""
        ours = [told for told in told_in(claim, self.conflict.kind) if _is_known(told)]
        fitting = [[told for told in ours if any(_fit(told, other) for other in side)] for side in self.by_side]
        fits = tuple(number for number, told in enumerate(fitting) if told)
        if fits:
            words = dict.fromkeys(told for number in fits for told in fitting[number])
            return Standing(fits=fits, is_told=True, words=tuple(words))
        others = tuple(told for told in ours if told.slot in self.slots)
        return Standing(fits=(), is_told=bool(others), words=others)


def _is_known(told: Told) -> bool:
    """Whether it can be compared: of parties only those with a name."""
    return told.value is not None and (told.value.type != "party" or told.value.entity_id is not None)


def _is_named(told: Told, names: Collection[str]) -> bool:
    value = told.value
    own = (told.label,) if value is None else (told.label, value.text, value.name, value.key)
    return any(name is not None and fold(name) in names for name in own)


def _is_value(told: Told, value: str) -> bool:
    """Whether this is the value that a side has for programs: an ISO date, a number."""
    own = told.value
    if own is None:
        return False
    if own.earliest is not None:
        return own.earliest.startswith(value.partition(" ")[0][:10])
    return own.low is not None and value.partition(" ")[0] == f"{own.low:.10g}"


def _fit(told: Told, other: Told) -> bool:
    """Whether both may be one value."""
    one, two = told.value, other.value
    if one is None or two is None:
        return False
    if one.earliest and one.latest and two.earliest and two.latest:
        return _moment(one.earliest) < _moment(two.latest) and _moment(two.earliest) < _moment(one.latest)
    if one.type == two.type == "quantity":
        return one.unit == two.unit and _spans_meet(one, two)
    if one.type == two.type == "place" and one.key and two.key:
        return _lies_in(one.key, two.key) or _lies_in(two.key, one.key)
    if one.entity_id is not None and one.entity_id == two.entity_id:
        return True
    if set(one.office_keys or ()) & set(two.office_keys or ()) and told.slot == SlotName.ROLE:
        return True
    return fold(one.label) == fold(two.label) or (one.key is not None and one.key == two.key)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _spans_meet(one: SlotValueView, two: SlotValueView) -> bool:
    lows, highs = [v for v in (one.low, two.low) if v is not None], [v for v in (one.high, two.high) if v is not None]
    return bool(lows or highs) and max(lows, default=float("-inf")) <= min(highs, default=float("inf"))


def _lies_in(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}/")
