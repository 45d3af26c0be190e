"""The parts of a clause that its grammar tells: subject, objects, genitive, and phrases with a preposition."""

from collections.abc import Iterator

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.parties import NamesInSentence
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.entity import EntityType, Mention
from app.core.model.sentence import ParsedSentence, Word

OBLIQUE = frozenset({"obl", "nmod", "advcl", "acl"})
SET_APART = frozenset({"advcl", "acl", "ccomp", "csubj"})
PartOfClause = tuple[int, str, str | None]  # position, part of the clause, preposition


def parts_of(clause: Clause, names: NamesInSentence, lexicon: Lexicon) -> list[PartOfClause]:
    """The parts of a clause in the order of its tree, with one subject at most."""
    return _settled(list(_dependents(clause, names.sentence, lexicon)), clause, names, lexicon)


def _dependents(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> Iterator[PartOfClause]:
    """Each dependent of the clause's head as (position, part of clause, preposition)."""
    tops = [clause.head, *clause.helpers, *clause.idiom]
    carriers = _carriers(clause, sentence, lexicon)
    for top in tops:
        for child in sentence.children[top]:
            if child in tops or (top != clause.head and clause.head in sentence.subtree(child)):
                continue
            base = sentence.words[child].base
            preposition = preposition_of(sentence, child)
            if base == "nsubj":
                own = clause.kind is ClauseKind.EVENT_NOUN and top == clause.head
                yield child, "genitive" if own else "subject", None
            elif base in ("obj", "iobj"):
                particle = preposition in [word.text for word in sentence.words[top + 1 : top + 2]]  # "laid off staff"
                yield child, "indirect" if base == "iobj" else "object", None if particle else preposition
            elif base == "xcomp" and content_tag(sentence.words[child]) in ("NOUN", "PROPN"):
                yield child, "complement", None
            elif base == "obl" and preposition is None and clause.kind is ClauseKind.VERBAL:
                yield child, "dative", None
            elif base in (*OBLIQUE, "advmod") and (inner := _noun_preposition(sentence, child, lexicon)) is not None:
                yield inner, "oblique", _with_fixed(sentence, child)
            elif base in OBLIQUE and preposition is not None:
                parts = lexicon.preposition_parts(preposition)
                genitive = "of" in parts and clause.kind is ClauseKind.EVENT_NOUN and top == clause.head
                doer = genitive and any(child < position for position in carriers)
                doer = doer or ("of" in parts and lexicon.is_of_class("authorship", sentence.words[top].text))
                yield child, "subject" if doer else "genitive" if genitive else "oblique", preposition
                if genitive:
                    yield from nested_parts(sentence, child, lexicon)
            elif base == "nmod" and top in clause.idiom:
                yield child, "genitive" if clause.kind is ClauseKind.EVENT_NOUN else "object", None
            elif base == "nmod" and clause.kind is ClauseKind.EVENT_NOUN and top == clause.head:
                doer = any(child < position for position in carriers)
                yield child, "subject" if doer else "genitive", None
                yield from nested_parts(sentence, child, lexicon)

    yield from _set_before(clause, sentence, lexicon)
    for carrier in carriers:
        for child in sentence.children[carrier]:
            preposition = preposition_of(sentence, child)
            if preposition is not None and sentence.words[child].relation == "obl":
                yield child, "oblique", preposition


def _set_before(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> Iterator[PartOfClause]:
    """The phrase that is set before its clause: "it was in Paris that they met", "c'est à Paris qu'ils ..."."""
    words = sentence.words
    top = clause.head if clause.light_verb is None else clause.light_verb
    above = words[top].head - 1
    if above < 0 or above > top or words[top].base not in SET_APART:
        return
    if not any(_opens_rest(word, lexicon) for word in words[above + 1 : top] if word.head == top + 1):
        return
    inner = _noun_preposition(sentence, above, lexicon)
    if inner is not None and _is_said_to_be(above, sentence, lexicon):
        yield inner, "oblique", words[above].text  # "c'est près de Lyon que"
        return
    phrases = [above, *(c for c in sentence.children[above] if above < c < top and words[c].relation == "obl")]
    for phrase in phrases:
        preposition = preposition_of(sentence, phrase)
        if preposition is not None and _is_said_to_be(phrase, sentence, lexicon):
            yield phrase, "oblique", preposition
            return
    relations = {words[child].base for child in sentence.children[top]}
    if "nsubj" in relations and not relations & {"obj", "cop"}:
        said = [above, *(c for c in sentence.children[above] if above < c < top and words[c].relation == "nsubj")]
        meant = (p for p in said if _is_somebody(p, sentence, lexicon) and _is_said_to_be(p, sentence, lexicon))
        yield from ((position, "object", None) for position in meant)  # "it was Venn that they met"


def _is_somebody(position: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether a noun is a name, has one beside it, or is of a person: nothing that could be the case ("a fact")."""
    words = sentence.words
    named = any(
        words[child].base in ("appos", "flat", "nmod") and "PROPN" in words[child].tags
        for child in sentence.children[position]
    )
    word = words[position]
    noun = content_tag(word) == "NOUN" and (named or lexicon.is_of_class("person", word.text))
    return "PROPN" in word.tags or noun


def _is_said_to_be(phrase: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether a copula stands at a phrase, below it or above it."""
    words = sentence.words
    above = words[phrase].head - 1
    below = any(words[child].relation == "cop" for child in sentence.children[phrase])
    return below or (above >= 0 and lexicon.is_of_class("being", words[above].text))


def _opens_rest(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word links the rest of a sentence to what is set before it ("that", "qu'il") and is no part of it."""
    if lexicon.elided_relative(word.text):
        return True  # what stands behind it may be a part: "qu'elle"
    known = fold(word.text) in lexicon.relative_pronouns
    return known and word.base not in ("nsubj", "obj", "iobj")


def _carriers(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> list[int]:
    """Participles of light verbs before an event noun, no clauses of their own, that carry its grammar:
    "İsrail'in okula düzenlediği saldırı"."""
    if clause.kind is not ClauseKind.EVENT_NOUN:
        return []
    beside = [c for c in sentence.children[clause.head] if sentence.words[c].relation == "acl" and c < clause.head]
    own = [c for c in beside if c in clause.words and c not in clause.helpers]
    return [c for c in own if lexicon.light_verbs.holds(lexicon.forms(sentence.words[c].text))]


def nested_parts(sentence: ParsedSentence, genitive: int, lexicon: Lexicon) -> Iterator[PartOfClause]:
    """What the tree hangs on the genitive of an event noun, but tells who else took part: "collision of a bus with a
    lorry"."""
    for child in sentence.children[genitive]:
        preposition = preposition_of(sentence, child)
        if preposition is not None and sentence.words[child].relation == "nmod":
            parts = lexicon.preposition_parts(preposition)
            if parts[:1] == ("with",) or ("against" in parts and "in" not in parts):
                yield child, "oblique", preposition


def _settled(parts: list[PartOfClause], clause: Clause, names: NamesInSentence, lexicon: Lexicon) -> list[PartOfClause]:
    """At most one subject: of several, one after the verb is its object, and of those before it the named
    one counts."""
    parts = _with_event_as_object(_without_topic(_without_titles(parts, names), names), names, lexicon)
    subjects = [position for position, part, _ in parts if part == "subject"]
    if len(subjects) < 2:
        return parts
    before = [position for position in subjects if position < clause.head]
    after = [position for position in subjects if position > clause.head]
    candidates = [p for p in before or after if not _is_part_of_amount(names, p)] or before or after
    nouns = [p for p in candidates if content_tag(names.sentence.words[p]) != "PRON"]
    chosen = next((p for p in candidates if names.mention_at(p) is not None), (nouns or candidates)[0])
    has_object = any(part == "object" for _, part, _ in parts)
    nearest = before[-1] if before and not after and not has_object else chosen
    if names.mention_at(nearest) not in (None, names.mention_at(chosen)):
        after = [nearest]  # of two before a verb at the end, "hat Deutschland gebeten", the nearer is its object
    settled: list[PartOfClause] = []
    for position, part, preposition in parts:
        if position not in subjects or position == chosen:
            settled.append((position, part, preposition))
        elif position == next((p for p in after if p != chosen), None):
            settled.append((position, "indirect" if has_object else "object", preposition))
    return settled


def _without_topic(parts: list[PartOfClause], names: NamesInSentence) -> list[PartOfClause]:
    """Without a place before a colon that the tree takes for the subject of what follows: "Konya: otobüs devrildi"."""
    topic = topic_place(names)
    return parts if topic is None else [p for p in parts if names.mention_at(p[0]) is not topic]


def _with_event_as_object(parts: list[PartOfClause], names: NamesInSentence, lexicon: Lexicon) -> list[PartOfClause]:
    """Of two subjects, an event and somebody named, the event is what the other one does something about:
    "die Ermordung hat der Europarat verurteilt"."""
    subjects = [position for position, part, _ in parts if part == "subject"]
    if len(subjects) != 2 or any(part == "object" and preposition is None for _, part, preposition in parts):
        return parts
    words = names.sentence.words
    events = [
        p for p in subjects if words[p].tag == "NOUN" and lexicon.noun_triggers.holds(lexicon.forms(words[p].text))
    ]
    others = [p for p in subjects if p not in events and names.mention_at(p) is not None]
    if len(events) != 1 or len(others) != 1:
        return parts
    return [(p, "object" if p == events[0] and part == "subject" else part, prep) for p, part, prep in parts]


def topic_place(names: NamesInSentence) -> Mention | None:
    """The place that a headline names before a colon: "Lyon : un policier blessé"."""
    words = names.sentence.words
    first = names.mention_at(0) if words else None
    if first is None or first.type is not EntityType.PLACE:
        return None
    behind = next((word for word in words if word.start >= first.end), None)
    return first if behind is not None and behind.text == ":" else None


def _is_part_of_amount(names: NamesInSentence, position: int) -> bool:
    """Whether the word only tells how many, as "at least" does."""
    word = names.sentence.words[position]
    return any(q.unit is None and q.start <= word.start and word.end <= q.end for q in names.quantities)


def _without_titles(parts: list[PartOfClause], names: NamesInSentence) -> list[PartOfClause]:
    """Without a noun that the tree hangs beside the name that it introduces: "of the poet Alena Zhuk"."""
    named = {
        position: part
        for position, part, _ in parts
        if (mention := names.mention_at(position)) is not None and mention.type is EntityType.PERSON
    }

    def introduces(position: int, part: str) -> bool:
        mention = names.mention_at(position)
        person = mention is not None and mention.type is EntityType.PERSON
        return not person and part in ("object", "genitive", "subject") and named.get(position + 1) == part

    introduced = {p + 1: preposition for p, part, preposition in parts if introduces(p, part)}
    return [(p, part, introduced.get(p, prep)) for p, part, prep in parts if not introduces(p, part)]


def is_passive(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the subject is whom the event befalls, by an auxiliary, its relation or the light verb."""
    tops = [clause.head, *clause.helpers]
    relations = {sentence.words[child].relation for top in tops for child in sentence.children[top]}
    if any(lexicon.is_undergoing(sentence.words[helper].text) for helper in clause.helpers):
        return True
    return bool(relations & {"aux:pass", "nsubj:pass"}) and clause.kind is not ClauseKind.EVENT_NOUN


def _noun_preposition(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> int | None:
    """The phrase under a noun or adverb used as a preposition (برفقة "in the company of", "près de"); None for
    other words."""
    below = [c for c in sentence.children[position] if sentence.words[c].base in ("nmod", "obl")]
    return below[0] if below and lexicon.preposition_parts(_with_fixed(sentence, position)) else None


def _with_fixed(sentence: ParsedSentence, position: int) -> str:
    """A word with those that are fixed to it: "au sujet"."""
    fixed = [child for child in sentence.children[position] if sentence.words[child].relation == "fixed"]
    return " ".join(sentence.words[p].text for p in (position, *fixed))
