"""Where a personal name stands, and how far it reaches."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from app.core.entities.lexicon import NameLexicon
from app.core.entities.tokens import NameToken

MOST_NAME_WORDS = 5
_NAME_RELATIONS = frozenset({"flat", "appos", "compound", "nmod", "dep", "goeswith", "amod", "fixed"})
_ARGUMENTS = frozenset({"nsubj", "obj", "obl", "iobj", "conj", "parataxis", "root", "advcl", "acl", "xcomp", "ccomp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleContext:
    """What the rest of the article tells: folded words of sure personal names and of unknown places,
    capitalised words that
    stand inside sentences (None where no article is known), the countries that are named, those whose cities are, and
    what names of places mean that the text explains ("Tripoli, Lebanon"), by folded name.
    """

    name_words: frozenset[str] = frozenset()
    place_words: frozenset[str] = frozenset()
    seen_words: frozenset[str] | None = None
    countries: frozenset[str] | None = None
    city_countries: frozenset[str] = frozenset()
    told_places: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameScope:
    """What bounds a name: tokens of known places and organisations, of offices and titles, and name words seen
    elsewhere."""

    lexicon: NameLexicon
    places: Set[int]
    organisations: Set[int]
    roles: Set[int]
    known_words: Set[str]
    place_words: Set[str] = frozenset()
    seen_words: Set[str] | None = None
    headline_style: bool = False


def name_end(tokens: Sequence[NameToken], first: int, scope: NameScope, *, cued: bool) -> int | None:
    """The last token of a personal name that begins at ``first``; None where none begins.

    ``cued``: a title or an office stands before, so that a plain noun may be a name too.
    """
    if first >= len(tokens) or not _may_begin(tokens, first, scope, cued=cued):
        return None
    last = first
    while last + 1 < len(tokens) and last - first + 1 < MOST_NAME_WORDS:
        step = _step(tokens, first, last, scope, cued=cued)
        if step is None:
            break
        last = step
    while last > first and tokens[last].folded in scope.lexicon.connectors and tokens[last].cased:
        last -= 1
    return last


def is_blocked(token: NameToken, scope: NameScope) -> bool:
    """Whether a token cannot be a part of a personal name."""
    at = token.position
    return (
        token.is_mark
        or at in scope.organisations
        or at in scope.roles
        or token.folded in scope.lexicon.not_names
        or token.word.text.endswith(scope.lexicon.words.common_endings)
        or (not token.cased and _is_common_head(token, scope.lexicon))
        or (
            token.tag in ("NUM", "PRON", "ADP", "SCONJ", "CCONJ", "AUX")
            and token.text not in scope.lexicon.given_names_as_written
        )
        or token.text[:1].isdigit()
    )


def _is_common_head(token: NameToken, lexicon: NameLexicon) -> bool:
    """A word such as "ministry" or "quarter", with or without a clitic."""
    return any(form.folded in lexicon.place_words or form.folded in lexicon.organisation_heads for form in token.forms)


def is_known(token: NameToken, scope: NameScope) -> bool:
    """Whether the token's core is a name word of this article or a frequent given name."""
    cut = token.forms[0].cut
    readings = [form.folded for form in token.forms if form.cut == cut]
    return any(reading in scope.known_words or reading in scope.lexicon.given_names for reading in readings)


def may_open(tokens: Sequence[NameToken], at: int, scope: NameScope) -> bool:
    """Whether a name without a title may be looked for at a token."""
    token = tokens[at]
    if token.tag in ("ADP", "CCONJ", "SCONJ"):
        return False
    if (
        looks_proper(token, scope)
        or is_known(token, scope)
        or (not token.cased and token.folded in scope.lexicon.connectors)
    ):
        return True
    return not token.cased and at + 1 < len(tokens) and tokens[at + 1].folded in scope.lexicon.middle_particles


def looks_proper(token: NameToken, scope: NameScope) -> bool:
    """Whether the token looks like a name by its capital or its tag."""
    if not token.cased:
        return token.proper
    if not token.capital:
        return False
    if token.position == 0 and scope.seen_words is not None and token.folded not in scope.lexicon.given_names:
        return (token.proper and token.folded in scope.seen_words) or token.folded in scope.known_words
    if scope.lexicon.words.capitalised_nouns or scope.headline_style or token.position == 0:
        return token.proper or token.folded in scope.known_words
    return token.nominal or token.proper


def _may_begin(tokens: Sequence[NameToken], first: int, scope: NameScope, *, cued: bool) -> bool:
    token = tokens[first]
    if is_blocked(token, scope) or first in scope.places:
        return False
    if token.cased:
        return token.capital and (looks_proper(token, scope) or cued or is_known(token, scope))
    if token.tag == "VERB" and not (cued and is_known(token, scope)):
        return False
    if token.folded in scope.lexicon.connectors and not token.proper:
        return _followed_by_name(tokens, first, scope)
    following = tokens[first + 1] if first + 1 < len(tokens) else None
    if following is not None and following.folded in scope.lexicon.middle_particles and token.nominal:
        return not following.opened
    if token.proper or token.folded in scope.known_words:
        return True
    if token.folded in scope.lexicon.given_names:
        return cued or _followed_by_name(tokens, first, scope)
    return cued and token.nominal and not token.opened and not scope.lexicon.demonyms.match(tokens, first)


def _followed_by_name(tokens: Sequence[NameToken], first: int, scope: NameScope) -> bool:
    if first + 1 >= len(tokens):
        return False
    after = tokens[first + 1]
    if is_blocked(after, scope) or after.opened or after.tag == "VERB" or first + 1 in scope.places:
        return False
    return after.proper or is_known(after, scope) or (after.word.relation == "flat" and after.word.head - 1 <= first)


def _step(tokens: Sequence[NameToken], first: int, last: int, scope: NameScope, *, cued: bool) -> int | None:
    """The token up to which the name reaches one word further; None where it ends."""
    at = last + 1
    token = tokens[at]
    if _initial_dot(tokens, last, at):
        return at
    if _is_surname(tokens, last, scope):
        return at
    if is_blocked(token, scope) and not (token.folded in scope.lexicon.connectors and not token.is_mark):
        return None
    if token.cased:
        return _cased_step(tokens, at, scope)
    return at if _uncased_step(tokens, first, last, scope, cued=cued) else None


def _is_surname(tokens: Sequence[NameToken], last: int, scope: NameScope) -> bool:
    """Whether a word that is also a title belongs to the name before it: "Anna Richter", "Luis Rey"."""
    token = tokens[last + 1]
    named = tokens[last].folded in scope.lexicon.given_names and not token.is_mark
    joined = token.word.relation == "flat" and token.word.head - 1 <= last
    return token.capital and named and joined and last + 1 in scope.roles and last not in scope.roles


def _initial_dot(tokens: Sequence[NameToken], last: int, at: int) -> bool:
    initial = len(tokens[last].text) == 1 and tokens[last].text.isupper()
    return initial and tokens[at].word.text == "." and at + 1 < len(tokens)


def _cased_step(tokens: Sequence[NameToken], at: int, scope: NameScope) -> int | None:
    lexicon = scope.lexicon
    joined = at
    while joined < len(tokens) and tokens[joined].folded in lexicon.connectors:
        joined += 1
    if joined >= len(tokens) or joined - at > 2 or is_blocked(tokens[joined], scope) or not tokens[joined].capital:
        return None
    if tokens[joined].opened or tokens[joined - 1].end < tokens[joined - 1].word.end:
        return None
    if scope.headline_style and not (tokens[joined].proper or is_known(tokens[joined], scope)):
        return None
    if (
        joined in scope.places
        and joined - 1 not in scope.places
        and tokens[joined].word.relation not in ("flat", "compound")
    ):
        return None
    return joined if tokens[joined].nominal or is_known(tokens[joined], scope) else None


def _uncased_step(tokens: Sequence[NameToken], first: int, last: int, scope: NameScope, *, cued: bool) -> bool:
    token, before, lexicon = tokens[last + 1], tokens[last], scope.lexicon
    if before.folded in lexicon.connectors:
        return token.nominal and not token.is_mark and not token.opened
    if token.opened or token.tag == "VERB" or token.word.tags[0] in ("ADP", "CCONJ"):
        return False
    if token.position in scope.places:
        return False
    if token.folded in lexicon.connectors or is_known(token, scope):
        return True
    if token.proper:
        return token.word.relation not in ("nsubj", "conj") or token.word.head - 1 in range(first, last + 1)
    if lexicon.demonyms.match(tokens, last + 1) is not None and not (
        last == first and before.folded in lexicon.given_names
    ):
        return False
    if not token.nominal or token.folded in lexicon.medium_heads or token.folded in lexicon.organisation_heads:
        return False
    attached = token.word.head - 1 in range(first, last + 1) and token.word.base in _NAME_RELATIONS
    definite = any(token.text.startswith(article) for article in lexicon.words.articles)
    given_before = before.folded in lexicon.given_names and (definite or token.word.relation == "flat")
    short = last - first < 2
    return attached and short and (given_before or token.word.relation in ("flat", "appos") or (cued and last == first))
