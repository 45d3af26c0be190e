"""Whether a clause says that it is so, or that it is not."""

from collections.abc import Sequence

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.claims.words.lists import as_written
from app.core.folding import fold
from app.core.model.claim import Polarity, Stance
from app.core.model.sentence import ParsedSentence, Word
from app.core.model.when import Bound

BEARING = frozenset(
    {"advmod", "aux", "cop", "mark", "det", "cc", "dep", "discourse", "case", "fixed", "expl", "compound"}
)
CORE = frozenset({"nsubj", "obj", "iobj", "obl", "csubj"})  # "nobody came", "signed no treaty", "at no time"
DENYING = frozenset(
    {"det", "amod", "advmod", "nummod", "cc", "dep", "compound", "discourse"}
)  # "no minister", "aucune saisie", "neither X nor Y"
JOINED = frozenset({"compound", "compound:prt", "advmod", "advcl"})  # "rule | out", "stop | short"
OPENED = frozenset({"ccomp", "csubj", "acl"})  # clauses whose "que" is no "only"
PHRASE = -1  # the rank of a list entry of several words
COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "obl", "csubj", "nsubj", "nmod", "acl", "advcl"})


def find_polarity(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> Polarity:
    """Negative where a particle or the form of the verb denies it, or where it hangs on a verb such as "failed to";
    both together deny nothing."""
    negative = is_denied(clause, sentence, lexicon)
    for helper in clause.helpers:
        if refuses(helper, sentence, lexicon) and not _goes_on(sentence, helper, lexicon):
            negative = not negative
    governor = governing_word(clause, sentence)
    if governor is not None and governor not in clause.helpers:
        text = lexicon.text_at(sentence, governor)
        prevents = refuses(governor, sentence, lexicon) or could_not(governor, sentence, lexicon)
        prevents = prevents and not _goes_on(sentence, governor, lexicon)
        prevents = prevents and not _is_aside(clause, governor, sentence, lexicon)
        untrue = lexicon.is_in("truths", text) and _is_untrue(sentence, governor, lexicon)
        verbal = "VERB" in sentence.words[governor].tags  # "n'annule": what it is not done to is real
        particle = not verbal and _is_particle(sentence, governor, lexicon) and not _lasts(sentence, governor, lexicon)
        if prevents or untrue or particle or _is_kept_from(clause, governor, sentence, lexicon):
            negative = not negative
    elif governor is None and _barred_from(clause, sentence, lexicon):
        negative = not negative
    return Polarity.NEGATIVE if negative else Polarity.POSITIVE


def refuses(verb: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether what a verb governs did not happen: "failed to", "se negó a". What somebody denies is denied by its
    source, not by the verb of denying."""
    text = lexicon.text_at(sentence, verb)
    if lexicon.stance(text) != Stance.DENIES:
        joined = [fold(sentence.words[c].text) for c in sentence.children[verb] if sentence.words[c].relation in JOINED]
        return lexicon.lists["negative_governors"].rank((*lexicon.forms(text), as_written(text)), joined) is not None
    below = [c for c in sentence.children[verb] if sentence.words[c].relation == "xcomp"]
    return any(
        sentence.words[mark].relation in ("mark", "case") and sentence.words[mark].tags[0] == "ADP"
        for child in below
        for mark in sentence.children[child]
    )


def could_not(verb: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the verb is a denied "could": what somebody could not do did not happen."""
    denied = _is_denied_by_form(sentence, verb, lexicon) or any(
        _is_particle(sentence, position, lexicon) for position in bearing(sentence, verb)
    )
    joined = [c for c in sentence.children[verb] if sentence.words[c].relation == "compound"]
    intends = any(lexicon.is_in("planning", sentence.words[c].text) for c in joined)  # قصد ندارد
    return denied and (intends or lexicon.is_in("ability", lexicon.text_at(sentence, verb)))


def _is_untrue(sentence: ParsedSentence, governor: int, lexicon: Lexicon) -> bool:
    """Whether "true" is denied: "it is not true that ..."."""
    return any(_is_particle(sentence, position, lexicon) for position in bearing(sentence, governor))


def is_denied(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether a particle, or the form of the verb, denies the predicate or one of its parts, and nothing undoes it."""
    tops = (clause.head, *clause.helpers)
    denying = [
        p
        for top in tops
        for p in bearing(sentence, top)
        if _is_particle(sentence, p, lexicon) and not _denies_itself(sentence, p)
    ]
    denying += [p for top in tops for p in _in_parts(sentence, top, lexicon)]
    denying += [top for top in tops if _denies_itself(sentence, top) and _is_particle(sentence, top, lexicon)]
    denying = [p for p in denying if not _lasts(sentence, p, lexicon)]
    formed = any(_is_denied_by_form(sentence, top, lexicon) for top in tops)
    if not denying and not formed:
        return _carried_on(clause, sentence, lexicon)
    if any(_ceases(sentence.words[top].text, lexicon) for top in tops):
        return False  # "has not ceased to"
    return not _is_undone(sentence, tops, denying or [clause.head], lexicon)


def bearing(sentence: ParsedSentence, top: int) -> list[int]:
    """Positions of the small words that bear on a predicate: particles, auxiliaries, and what hangs on those."""
    found: list[int] = []
    noun = content_tag(sentence.words[top]) == "NOUN"  # "aucune suppression", "keine Entlassungen"
    relations = BEARING | DENYING if noun else BEARING
    for child in sentence.children[top]:
        if sentence.words[child].base not in relations:
            continue
        found.append(child)
        if sentence.words[child].base in ("advmod", "aux", "fixed"):
            found.extend(
                c for c in sentence.children[child] if sentence.words[c].relation in ("advmod", "fixed", "aux")
            )
    return found


def _in_parts(sentence: ParsedSentence, top: int, lexicon: Lexicon) -> list[int]:
    """Denying words at the subject, the object or another part: "no soldier", "nobody", "neither the one nor ..."."""
    found: list[int] = []
    for child in sentence.children[top]:
        if sentence.words[child].base not in CORE:
            continue
        if _is_particle(sentence, child, lexicon) and not _denies_content(sentence, child):
            found.append(child)
        found.extend(
            below
            for below in sentence.children[child]
            if below < child
            and sentence.words[below].base in DENYING
            and not _is_contrast(sentence, top, child, below)
            and _is_particle(sentence, below, lexicon)
        )
    return found


def _denies_itself(sentence: ParsedSentence, position: int) -> bool:
    """Whether the particle is elided on a verb, which is what it denies: "n'annule"."""
    word = sentence.words[position]
    return "'" in fold(word.text) and "VERB" in word.tags


def _is_contrast(sentence: ParsedSentence, top: int, part: int, particle: int) -> bool:
    """Whether the particle only tells two phrases behind the verb apart: "was named to the board, not to the bench"."""
    adverb = sentence.words[particle].relation == "advmod"
    return adverb and part > top and sentence.words[part].base == "obl"


def _denies_content(sentence: ParsedSentence, position: int) -> bool:
    """Whether the word denies what stands below it, not the verb above it: أعلنت عدم توقيع العقد."""
    word = sentence.words[position]
    below = any(sentence.words[c].relation == "nmod" for c in sentence.children[position])
    below = below or (position > 0 and "ADP" in sentence.words[position - 1].tags)  # بسبب عدم
    content = content_tag(word) == "NOUN" and word.relation in ("obj", "obl") and below
    return content or content_tag(word) in ("VERB", "AUX")


def _is_particle(sentence: ParsedSentence, position: int, lexicon: Lexicon) -> bool:
    """Particles are matched as written (a conjunction on them, and what is written with an auxiliary, apart):
    stripping endings off them finds others inside."""
    word = sentence.words[position]
    folded = fold(word.text)
    forms = [folded, as_written(word.text)]
    stem = folded[1:] if len(word.tags) > 1 and word.tags[-1] == "PRON" else folded
    if stem in lexicon.relative_pronouns and word.base in CORE:
        return False  # ما "what" is no ما "not", and لما "of what" no لما "not yet"
    if len(word.tags) > 1 and len(folded) > 2:
        forms.append(folded[1:])
    head, apostrophe, _ = folded.partition("'")
    if apostrophe and len(word.tags) > 1:
        forms.append(head + apostrophe)  # "n'a"
    following = [fold(after.text) for after in sentence.words[position + 1 : position + 2]]
    return lexicon.lists["negation"].rank(forms, following) is not None  # "yet to"


def _is_denied_by_form(sentence: ParsedSentence, top: int, lexicon: Lexicon) -> bool:
    """Whether the verb, one of its auxiliaries or its copula is written in a form that denies: "gelmedi", نرفت."""
    positions = [
        top,
        *(c for c in sentence.children[top] if sentence.words[c].base in ("aux", "cop")),
    ]
    verbs = (p for p in positions if content_tag(sentence.words[p]) in ("VERB", "AUX"))
    return any(lexicon.shapes.has("negative", sentence.words[p].text) for p in verbs)


def _carried_on(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """ "Did not meet or call": an "or" carries the negation on to a verb that has no subject and no auxiliary."""
    word = sentence.words[clause.head]
    if word.relation != "conj":
        return False
    below = sentence.children[clause.head]
    relations = {sentence.words[c].base for c in below}
    joined = [fold(sentence.words[c].text) for c in below if sentence.words[c].relation == "cc"]
    alternative = any(text == fold(entry) for text in joined for entry in lexicon.words.or_words)
    if relations & {"nsubj", "aux"} or not alternative:
        return False
    first = word.head - 1
    return any(_is_particle(sentence, p, lexicon) for p in bearing(sentence, first)) or _is_denied_by_form(
        sentence, first, lexicon
    )


def _ceases(text: str, lexicon: Lexicon) -> bool:
    """Whether the word tells that something ends, so that its denial tells that it goes on: زال."""
    return lexicon.is_in("ongoing", text) and lexicon.is_in("negative_governors", text)


def _lasts(sentence: ParsedSentence, particle: int, lexicon: Lexicon) -> bool:
    """Whether the particle denies the verb behind it, and not what that governs: ما زال, ما لبث أن."""
    following = sentence.words[particle + 1 : particle + 2]
    return any(_ceases(word.text, lexicon) or (word.tag == "VERB" and word.head - 1 == particle) for word in following)


def _goes_on(sentence: ParsedSentence, verb: int, lexicon: Lexicon) -> bool:
    """Whether a verb of ending is itself denied: ما زال يرفض, لا يزال يحاصر."""
    if not _ceases(sentence.words[verb].text, lexicon):
        return False
    near = [*bearing(sentence, verb), *range(verb)[-1:]]
    return any(_is_particle(sentence, position, lexicon) for position in near)


def _is_aside(clause: Clause, governor: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether an event noun only stands beside what was refused: "refused to sign at a meeting with X"."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    if clause.kind is not ClauseKind.EVENT_NOUN or sentence.words[top].base != "obl":
        return False
    preposition = preposition_of(sentence, top)
    if preposition is None or fold(preposition) in lexicon.bounds:
        return preposition is not None
    parts = set(lexicon.preposition_parts(preposition))
    below = [c for c in sentence.children[governor] if c != top]
    complete = any(sentence.words[c].base in ("xcomp", "ccomp", "obj") for c in below)
    content = {"of", "from", "to"} if complete else {"of", "from", "to", "in", "with"}
    return bool(parts) and not parts & content and not lexicon.opens_content(preposition)


def _is_kept_from(clause: Clause, governor: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause is what somebody, on whom the tree hangs it, is kept from: "a empêché les gens d'entrer"."""
    words = sentence.words
    above = words[governor].head - 1
    complement = words[clause.head].relation in ("xcomp", "ccomp")
    part = words[governor].base in ("obj", "obl", "iobj") and content_tag(words[governor]) == "NOUN"
    return complement and part and above >= 0 and refuses(above, sentence, lexicon)


def _is_undone(sentence: ParsedSentence, tops: Sequence[int], denying: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether an "only" or "but" behind the negation turns it: "not only", "ne ... que", لم ... إلا, "no fewer than";
    or an "until" that tells when it happened after all."""
    words, exceptive = sentence.words, lexicon.lists["exceptive"]
    behind = ((p, p + 1) for p in denying if p + 1 < len(words))
    if any(exceptive.rank((fold(words[p].text),), (fold(words[q].text),)) == PHRASE for p, q in behind):
        return True
    for top in tops:
        for child in sentence.children[top]:
            for position in (child, *sentence.children[child]):
                word = words[position]
                late = position > min(denying) and (word.relation != "mark" or position > top)
                opens = word.relation == "mark" and words[child].base in OPENED and position != child
                below = position != child and words[child].relation.startswith(("acl", "conj"))
                opens = opens or below  # "plus celui qu'il", "pas su qu'il partait et que"
                if late and not opens and position not in denying and exceptive.holds(_bare_forms(word)):
                    return True
    return any(_waited_for(sentence, top, lexicon) for top in tops)


def _bare_forms(word: Word) -> tuple[str, ...]:
    """The word, and what is elided on it: "qu'après" is "qu'" as well."""
    folded = fold(word.text)
    head, apostrophe, _ = folded.partition("'")
    return (folded, head + apostrophe) if apostrophe else (folded,)


def _waited_for(sentence: ParsedSentence, top: int, lexicon: Lexicon) -> bool:
    """Whether it happened once another thing had: "did not leave until the army came"; no plan."""
    words = sentence.words
    near = [top, *bearing(sentence, top)]
    ahead = any(lexicon.is_in(name, words[p].text) for p in near for name in ("planning", "would", "requesting"))
    if ahead or lexicon.shapes.has("planned", words[top].text) or words[top].text.endswith(lexicon.planning_endings):
        return False
    opened = (c for child in sentence.children[top] for c in sentence.children[child] if words[c].relation == "mark")
    return any(lexicon.bounds.get(fold(words[mark].text)) is Bound.UNTIL and mark > top for mark in opened)


def governing_word(clause: Clause, sentence: ParsedSentence) -> int | None:
    """The word that the clause is a complement of; None for main, relative and coordinated clauses."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    word = sentence.words[top]
    if word.head == 0 or word.relation == "acl:relcl" or word.base not in COMPLEMENTS:
        return None
    above = sentence.words[word.head - 1]
    if word.base in ("acl", "advcl") and content_tag(above) == "VERB":
        return None  # "left after the talks failed": beside it, not governed by it
    return word.head - 1


def _barred_from(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the clause is what somebody was kept from: "prevented the boat from entering"."""
    word = sentence.words[clause.head]
    if word.relation != "advcl" or not refuses(word.head - 1, sentence, lexicon):
        return False
    marks = [sentence.words[c].text for c in sentence.children[clause.head] if sentence.words[c].relation == "mark"]
    return any("from" in lexicon.preposition_parts(mark) for mark in marks[:1])
