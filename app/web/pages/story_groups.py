"""The claims of a story, grouped by what they say of its disputed detail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.model.claim import SlotName
from app.use_cases.views import ClaimView, OriginalView
from app.web.pages.details import Detail, Told
from app.web.pages.quotes import ShownClaim, show_all

FEW = 4  # claims of each group, where the page shows all groups
PAGE = 20  # where it shows one
EVERY, DENIED, SEVERAL, OTHER, SILENT = "all", "denied", "several", "other", "rest"
WITHOUT_CONFLICT = (
    SlotName.TIME,
    SlotName.PLACE,
    SlotName.QUANTITY,
)  # whose words are marked where nothing is disputed


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Claims that say the same of the disputed detail. ``key`` is the number of a side; denied (a side's value, which
    they deny), several (a value that fits several sides), other (another value), rest (they do not tell it), or all
    where nothing is disputed."""

    key: str
    side: int | None
    total: int
    after: int  # how many stand before the first that is shown
    claims: tuple[ClaimView, ...]

    @property
    def hidden(self) -> int:
        """How many are left after those shown."""
        return self.total - self.after - len(self.claims)


class Grouping:
    """The claims of a story in groups, and which words of each tell the detail."""

    def __init__(self, claims: Sequence[ClaimView], detail: Detail | None) -> None:
        self.words: dict[str, tuple[Told, ...]] = {}
        self._by_key: dict[str, list[ClaimView]] = {}
        keys = [str(number) for number in range(len(detail.conflict.sides))] if detail is not None else [EVERY]
        for key in (*keys, *((DENIED, SEVERAL, OTHER, SILENT) if detail is not None else ())):
            self._by_key[key] = []
        for claim in claims:
            self._by_key[self._place(claim, detail)].append(claim)

    def _place(self, claim: ClaimView, detail: Detail | None) -> str:
        if detail is None:
            self.words[claim.id] = _all_told(claim)
            return EVERY
        standing = detail.standing(claim)
        self.words[claim.id] = standing.words
        if standing.side is not None:
            return str(standing.side)
        if standing.fits:
            return DENIED if standing.denies else SEVERAL
        return OTHER if standing.is_told else SILENT

    def first_of_all(self) -> tuple[Group, ...]:
        """Every group that has claims, cut to the first."""
        return tuple(
            self._group(key, 0, FEW if len(self._by_key) > 1 else PAGE) for key, own in self._by_key.items() if own
        )

    def one(self, key: str, after: int) -> Group | None:
        """A part of one group; None where there is no such group, or nothing left of it."""
        found = self._by_key.get(key, [])
        return self._group(key, after, PAGE) if after < len(found) else None

    def _group(self, key: str, after: int, most: int) -> Group:
        own = self._by_key[key]
        side = int(key) if key.isdigit() else None
        return Group(key=key, side=side, total=len(own), after=after, claims=tuple(own[after : after + most]))

    def show(
        self, groups: Iterable[Group], originals: Mapping[str, OriginalView]
    ) -> list[tuple[Group, tuple[ShownClaim, ...]]]:
        """Groups with their claims in their paragraphs."""
        return [(group, show_all(group.claims, originals, self.words)) for group in groups]


def _all_told(claim: ClaimView) -> tuple[Told, ...]:
    return tuple(
        Told(slot=slot, label=value.label, start=value.start, end=value.end, value=value)
        for slot in WITHOUT_CONFLICT
        for value in claim.slots.get(slot, ())
    )
