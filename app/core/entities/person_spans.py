"""Personal names with the titles and offices that stand before and after them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.core.entities.known_names import QUOTES
from app.core.entities.offices import Office
from app.core.entities.organisations import is_acronym
from app.core.entities.persons import is_known, looks_proper, may_open, name_end
from app.core.entities.reading import Reading
from app.core.entities.tokens import NameToken
from app.core.model.entity import EntityType, Mention


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSpan:
    """A name at tokens ``first`` to ``last``, with what it is called besides."""

    first: int
    last: int
    titles: tuple[tuple[int, int], ...] = ()
    offices: tuple[Office, ...] = ()

    def positions(self) -> Iterator[int]:
        """The tokens of the name and of its offices: what these name takes no part of its own."""
        yield from range(self.first, self.last + 1)
        for office in self.offices:
            yield from range(office.first, office.last + 1)


def find_persons(reading: Reading) -> list[PersonSpan]:
    """Personal names from left to right, with the titles and offices that stand before and after each."""
    found: list[PersonSpan] = []
    at = 0
    while at < len(reading.tokens):
        person = cued_person(reading, at) or _plain_person(reading, at)
        if person is None:
            at += 1
            continue
        person, at = with_following_roles(reading, person)
        found.append(person)
    return found


def cued_person(reading: Reading, at: int) -> PersonSpan | None:
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
    return PersonSpan(first=position, last=last, titles=tuple(titles), offices=tuple(offices))


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


def _plain_person(reading: Reading, at: int) -> PersonSpan | None:
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
    return PersonSpan(first=at, last=last) if _is_person(reading, at, last) else None


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


def quoted_alone(tokens: Sequence[NameToken], first: int, last: int) -> bool:
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
    if first == last and quoted_alone(tokens, first, last):
        return False
    relation = span[0].word.relation
    if len(span) > 1:
        return all(token.proper for token in span if token.capital or not token.cased)
    return span[0].proper and relation in ("nsubj", "nsubj:pass", "obl:agent", "iobj", "nmod:poss", "appos")


def with_following_roles(reading: Reading, person: PersonSpan) -> tuple[PersonSpan, int]:
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


def _in_apposition(reading: Reading, person: PersonSpan, office: Office, after: int) -> bool:
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


def text_of(tokens: Sequence[NameToken], first: int, last: int, start: int | None = None) -> str:
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


def mention_of(tokens: Sequence[NameToken], kind: EntityType, first: int, last: int, cut: int | None = None) -> Mention:
    """The mention that runs from one token to another; ``cut`` code points of the first word stand before it."""
    start = tokens[first].start if cut is None else tokens[first].word.start + cut
    return Mention(type=kind, text=text_of(tokens, first, last, start), start=start, end=tokens[last].end)


def person_mention(reading: Reading, person: PersonSpan) -> Mention:
    """The mention of a personal name."""
    tokens = reading.tokens
    country = next((office.country for office in person.offices if office.country), None)
    return replace(
        mention_of(tokens, EntityType.PERSON, person.first, person.last),
        titles=tuple(text_of(tokens, first, last) for first, last in person.titles),
        offices=tuple(text_of(tokens, office.first, office.last) for office in person.offices),
        office_keys=tuple(dict.fromkeys(office.key for office in person.offices if office.key is not None)),
        country=country,
    )
