"""A part of an article cut into passages, and these into pieces: which claims lie over each, and in which role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.core.model.claim import SlotName
from app.use_cases.read_article import ArticlePart, NumberedClaim
from app.use_cases.views import PassageView

# The groups of slots that have a colour of their own, in the order of the legend.
GROUPS = {
    SlotName.ACTOR: "who",
    SlotName.COUNTERPART: "whom",
    SlotName.TARGET: "whom",
    SlotName.COMPANION: "whom",
    SlotName.RECIPIENT: "whom",
    SlotName.PLACE: "where",
    SlotName.ORIGIN: "where",
    SlotName.DESTINATION: "where",
    SlotName.TIME: "when",
    SlotName.DURATION: "when",
    SlotName.QUANTITY: "number",
    SlotName.ROLE: "other",
    SlotName.TOPIC: "other",
}
LEGEND = tuple(dict.fromkeys(GROUPS.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text under the same claims, in the same slots."""

    text: str
    claimed: bool
    chosen: bool  # under the claim that the reader asked for
    group: str | None  # of the slot whose words these are: the shortest where several are
    slots: tuple[str, ...]  # names of all slots whose words these are
    begins: tuple[NumberedClaim, ...] = ()
    ends: tuple[NumberedClaim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A passage of the article."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Passages that follow one another: of the article's own prose, or, where ``dropped``, of what was left out."""

    dropped: bool
    blocks: tuple[Block, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What its passages are, each kind once."""
        return tuple(dict.fromkeys(block.kind for block in self.blocks))


@dataclass(frozen=True, slots=True)
class _Role:
    start: int
    end: int
    slot: str


def stretches_of(part: ArticlePart, chosen: str | None = None) -> tuple[Stretch, ...]:
    """The whole part, every claim marked; ``chosen`` is the id of the claim that the reader asked for."""
    roles = [role for numbered in part.claims for role in _roles(numbered)]
    found: list[Stretch] = []
    for start, end, kind, dropped in _passages(part):
        if not part.text[start - part.start : end - part.start].strip():
            continue
        block = Block(kind=kind, pieces=_pieces(part, start, end, roles, chosen))
        if found and found[-1].dropped == dropped:
            found[-1] = Stretch(dropped=dropped, blocks=(*found[-1].blocks, block))
        else:
            found.append(Stretch(dropped=dropped, blocks=(block,)))
    return tuple(found)


def _passages(part: ArticlePart) -> Iterable[tuple[int, int, str, bool]]:
    """All of the part in order; what no passage covers counts as body."""
    rows = [*((passage, False) for passage in part.passages), *((passage, True) for passage in part.dropped)]
    reached = part.start
    for passage, dropped in sorted(rows, key=lambda row: _place(row[0])):
        start, end = max(passage.start, reached), min(passage.end, part.end)
        if start >= end:
            continue
        yield reached, start, "body", False
        yield start, end, passage.kind, dropped
        reached = end
    yield reached, part.end, "body", False


def _place(passage: PassageView) -> tuple[int, int]:
    return passage.start, passage.end


def _roles(numbered: NumberedClaim) -> Iterable[_Role]:
    """The words of the claim's slots that stand in its quote."""
    claim = numbered.claim
    for name, values in claim.slots.items():
        for value in values:
            if claim.start <= value.start < value.end <= claim.end:
                yield _Role(value.start, value.end, name)


def _pieces(part: ArticlePart, start: int, end: int, roles: Sequence[_Role], chosen: str | None) -> tuple[Piece, ...]:
    inside = [one for one in part.claims if one.claim.start < end and one.claim.end > start]
    played = [role for role in roles if role.start < end and role.end > start]
    cuts = {start, end}
    for first, last in (*((c.claim.start, c.claim.end) for c in inside), *((r.start, r.end) for r in played)):
        cuts |= {max(first, start), min(last, end)}
    return tuple(_piece(part, left, right, inside, played, chosen) for left, right in pairwise(sorted(cuts)))


def _piece(
    part: ArticlePart,
    left: int,
    right: int,
    inside: Sequence[NumberedClaim],
    played: Sequence[_Role],
    chosen: str | None,
) -> Piece:
    over = [one for one in inside if one.claim.start < right and one.claim.end > left]
    roles = sorted(
        (role for role in played if role.start < right and role.end > left), key=lambda role: role.end - role.start
    )
    return Piece(
        text=part.text[left - part.start : right - part.start],
        claimed=bool(over),
        chosen=any(one.claim.id == chosen for one in over),
        group=GROUPS.get(SlotName(roles[0].slot), "other") if roles else None,
        slots=tuple(dict.fromkeys(role.slot for role in roles)),
        begins=tuple(one for one in over if one.claim.start == left),
        ends=tuple(one for one in over if one.claim.end == right),
    )
