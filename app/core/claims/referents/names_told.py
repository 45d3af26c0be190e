"""Which names stand in the sentence of a claim, in its slots or not: by them two events of one kind are told apart."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.claims.grammar.parties import NamesInSentence
from app.core.model.claim import Claim
from app.core.model.entity import Name


def tell_names(claims: Sequence[Claim], sentences: Sequence[NamesInSentence]) -> list[Claim]:
    """The claims with the names of their sentences; ``sentences`` are all of the article."""
    names = [_names_of(sentence) for sentence in sentences]
    return [replace(claim, names=names[claim.sentence]) for claim in claims]


def _names_of(sentence: NamesInSentence) -> tuple[Name, ...]:
    found: list[Name] = []
    for mention in sentence.mentions:
        entity = sentence.resolved.get((mention.start, mention.end))
        if entity is not None and not mention.generic:
            found.append(
                Name(
                    type=mention.type,
                    start=mention.start,
                    end=mention.end,
                    name=entity.name,
                    key=entity.key,
                    place_key=mention.place_key,
                )
            )
    return tuple(found)
