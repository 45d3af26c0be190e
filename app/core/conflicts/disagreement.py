"""What a rule finds between two claims, before the detector gathers the sides."""

from dataclasses import dataclass

from app.core.conflicts.results import told_result
from app.core.entities.places import PlaceList
from app.core.model.claim import Claim
from app.core.model.conflict import ConflictKind, Relation
from app.core.model.language import Knowledge

LIKELY_LINK = 0.6
SURE_LINK = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The value that one claim reports. Equal ``value`` means one side."""

    claim: Claim
    value: str  # ISO date, plain number or canonical name
    label: str  # as a reader would say it
    word: str | None = None  # key into ExplanationTexts.words of a word that says the value ("denied")
    show_value: bool = True  # whether a reader is shown the value beside the label


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two positions that exclude each other."""

    kind: ConflictKind
    left: Position
    right: Position
    confidence: float  # 0 to 1; a rule leaves aside whether the claims are linked rightly
    reason: str  # key into ExplanationTexts.reasons
    relation: Relation = Relation.CONTRADICTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a rule may know beside the two claims. Of the link it is whether it is likely, or sure, that a rule asks:
    the number itself changes with every report of the event."""

    knowledge: Knowledge
    places: PlaceList
    link_probability: float  # that both claims speak of one event
    contradiction: float | None = None  # probability from the pair head; None where it was not asked

    @property
    def is_likely_link(self) -> bool:
        """Whether the link is likely enough that claims in two languages need not both be of a known kind."""
        return self.link_probability >= LIKELY_LINK

    @property
    def is_sure_link(self) -> bool:
        """Whether the link is so probable that other words for one thing do not part the claims."""
        return self.link_probability >= SURE_LINK


def one_kind_of_event(left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether both claims can tell one event: equal types, one family, or one that says nothing of the kind; no change
    and its undoing ("shut" and "reopened"), which are two."""
    one_result, other_result = told_result(left, knowledge), told_result(right, knowledge)
    if one_result is not None and other_result is not None and one_result.undoes(other_result):
        return False
    if left.event_type is None or right.event_type is None or left.event_type == right.event_type:
        return True
    one, other = knowledge.event_types[left.event_type], knowledge.event_types[right.event_type]
    return one.carrier or other.carrier or (one.family is not None and one.family == other.family)


def reports_two_voices(left: Claim, right: Claim) -> bool:
    """Whether one article only reports what others say against each other: that is no contradiction of its own."""
    return left.article_id == right.article_id and any(len(claim.attribution) > 1 for claim in (left, right))


def is_single(slot: str, left: Claim, right: Claim, knowledge: Knowledge) -> bool:
    """Whether the slot has one value per event for both claims' types; False where a type is unknown."""
    return all(
        claim.event_type is not None and slot in knowledge.event_types[claim.event_type].single
        for claim in (left, right)
    )
