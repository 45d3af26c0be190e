"""How an article introduces its people: the name in full with the first office or title that it tells."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.core.claims.grammar.clauses import content_tag
from app.core.claims.grammar.parties import NamesInSentence
from app.core.claims.referents.agreement import Agreement
from app.core.claims.words.lexicon import Lexicon
from app.core.entities.resolution import ResolvedEntity
from app.core.folding import fold
from app.core.model.entity import EntityType, Mention, Party

LONGEST_PREFIX = 4  # letters of a conjunction or preposition with an article: وال
LONGEST_INTRODUCTION = 9  # words before the name


@dataclass(frozen=True, slots=True, kw_only=True)
class Designation:
    """A person's full name, and one office or title of that person, as the article has them.

    ``introduced`` is both in the article's own order ("Foreign Minister Ada Venn"); None where it never has them so.
    """

    name: str
    office: str | None = None
    start: int = 0  # where the full name stands first
    introduced: str | None = None

    @property
    def shown(self) -> str:
        """The words that stand for the person in a statement."""
        return self.introduced or (f"{self.name} [{self.office}]" if self.office else self.name)

    @property
    def shown_in_brackets(self) -> str:
        """The same inside square brackets."""
        return self.introduced or (f"{self.name}, {self.office}" if self.office else self.name)


def find_designations(
    sentences: Iterable[NamesInSentence], lexicon: Lexicon, agreement: Agreement
) -> Mapping[str, Designation]:
    """The designation of each person of the article, and of each body that has an article, by key."""
    found: dict[str, Designation] = {}
    for names in sentences:
        for mention in names.mentions:
            entity = names.resolved.get((mention.start, mention.end))
            if entity is None:
                continue
            if entity.type is not EntityType.PERSON:
                _take_article(found, names, mention, entity, lexicon)
                continue
            known = found.get(entity.key)
            if known is not None and known.introduced is not None:
                continue
            introduced = _introduction(names, mention, lexicon) if mention.text == entity.name else None
            titles = () if _is_cut_off(names, mention, lexicon) else entity.titles
            offices = (*entity.offices, *(title for title in titles if not agreement.is_mark(title)))
            office = known.office if known else next(iter(offices), None)
            start = known.start if known is not None else _first_start(names, entity)
            found[entity.key] = Designation(name=entity.name, office=office, introduced=introduced, start=start)
    return found


def _is_cut_off(names: NamesInSentence, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the title before a name is the end of a longer one ("sous-procureur général X" is no general), or has
    no article where titles have one."""
    first = names.first_position(mention)
    words = names.sentence.words
    if words[first].start >= mention.start:
        return False
    articles = tuple(map(fold, lexicon.words.written_articles))
    if articles and not any(article in fold(words[first].text)[:LONGEST_PREFIX] for article in articles):
        return True  # فريق جيرارد "Gerrard's team", no الفريق
    if first == 0:
        return False
    modifies = words[first].base in ("amod", "nmod", "compound")
    return modifies and words[first].head == first and content_tag(words[first - 1]) == "NOUN"


def _first_start(names: NamesInSentence, entity: ResolvedEntity) -> int:
    """Where the article has the full name first; spans and entities are those of the whole article."""
    return min(
        (start for (start, end), known in names.resolved.items() if _is_full(known, entity, end - start)), default=0
    )


def _is_full(known: ResolvedEntity, entity: ResolvedEntity, length: int) -> bool:
    return known.key == entity.key and length >= len(entity.name)


def _take_article(
    found: dict[str, Designation], names: NamesInSentence, mention: Mention, entity: ResolvedEntity, lexicon: Lexicon
) -> None:
    """The article of a body or place that has one: "the Foreign Ministry", "l'ONU"."""
    if entity.key in found or mention.text != entity.name:
        return
    words = names.sentence.words
    first = next((p for p, word in enumerate(words) if word.end > mention.start), None)
    if first is None:
        return
    word = words[first]
    inside = word.text[: mention.start - word.start]
    article = words[first - 1].text + " " if first and not inside else inside
    if fold(article.strip()) in lexicon.articles:
        found[entity.key] = Designation(name=entity.name, introduced=article + entity.name)


def _introduction(names: NamesInSentence, mention: Mention, lexicon: Lexicon) -> str | None:
    """The titles and offices right before a full name with it, as written; None where nothing, or more, is there."""
    words = names.sentence.words
    first = names.first_position(mention)
    last = next(p for p, word in enumerate(words) if word.end >= mention.end)
    if words[first].start >= mention.start or last - first > LONGEST_INTRODUCTION:
        return None
    told = {part for text in (*mention.titles, *mention.offices) for part in fold(text).split()}
    if fold(words[first].text) not in told:
        return None  # a conjunction or preposition is written on it
    if first and fold(words[first - 1].text) in lexicon.articles:
        first -= 1
    text = " ".join(word.text for word in words[first : last + 1])
    end = mention.end - words[last].end
    return text[: end or None]


def shown(party: Party, designations: Mapping[str, Designation], *, bracketed: bool = False) -> str:
    """The words that stand for a party in a statement."""
    known = designations.get(party.key) if party.is_name else None
    if known is None:
        return party.name
    return known.shown_in_brackets if bracketed else known.shown


def is_fuller(name: str, part: str, lexicon: Lexicon) -> bool:
    """Whether a name has all words of its part, each once, and none that makes it another's ("X of Ayr", "Ayr maul").
    Else two names were taken for one."""
    words = name.split()
    if len(set(words)) < len(words) or not set(part.split()) <= set(words):
        return False
    first = words.index(part.split(maxsplit=1)[0])
    if first and lexicon.preposition_parts(words[first - 1]):
        return False
    return not (words[-1][:1].islower() and part[:1].isupper())
