"""Finds the people, organisations and places that a sentence names; titles and offices are kept apart from the name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.core.entities.known_names import QUOTES, in_context
from app.core.entities.lexicon import name_lexicon
from app.core.entities.offices import Office
from app.core.entities.organisations import OrganisationSpan, is_acronym
from app.core.entities.persons import ArticleContext, is_blocked, is_known, looks_proper, may_open, name_end
from app.core.entities.places import PlaceKind, PlaceList, country_of
from app.core.entities.reading import Reading, demonym_countries, inner_capitals, read_names, words_after_place_heads
from app.core.entities.tokens import NameToken
from app.core.folding import fold
from app.core.model.entity import EntityType, Mention
from app.core.model.language import LanguagePack
from app.core.model.sentence import ParsedSentence

NO_CONTEXT = ArticleContext()
SHORTEST_KNOWN_WORD = 3  # letters of a name word that is looked for in the other sentences


def find_mentions(
    sentence: ParsedSentence, *, pack: LanguagePack, places: PlaceList, context: ArticleContext = NO_CONTEXT
) -> tuple[Mention, ...]:
    """The mentions of one sentence in text order, none overlapping another; offsets are the article's."""
    reading = read_names(sentence, name_lexicon(pack), places, context)
    persons = _persons(reading)
    taken = {position for person in persons for position in person.positions()}
    found = [_person(reading, person) for person in persons]
    found.extend(_organisations(reading, taken))
    found.extend(_places(reading, taken, context))
    return tuple(sorted(found, key=lambda mention: mention.start))


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
    first = [mention for s in sentences for mention in find_mentions(s, pack=pack, places=places)]
    lexicon = name_lexicon(pack)
    context = ArticleContext(
        name_words=_without_clitics(known_name_words(first), pack.names.clitics),
        place_words=frozenset(word for s in sentences for word in words_after_place_heads(s, lexicon)),
        seen_words=frozenset(word for s in sentences for word in inner_capitals(s, lexicon)),
        countries=_named_countries(first).union(*(demonym_countries(s, lexicon) for s in sentences)),
    )
    return tuple(find_mentions(sentence, pack=pack, places=places, context=context) for sentence in sentences)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _PersonSpan:
    first: int
    last: int
    titles: tuple[tuple[int, int], ...] = ()
    offices: tuple[Office, ...] = ()

    def positions(self) -> Iterator[int]:
        """The tokens of the name and of its offices: what these name takes no part of its own."""
        yield from range(self.first, self.last + 1)
        for office in self.offices:
            yield from range(office.first, office.last + 1)


def _persons(reading: Reading) -> list[_PersonSpan]:
    """Personal names from left to right, with the titles and offices that stand before and after each."""
    found: list[_PersonSpan] = []
    at = 0
    while at < len(reading.tokens):
        person = _cued_person(reading, at) or _plain_person(reading, at)
        if person is None:
            at += 1
            continue
        person, at = _with_following_roles(reading, person)
        found.append(person)
    return found


def _cued_person(reading: Reading, at: int) -> _PersonSpan | None:
    """A name after titles and offices that begin at a token: "وزير الدفاع المصري فريق أول محمد أحمد زكي"."""
    titles: list[tuple[int, int]] = []
    offices: list[Office] = []
    position = at
    while True:
        office = next((office for office in reading.offices if office.first == position), None)
        title = next((title for title in reading.titles if title.first == position), None)
        if office is not None:
            offices.append(office)
            position = office.last + 1
        elif title is not None:
            titles.append((title.first, title.last))
            position = title.last + 1
        else:
            break
        position = _over_filler(reading, position)
    if not (titles or offices):
        return None
    last = name_end(reading.tokens, position, reading.scope, cued=True)
    if last is None or not _cue_holds(reading, position, last, titled=bool(titles)):
        return None
    return _PersonSpan(first=position, last=last, titles=tuple(titles), offices=tuple(offices))


def _over_filler(reading: Reading, position: int) -> int:
    """Over an opening quote, the dot of an abbreviation, demonyms, a comma or an article before the name or a
    further title."""
    tokens, lexicon = reading.tokens, reading.scope.lexicon
    start = position
    while position < len(tokens) and position - start < 4:
        token = tokens[position]
        name = _name_after_epithets(reading, position)
        if name is not None:
            return name
        demonym = lexicon.demonyms.match(tokens, position)
        mark = token.is_mark and token.word.text in {".", ",", "،", "“", "”", '"', "«", "(", "‘", "'"}
        article = token.folded in lexicon.articles and position > start and tokens[position - 1].is_mark
        if demonym is not None and position not in reading.scope.roles:
            position = demonym.last + 1
        elif mark or article:
            position += 1
        else:
            break
    return position


def _name_after_epithets(reading: Reading, position: int) -> int | None:
    """In scripts without capitals: a known name word after one or two definite adjectives ("اللواء المتمرد خليفة")."""
    tokens, lexicon = reading.tokens, reading.scope.lexicon
    for at in range(position, min(position + 3, len(tokens))):
        token = tokens[at]
        if token.cased or token.is_mark or at in reading.scope.roles or (token.opened and at > position):
            return None
        if is_known(token, reading.scope):
            return at if at > position else None
        if not any(token.text.startswith(article) for article in lexicon.words.articles):
            return None
    return None


def _cue_holds(reading: Reading, first: int, last: int, *, titled: bool) -> bool:
    """After an office alone, a plain noun is rarely a name ("وزير الدفاع زيارة"): it must look like one."""
    span = reading.tokens[first : last + 1]
    if reading.tokens[first - 1].is_mark and reading.tokens[first - 1].word.text in {",", "،"} and not titled:
        return any(is_known(token, reading.scope) for token in span) or (
            len(span) > 1 and all(looks_proper(token, reading.scope) for token in span)
        )
    if titled or span[0].cased:
        return True
    return any(token.proper or is_known(token, reading.scope) or token.word.relation == "flat" for token in span)


def _plain_person(reading: Reading, at: int) -> _PersonSpan | None:
    """A name without a title before it."""
    tokens, scope = reading.tokens, reading.scope
    token = tokens[at]
    if at in scope.roles or not may_open(tokens, at, scope):
        return None
    if is_acronym(token) or _head_before(reading, at) or token.folded in scope.place_words:
        return None
    last = name_end(tokens, at, scope, cued=False)
    if last is not None and any(tokens[i].folded in scope.lexicon.place_heads for i in range(at, last + 1)):
        return None
    if last is None or scope.lexicon.demonyms.match(tokens, at) is not None:
        return None
    return _PersonSpan(first=at, last=last) if _is_person(reading, at, last) else None


def _head_before(reading: Reading, at: int) -> bool:
    """Whether a word such as "newspaper" or "city" stands before, perhaps with a quotation mark between."""
    before = at - 1
    if before > 0 and reading.tokens[before].word.text in QUOTES:
        before -= 1
    lexicon = reading.scope.lexicon
    heads = lexicon.medium_heads | lexicon.place_heads
    if reading.tokens[at].cased:
        heads |= lexicon.organisation_heads  # "la compagnie X", but "قوات" may be a man's
    return before >= 0 and any(form.folded in heads for form in reading.tokens[before].forms)


def _quoted_alone(tokens: Sequence[NameToken], first: int, last: int) -> bool:
    inside = first > 0 and last + 1 < len(tokens)
    return inside and tokens[first - 1].word.text in QUOTES and tokens[last + 1].word.text in QUOTES


def _is_person(reading: Reading, first: int, last: int) -> bool:
    """Evidence for a person: a given name, a name known in the article, several proper words, or a part that
    people play."""
    tokens, scope = reading.tokens, reading.scope
    span = tokens[first : last + 1]
    if any(is_known(token, scope) for token in span):
        return True
    if any(token.folded in scope.lexicon.organisation_heads for token in span):
        return False
    if first and tokens[first - 1].folded in scope.lexicon.place_prepositions and first == last:
        return False
    role_after = any(office.first in (last + 1, last + 2, last + 3) for office in reading.offices)
    if role_after:
        return True
    if first == last and _quoted_alone(tokens, first, last):
        return False
    relation = span[0].word.relation
    if len(span) > 1:
        return all(token.proper for token in span if token.capital or not token.cased)
    return span[0].proper and relation in ("nsubj", "nsubj:pass", "obl:agent", "iobj", "nmod:poss", "appos")


def _with_following_roles(reading: Reading, person: _PersonSpan) -> tuple[_PersonSpan, int]:
    """Offices in apposition after the name: ", the home secretary", "رئيس المجلس الرئاسي"."""
    offices = list(person.offices)
    next_at = person.last + 1
    while True:
        start = _over_filler(reading, next_at)
        office = next((office for office in reading.offices if office.first == start), None)
        if office is None or not _in_apposition(reading, person, office, next_at):
            break
        offices.append(office)
        next_at = office.last + 1
    return replace(person, offices=tuple(offices)), next_at


def _in_apposition(reading: Reading, person: _PersonSpan, office: Office, after: int) -> bool:
    """The office describes the person before it, unless another name follows it."""
    tokens = reading.tokens
    following = _over_filler(reading, office.last + 1)
    own_name = name_end(tokens, following, reading.scope, cued=True)
    separated = office.first > after
    if own_name is not None and following == office.last + 1:
        return False
    head = tokens[office.first].word
    if separated:
        return tokens[after].is_mark and not tokens[office.first].opened
    return (
        not tokens[office.first].opened
        and head.relation in ("appos", "flat", "nmod", "amod", "conj", "dep")
        and (head.head - 1 in range(person.first, person.last + 1))
    )


def _text(tokens: Sequence[NameToken], first: int, last: int, start: int | None = None) -> str:
    """The words from ``start`` (the core of the first) to the core of the last, one space where they are apart."""
    begin = tokens[first].start if start is None else start
    parts: list[str] = []
    for position in range(first, last + 1):
        word = tokens[position].word
        if parts and tokens[position - 1].word.end < word.start:
            parts.append(" ")
        front = begin - word.start if position == first else 0
        back = tokens[position].end - word.start if position == last else len(word.text)
        parts.append(word.text[front:back])
    return "".join(parts)


def _mention(tokens: Sequence[NameToken], kind: EntityType, first: int, last: int, cut: int | None = None) -> Mention:
    start = tokens[first].start if cut is None else tokens[first].word.start + cut
    return Mention(type=kind, text=_text(tokens, first, last, start), start=start, end=tokens[last].end)


def _person(reading: Reading, person: _PersonSpan) -> Mention:
    tokens = reading.tokens
    country = next((office.country for office in person.offices if office.country), None)
    return replace(
        _mention(tokens, EntityType.PERSON, person.first, person.last),
        titles=tuple(_text(tokens, first, last) for first, last in person.titles),
        offices=tuple(_text(tokens, office.first, office.last) for office in person.offices),
        country=country,
    )


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
        mention = _mention(tokens, kind, span.first, span.last, span.cut)
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
    if article and last == at and not _quoted_alone(tokens, at, last):
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
        place = in_context(span, context.countries, sure=sure)
        if place is None and not sure:
            continue
        mention = _mention(reading.tokens, EntityType.PLACE, span.first, span.last, span.cut)
        if place is not None:
            country = country_of(place.key) if place.kind is not PlaceKind.CONTINENT else None
            mention = replace(mention, country=country, place_key=place.key)
        found.append(mention)
    return found


def _place_stands_before(reading: Reading, at: int) -> bool:
    """Whether a word such as "in" or "city" stands before a token."""
    if not at or not reading.tokens[at].proper:
        return False
    return any(form.folded in reading.scope.lexicon.place_words for form in reading.tokens[at - 1].forms)
