"""What came of an event, as a claim tells it: approved, raised, stopped, still shut."""

from dataclasses import dataclass

from app.core.model.claim import Claim, Polarity, Stance, Status
from app.core.model.language import Knowledge, Result
from app.core.model.when import Bound
from app.core.remembering import BuiltOnce

TOLD = frozenset({Status.HAPPENED, Status.ONGOING})


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldResult:
    """A result as one claim tells it. ``holds``: it is told as what goes on, not as a change."""

    result: Result
    denied: bool
    holds: bool

    def excludes(self, other: "ToldResult") -> bool:
        """Whether both are results of one scale that cannot both be the last word."""
        if self.result.scale != other.result.scale:
            return False
        return (self.result.side == other.result.side) == (self.denied != other.denied)

    def undoes(self, other: "ToldResult") -> bool:
        """Whether the one may simply have followed the other: closed on Monday, open on Tuesday."""
        return self.excludes(other) and self.result.lasting and other.result.lasting


def side_of(told: ToldResult, knowledge: Knowledge) -> str:
    """Where a claim stands on its scale; what denies one side tells the other, where there are two."""
    if not told.denied:
        return told.result.side
    others = {row.side for row in knowledge.results.values() if row.scale == told.result.scale} - {told.result.side}
    return others.pop() if len(others) == 1 else f"not {told.result.side}"


def told_result(claim: Claim, knowledge: Knowledge) -> ToldResult | None:
    """The result by the claim's own words, else by its type; None where it tells none as a fact."""
    decided = claim.state is Status.PLANNED and claim.result is not None
    named = claim.result or _result_by_type(knowledge).get(claim.event_type or "", "")
    result = knowledge.results.get(named)
    if result is None or (claim.state not in TOLD and (result.lasting or not decided)):
        return None
    denied = claim.polarity is Polarity.NEGATIVE and not any(s.stance is Stance.DENIES for s in claim.attribution)
    since = bool(claim.times) and all(when.bound is Bound.SINCE for when in claim.times)
    return ToldResult(
        result=result, denied=denied, holds=result.state or since or denied or claim.state is Status.ONGOING
    )


@BuiltOnce
def _result_by_type(knowledge: Knowledge) -> dict[str, str]:
    """The first result that each type of event is."""
    found: dict[str, str] = {}
    for name, row in knowledge.results.items():
        for event_type in row.types:
            found.setdefault(event_type, name)
    return found
