"""How independent the outlets behind one value are."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.core.linking.origins import count_origins
from app.core.model.origin import OriginKind, SharedOrigin
from app.use_cases.views import SharedOriginView


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """How many origins stand behind so many outlets, and why they are fewer."""

    outlets: int
    origins: int
    shared: tuple[SharedOriginView, ...]


def independence_of(outlets: Collection[str], shared: Sequence[SharedOriginView]) -> Independence:
    """``shared`` are those of the whole story; of them only what joins two of these outlets counts."""
    own = set(outlets)
    joined = tuple(
        SharedOriginView(kind=each.kind, name=each.name, outlets=tuple(o for o in each.outlets if o in own))
        for each in shared
        if len(own.intersection(each.outlets)) > 1
    )
    core = [SharedOrigin(kind=OriginKind(each.kind), name=each.name, outlets=each.outlets) for each in joined]
    return Independence(outlets=len(own), origins=count_origins(own, core), shared=joined)


def across(sides: Sequence[Collection[str]], shared: Sequence[SharedOriginView]) -> tuple[SharedOriginView, ...]:
    """What stands behind outlets of more than one side."""
    return tuple(each for each in shared if sum(not set(side).isdisjoint(each.outlets) for side in sides) > 1)
