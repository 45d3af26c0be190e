"""Organisations named by a head word ("Ministry of Health", "حكومة الوفاق الوطني"), by capitals or as a medium
in quotes."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.entities.known_names import QUOTES
from app.core.entities.offices import Surroundings
from app.core.entities.persons import NameScope, is_known
from app.core.entities.tokens import NameToken

MOST_WORDS = 7
SHORTEST_ACRONYM = 2
_ENDING_TAGS = frozenset({"VERB", "AUX", "PRON", "SCONJ", "CCONJ", "ADP", "ADV", "NUM", "PART"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSpan:
    """An organisation at tokens ``first`` to ``last``; ``cut`` code points of the first word stand before it.

    ``known`` is the packs' shared id; ``headed``: it holds a head word such as "ministry".
    """

    first: int
    last: int
    cut: int | None = None
    known: str | None = None
    headed: bool = False


def quoted_name(tokens: Sequence[NameToken], at: int, scope: NameScope) -> OrganisationSpan | None:
    """The name of a medium after "newspaper", "قناة": in quotes, or the proper words that follow."""
    if not _is_head(tokens[at], scope.lexicon.medium_heads):
        return None
    if at + 2 < len(tokens) and tokens[at + 1].word.text in QUOTES:
        end = at + 2
        while end < len(tokens) and tokens[end].word.text not in QUOTES:
            end += 1
        if end < len(tokens) and 1 <= end - at - 2 <= MOST_WORDS:
            return OrganisationSpan(first=at + 2, last=end - 1, headed=True)
    return None


def headed_organisation(
    tokens: Sequence[NameToken], at: int, scope: NameScope, known: Surroundings
) -> OrganisationSpan | None:
    """In scripts without capitals: a head such as "حكومة" and what describes it. A head alone is no name."""
    token = tokens[at]
    if (
        token.cased
        or token.tag == "VERB"
        or not _is_head(token, scope.lexicon.organisation_heads | scope.lexicon.medium_heads)
    ):
        return None
    last = at
    cut = _cut(token, scope)
    if _is_head(token, scope.lexicon.medium_heads) and _starts_with_head(tokens, at + 1, scope):
        return None
    while last + 1 < len(tokens) and last - at + 1 < MOST_WORDS:
        if last + 1 in known.named:
            last = _proper_end(tokens, known.named[last + 1])
            return OrganisationSpan(first=at, last=last, cut=cut, headed=True)
        if not _continues(tokens, at, last, scope):
            break
        last += 1
    definite = any(_is_definite(token, scope) for token in tokens[at + 1 : last + 1])
    return OrganisationSpan(first=at, last=last, cut=cut, headed=True) if last > at and definite else None


def _proper_end(tokens: Sequence[NameToken], last: int) -> int:
    """The last of the proper words that go on after a known name: "نيويورك تايمز"."""
    while last + 1 < len(tokens) and tokens[last + 1].proper and not tokens[last + 1].opened:
        if tokens[last + 1].word.relation != "flat":
            break
        last += 1
    return last


def _starts_with_head(tokens: Sequence[NameToken], at: int, scope: NameScope) -> bool:
    """ "موقع حكومة": the place of a government, not a site of that name."""
    return at < len(tokens) and _is_head(tokens[at], scope.lexicon.organisation_heads)


def _is_head(token: NameToken, heads: frozenset[str]) -> bool:
    return any(form.folded in heads for form in token.forms)


def _cut(token: NameToken, scope: NameScope) -> int:
    heads = scope.lexicon.organisation_heads | scope.lexicon.medium_heads
    return next(form.cut for form in token.forms if form.folded in heads)


def _is_definite(token: NameToken, scope: NameScope) -> bool:
    article = any(token.text.startswith(form) for form in scope.lexicon.words.articles)
    return article or token.proper or token.position in scope.places or is_known(token, scope)


def _continues(tokens: Sequence[NameToken], first: int, last: int, scope: NameScope) -> bool:
    token = tokens[last + 1]
    if token.is_mark or token.opened or token.position in scope.roles or token.folded in scope.lexicon.not_names:
        return False
    if set(token.word.tags) & _ENDING_TAGS or token.position in scope.places:
        return False
    if scope.lexicon.demonyms.match(tokens, last + 1) is not None:
        return True
    if scope.lexicon.offices.match(tokens, last + 1) is not None:
        return False
    if is_known(token, scope) or any(
        form.folded in scope.lexicon.organisation_heads and form.cut for form in token.forms
    ):
        return False
    if last == first and token.nominal and any(token.text.startswith(form) for form in scope.lexicon.words.articles):
        return True
    within = token.word.head - 1 in range(first, last + 1)
    return within and (last == first or _is_definite(token, scope) or token.tag == "NOUN")


def capitalised_run(tokens: Sequence[NameToken], at: int, scope: NameScope) -> OrganisationSpan | None:
    """In cased scripts: capitalised words, "of" and the like between them, with an organisation's head word
    among them."""
    if not _capital_word(tokens[at], scope):
        return None
    last, holds_head = at, tokens[at].folded in scope.lexicon.organisation_heads
    holds_head = holds_head or tokens[at].folded in scope.lexicon.medium_heads
    while True:
        joined = last + 1
        while joined < len(tokens) and _joins(tokens[joined], scope):
            joined += 1
        if joined >= len(tokens) or not _capital_word(tokens[joined], scope) or joined - at > MOST_WORDS + 2:
            break
        if joined > last + 1 and not _may_join(tokens, last, joined, scope, holds_head=holds_head):
            break
        last = joined
        heads = scope.lexicon.organisation_heads | scope.lexicon.medium_heads
        holds_head = holds_head or tokens[last].folded in heads
        if tokens[last].end < tokens[last].word.end:
            break
    return OrganisationSpan(first=at, last=last, headed=True) if holds_head and last > at else None


def _joins(token: NameToken, scope: NameScope) -> bool:
    return not token.capital and token.folded in scope.lexicon.organisation_connectors | scope.lexicon.articles


def _may_join(tokens: Sequence[NameToken], last: int, joined: int, scope: NameScope, *, holds_head: bool) -> bool:
    """Connectors are crossed inside one name only: "Ministry of Health", not "the Ministry and Haftar"."""
    inside = holds_head and joined not in scope.places
    return inside and joined - last <= 3 and not is_known(tokens[joined], scope)


def _capital_word(token: NameToken, scope: NameScope) -> bool:
    if token.is_mark or not token.cased or not token.capital or token.position in scope.roles:
        return False
    return token.folded not in scope.lexicon.not_names and token.folded not in scope.lexicon.given_names


def is_acronym(token: NameToken) -> bool:
    """Two or more capitals and nothing else but digits and dots."""
    letters = [c for c in token.text if c.isalpha()]
    return token.cased and len(letters) >= SHORTEST_ACRONYM and all(c.isupper() for c in letters)
