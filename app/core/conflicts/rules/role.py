"""One office given to two persons at one time, or one person given offices that nobody holds together."""

from app.core.conflicts.disagreement import Disagreement, Position, Surroundings
from app.core.entities.names import same_party
from app.core.entities.office_fit import exclude_each_other, is_same_office
from app.core.linking.comparison import hours_between
from app.core.linking.offices import holder_of, is_given, office_of, offices_of_holder, role_of
from app.core.model.claim import Claim, Polarity
from app.core.model.conflict import ConflictKind
from app.core.model.entity import Party
from app.core.model.office import HeldOffice

LONGEST_GAP_HOURS = 96.0  # between two reports; later, the office may have changed hands
FULL_NAME = 2  # words
SAME_PERSON = 0.8  # least score of the names
CONFIDENCE = 0.8


def find_role_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """Of two articles that appeared about the same time; who is appointed follows whoever held the office before."""
    if left.article_id == right.article_id or not _is_one_time(left, right) or is_given(left) != is_given(right):
        return None
    if left.polarity is not Polarity.POSITIVE or right.polarity is not Polarity.POSITIVE:
        return None
    people = holder_of(left), holder_of(right)
    offices = office_of(left), office_of(right)
    if people[0] is None or people[1] is None or offices[0] is None or offices[1] is None:
        return None
    same = same_party(people[0], people[1])
    if same is None:
        return None
    if same >= SAME_PERSON and _holds_one_or_other(left, right, offices[0], offices[1], around):
        return _disagreement(left, right, _label(left), _label(right), "role_person")
    if same == 0 and _is_held_by_two(left, right, people[0], people[1], around):
        return _disagreement(left, right, people[0].name, people[1].name, "role_office")
    return None


def _is_one_time(left: Claim, right: Claim) -> bool:
    hours = hours_between(left.published_at, right.published_at)
    return hours is not None and abs(hours) <= LONGEST_GAP_HOURS


def _holds_one_or_other(left: Claim, right: Claim, one: HeldOffice, other: HeldOffice, around: Surroundings) -> bool:
    """Whether the offices exclude each other, and neither article also tells what the other one tells."""
    kinds, one_language = around.knowledge.offices, left.language == right.language
    given = is_given(left) and is_given(right)
    if not exclude_each_other(one, other, kinds, one_language=one_language, both_given=given):
        return False
    return all(
        exclude_each_other(ours, theirs, kinds, one_language=one_language, both_given=given)
        for ours in (one, *offices_of_holder(left))
        for theirs in (other, *offices_of_holder(right))
        if ours == one or theirs == other
    )


def _is_held_by_two(left: Claim, right: Claim, one: Party, other: Party, around: Surroundings) -> bool:
    offices = office_of(left), office_of(right)
    if offices[0] is None or offices[1] is None:
        return False
    kind = around.knowledge.offices.get(offices[0].head)
    full = all(len(party.name.split()) >= FULL_NAME for party in (one, other))
    if kind is None or not kind.single or not full:
        return False
    if kind.by_field and not (offices[0].fields and offices[1].fields):
        return False  # "the European commissioner" may be any of them
    return is_same_office(offices[0], offices[1], one_language=left.language == right.language)


def _label(claim: Claim) -> str:
    role = role_of(claim)
    return role.text if role is not None else claim.statement


def _disagreement(left: Claim, right: Claim, one: str, other: str, reason: str) -> Disagreement:
    return Disagreement(
        kind=ConflictKind.ROLE,
        left=Position(claim=left, value=one, label=one),
        right=Position(claim=right, value=other, label=other),
        confidence=CONFIDENCE,
        reason=reason,
    )
