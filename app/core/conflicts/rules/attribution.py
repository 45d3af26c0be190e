"""The same words put into the mouths of different speakers."""

from app.core.claims.sources.sayings import SPEECH_EVENTS
from app.core.conflicts.disagreement import Disagreement, Position, Surroundings
from app.core.conflicts.shared_words import share_of_words
from app.core.entities.names import compare_names, same_party
from app.core.model.claim import Claim, SlotName, Source, SourceKind, Stance
from app.core.model.conflict import ConflictKind
from app.core.model.entity import EntityType, Party

SPEAKING = frozenset({Stance.SAYS, Stance.CONFIRMS})
OPENING = "“«„"
CLOSING = "”»"
QUOTED_SHARE = 0.5  # of the words of the shorter quotation, of two in one language, that the other has too
PLAIN_SHARE = 0.9  # the same without quotation marks: two officials may well have said something alike
NEAR = 160  # code points from the words within which their speaker has to be named
LIKENESS = 0.25  # of two spellings in two languages, above which they may after all be one name


def find_attribution_conflict(left: Claim, right: Claim, around: Surroundings) -> Disagreement | None:
    """The same quoted words, or word for word the same report, each with one named speaker, who are not one person."""
    if left.article_id == right.article_id and not (left.headline or right.headline):
        return None  # an article that quotes two people means two sayings
    one, other = _speaker(left), _speaker(right)
    if one is None or other is None or same_party(one, other) != 0:
        return None
    if left.language != right.language and compare_names(one.name, other.name).score > LIKENESS:
        return None
    if not _is_one_saying(left, right, around):
        return None
    return Disagreement(
        kind=ConflictKind.ATTRIBUTION,
        left=Position(claim=left, value=one.name, label=one.name),
        right=Position(claim=right, value=other.name, label=other.name),
        confidence=0.85,
        reason="attribution",
    )


def _is_one_saying(left: Claim, right: Claim, around: Surroundings) -> bool:
    """Whether both report the same words; of two languages the link has to tell it."""
    quoted = _is_quotation(left) and _is_quotation(right)
    share = share_of_words(left, right, around.knowledge)
    if share is None:
        return quoted and around.is_sure_link
    return share >= (QUOTED_SHARE if quoted else PLAIN_SHARE) and (quoted or around.is_sure_link)


def _is_quotation(claim: Claim) -> bool:
    """Whether what is told stands in quotation marks, or is a promise, threat or the like with its words in them."""
    if claim.quoted or (claim.event_type in SPEECH_EVENTS and any(mark in claim.quote for mark in OPENING)):
        return True
    at = claim.predicate_start - claim.start
    before, behind = claim.quote[:at], claim.quote[at:]
    opened = max(before.rfind(mark) for mark in OPENING) > max(before.rfind(mark) for mark in CLOSING)
    closes = min((behind.find(mark) for mark in CLOSING if mark in behind), default=-1)
    opens = min((behind.find(mark) for mark in OPENING if mark in behind), default=len(behind))
    return opened or -1 < closes < opens


def _speaker(claim: Claim) -> Party | None:
    """The source farthest away, where it is a named person who says it; of a promise or a threat who makes it."""
    last = claim.attribution[-1]
    if last.kind is SourceKind.PERSON and last.is_name and last.stance in SPEAKING:
        return _as_party(last) if _is_told_near(last, claim) else None
    named = [party for party in claim.parties(SlotName.ACTOR) if party.is_name and party.type is EntityType.PERSON]
    speaks = claim.event_type in SPEECH_EVENTS and last.kind is SourceKind.OUTLET
    return named[0] if speaks and len(named) == 1 else None


def _is_told_near(source: Source, claim: Claim) -> bool:
    """Whether the source is named beside the words: one that "he said" stands for may have been taken wrongly."""
    if source.start is None or source.end is None:
        return True
    return source.start < claim.end + NEAR and claim.start - NEAR < source.end


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
