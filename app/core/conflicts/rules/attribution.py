"""The same words put into the mouths of different speakers."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings
from app.core.entities.names import same_party
from app.core.model.claim import Claim, Source, SourceKind, Stance
from app.core.model.conflict import ConflictKind
from app.core.model.entity import EntityType, Party

SPEAKING = frozenset({Stance.SAYS, Stance.CONFIRMS})


def find_attribution_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Quoted words on both sides, each with one named speaker, who are not one person.

    Without quotation marks two officials may well have said the same.
    """
    del around
    if not (left.quoted and right.quoted):
        return None
    one, other = _speaker(left), _speaker(right)
    if one is None or other is None or same_party(_as_party(one), _as_party(other)) != 0:
        return None
    return Disagreement(
        kind=ConflictKind.ATTRIBUTION,
        left=Position(claim=left, value=one.name, label=one.name),
        right=Position(claim=right, value=other.name, label=other.name),
        confidence=0.85,
        reason="attribution",
    )


def _speaker(claim: Claim) -> Source | None:
    """The source farthest away, where it is a named person who says it."""
    last = claim.attribution[-1]
    spoke = last.kind is SourceKind.PERSON and last.is_name and last.stance in SPEAKING
    return last if spoke else None


def _as_party(source: Source) -> Party:
    return Party(
        text=source.text,
        start=source.start or 0,
        end=source.end or 0,
        name=source.name,
        key=source.key,
        type=EntityType.PERSON,
        is_name=True,
    )
