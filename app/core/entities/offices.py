"""Offices: "defence secretary", "وزير الدفاع المصري", "ministre de la Défense", with whom or what they belong to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.core.entities.lexicon import NameLexicon
from app.core.entities.office_keys import DEPUTY, KnownThing, body_key, office_key
from app.core.entities.tokens import NameToken

LONGEST_TAIL = 7  # words after the head
LONGEST_FRONT = 4  # words before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office at tokens ``first`` to ``last``; ``role`` and ``portfolio`` are the packs' shared ids,
    ``key`` tells the same office in every language."""

    first: int
    last: int
    role: str
    portfolio: str | None = None
    country: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What is already known of the sentence: places and organisations by the token they begin at (value: last
    token)."""

    countries: Mapping[int, str]  # token -> country of the place there
    named: Mapping[int, int]
    bodies: Mapping[int, int] = field(default_factory=dict)  # organisations, those after a clitic among them
    things: Mapping[int, KnownThing] = field(default_factory=dict)  # places and bodies with a key, by their first token


def find_offices(tokens: Sequence[NameToken], lexicon: NameLexicon, known: Surroundings) -> list[Office]:
    """All offices, left to right."""
    found: list[Office] = []
    at = 0
    while at < len(tokens):
        head = lexicon.offices.match(tokens, at)
        if head is None or tokens[at].tag == "VERB" or _is_given_name(tokens, head.last, lexicon):
            at += 1
            continue
        last = _tail_end(tokens, head.last, lexicon, known)
        first = _front_start(tokens, at, lexicon, known, after=found[-1].last if found else -1)
        adjacent = bool(found) and found[-1].last + 1 == first
        of_deputy = adjacent and found[-1].role == DEPUTY
        if adjacent and tokens[at].cased:
            first = found.pop().first  # "Deputy Prime Minister" is one office
        office = _office(tokens, first, last, head.value, lexicon, known)
        if not of_deputy or tokens[at].cased:
            office = replace(office, key=office_key(tokens, (first, last), head, lexicon, known.things))
        found.append(office)
        at = last + 1
    return found


def find_bodies(tokens: Sequence[NameToken], lexicon: NameLexicon, known: Surroundings) -> list[tuple[int, int, str]]:
    """A state's bodies that are described: first token, last token and key of "le gouvernement tunisien"."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        head = lexicon.bodies.match(tokens, at)
        if head is None or tokens[at].tag == "VERB":
            at += 1
            continue
        last = _tail_end(tokens, head.last, lexicon, known)
        first = _front_start(tokens, at, lexicon, known, after=found[-1][1] if found else -1)
        key = body_key(tokens, (first, last), lexicon, known.things)
        if key is not None:
            found.append((first, last, key))
        at = last + 1
    return found


def _is_given_name(tokens: Sequence[NameToken], at: int, lexicon: NameLexicon) -> bool:
    """ "أمير بن ..." is a name, no emir."""
    uncased = at + 1 < len(tokens) and not tokens[at].cased  # "ministro de" is no name
    return uncased and tokens[at + 1].folded in lexicon.middle_particles


def _office(
    tokens: Sequence[NameToken], first: int, last: int, role: str, lexicon: NameLexicon, known: Surroundings
) -> Office:
    portfolio: str | None = None
    country: str | None = None
    for at in range(first, last + 1):
        portfolio_match = lexicon.portfolios.match(tokens, at)
        if portfolio is None and portfolio_match is not None and portfolio_match.last <= last:
            portfolio = portfolio_match.value
        demonym = lexicon.demonyms.match(tokens, at)
        country = country or (demonym.value if demonym is not None else None) or known.countries.get(at)
    return Office(first=first, last=last, role=role, portfolio=portfolio, country=country)


def _tail_end(tokens: Sequence[NameToken], head_end: int, lexicon: NameLexicon, known: Surroundings) -> int:
    """The last word that belongs to the office: its portfolio, body, country and qualifiers."""
    last = head_end
    at = head_end + 1
    while at < len(tokens) and at - head_end <= LONGEST_TAIL:
        end = _part_end(tokens, at, last, lexicon, known)
        if end is None:
            break
        last = end
        at = last + 1
    return last


def _part_end(tokens: Sequence[NameToken], at: int, last: int, lexicon: NameLexicon, known: Surroundings) -> int | None:
    """The end of the part of an office that begins at a token; None where none does."""
    token = tokens[at]
    if token.is_mark:
        return None
    joined = at
    while joined < len(tokens) and _is_connector(tokens[joined], lexicon):
        joined += 1
    if joined > at:
        return _part_after_connector(tokens, at, joined, lexicon, known)
    if token.opened and not token.cased:
        if at in known.bodies:
            return known.bodies[at]
        return at if _is_qualifier(tokens, at, lexicon) else None
    for phrases in (lexicon.portfolios, lexicon.demonyms, lexicon.qualifiers):
        match = phrases.match(tokens, at)
        if match is not None:
            return match.last
    if lexicon.titles.match(tokens, at) is not None or token.folded in lexicon.given_names:
        return None
    if at in known.named and (not token.cased or (at in known.countries and not lexicon.articles)):
        return known.named[at]
    return at if not token.cased and _is_definite_complement(tokens, at, last, lexicon) else None


def _is_connector(token: NameToken, lexicon: NameLexicon) -> bool:
    small = token.folded in lexicon.organisation_connectors or token.folded in lexicon.articles
    return small and token.cased and not token.capital


def _part_after_connector(
    tokens: Sequence[NameToken], at: int, joined: int, lexicon: NameLexicon, known: Surroundings
) -> int | None:
    if joined >= len(tokens) or tokens[joined].is_mark or tokens[at].word.text[:1].isupper():
        return None
    match = lexicon.portfolios.match(tokens, joined) or lexicon.demonyms.match(tokens, joined)
    if match is not None:
        return match.last
    if joined in known.named:
        return known.named[joined]
    token = tokens[joined]
    if (
        token.folded in lexicon.organisation_heads
        or token.folded in lexicon.place_heads
        or (token.capital and token.folded not in lexicon.given_names)
    ):
        end = joined
        while end + 1 < len(tokens) and tokens[end + 1].capital and tokens[end + 1].folded not in lexicon.given_names:
            if tokens[end + 1].word.head - 1 not in range(joined, end + 2) or not tokens[joined].capital:
                break
            end += 1
        return end
    return None


def _is_qualifier(tokens: Sequence[NameToken], at: int, lexicon: NameLexicon) -> bool:
    return lexicon.demonyms.match(tokens, at) is not None


def _is_definite_complement(tokens: Sequence[NameToken], at: int, last: int, lexicon: NameLexicon) -> bool:
    """In scripts without capitals: a noun or adjective that closes or continues the construct chain of the office."""
    token = tokens[at]
    unclosed = not _closed(tokens[last], lexicon)
    if len(token.word.tags) > 1 or token.tag not in ("NOUN", "ADJ", "PROPN"):
        return False
    if (token.proper or token.folded in lexicon.not_names) and not (unclosed and _closed(token, lexicon)):
        return False
    definite = any(article and token.text.startswith(article) for article in lexicon.words.articles)
    closes = at + 1 < len(tokens) and _closed(tokens[at + 1], lexicon)
    chain_open = unclosed and (token.word.head - 1 == last or closes)
    heads_body = token.folded in lexicon.organisation_heads or token.folded in lexicon.medium_heads
    return definite or heads_body or chain_open


def _closed(token: NameToken, lexicon: NameLexicon) -> bool:
    return any(token.text.startswith(article) for article in lexicon.words.articles if not article.isascii())


def _front_start(tokens: Sequence[NameToken], at: int, lexicon: NameLexicon, known: Surroundings, *, after: int) -> int:
    """Where the words before a head begin that belong to it: "Egypt's", "defence", "former", "Libyan"."""
    first = at
    while first - 1 > after and at - first < LONGEST_FRONT and tokens[first - 1].cased:
        before = tokens[first - 1]
        possessive = (
            before.end < before.word.end and before.capital and before.word.relation != "obl"
        )  # "Ankara'da": where, not whose
        adjectival = before.tag == "ADJ" and before.word.head - 1 in range(first, at + 1)
        listed = any(
            (match := phrases.match(tokens, start)) is not None and match.last == first - 1
            for phrases in (lexicon.portfolios, lexicon.demonyms, lexicon.qualifiers)
            for start in range(max(after + 1, first - 3), first)
        )
        if before.is_mark or not (listed or adjectival or (possessive and first - 1 in known.countries)):
            break
        first -= 1
    return first
