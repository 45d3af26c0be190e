"""Finds the people, organisations and places that a sentence names; titles and offices are kept apart from the name."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.core.entities.lexicon import name_lexicon
from app.core.entities.office_keys import body_key
from app.core.entities.offices import find_bodies
from app.core.entities.organisations import OrganisationSpan, is_acronym
from app.core.entities.person_spans import find_persons, mention_of, person_mention, quoted_alone
from app.core.entities.persons import ArticleContext, is_blocked, looks_proper, name_end
from app.core.entities.place_context import place_meant, with_place
from app.core.entities.places import PlaceList, country_of
from app.core.entities.reading import (
    Reading,
    demonym_countries,
    inner_capitals,
    look_up,
    read_names,
    words_after_place_heads,
)
from app.core.entities.tagged_names import join_tagged
from app.core.folding import fold
from app.core.model.entity import EntityType, Mention, OfficeSpan
from app.core.model.language import LanguagePack
from app.core.model.sentence import ParsedSentence

NO_CONTEXT = ArticleContext()
SHORTEST_KNOWN_WORD = 3  # letters of a name word that is looked for in the other sentences


def find_mentions(
    sentence: ParsedSentence, *, pack: LanguagePack, places: PlaceList, context: ArticleContext = NO_CONTEXT
) -> tuple[Mention, ...]:
    """The mentions of one sentence in text order, none overlapping another; offsets are the article's."""
    lexicon = name_lexicon(pack)
    return _mentions(
        read_names(look_up(sentence, lexicon, places, context.name_words), lexicon, places, context), sentence, context
    )


def _mentions(reading: Reading, sentence: ParsedSentence, context: ArticleContext) -> tuple[Mention, ...]:
    persons = find_persons(reading)
    taken = {position for person in persons for position in person.positions()}
    found = [person_mention(reading, person) for person in persons]
    found.extend(_organisations(reading, taken))
    found.extend(_places(reading, taken, context))
    if sentence.names is not None:
        found = join_tagged(reading, sentence.names, found, context)
    keyed = (_with_body_key(reading, mention) for mention in found)
    return tuple(sorted(keyed, key=lambda mention: mention.start))


def _with_body_key(reading: Reading, mention: Mention) -> Mention:
    """A state's body is the same under its name in every language: "وزارة الدفاع المصرية"."""
    if mention.type is not EntityType.ORGANISATION or mention.known_key is not None:
        return mention
    inside = [token.position for token in reading.tokens if mention.start < token.end and token.start < mention.end]
    key = (
        body_key(reading.tokens, (inside[0], inside[-1]), reading.scope.lexicon, reading.around.things)
        if inside
        else None
    )
    return mention if key is None else replace(mention, known_key=f"org:{key}")


def known_name_words(mentions: Iterable[Mention]) -> frozenset[str]:
    """The folded words of personal names that are sure (titled, or of several words), for a second look at the
    article."""
    sure = [m for m in mentions if m.type is EntityType.PERSON and (m.titles or m.offices or " " in m.text)]
    words = {fold(word) for mention in sure for word in mention.text.split()}
    words |= {part for word in words if "-" in word for part in word.split("-")}
    return frozenset(word for word in words if len(word) >= SHORTEST_KNOWN_WORD)


def find_article_mentions(
    sentences: Sequence[ParsedSentence], *, pack: LanguagePack, places: PlaceList
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence; a name that is sure in one sentence is then known in all."""
    return find_article_names(sentences, pack=pack, places=places)[0]


def find_article_names(
    sentences: Sequence[ParsedSentence], *, pack: LanguagePack, places: PlaceList
) -> tuple[tuple[tuple[Mention, ...], ...], tuple[tuple[OfficeSpan, ...], ...]]:
    """The mentions of each sentence, and its offices and described bodies that have a key, whether or not their
    holder is named."""
    lexicon = name_lexicon(pack)
    looked = [look_up(sentence, lexicon, places) for sentence in sentences]
    readings = [read_names(one, lexicon, places, NO_CONTEXT) for one in looked]
    first = [mention for s, r in zip(sentences, readings, strict=True) for mention in _mentions(r, s, NO_CONTEXT)]
    demonyms = frozenset[str]().union(*(demonym_countries(one.plain, lexicon) for one in looked))
    context = ArticleContext(
        name_words=_without_clitics(known_name_words(first), pack.names.clitics),
        place_words=frozenset(word for one in looked for word in words_after_place_heads(one.plain, lexicon)),
        seen_words=frozenset(word for one in looked for word in inner_capitals(one.plain)),
        countries=_named_countries(first) | demonyms,
        city_countries=frozenset(m.country for m in first if m.country and _lies_in_one_country(m)) | demonyms,
        told_places={fold(m.text): frozenset({m.place_key}) for m in first if m.place_told and m.place_key},
    )
    mentions = []
    for sentence, one in zip(sentences, looked, strict=True):
        known = look_up(sentence, lexicon, places, context.name_words, before=one)
        mentions.append(_mentions(read_names(known, lexicon, places, context), sentence, context))
    return tuple(mentions), tuple(_offices(reading) for reading in readings)


def _offices(reading: Reading) -> tuple[OfficeSpan, ...]:
    tokens = reading.tokens
    held = [(office.first, office.last, office.key) for office in reading.offices if office.key is not None]
    bodies = [
        (first, last, f"org:{key}") for first, last, key in find_bodies(tokens, reading.scope.lexicon, reading.around)
    ]
    return tuple(
        OfficeSpan(start=tokens[first].start, end=tokens[last].end, key=key) for first, last, key in (*held, *bodies)
    )


def _lies_in_one_country(mention: Mention) -> bool:
    """Whether all that the name may mean lies there: a city and its region, not Tripoli."""
    return all(country_of(key) == mention.country for key in mention.place_others)


def _named_countries(mentions: Sequence[Mention]) -> frozenset[str]:
    """Countries named themselves or through two of their places."""
    named = {m.country for m in mentions if m.country and (m.place_key is None or "/" not in m.place_key)}
    cities = Counter(
        m.country for m in {m.place_key: m for m in mentions if m.place_key and "/" in m.place_key}.values()
    )
    return frozenset(country for country in (*named, *(c for c, count in cities.items() if count > 1)) if country)


def _without_clitics(words: frozenset[str], clitics: Sequence[str]) -> frozenset[str]:
    """The words without those that are another one after a clitic: وضاحي beside ضاحي."""
    joined = {clitic + word for clitic in clitics for word in words}
    return words - joined


def _organisations(reading: Reading, taken: set[int]) -> list[Mention]:
    """Organisations outside the persons, and proper names of no other kind; marks their tokens as taken."""
    found: list[Mention] = []
    tokens = reading.tokens
    at = 0
    while at < len(tokens):
        span = next((span for span in reading.organisations if span.first == at), None) or _other_name(reading, at)
        if span is None or any(i in taken for i in range(span.first, span.last + 1)):
            at += 1
            continue
        kind = EntityType.PLACE if _names_place(reading, span) else EntityType.ORGANISATION
        mention = mention_of(tokens, kind, span.first, span.last, span.cut)
        country = next((code for i in range(span.first, span.last + 1) if (code := reading.country_at(i))), None)
        known_key = f"org:{span.known}" if span.known else None
        found.append(replace(mention, known_key=known_key, country=country))
        taken.update(range(span.first, span.last + 1))
        at = span.last + 1
    return found


def _other_name(reading: Reading, at: int) -> OrganisationSpan | None:
    tokens, scope = reading.tokens, reading.scope
    if at in scope.roles or at in scope.places or is_blocked(tokens[at], scope) or not looks_proper(tokens[at], scope):
        return None
    if reading.is_demonym(at):
        return None
    if is_acronym(tokens[at]):
        return None if scope.headline_style else OrganisationSpan(first=at, last=at)
    last = name_end(tokens, at, scope, cued=False)
    if last is None or not tokens[at].proper:
        return None
    article = not tokens[at].cased and any(tokens[at].text.startswith(form) for form in scope.lexicon.words.articles)
    if article and last == at and not quoted_alone(tokens, at, last):
        return None  # mostly a common noun that was taken for a name
    if last == at and tokens[at].folded in scope.lexicon.place_heads | scope.lexicon.organisation_heads:
        return None
    return OrganisationSpan(first=at, last=last)


def _names_place(reading: Reading, span: OrganisationSpan) -> bool:
    """An unknown name after "in", "the village of"."""
    tokens, lexicon = reading.tokens, reading.scope.lexicon
    if span.known or span.headed or is_acronym(tokens[span.first]):
        return False
    inside = {tokens[i].folded for i in range(span.first, span.last + 1)}
    if inside & lexicon.place_heads or (len(inside) == 1 and inside <= reading.scope.place_words):
        return True
    if span.first == 0:
        return False
    before = span.first - 1
    while before > 0 and reading.tokens[before].folded in lexicon.articles | lexicon.organisation_connectors:
        before -= 1
    heads = any(form.folded in lexicon.place_heads for form in reading.tokens[before].forms)
    return heads or reading.tokens[span.first - 1].folded in lexicon.place_prepositions


def _places(reading: Reading, taken: set[int], context: ArticleContext) -> list[Mention]:
    found: list[Mention] = []
    for span in reading.places:
        if any(i in taken for i in range(span.first, span.last + 1)):
            continue
        sure = reading.tokens[span.first].cased or _place_stands_before(reading, span.first)
        meant = place_meant(reading, span, context, sure=sure)
        if meant is None and not sure:
            continue
        mention = mention_of(reading.tokens, EntityType.PLACE, span.first, span.last, span.cut)
        found.append(mention if meant is None else with_place(mention, meant))
    return found


def _place_stands_before(reading: Reading, at: int) -> bool:
    """Whether a word such as "in" or "city" stands before a token."""
    if not at or not reading.tokens[at].proper:
        return False
    return any(form.folded in reading.scope.lexicon.place_words for form in reading.tokens[at - 1].forms)
