"""One event that an article dates twice: told once, and taken up again as known ("the meeting", "the verdict").

Two claims of one article are seldom linked, for an article seldom says one thing twice; that this one does is shown by
the definite noun of the second, or by what befalls somebody but once.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from app.core.claims.words.lexicon import lexicon_of
from app.core.claims.words.triggers import TriggerTable
from app.core.conflicts.disagreement import Disagreement
from app.core.conflicts.rules.date import compare_dates
from app.core.conflicts.shared_words import SHORTEST_WORD, content_words
from app.core.conflicts.slots import are_elsewhere, kinds_told, name_others
from app.core.entities.names import same_party
from app.core.folding import fold
from app.core.linking.comparison import Fit, compare_intervals
from app.core.model.claim import Claim, SlotName
from app.core.model.entity import Party
from app.core.model.language import Knowledge
from app.core.model.words import ClaimWords

CONFIDENCE = 0.8
NEAR_ARTICLE = 2  # words before an event noun among which its article stands: "the prison sentence"
MOST_CLAIMS = 200  # with a time in one article; in a longer one a noun may mean any of many events


def find_told_again(claims: Sequence[Claim], knowledge: Knowledge) -> list[Disagreement]:
    """Disagreements between the time of an event and that of a later mention which takes it up, where the article
    tells no other event that may be meant."""
    dated = sorted((claim for claim in claims if _is_dated(claim)), key=lambda claim: (claim.start, claim.id))
    if len(dated) > MOST_CLAIMS:
        return []
    found: list[Disagreement] = []
    for position, later in enumerate(dated):
        meant = [one for one in dated[:position] if _takes_up(one, later, knowledge)]
        if any(_fit(one, later) for one in meant) or _are_several(meant):
            continue
        found.extend(_disagreements(meant, later, knowledge))
    return found


def _disagreements(meant: Sequence[Claim], later: Claim, knowledge: Knowledge) -> Iterator[Disagreement]:
    for one in meant:
        if are_elsewhere(one, later) or name_others(one, later):
            continue
        disagreement = compare_dates(one, later, knowledge)
        if disagreement is not None:
            yield replace(disagreement, confidence=CONFIDENCE)


def _is_dated(claim: Claim) -> bool:
    return claim.event_type is not None and any(when.interval is not None for when in claim.times)


def _fit(one: Claim, other: Claim) -> bool:
    fits = [compare_intervals(ours, theirs) for ours in one.times for theirs in other.times]
    return any(fit is not None and fit is not Fit.EXCLUDED for fit in fits)


def _are_several(meant: Sequence[Claim]) -> bool:
    """Whether what may be meant lies at several times itself: then the article does not tell which it is."""
    return any(not _fit(one, other) for one, other in combinations(meant, 2))


def _takes_up(one: Claim, later: Claim, knowledge: Knowledge) -> bool:
    """Whether the later claim tells of the one's event: it has a definite noun for an event of its kind, or for what
    that befell, and adds nothing that the one does not tell; or it tells what befalls nobody twice."""
    if one.sentence == later.sentence:
        return False
    told = content_words([one.quote], one, knowledge)
    if any(words <= told for words in _known_events(later, kinds_told(one, knowledge), knowledge)):
        return _befalls_known(later, told, knowledge)
    kind = knowledge.event_types[later.event_type or ""]
    if one.event_type != later.event_type or not (kind.carrier or kind.once):
        return False
    if kind.once and any(_are_one(mine, yours) for mine in _befallen(one) for yours in _befallen(later)):
        return True
    return any(_is_known_thing(mine, yours, later, knowledge) for mine in one.parties() for yours in later.parties())


def _befallen(claim: Claim) -> tuple[Party, ...]:
    """Whom the event befell; who acted where nobody is told to have been acted on ("resigned")."""
    return claim.parties(SlotName.TARGET) or claim.parties(SlotName.ACTOR)


def _are_one(one: Party, other: Party) -> bool:
    return one.is_name and other.is_name and bool(same_party(one, other))


def _befalls_known(later: Claim, told: frozenset[str], knowledge: Knowledge) -> bool:
    """Whether whom or what the event befell was told before: "the attack on the market" is not that on the church."""
    lexicon = lexicon_of(knowledge.pack(later.language).claims)
    for party in later.parties(SlotName.TARGET, SlotName.COUNTERPART):
        words = party.name.split()
        names_event = any(lexicon.noun_triggers.holds(lexicon.forms(word)) for word in words)
        if not names_event and not content_words([party.name], later, knowledge) & told:
            return False
    return True


def _known_events(claim: Claim, kinds: frozenset[str], knowledge: Knowledge) -> Iterator[frozenset[str]]:
    """The definite phrases of a claim for an event of one of the kinds, each as what it says beside the kind."""
    words = knowledge.pack(claim.language).claims
    lexicon = lexicon_of(words)
    at, end = max(claim.predicate_start - claim.start, 0), max(claim.predicate_end - claim.start, 0)
    shared = kinds & kinds_told(claim, knowledge)
    predicate = (*claim.quote[:at].split()[-NEAR_ARTICLE:], claim.quote[at:end])
    phrases: list[tuple[Sequence[str], tuple[TriggerTable, ...]]] = [(predicate, (lexicon.noun_triggers,))]
    both = (lexicon.noun_triggers, lexicon.triggers)  # a noun may be written like its verb: "the sentence"
    phrases += [(party.text.split(), both) for party in claim.parties() if not party.is_name]
    for phrase, tables in phrases:
        definite = _from_article(phrase, words)
        for noun in definite[:1] if words.written_articles else definite[-1:]:
            named = {name for table in tables for name, _ in table.entries(lexicon.forms(noun))}
            if named & shared:
                beside = [word for word in definite if word != noun]
                yield content_words(beside, claim, knowledge)


def _from_article(phrase: Sequence[str], words: ClaimWords) -> tuple[str, ...]:
    """The words behind the last definite article, or from the first word on that one is written on; none without."""
    articles = frozenset(map(fold, words.articles))
    elided = tuple(article for article in articles if article.endswith("'"))
    for at in range(len(phrase) - 1, -1, -1):
        folded = fold(phrase[at])
        if folded in articles:
            return tuple(phrase[at + 1 :])
        if elided and folded.startswith(elided):
            return (folded.partition("'")[2], *phrase[at + 1 :])
    fronts = words.written_articles
    written = [at for at, word in enumerate(phrase) if fronts and word.startswith(fronts)]
    return tuple(phrase[written[0] :]) if written else ()


def _is_known_thing(mine: Party, yours: Party, later: Claim, knowledge: Knowledge) -> bool:
    """Whether the later claim names with a definite article, and no other words, what the one told of."""
    if mine.is_name or yours.is_name:
        return False
    words = knowledge.pack(later.language).claims
    lexicon = lexicon_of(words)
    told = {form for word in mine.name.split() for form in lexicon.forms(word)}
    known = _from_article(yours.name.split(), words)
    return bool(known) and all(_share_a_form(told, lexicon.forms(word)) for word in known)


def _share_a_form(told: Collection[str], forms: Collection[str]) -> bool:
    return any(form in told for form in forms if len(form) >= SHORTEST_WORD)
