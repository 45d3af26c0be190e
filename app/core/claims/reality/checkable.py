"""Whether a claim, as it is worded, tells enough to be compared with what others report.

Its statement has to stand alone: who has not read the article must be able to tell whom it speaks of. What it leaves
open makes it no claim, however real the event is. The sentence that opens an article leans on nothing before it.
"""

from types import UnionType

from app.core.claims.referents.scene import Scene
from app.core.claims.referents.standing import Clarity
from app.core.claims.words.lists import Beginnings
from app.core.folding import fold
from app.core.model.claim import Claim, Stance
from app.core.model.entity import Place
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Duration, When
from app.core.model.words import NameWords
from app.core.remembering import BuiltOnce

AGAINST = frozenset({Stance.DENIES, Stance.ACCUSES})
LEAST_MARKS_OF_CODE = 4
SHARE_OF_MARKS = 0.3  # of a quote's words; prose with quotation marks and asides stays well below


def can_be_checked(claim: Claim, clarity: Clarity, *, noun: bool, named: bool) -> bool:
    """``noun`` where only a noun tells it; ``named`` where its statement names somebody or somewhere.

    One of no known event type must tell whom it speaks of, unlike "it was hard for them", and what can be compared.
    Of an event of a known type that leaves open who took part, others may tell the rest: it needs a name, a place, a
    number or a time of its own.
    """
    opens = claim.sentence == 0
    resolved = all(party.resolved for party in claim.parties())
    valued = _has_value(claim, Quantity | When | Place)
    if claim.event_type is None:
        clear = clarity is Clarity.CLEAR or (clarity is Clarity.VAGUE and valued)
        cited = noun and len(claim.attribution) > 1  # "the company denied a halt of its production"
        return clear and resolved and (named or valued or cited)
    if _is_disputed(claim):
        return True
    if opens and noun and claim.headline and not named:
        return False
    if clarity is Clarity.CLEAR:
        return opens or named or valued
    if opens and (_tells_which(claim) or (not noun and any(party.resolved for party in claim.parties()))):
        return True
    if clarity is Clarity.VAGUE:
        return named or valued or (resolved and not noun)
    return not noun and (_names_party(claim) or (resolved and valued))


def names_somebody(claim: Claim, scene: Scene, demonyms: Beginnings) -> bool:
    """Whether the statement names somebody or somewhere, or tells of which country one is ("Turkish drones")."""
    parties = (*claim.parties(), *(party for stand_in in scene.stand_ins for party in stand_in.parties))
    names = [*(mention.text for mention in scene.names.mentions), *(party.name for party in parties if party.is_name)]
    if any(name in claim.statement for name in names):
        return True
    return any(map(demonyms.begin, fold(claim.statement).replace("[", "").split()))


def is_no_prose(sentence: ParsedSentence, span: tuple[int, int]) -> bool:
    """Whether marks take so much of the words of a clause that it is code or a table, not a sentence."""
    words = sentence.words[span[0] : span[1] + 1]
    marks = sum(not any(character.isalnum() for character in word.text) for word in words)
    return marks >= LEAST_MARKS_OF_CODE and marks >= SHARE_OF_MARKS * len(words)


def _demonyms(words: NameWords) -> Beginnings:
    """The words that tell of which country somebody or something is."""
    return Beginnings(fold(form) for forms in words.demonyms.values() for form in forms)


demonyms_of = BuiltOnce(_demonyms)  # of the name words of a pack


def _is_disputed(claim: Claim) -> bool:
    """Whether somebody named denies it or accuses others of it: his word can be looked up."""
    against = any(source.stance in AGAINST for source in claim.attribution[1:])
    return against and (_names_party(claim) or _has_value(claim, Place))


def _tells_which(claim: Claim) -> bool:
    """Whether somebody or somewhere is named, a number or a time told, or somebody's word given."""
    return _names_party(claim) or len(claim.attribution) > 1 or _has_value(claim, Place | When | Duration | Quantity)


def _names_party(claim: Claim) -> bool:
    return any(party.is_name for party in claim.parties())


def _has_value(claim: Claim, kind: type | UnionType) -> bool:
    return any(isinstance(slot.value, kind) for slot in claim.slots)
