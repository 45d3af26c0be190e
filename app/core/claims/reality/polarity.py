"""Whether a clause says that it is so, or that it is not."""

from collections.abc import Sequence

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Polarity, Stance
from app.core.model.sentence import ParsedSentence

BEARING = frozenset(
    {"advmod", "aux", "cop", "mark", "det", "cc", "dep", "discourse", "case", "fixed", "expl", "compound"}
)
CORE = frozenset({"nsubj", "obj", "iobj", "obl", "csubj"})  # "nobody came", "signed no treaty", "at no time"
DENYING = frozenset({"det", "amod", "advmod", "nummod", "cc"})  # "no minister", "aucune saisie", "neither X nor Y"
COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "obl", "csubj", "nsubj", "nmod", "acl", "advcl"})


def find_polarity(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> Polarity:
    """Negative where a particle or the form of the verb denies it, or where it hangs on a verb such as "failed to";
    both together deny nothing."""
    negative = is_denied(clause, sentence, lexicon)
    for helper in clause.helpers:
        if lexicon.is_in("negative_governors", lexicon.text_at(sentence, helper)):
            negative = not negative
    governor = governing_word(clause, sentence)
    if governor is not None and governor not in clause.helpers:
        text = lexicon.text_at(sentence, governor)
        # what somebody denies is denied by its source, not by the verb of denying
        prevents = lexicon.is_in("negative_governors", text) and lexicon.stance(text) != Stance.DENIES
        untrue = lexicon.is_in("truths", text) and _is_untrue(sentence, governor, lexicon)
        particle = content_tag(sentence.words[governor]) != "VERB" and _is_particle(sentence, governor, lexicon)
        if prevents or untrue or particle:
            negative = not negative
    return Polarity.NEGATIVE if negative else Polarity.POSITIVE


def _is_untrue(sentence: ParsedSentence, governor: int, lexicon: Lexicon) -> bool:
    """Whether "true" is denied: "it is not true that ..."."""
    return any(_is_particle(sentence, position, lexicon) for position in bearing(sentence, governor))


def is_denied(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether a particle, or the form of the verb, denies the predicate or one of its parts, and nothing undoes it."""
    tops = (clause.head, *clause.helpers)
    denying = [p for top in tops for p in bearing(sentence, top) if _is_particle(sentence, p, lexicon)]
    denying += [p for top in tops for p in _in_parts(sentence, top, lexicon)]
    formed = any(_is_denied_by_form(sentence, top, lexicon) for top in tops)
    if not denying and not formed:
        return _carried_on(clause, sentence, lexicon)
    if lexicon.is_in("ongoing", sentence.words[clause.head].text):
        return False  # "has not ceased to"
    return not _is_undone(sentence, tops, denying or [clause.head], lexicon)


def bearing(sentence: ParsedSentence, top: int) -> list[int]:
    """Positions of the small words that bear on a predicate: particles, auxiliaries, and what hangs on those."""
    found: list[int] = []
    for child in sentence.children[top]:
        if sentence.words[child].relation.split(":")[0] not in BEARING:
            continue
        found.append(child)
        if sentence.words[child].relation.split(":")[0] in ("advmod", "aux", "fixed"):
            found.extend(
                c for c in sentence.children[child] if sentence.words[c].relation in ("advmod", "fixed", "aux")
            )
    return found


def _in_parts(sentence: ParsedSentence, top: int, lexicon: Lexicon) -> list[int]:
    """Denying words at the subject, the object or another part: "no soldier", "nobody", "neither the one nor ..."."""
    found: list[int] = []
    for child in sentence.children[top]:
        if sentence.words[child].relation.split(":")[0] not in CORE:
            continue
        if _is_particle(sentence, child, lexicon) and content_tag(sentence.words[child]) != "VERB":
            found.append(child)
        found.extend(
            below
            for below in sentence.children[child]
            if below < child
            and sentence.words[below].relation.split(":")[0] in DENYING
            and _is_particle(sentence, below, lexicon)
        )
    return found


def _is_particle(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> bool:
    """Particles are matched as written (a conjunction on them, and what is written with an auxiliary, apart):
    stripping endings off them finds others inside."""
    word = sentence.words[position]
    folded = fold(word.text)
    forms = [folded]
    if folded in lexicon.relative_pronouns and word.relation.split(":")[0] in CORE:
        return False  # ما "what" is no ما "not"
    if len(word.tags) > 1 and len(folded) > 2:
        forms.append(folded[1:])
    head, apostrophe, _ = folded.partition("'")
    if apostrophe and len(word.tags) > 1:
        forms.append(head + apostrophe)  # "n'a"
    return lexicon.lists["negation"].holds(forms)


def _is_denied_by_form(sentence: ParsedSentence, top: int, lexicon: Lexicon) -> bool:
    """Whether the verb, one of its auxiliaries or its copula is written in a form that denies: "gelmedi", نرفت."""
    positions = [
        top,
        *(c for c in sentence.children[top] if sentence.words[c].relation.split(":")[0] in ("aux", "cop")),
    ]
    verbs = (p for p in positions if content_tag(sentence.words[p]) in ("VERB", "AUX"))
    return any(lexicon.shapes.has("negative", sentence.words[p].text) for p in verbs)


def _carried_on(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """ "Did not meet or call": an "or" carries the negation on to a verb that has no subject and no auxiliary."""
    word = sentence.words[clause.head]
    if word.relation != "conj":
        return False
    below = sentence.children[clause.head]
    relations = {sentence.words[c].relation.split(":")[0] for c in below}
    joined = [fold(sentence.words[c].text) for c in below if sentence.words[c].relation == "cc"]
    alternative = any(text == fold(entry) for text in joined for entry in lexicon.words.or_words)
    if relations & {"nsubj", "aux"} or not alternative:
        return False
    first = word.head - 1
    return any(_is_particle(sentence, p, lexicon) for p in bearing(sentence, first)) or _is_denied_by_form(
        sentence, first, lexicon
    )


def _is_undone(sentence: ParsedSentence, tops: Sequence[int], denying: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether an "only" or "but" behind the negation turns it: "not only", "ne ... que", لم ... إلا."""
    for top in tops:
        for child in sentence.children[top]:
            for position in (child, *sentence.children[child]):
                word = sentence.words[position]
                late = position > min(denying) and (word.relation != "mark" or position > top)
                if late and position not in denying and lexicon.lists["exceptive"].holds((fold(word.text),)):
                    return True
    return False


def governing_word(clause: Clause, sentence: ParsedSentence) -> int | None:
    """The word that the clause is a complement of; None for main, relative and coordinated clauses."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    word = sentence.words[top]
    if word.head == 0 or word.relation == "acl:relcl" or word.relation.split(":")[0] not in COMPLEMENTS:
        return None
    above = sentence.words[word.head - 1]
    if word.relation.split(":")[0] in ("acl", "advcl") and content_tag(above) == "VERB":
        return None  # "left after the talks failed": beside it, not governed by it
    return word.head - 1
