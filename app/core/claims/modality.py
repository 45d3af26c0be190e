"""Whether a clause says that it is so or not, and how real what it tells is."""

from app.core.claims.clauses import Clause, content_tag
from app.core.claims.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Polarity, Status
from app.core.model.sentence import ParsedSentence

GOVERNED = frozenset({"xcomp", "ccomp", "obj", "obl", "csubj", "nsubj", "nsubj:pass", "nmod"})
DENYING = frozenset({"det", "amod", "advmod", "nummod"})  # "no minister", "aucune saisie"
NEAR_WORDS = 4  # words before the predicate among which "still" is looked for
STATUS_OF_TYPE = {"postpone": Status.POSTPONED, "cancel": Status.CANCELLED}


def find_polarity(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> Polarity:
    """Negative where a particle denies the predicate or its subject, or where it hangs on a verb such as
    "failed to"."""
    negative = any(_is_negation(sentence, child, lexicon) for child in _near(clause, sentence))
    if negative and lexicon.is_in("ongoing", sentence.words[clause.head].text):
        negative = False  # "has not ceased to"
    if any(lexicon.is_in("negative_governors", sentence.words[helper].text) for helper in clause.helpers):
        negative = not negative
    governor = _governing_word(clause, sentence)
    if governor is not None and lexicon.is_in("negative_governors", sentence.words[governor].text):
        negative = not negative
    return Polarity.NEGATIVE if negative else Polarity.POSITIVE


def _is_negation(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> bool:
    """Particles are matched as written (a conjunction on them apart): stripping endings off them finds
    others inside."""
    word = sentence.words[position]
    folded = fold(word.text)
    return lexicon.lists["negation"].holds((folded, folded[1:]) if word.tags[0] == "CCONJ" else (folded,))


def find_status(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon, inherited: Status | None) -> Status:
    """How real the event is, as told. ``inherited`` is the status of the clause that this one continues, if it does."""
    if clause.event_type in STATUS_OF_TYPE:
        return STATUS_OF_TYPE[clause.event_type]
    near = [fold(sentence.words[child].text) for child in _near(clause, sentence)]
    helping = [form for helper in clause.helpers for form in lexicon.forms(sentence.words[helper].text)]
    for name, status in (
        ("conditional", Status.CONDITIONAL),
        ("planning", Status.PLANNED),
        ("requesting", Status.REQUESTED),
        ("uncertain", Status.UNCERTAIN),
        ("ongoing", Status.ONGOING),
    ):
        if any(lexicon.lists[name].holds((text,)) for text in near) or lexicon.lists[name].holds(helping):
            return status
    before = [p for p in clause.words if clause.head - NEAR_WORDS <= p <= clause.head]
    if any(lexicon.lists["ongoing"].holds((fold(sentence.words[p].text),)) for p in before) or lexicon.is_in(
        "ongoing", sentence.words[clause.head].text
    ):
        return Status.ONGOING
    if _is_planned_by_form(clause, sentence, lexicon) or _is_purpose(clause, sentence, lexicon):
        return Status.PLANNED
    governor = _governing_word(clause, sentence)
    if governor is not None:
        text = sentence.words[governor].text
        for name, status in (
            ("planning", Status.PLANNED),
            ("requesting", Status.REQUESTED),
            ("uncertain", Status.UNCERTAIN),
        ):
            if lexicon.is_in(name, text):
                return status
    return inherited or Status.HAPPENED


def _near(clause: Clause, sentence: ParsedSentence) -> list[int]:
    """Positions of the words that bear on the predicate: particles, auxiliaries, and the determiner of its subject."""
    tops = [clause.head, *clause.helpers]
    found: list[int] = []
    for top in tops:
        for child in sentence.children[top]:
            word = sentence.words[child]
            base = word.relation.split(":")[0]
            if base in ("advmod", "aux", "cop", "mark", "det", "cc", "dep", "discourse", "case", "fixed", "expl"):
                found.append(child)
            elif base == "nsubj":
                found.extend(g for g in sentence.children[child] if g < child and sentence.words[g].relation in DENYING)
    return found


def _governing_word(clause: Clause, sentence: ParsedSentence) -> int | None:
    """The word that the clause is a complement of; None for main, relative and coordinated clauses."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    word = sentence.words[top]
    return word.head - 1 if word.head > 0 and word.relation.split(":")[0] in GOVERNED else None


def _is_planned_by_form(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """A future ending, or a future prefix written on the verb, unless the whole form is itself a verb of the
    pack (سيطر is no future)."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    word = sentence.words[top]
    folded = fold(word.text)
    if content_tag(word) != "VERB":
        return False
    if lexicon.planning_endings and word.text.endswith(lexicon.planning_endings):
        return True
    if not folded.startswith(lexicon.planning_prefixes):
        return False
    return not any(entries.holds((folded,)) for entries in (*lexicon.triggers.values(), *lexicon.stances.values()))


def _is_purpose(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    word = sentence.words[clause.head]
    if word.relation.split(":")[0] not in ("advcl", "acl", "obl") or not lexicon.purpose:
        return False
    opened = [fold(sentence.words[c].text) for c in sentence.children[clause.head] if c < clause.head]
    if any(text in lexicon.purpose for text in opened[:1]):
        return content_tag(word) == "VERB"
    return len(word.tags) > 1 and word.tags[0] in ("ADP", "SCONJ") and fold(word.text)[0] in lexicon.purpose
