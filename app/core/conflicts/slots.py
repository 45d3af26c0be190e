"""Whether a value in a slot already says how two claims differ."""

from app.core.claims.words.lexicon import lexicon_of
from app.core.entities.names import may_be_one, same_party
from app.core.linking.comparison import Fit, best_fit, compare_places
from app.core.model.claim import Claim, SlotName
from app.core.model.entity import Place
from app.core.model.language import Knowledge

CAPITAL = "capital"  # the kind of place


def name_others(left: Claim, right: Claim) -> bool:
    """Whether the claims name persons or bodies and none of them is one on both sides."""
    ours, theirs = ([party for party in claim.parties() if party.is_name] for claim in (left, right))
    return bool(ours and theirs) and not any(same_party(one, other) for one in ours for other in theirs)


def are_elsewhere(left: Claim, right: Claim) -> bool:
    """Whether both tell where it was, and no place of one can be, hold or lie in one of the other; of two names that
    the place list does not know, those that are not alike are two places."""
    pairs = [(one, other) for one in left.places() for other in right.places()]
    fit = best_fit([compare_places(one, other) for one, other in pairs])
    return fit is Fit.EXCLUDED or (fit is None and bool(pairs) and all(_bear_two_names(*pair) for pair in pairs))


def _bear_two_names(one: Place, other: Place) -> bool:
    """Whether both are told by nothing but a name, by its capitals, in one script, and not alike: a museum may lie in
    the town that the other names, and anything in a country. A capital is as good as its name."""
    if any(place.key is not None and "/" not in place.key for place in (one, other)):
        return False
    if CAPITAL in (one.kind, other.kind):
        return any(_bare_name(place) for place in (one, other))
    ours, theirs = _bare_name(one), _bare_name(other)
    return bool(ours and theirs) and ours.isascii() == theirs.isascii() and not may_be_one(ours, theirs)


def _bare_name(place: Place) -> str:
    name = place.proper or place.name
    return name if _capitals(name) == name else ""


def befell_others(left: Claim, right: Claim) -> bool:
    """Whether what the one event befell has a name, what the other befell another one, in one language: "the town of
    Kelbo", "the village of Tin-Edia"."""
    if left.language != right.language:
        return False
    ours, theirs = (
        [name for party in claim.parties(SlotName.TARGET) if (name := _capitals(party.name))] for claim in (left, right)
    )
    if not ours or not theirs:
        return False
    return not any(set(one.split()) & set(other.split()) or may_be_one(one, other) for one in ours for other in theirs)


def _capitals(name: str) -> str:
    """The words of a phrase that are written with a capital."""
    return " ".join(word for word in name.split() if word[:1].isupper())


def kinds_told(claim: Claim, knowledge: Knowledge) -> frozenset[str]:
    """The kind of event that a claim of a known type tells; of "took place" the kinds that its nouns tell."""
    kind = knowledge.event_types[claim.event_type or ""]
    if not kind.carrier:
        return frozenset({kind.name})
    lexicon = lexicon_of(knowledge.pack(claim.language).claims)
    nouns = (word for party in claim.parties() if not party.is_name for word in party.name.split())
    return frozenset(name for noun in nouns for name, _ in lexicon.noun_triggers.entries(lexicon.forms(noun)))
