"""Finds who a pronoun or a dropped subject stands for, or says that it is not known."""

from dataclasses import dataclass, field, replace

from app.core.claims.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.entity import EntityType, Party
from app.core.model.sentence import Word

MAX_DISTANCE = 3  # sentences back in which an antecedent is looked for


@dataclass(kw_only=True)
class Discourse:
    """Who was talked about so far in one article: the actors of its claims, the latest last."""

    actors: list[tuple[int, Party]] = field(default_factory=list)

    def remember(self, sentence: int, parties: list[Party]) -> None:
        """Keeps the resolved, named parties of a clause as possible antecedents."""
        self.actors.extend((sentence, party) for party in parties if party.is_name and party.resolved)

    def antecedent(self, sentence: int, pronoun: Word | None, lexicon: Lexicon) -> Party | None:
        """The nearest person (or organisation) named as an actor; None for a plural pronoun, which needs several."""
        if pronoun is not None and not _stands_for_one(pronoun, lexicon):
            return None
        near = [party for at, party in self.actors if sentence - at <= MAX_DISTANCE]
        people = [party for party in near if party.type is EntityType.PERSON]
        chosen = people or [party for party in near if party.type is EntityType.ORGANISATION]
        return chosen[-1] if chosen else None


def _stands_for_one(pronoun: Word, lexicon: Lexicon) -> bool:
    """Whether a pronoun may stand for one person: "it" and "they" do not; a possessive is in no list but has
    the tag."""
    folded = fold(pronoun.text)
    return folded in lexicon.pronouns and folded not in lexicon.plural_pronouns


def standing_for(antecedent: Party | None, *, text: str, start: int, end: int) -> Party:
    """The party at the place of a pronoun or of the verb that dropped its subject; unresolved where none was found."""
    if antecedent is not None:
        return replace(antecedent, text=text, start=start, end=end)
    return Party(text=text, start=start, end=end, name=text, key="", is_name=False, resolved=False)
