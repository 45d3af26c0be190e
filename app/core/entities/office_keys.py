"""The language-free key of an office: kind of office, field and country or body, whoever holds it; and that of a
state's body: kind of body, field and country.

"minister/defence@EG" is "وزير الدفاع المصري" and "Egypt's defence minister" alike. There is no key where a word of the
phrase is not understood, or where neither country nor body is told: "the minister" may be anyone's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core.entities.lexicon import Found, NameLexicon
from app.core.entities.tokens import NameToken

DEPUTY = "deputy"
MINISTRY = "ministry"
SPEAKER, PARLIAMENT = "speaker", "parliament"
PRESIDES = frozenset({"president", "chair", "director"})  # of a parliament, they are its speaker
WITHOUT_FIELD = frozenset({"president", "prime-minister", SPEAKER})
WITHOUT_KEY = frozenset(
    {"member", "adviser", "spokesperson", "representative", "leader", "coach", DEPUTY}
)  # many hold one


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownThing:
    """A place or body that a key can name: its last token, and its key ("EG", "LY/tripoli", "org:UN")."""

    last: int
    key: str


@dataclass(slots=True, kw_only=True)
class _Parts:
    role: str
    portfolio: str | None = None
    of: str | None = None
    states: list[str] = field(default_factory=list)


def office_key(
    tokens: Sequence[NameToken],
    span: tuple[int, int],
    head: Found[str],
    lexicon: NameLexicon,
    things: Mapping[int, KnownThing],
) -> str | None:
    """The key of the office at tokens ``span``, both included; None where it cannot be told."""
    parts = _Parts(role=head.value, portfolio=_field_in_head(tokens, head, lexicon, lexicon.office_heads))
    return _written(parts) if _read(tokens, span, head, parts, lexicon, things) else None


def body_key(
    tokens: Sequence[NameToken], span: tuple[int, int], lexicon: NameLexicon, things: Mapping[int, KnownThing]
) -> str | None:
    """The key of a state's body at tokens ``span``, both included: "ministry/defence@EG", "army@LY"."""
    found = (lexicon.bodies.match(tokens, at) for at in range(span[0], span[1] + 1))
    head = next((match for match in found if match is not None and match.last <= span[1]), None)
    if head is None:
        return None
    told = _field_in_head(tokens, head, lexicon, lexicon.body_heads) if head.value == MINISTRY else None
    parts = _Parts(role=head.value, portfolio=told)
    if not _read(tokens, span, head, parts, lexicon, things) or parts.of is None or parts.of.startswith("org:"):
        return None
    if (parts.role == MINISTRY) is (parts.portfolio is None):
        return None
    field = f"/{parts.portfolio}" if parts.portfolio is not None else ""
    return f"{''.join(f'{state}-' for state in sorted(set(parts.states)))}{parts.role}{field}@{parts.of}"


def _read(
    tokens: Sequence[NameToken],
    span: tuple[int, int],
    head: Found[str],
    parts: _Parts,
    lexicon: NameLexicon,
    things: Mapping[int, KnownThing],
) -> bool:
    """Reads a phrase into its parts; False where a word of it is not understood."""
    first, last = span
    at = first
    while at <= last:
        after = head.last + 1 if at == head.first else _take(tokens, at, parts, lexicon, things)
        if after is None and (parts.of is None or tokens[at].cased or tokens[at].opened):
            return False
        at = last + 1 if after is None else after  # without capitals, what follows the country is often the next phrase
    if parts.of is None and tokens[first].cased:
        parts.of = _owner_beside(span, lexicon, things)
    return True


def _owner_beside(span: tuple[int, int], lexicon: NameLexicon, things: Mapping[int, KnownThing]) -> str | None:
    """Whose the office is, where the name stands beside it: "Mısır Savunma Bakanı", "генеральный секретарь ООН"."""
    first, last = span
    before = next((thing.key for thing in things.values() if thing.last == first - 1), None)
    after = things.get(last + 1) if not lexicon.articles else None
    return before or (after.key if after is not None else None)


def _field_in_head(
    tokens: Sequence[NameToken], head: Found[str], lexicon: NameLexicon, kinds: frozenset[str]
) -> str | None:
    """The field that the head itself tells: "central bank governor", "Außenminister"."""
    for at in range(head.first, head.last + 1):
        found = lexicon.portfolios.match(tokens, at)
        if found is not None and found.last <= head.last:
            return found.value
    word = tokens[head.first].folded
    for stem, key in lexicon.portfolio_stems:
        front, found_stem, kind = word.partition(stem)
        if found_stem and kind in kinds and (not front or len(front) > 2):
            return key
    return None


def _take(
    tokens: Sequence[NameToken], at: int, parts: _Parts, lexicon: NameLexicon, things: Mapping[int, KnownThing]
) -> int | None:
    """Reads what begins at a token into the parts; the token after it, None where it is not understood."""
    state = lexicon.office_states.match(tokens, at)
    if state is not None:
        parts.states.append(state.value)
        return state.last + 1
    office = lexicon.offices.match(tokens, at)
    if office is not None:
        return _take_office(office, parts)
    portfolio = lexicon.portfolios.match(tokens, at)
    if portfolio is not None:  # before bodies, so that every country's central bank is named alike
        if parts.portfolio not in (None, portfolio.value):
            return None
        parts.portfolio = portfolio.value
        return portfolio.last + 1
    thing = things.get(at)
    demonym = lexicon.demonyms.match(tokens, at)
    if thing is not None or demonym is not None:
        last, key = (
            (thing.last, thing.key) if thing is not None else (demonym.last, demonym.value) if demonym else (at, "")
        )
        if parts.of is not None and not _lies_in(parts.of, key) and not _lies_in(key, parts.of):
            return None
        parts.of = key if parts.of is None or _lies_in(key, parts.of) else parts.of
        return last + 1
    small = tokens[at].folded in lexicon.articles | lexicon.organisation_connectors | lexicon.place_prepositions
    return at + 1 if small and tokens[at].cased else None


def _take_office(office: Found[str], parts: _Parts) -> int | None:
    """ "Deputy" before or after the head is no office of its own; any other head makes a phrase of two offices."""
    if office.value == DEPUTY:
        parts.states.append(DEPUTY)
        return office.last + 1
    if parts.role != DEPUTY:
        return None
    parts.states.append(DEPUTY)
    parts.role = office.value
    return office.last + 1


def _lies_in(inner: str, outer: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}/")


def _written(parts: _Parts) -> str | None:
    role, portfolio = parts.role, parts.portfolio
    if portfolio == PARLIAMENT and role in PRESIDES:
        role = SPEAKER
    if role in WITHOUT_KEY or parts.of is None or (role == "minister" and portfolio is None):
        return None
    if role == "director" and portfolio is None and not parts.of.startswith("org:"):
        return None
    states = "".join(f"{state}-" for state in sorted(set(parts.states)))
    told = f"/{portfolio}" if portfolio is not None and role not in WITHOUT_FIELD else ""
    return f"{states}{role}{told}@{parts.of}"
