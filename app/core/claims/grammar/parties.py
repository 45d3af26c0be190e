"""Turns a noun phrase of a clause into the parties or the place that it names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from app.core.claims.grammar.clauses import content_tag
from app.core.claims.grammar.runs import run_around
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.entities.names import name_key
from app.core.entities.resolution import ResolvedEntity
from app.core.folding import fold
from app.core.model.entity import EntityType, Mention, OfficeSpan, Party
from app.core.model.quantity import Quantity
from app.core.model.sentence import ParsedSentence

Span = tuple[int, int]
PHRASE_RELATIONS = frozenset(
    {"flat", "appos", "amod", "nmod", "compound", "det", "nummod", "fixed", "case", "advmod", "acl", "dep", "goeswith"}
)
NAME_RELATIONS = frozenset({"flat", "appos", "compound"})
OPENING_MARKS = frozenset('«“„"')
CLOSING_MARKS = frozenset('»”“"')
LONGEST_TITLE = 3  # words
LONGEST_DESCRIPTION = 6  # words
SHORTEST_STEM = 5  # letters in which an adjective and its country must agree
LONGEST_OFFICE_ECHO = 3  # words, the article included


@dataclass(frozen=True, kw_only=True)
class NamesInSentence:
    """What is known of the names of one sentence. Keys and spans are character offsets of the article."""

    sentence: ParsedSentence
    mentions: tuple[Mention, ...]
    resolved: Mapping[Span, ResolvedEntity]
    quantities: tuple[Quantity, ...]
    taken: tuple[Span, ...]  # spans of times and durations
    offices: tuple[OfficeSpan, ...] = ()

    @cached_property
    def _reach(self) -> tuple[tuple[int, Mention], ...]:
        """Each mention with the offset at which its titles and offices, written before the name, begin."""
        return tuple((self._start_with_titles(mention), mention) for mention in self.mentions)

    def mention_at(self, position: int) -> Mention | None:
        """The mention whose name, or whose title or office before it, covers the word at a position."""
        return self._mention_at[position]

    @cached_property
    def _mention_at(self) -> tuple[Mention | None, ...]:
        """For each word, the first mention that covers it."""
        if not self._reach:
            return (None,) * len(self.sentence.words)
        return tuple(
            next((m for start, m in self._reach if start < word.end and word.start < m.end), None)
            for word in self.sentence.words
        )

    def mention_at_offset(self, offset: int) -> Mention | None:
        """The mention whose name covers a character."""
        return next((m for m in self.mentions if m.start <= offset < m.end), None)

    def first_position(self, mention: Mention) -> int:
        """Position of the first word of the mention, titles and offices before it included."""
        start = self._start_with_titles(mention)
        return next(p for p, word in enumerate(self.sentence.words) if word.end > start)

    def _start_with_titles(self, mention: Mention) -> int:
        known = {part for text in (*mention.titles, *mention.offices) for part in fold(text).split()}
        start = mention.start
        before = [word for word in self.sentence.words if word.end <= mention.start]
        for word in reversed(before):
            folded = fold(word.text)
            if not known or not any(folded == part or (len(part) > 3 and folded.endswith(part)) for part in known):
                break
            start = word.start
        return start

    def is_time(self, position: int) -> bool:
        """Whether the word belongs to a time or a duration."""
        return position in self._times

    @cached_property
    def _times(self) -> frozenset[int]:
        """The words of times and durations."""
        return frozenset(p for start, end in self.taken for p in self.sentence.covered(start, end))


def phrase_positions(sentence: ParsedSentence, head: int, *, stop: frozenset[int] = frozenset()) -> tuple[int, ...]:
    """Positions of the noun phrase under a head: coordinated phrases, clauses and the heads in ``stop`` left out."""
    found: list[int] = []
    pending = [head]
    while pending:
        current = pending.pop()
        found.append(current)
        for child in sentence.children[current]:
            relation = sentence.words[child].relation
            before = relation == "acl" and child < current  # a participle with phrases of its own before the noun
            inside = relation.split(":")[0] in PHRASE_RELATIONS and relation != "acl:relcl" and not before
            if inside and child not in stop:
                pending.append(child)
    return tuple(sorted(found))


def coordinated(names: NamesInSentence, head: int) -> tuple[int, ...]:
    """The head and the heads of what is coordinated with it: "X, Y and Z".

    A person whom the tree coordinates with a part of the first one's name, title or office counts as well.
    """
    sentence = names.sentence
    found = [head]
    first = names.mention_at(head)
    if first is not None and first.type is EntityType.PERSON:
        for position in sentence.subtree(head):
            mention = names.mention_at(position)
            below = mention is not None and mention is not first and mention.type is EntityType.PERSON
            if mention is not None and below and names.first_position(mention) == position:
                word = sentence.words[position]
                if word.relation == "conj" or (word.tags[0] == "CCONJ" and len(word.tags) > 1):
                    found.append(position)
    pending = [head]
    while pending:
        current = pending.pop()
        for child in sentence.children[current]:
            if (
                child not in found
                and sentence.words[child].relation == "conj"
                and content_tag(sentence.words[child])
                in (
                    "NOUN",
                    "PROPN",
                    "X",
                    "PRON",
                )
            ):
                found.append(child)
                pending.append(child)
    return tuple(sorted(found))


def build_party(names: NamesInSentence, head: int, lexicon: Lexicon, *, stop: frozenset[int]) -> Party | None:
    """The party that a noun phrase names or describes; None for a time, a pronoun or a bare number."""
    head = counted_head(names, head, lexicon)
    word = names.sentence.words[head]
    if names.is_time(head):
        return None
    if content_tag(word) in ("PUNCT", "ADP", "SCONJ", "CCONJ", "AUX") and names.mention_at(head) is None:
        return None
    if _is_amount(names, head):
        return None
    positions = phrase_positions(names.sentence, head, stop=stop)
    if lexicon.words.verb_first and lexicon.is_of_class("group", word.text):
        beside = person_beside(names, head, positions)
        positions = tuple(p for p in positions if beside is None or p < names.first_position(beside))
    elif lexicon.words.verb_first and lexicon.is_of_class("person", word.text):
        town = next((p for p in positions if p > head and _is_place_beside(names, p)), None)
        positions = tuple(p for p in positions if town is None or p < town)
    mention = naming_mention(names, head, positions) or quoted_name(names, head)
    if mention is None and lexicon.is_of_class("person", word.text):
        mention = _named_behind_owner(names, head, positions)
    if mention is not None:
        return named_party(names, mention)
    title = _quoted_title(names, head)
    if title is not None:
        return title
    bare_number = content_tag(word) == "NUM" and len(positions) == 1
    if content_tag(word) in ("PRON", "DET") or bare_number or fold(word.text) in lexicon.pronouns:
        return None
    described = described_party(names, head, positions)
    return (described and _holder_of_office(names, described, lexicon)) or described


def _named_behind_owner(names: NamesInSentence, head: int, positions: Sequence[int]) -> Mention | None:
    """Who is named behind an office whose last word has its owner written on it: رئيس مجلس إدارتها علي حسن."""
    tags = [word.tags for word in names.sentence.words]
    behind = [p for p in positions if p - 1 > head and "NOUN" in tags[p - 1] and tags[p - 1][-1] == "PRON"]
    return next((m for p in behind if (m := names.mention_at(p)) is not None and m.type is EntityType.PERSON), None)


def _is_place_beside(names: NamesInSentence, position: int) -> bool:
    mention = names.mention_at(position)
    beside = names.sentence.words[position].relation == "appos"
    return beside and mention is not None and mention.type is EntityType.PLACE


def _is_amount(names: NamesInSentence, head: int) -> bool:
    """Whether the word is the unit of an amount, of money or a measure: it is nobody and nothing else."""
    word = names.sentence.words[head]
    within = (q for q in names.quantities if q.start < word.end and word.start < q.end)
    mention = names.mention_at(head)
    return any(q.unit is not None and (mention is None or mention.start > q.start) for q in within)


def person_beside(names: NamesInSentence, head: int, positions: Sequence[int]) -> Mention | None:
    """The person whom the tree joins to a group: no one person's name is that of a group, so that he is whom it
    received, named or killed."""
    for position in positions:
        mention = names.mention_at(position)
        if mention is None or mention.type is not EntityType.PERSON or position <= head:
            continue
        beside = names.sentence.words[position].base == "appos"
        return mention if beside else None
    return None


def office_before_name(names: NamesInSentence, head: int, starts: Sequence[int]) -> Party | None:
    """The office in "the prefect of the coast, Ada Venn": the phrase of its head, up to the name of the person.

    ``starts`` are the offsets of the persons of the clause."""
    words = names.sentence.words
    below = phrase_positions(names.sentence, head)
    mentions = (names.mention_at(position) for position in below)
    holder = next((m for m in mentions if m is not None and m.start in starts), None)
    if holder is None or holder.type is not EntityType.PERSON or words[head].start >= holder.start:
        return None
    if content_tag(words[head]) != "NOUN":
        return None
    return described_party(names, head, [p for p in below if words[p].end <= holder.start])


def quoted_name(names: NamesInSentence, head: int) -> Mention | None:
    """The name in quotation marks right behind a noun and its adjectives: شركة «X»."""
    words = names.sentence.words
    position = head + 1
    while position < len(words) and words[position].relation == "amod":
        position += 1
    if content_tag(words[head]) != "NOUN" or position + 1 >= len(words) or words[position].text not in OPENING_MARKS:
        return None
    mention = names.mention_at(position + 1)
    below = position + 1 in names.sentence.subtree(head)
    fits = mention is not None and mention.type is EntityType.ORGANISATION
    return mention if below and fits else None


def _quoted_title(names: NamesInSentence, head: int) -> Party | None:
    """The name of a thing in quotation marks right behind its noun: the satellite "Hidaka"."""
    words = names.sentence.words
    opening = head + 1
    while opening < len(words) and words[opening].head == head + 1 and words[opening].relation in ("amod", "nmod"):
        opening += 1
    if content_tag(words[head]) != "NOUN" or opening >= len(words) or words[opening].text not in OPENING_MARKS:
        return None
    within = words[opening + 1 : opening + 2 + LONGEST_TITLE]
    length = next((n for n, word in enumerate(within) if word.text in CLOSING_MARKS), 0)
    if not length or opening + 1 not in names.sentence.subtree(head) or "PROPN" not in within[0].tags:
        return None
    start, end = within[0].start, within[length - 1].end
    text = " ".join(word.text for word in within[:length])
    return Party(text=text, start=start, end=end, name=text, key=name_key(text), is_name=True)


def counted_head(names: NamesInSentence, head: int, lexicon: Lexicon) -> int:
    """What is counted, where the tree makes the amount its head: "plus de 60 habitants", اثنين من المتهمين."""
    sentence = names.sentence
    word = sentence.words[head]
    amount = content_tag(word) in ("NUM", "ADV", "SYM") or any(
        quantity.start < word.end and word.start < quantity.end and quantity.unit is not None
        for quantity in names.quantities
    )
    if not amount or names.mention_at(head) is not None:
        return head
    for child in sentence.children[head]:
        below = sentence.words[child]
        preposition = preposition_of(sentence, child)
        if preposition is not None and "of" not in lexicon.preposition_parts(preposition):
            continue
        if child > head and below.base in ("nmod", "obl") and content_tag(below) in ("NOUN", "PROPN"):
            return head if names.is_time(child) else child
    return head


def _holder_of_office(names: NamesInSentence, described: Party, lexicon: Lexicon) -> Party | None:
    """The one person of the article whose office or title a short description repeats: "the governor"."""
    words = described.text.split()
    owned = any(w.tags[-1] == "PRON" for w in names.sentence.words if described.start <= w.start < described.end)
    if len(words) > LONGEST_OFFICE_ECHO or owned:
        return None  # "his father" is nobody's office
    holders: dict[str, ResolvedEntity] = {}
    for entity in names.resolved.values():
        known = {
            part for text in (*entity.offices, *entity.titles) for word in text.split() for part in lexicon.forms(word)
        }
        if entity.type is EntityType.PERSON and known and all(_echoes(word, known, lexicon) for word in words):
            holders[entity.key] = entity
    if len(holders) != 1:
        return None
    (entity,) = holders.values()
    return replace(
        described,
        name=entity.name,
        key=entity.key,
        type=entity.type,
        is_name=True,
        titles=entity.titles,
        offices=entity.offices,
        office_keys=entity.office_keys,
    )


def _echoes(word: str, known: set[str], lexicon: Lexicon) -> bool:
    folded = fold(word)
    return folded in lexicon.articles or any(
        form in known or any(_one_stem(form, part) for part in known) for form in lexicon.forms(word)
    )


def _one_stem(left: str, right: str) -> bool:
    """Estonian and Estonia: one begins like the other, but for a short ending."""
    shorter, longer = sorted((left, right), key=len)
    return len(shorter) >= SHORTEST_STEM and len(longer) - len(shorter) <= 2 and longer.startswith(shorter)


def naming_mention(names: NamesInSentence, head: int, positions: Sequence[int]) -> Mention | None:
    """The mention that names the phrase as a whole, not one inside it ("Haftar's militias" are not Haftar)."""
    direct = names.mention_at(head)
    if direct is not None:
        return direct
    word = names.sentence.words[head]
    found: list[Mention] = []
    for position in positions:
        mention = names.mention_at(position)
        if mention is None or mention.type is EntityType.PLACE:
            continue
        titled = any(_holds_word(text, word.text) for text in (*mention.titles, *mention.offices))
        if titled or _joined_as_name(names.sentence, position, head):
            found.append(mention)
    # "his Cypriot counterpart Nikos Pavlou": of an adjective taken for a name and the name, the name
    return max(found, key=lambda mention: min(len(mention.text.split()), 2), default=None)


def _holds_word(phrase: str, word: str) -> bool:
    folded = fold(word)
    return any(part == folded or (len(part) > 3 and folded.endswith(part)) for part in fold(phrase).split())


def _joined_as_name(sentence: ParsedSentence, position: int, head: int) -> bool:
    """Whether the way up from the word to the head uses only name relations."""
    word = sentence.words[position]
    if position < head and word.relation.startswith("compound") and sentence.words[head].tag == "NOUN":
        return False  # "a Kell campaign spokesman" is not Kell
    current = position
    while current != head:
        if sentence.words[current].base not in NAME_RELATIONS:
            return False
        current = sentence.words[current].head - 1
        if current < 0:
            return False
    return True


def named_party(names: NamesInSentence, mention: Mention) -> Party:
    """The party of a mention, with the fullest name that the article gives for it."""
    known = names.resolved.get((mention.start, mention.end))
    name = known.name if known else mention.text
    return Party(
        text=mention.text,
        start=mention.start,
        end=mention.end,
        name=name,
        key=known.key if known else name_key(name),
        type=known.type if known else mention.type,
        is_name=True,
        titles=known.titles if known else mention.titles,
        offices=known.offices if known else mention.offices,
        office_keys=known.office_keys if known else mention.office_keys,
        place_key=(known.place_key if known else None) or mention.place_key,
    )


def describe(names: NamesInSentence, head: int, *, stop: frozenset[int]) -> Party | None:
    """The phrase as it stands, whoever it names: "leader of the Greens" as an office."""
    if names.is_time(head) or content_tag(names.sentence.words[head]) == "PRON":
        return None
    return described_party(names, head, phrase_positions(names.sentence, head, stop=stop))


def described_party(names: NamesInSentence, head: int, positions: Sequence[int]) -> Party | None:
    """The party that the words around the head describe."""
    near = [p for p in positions if abs(p - head) <= LONGEST_DESCRIPTION and not names.is_time(p)]
    near = run_around(names.sentence, near, head)
    words = names.sentence.words
    while len(near) > 1 and near[0] != head and words[near[0]].relation in ("case", "punct", "cc", "mark", "fixed"):
        near = near[1:]
    while len(near) > 1 and near[-1] != head and words[near[-1]].relation in ("case", "punct", "cc", "mark"):
        near = near[:-1]
    start, end = words[near[0]].start, words[near[-1]].end
    text = " ".join(words[p].text for p in near)
    count = next(
        (q.low for q in names.quantities if q.unit is None and start <= q.start < end and q.low == q.high), None
    )
    office = next((o for o in names.offices if o.start <= words[head].start < o.end and start <= o.start), None)
    keys = (office.key,) if office is not None and count is None else ()
    return Party(
        text=text, start=start, end=end, name=text, key=fold(text), is_name=False, count=count, office_keys=keys
    )
