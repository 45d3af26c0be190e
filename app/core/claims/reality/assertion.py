"""Which clauses assert nothing: questions, commands and wishes."""

from collections.abc import Mapping, Sequence, Set

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.quotation import MARKS
from app.core.claims.reality.polarity import bearing, governing_word
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.sentence import ParsedSentence

QUESTION_MARKS = frozenset({"?", "؟"})
STOPS = frozenset({".", "!", ":", "…"}) | MARKS | QUESTION_MARKS
GOVERNED = frozenset({"ccomp", "xcomp", "csubj", "conj", "advcl", "acl", "obj"})
COMPLEMENTS = frozenset({"ccomp", "csubj", "xcomp"})


def not_asserted(clauses: Mapping[int, Clause], sentence: ParsedSentence, lexicon: Lexicon) -> frozenset[int]:
    """The heads of the clauses that are asked, ordered or wished, with all that they govern."""
    asked = _in_questions(sentence, lexicon)
    found = {
        clause.head
        for clause in clauses.values()
        if clause.head in asked
        or _is_asked(clause, sentence, lexicon)
        or _is_command(clause, sentence, lexicon)
        or _is_wished(clause, sentence, lexicon)
    }
    found |= _asking(clauses, asked | found, sentence)
    return frozenset(head for head, clause in clauses.items() if _is_below(clause, found, clauses, sentence))


def _asking(clauses: Mapping[int, Clause], asked: Set[int], sentence: ParsedSentence) -> set[int]:
    """Verbs that tell only that a question is asked: "the reporter asked"."""
    found: set[int] = set()
    for clause in clauses.values():
        relation = sentence.words[clause.head].base
        above = clauses.get(clause.governor) if clause.governor is not None else None
        if above is None or clause.head not in asked or relation not in ("ccomp", "parataxis", "xcomp"):
            continue
        if above.event_type in (None, "request") and above.head not in asked:
            found.add(above.head)
    return found


def _in_questions(sentence: ParsedSentence, lexicon: Lexicon) -> frozenset[int]:
    """The words of all direct questions, the quotation marks around them as their ends. What ends in a question mark
    is one as a whole; only the words behind such a word as هل are, where the mark is missing."""
    words = sentence.words
    found: set[int] = set()
    start = 0
    opened: int | None = None
    for position, word in enumerate(words):
        if word.text in STOPS:
            if word.text in QUESTION_MARKS:
                found.update(range(start, position))
            elif opened is not None:
                found.update(range(opened, position))
            start, opened = position + 1, None
        elif opened is None and position - start < 2 and _opens_question(sentence, position, lexicon):
            opened = position
    return frozenset(found) | frozenset(range(opened, len(words)) if opened is not None else ())


def _opens_question(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> bool:
    """Whether a question word stands first and is no conjunction of a clause further on."""
    following = [fold(word.text) for word in sentence.words[position + 1 : position + 4]]
    word = sentence.words[position]
    rank = lexicon.lists["questions"].rank((fold(word.text),), following)
    return rank is not None and word.relation != "mark"


def _is_asked(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether a question word opens the clause or stands in it, or an "if" makes it a question that is told of:
    "asked whether", "ne sait pas si"."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    near = [fold(sentence.words[p].text) for p in bearing(sentence, top)]
    if lexicon.lists["questions"].holds(near):
        return True
    complement = sentence.words[top].base in COMPLEMENTS
    marks = [fold(sentence.words[c].text) for c in sentence.children[top] if sentence.words[c].relation == "mark"]
    return complement and lexicon.lists["conditional"].holds(marks)


def _is_command(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the verb stands first in its sentence or quotation, without subject or auxiliary, and in a form of
    commands."""
    position = clause.head
    if clause.kind is not ClauseKind.VERBAL or content_tag(sentence.words[position]) != "VERB":
        return False
    if not lexicon.shapes.has("imperative", sentence.words[position].text):
        return False
    relations = {sentence.words[c].base for c in sentence.children[position]}
    first = position == 0 or sentence.words[position - 1].text in STOPS
    base = sentence.words[position].base
    return first and not relations & {"nsubj", "aux", "cop"} and base in ("root", "ccomp", "parataxis", "dep")


def _is_wished(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    governor = governing_word(clause, sentence)
    above = (*clause.helpers, *([] if governor is None else [governor]))
    if any(lexicon.is_in("wishes", sentence.words[position].text) for position in above):
        return True
    near = bearing(sentence, clause.head)
    opened = {*near, *(below for p in near for below in sentence.children[p])}
    texts = [fold(sentence.words[p].text) for p in sorted(opened)]
    if lexicon.lists["wishes"].holds(texts):
        return True
    return any(phrase[0] in texts and _follow(phrase, texts) for phrase in lexicon.phrases("wishes"))  # "as if"


def _follow(phrase: Sequence[str], texts: Sequence[str]) -> bool:
    return any(list(texts[start : start + len(phrase)]) == list(phrase) for start in range(len(texts)))


def _is_below(clause: Clause, found: set[int], clauses: Mapping[int, Clause], sentence: ParsedSentence) -> bool:
    """Whether the clause, or one that governs it, is among those found."""
    for _ in range(len(clauses) + 1):
        if clause.head in found:
            return True
        relation = sentence.words[clause.head if clause.light_verb is None else clause.light_verb].relation
        if clause.governor not in clauses or clause.governor is None or relation.split(":")[0] not in GOVERNED:
            return False
        if relation == "acl:relcl":
            return False
        clause = clauses[clause.governor]
    return False
