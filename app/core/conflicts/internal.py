"""Times and numbers by which one article contradicts itself, whether or not its claims are linked.

"Yesterday, Wednesday" and "yesterday, Monday" cannot stand in one article, and the 14th cannot be a Wednesday when it
was a Tuesday. No date of publication is needed for the first. And "the five dead" are five that the article told of,
not three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from app.core.conflicts.detector import gather_conflicts
from app.core.conflicts.disagreement import Disagreement, Position
from app.core.conflicts.known_numbers import find_known_numbers
from app.core.conflicts.told_again import find_told_again
from app.core.model.claim import Claim
from app.core.model.conflict import Conflict, ConflictKind, Scope
from app.core.model.language import Knowledge
from app.core.model.when import Interval, When

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class _Told:
    claim: Claim
    when: When


def find_internal_conflicts(
    claims: Sequence[Claim], *, home: Mapping[str, str], knowledge: Knowledge
) -> list[Conflict]:
    """Conflicts of weekday, date, relative day, and of times and numbers told again among the claims of one article.

    ``home`` is each claim's cluster id; a conflict belongs to the cluster of its smallest claim id.
    """
    told = _distinct_times(claims)
    disagreements = [
        _two_readings(one, _witness(one, told)) for one in told if one.when.alternative is not None
    ] or _weekday_disagreements(told)
    again = find_told_again(claims, knowledge)
    numbers = find_known_numbers(claims, knowledge)
    conflicts = [
        *gather_conflicts(disagreements, ConflictKind.DATE, Scope.INTERNAL, cluster_id="", knowledge=knowledge),
        *gather_conflicts(again, ConflictKind.DATE, Scope.INTERNAL, cluster_id="", knowledge=knowledge),
        *gather_conflicts(numbers, ConflictKind.QUANTITY, Scope.INTERNAL, cluster_id="", knowledge=knowledge),
    ]
    return [replace(conflict, cluster_id=home[_smallest_claim(conflict)]) for conflict in conflicts]


def _smallest_claim(conflict: Conflict) -> str:
    return min(claim_id for side in conflict.sides for claim_id in side.claim_ids)


def _distinct_times(claims: Sequence[Claim]) -> list[_Told]:
    """Each expression of time once, with the claim that it stands nearest to."""
    nearest: dict[tuple[int, int], _Told] = {}
    for claim in sorted(claims, key=lambda claim: (claim.end - claim.start, claim.id)):
        for when in claim.times:
            nearest.setdefault((when.start, when.end), _Told(claim, when))
    return [nearest[span] for span in sorted(nearest)]


def _witness(one: _Told, told: Sequence[_Told]) -> _Told:
    """Another time of the article that supports the first reading; the same one where there is none."""
    supporting = (
        other
        for other in told
        if other.when.alternative is None
        and other.when.days_from_publication is not None
        and other.when.days_from_publication == one.when.days_from_publication
        and other.when.weekday not in (None, one.when.weekday)
    )
    return next(supporting, one)


def _two_readings(one: _Told, witness: _Told) -> Disagreement:
    assert one.when.interval is not None and one.when.alternative is not None
    return Disagreement(
        kind=ConflictKind.DATE,
        left=_position(witness, one.when.interval),
        right=_position(one, one.when.alternative),
        confidence=0.9,
        reason="weekday_off_date" if witness is one else "weekday_off_relative_day",
    )


def _position(told: _Told, interval: Interval) -> Position:
    return Position(claim=told.claim, value=interval.earliest.date().isoformat(), label=told.when.text)


def _weekday_disagreements(told: Sequence[_Told]) -> list[Disagreement]:
    """Two relative days with weekdays that put the publication on different weekdays.

    Two weekdays for one relative day say it most plainly; only where there is no such pair are the others looked at.
    """
    dated = [(one, _publication_weekday(one.when)) for one in told if one.when.interval is None]
    pairs = [
        (one, other)
        for (one, published), (other, also_published) in combinations(dated, 2)
        if published is not None and also_published is not None and published != also_published
    ]
    plain = [(one, other) for one, other in pairs if _relative_day(one) == _relative_day(other)]
    return [
        Disagreement(
            kind=ConflictKind.DATE,
            left=_relative_position(one),
            right=_relative_position(other),
            confidence=0.85,
            reason="weekday_off_relative_day",
        )
        for one, other in plain or pairs
    ]


def _relative_day(told: _Told) -> int | None:
    return told.when.days_from_publication


def _relative_position(told: _Told) -> Position:
    value = f"day {told.when.days_from_publication:+d}, weekday {told.when.weekday}"
    return Position(claim=told.claim, value=value, label=told.when.text, show_value=False)


def _publication_weekday(when: When) -> int | None:
    if when.weekday is None or when.days_from_publication is None:
        return None
    return (when.weekday - when.days_from_publication - 1) % DAYS_IN_WEEK + 1
