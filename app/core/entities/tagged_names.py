"""Joins what the reader marks as names with what the word lists know of them.

The reader decides where a name begins and ends and what it names; the lists add titles, offices, shared ids of
organisations and keys of places, and the names that only they can know.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.core.entities.known_names import PlaceSpan, shared_id
from app.core.entities.person_spans import PersonSpan, cued_person, mention_of, person_mention, with_following_roles
from app.core.entities.persons import ArticleContext
from app.core.entities.place_context import place_meant, with_place
from app.core.entities.places import PlaceKind
from app.core.entities.reading import Reading
from app.core.model.entity import EntityType, Mention
from app.core.model.sentence import TaggedName

LONGEST_CUE = 10  # words before a name in which its titles and offices are looked for


def join_tagged(
    reading: Reading, names: Sequence[TaggedName], ruled: Sequence[Mention], context: ArticleContext
) -> list[Mention]:
    """Mentions for the tagged names, and those of the word lists (``ruled``) that lie outside of them and are sure."""
    joined: list[Mention] = []
    for name in names:
        mention = _tagged(reading, name, ruled, context)
        if mention is not None and not any(_overlap(mention, other) for other in joined):
            joined.append(mention)
    kept = [_beside_tagged(m) for m in ruled if _is_sure(m) and not any(_overlap(m, other) for other in joined)]
    return [*joined, *kept]


def _overlap(one: Mention, two: Mention) -> bool:
    return one.start < two.end and two.start < one.end


def _is_sure(mention: Mention) -> bool:
    """Whether the word lists alone tell a name: an organisation, a place of the list, a person with a title."""
    if mention.type is EntityType.PERSON:
        return bool(mention.titles or mention.offices) and " " in mention.text
    return mention.type is EntityType.ORGANISATION or mention.place_key is not None


def _beside_tagged(mention: Mention) -> Mention:
    """An organisation that neither the reader nor a list knows is only called by what it is."""
    unknown = mention.type is EntityType.ORGANISATION and mention.known_key is None
    return replace(mention, generic=unknown)


def _tagged(reading: Reading, name: TaggedName, ruled: Sequence[Mention], context: ArticleContext) -> Mention | None:
    first, last = _without_marks(reading, name.first, name.last)
    if first > last:
        return None
    last = _with_last_word(reading, first, last)
    if name.type is EntityType.PLACE and _is_body_called_after_place(reading, last + 1):
        name = replace(name, type=EntityType.ORGANISATION)
        last += 1
    span = mention_of(reading.tokens, name.type, first, last)
    same = [mention for mention in ruled if _overlap(mention, span)]
    known = next((m for m in same if m.known_key is not None), None)
    if known is not None and len(known.text) > len(span.text):
        return known  # the tagger saw a part of it
    if known is not None and name.type is not EntityType.ORGANISATION and len(known.text) < len(span.text):
        known = None  # a person or a place that shares a word with a body: "Michael Bloomberg", "Etihad Stadium"
    match name.type:
        case EntityType.PERSON if known is None:
            return _listed_place(reading, span, (first, last), context) or _person(reading, first, last)
        case EntityType.PLACE if known is None:
            return _place(reading, span, same, (first, last), context)
        case _:
            country = next((m.country for m in same if m.country), None)
            shared = shared_id(reading.tokens, first, last, reading.scope.lexicon)
            known_key = f"org:{shared}" if shared else None
            return replace(span, type=EntityType.ORGANISATION, known_key=known_key, country=country)


def _without_marks(reading: Reading, first: int, last: int) -> tuple[int, int]:
    while first <= last and reading.tokens[first].is_mark:
        first += 1
    while last > first and reading.tokens[last].is_mark:
        last -= 1
    return first, last


def _with_last_word(reading: Reading, first: int, last: int) -> int:
    """The last token of a name that the reader broke off behind "of": "Brigade du | Sud"."""
    tokens, connectors = reading.tokens, reading.scope.lexicon.organisation_connectors
    broken = first < last < len(tokens) - 1 and tokens[last].cased and tokens[last].folded in connectors
    return last + 1 if broken and tokens[last + 1].capital else last


def _is_body_called_after_place(reading: Reading, at: int) -> bool:
    """Whether a token behind the name of a place makes it that of a body: "Northern Front"."""
    if at >= len(reading.tokens) or reading.scope.headline_style:
        return False
    token, lexicon = reading.tokens[at], reading.scope.lexicon
    return token.cased and token.capital and token.folded in lexicon.organisation_heads - lexicon.place_heads


def _person(reading: Reading, first: int, last: int) -> Mention | None:
    """The name without the titles that were marked with it, and with all that stand around it."""
    while first < last and first in reading.scope.roles:
        first += 1
    if first in reading.scope.roles and any(office.first == first for office in reading.offices):
        return None  # "the Prime Minister": an office, no name
    span = next(
        (
            replace(cued, last=last, first=first)
            for at in range(max(0, first - LONGEST_CUE), first)
            if (cued := _cued(reading, at, first, last))
        ),
        PersonSpan(first=first, last=last),
    )
    return person_mention(reading, with_following_roles(reading, span)[0])


def _cued(reading: Reading, at: int, first: int, last: int) -> PersonSpan | None:
    """The titles and offices that begin at a token and lead to the name."""
    cued = cued_person(reading, at) if at in reading.scope.roles else None
    return cued if cued is not None and first <= cued.first <= last else None


def _listed_place(reading: Reading, span: Mention, tokens: tuple[int, int], context: ArticleContext) -> Mention | None:
    """What was marked as a person, but is by its whole name a place that the packs list: "Khan Younis", "Bakhmut"."""
    first, last = tokens
    lexicon, words = reading.scope.lexicon, [token.folded for token in reading.tokens[first : last + 1]]
    found = _looked_up(reading, first, last)
    named = any(word in lexicon.given_names or word in context.name_words for word in words)
    if found is None or named or first - 1 in reading.scope.roles:
        return None
    if not found.place.listed and found.place.kind is not PlaceKind.COUNTRY:
        return None
    meant = place_meant(reading, found, context, sure=True)
    return None if meant is None else with_place(replace(span, type=EntityType.PLACE), meant)


def _looked_up(reading: Reading, first: int, last: int) -> PlaceSpan | None:
    """The places by the whole of a name, in whichever form."""
    rest = "".join(" " + token.folded for token in reading.tokens[first + 1 : last + 1])
    for form in reading.tokens[first].forms:
        if known := reading.place_list.find(form.folded + rest, reading.scope.lexicon.language):
            return PlaceSpan(first=first, last=last, cut=form.cut, candidates=known)
    return None


def _place(
    reading: Reading, span: Mention, same: Sequence[Mention], tokens: tuple[int, int], context: ArticleContext
) -> Mention:
    """The place with its key, where the place list has one of that name."""
    listed = next((m for m in same if m.place_key is not None), None)
    if listed is not None and _is_first_of_name(reading, listed, span):
        return span
    if listed is not None and listed.start <= span.start and span.end < listed.end:
        return listed  # the tagger saw a part of it: "Corne" of "la Corne de l'Afrique"
    if listed is not None:
        return replace(
            span,
            place_key=listed.place_key,
            country=listed.country,
            place_others=listed.place_others,
            place_told=listed.place_told,
        )
    for found in reading.places:
        if reading.tokens[found.first].start < span.end and span.start < reading.tokens[found.last].end:
            meant = place_meant(reading, found, context, sure=True)
            if meant is not None:
                return with_place(span, meant)
    whole = _looked_up(reading, *tokens)
    meant = place_meant(reading, whole, context, sure=True) if whole is not None else None
    return span if meant is None else with_place(span, meant)


def _is_first_of_name(reading: Reading, listed: Mention, span: Mention) -> bool:
    """Whether a place of the list is only the first word of a longer name, which without capitals nothing else tells:
    عين السبع is no al-Ain."""
    following = next((token for token in reading.tokens if token.start >= listed.end), None)
    if listed.start != span.start or following is None or following.start >= span.end or following.cased:
        return False
    known = reading.is_demonym(following.position) or any(p.first == following.position for p in reading.places)
    return following.word.tag == "PROPN" and not known
