"""The words before a quote that make it a plan, a demand, a denial or a condition."""

from dataclasses import dataclass

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.wording.setting import Setting
from app.core.folding import fold

LONGEST_HEDGE = 16  # words
GOVERNED = frozenset({"xcomp", "ccomp", "csubj", "obj", "obl", "nsubj", "nmod", "advcl", "acl", "iobj"})
GOVERNOR_LISTS = ("negative_governors", "planning", "requesting", "uncertain")
GOVERNING_TYPES = frozenset({"request", "promise", "threaten", "accuse", "invite", "reject", "postpone", "cancel"})
HELPERS = frozenset({"aux", "aux:pass", "cop"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hedge:
    """The stretch of the article from ``start`` to ``end`` that stands before a quote. ``tells_subject`` where it
    names who acts in the quote; ``clause`` is the head of the clause that it is taken from, another one than the
    quote's."""

    start: int
    end: int
    tells_subject: bool = False
    clause: int | None = None


def hedge_of(clause: Clause, setting: Setting, start: int, *, denied: bool) -> Hedge | None:
    """The hedge of a clause whose quote begins at ``start``; None where the quote says by itself how real it is."""
    condition = _condition(clause, setting, start)
    if condition is not None:
        return condition
    governor = _governor(clause, setting, denied=denied)
    if governor is None:
        return None
    words = setting.scene.sentence.words
    first = governor.span[0]
    last = next((p for p in range(len(words) - 1, -1, -1) if words[p].end <= start), None)
    if last is None or words[first].start >= start or governor.head > last or last - first >= LONGEST_HEDGE:
        return None
    while last > governor.head and words[last].tag == "PUNCT":
        last -= 1
    relation = words[clause.head if clause.light_verb is None else clause.light_verb].relation
    return Hedge(
        start=words[first].start, end=words[last].end, tells_subject=relation.startswith("xcomp"), clause=governor.head
    )


def _condition(clause: Clause, setting: Setting, start: int) -> Hedge | None:
    """The "if" or "not" that the quote leaves out."""
    words = setting.scene.sentence.words
    last = next((p for p in range(len(words) - 1, -1, -1) if words[p].end <= start), None)
    if last is None or clause.span[0] != last + 1:
        return None
    lists = setting.scene.lexicon.lists
    told = any(lists[name].holds((fold(words[last].text),)) for name in ("conditional", "negation"))
    if words[last].head - 1 not in (clause.head, clause.light_verb) or not told:
        return None
    return Hedge(start=words[last].start, end=words[last].end)


def condition_beside(clause: Clause, setting: Setting) -> tuple[int, int] | None:
    """The offsets of an "if ..." on which the clause depends."""
    words = setting.scene.sentence.words
    conditional = setting.scene.lexicon.lists["conditional"]
    for other in setting.scene.clauses:
        top = setting.scene.top(other)
        if other.governor != clause.head or words[top].relation.split(":")[0] != "advcl":
            continue
        opening = [c for c in setting.scene.sentence.children[top] if conditional.holds((fold(words[c].text),))]
        if opening and opening[0] <= other.span[0] <= other.span[1]:
            return words[opening[0]].start, words[other.span[1]].end
    return None


def _governor(clause: Clause, setting: Setting, *, denied: bool) -> Clause | None:
    """The clause above that bears on how real this one is."""
    words = setting.scene.sentence.words
    current = clause
    for _ in range(len(setting.scene.by_head)):
        if current.governor is None or current.governor not in setting.scene.by_head:
            return None
        top = words[current.head if current.light_verb is None else current.light_verb]
        governor = setting.scene.by_head[current.governor]
        word = words[governor.head]
        if top.relation.split(":")[0] not in GOVERNED and top.relation != "conj":
            return None
        if (
            denied
            and governor.head in setting.scene.sayings
            and setting.scene.lexicon.stance(word.text) in ("denies", "accuses")
        ):
            return governor
        if current is clause and top.relation.split(":")[0] in GOVERNED and _bears(governor, top.relation, setting):
            return governor
        if current is clause and top.relation in ("obj", "nsubj:pass") and _is_bare_noun(clause, setting):
            return governor
        if not denied:
            return None
        current = governor
    return None


def _is_bare_noun(clause: Clause, setting: Setting) -> bool:
    """Whether a quote is only an event noun, and who it was is told by the verb: "the two signed an agreement"."""
    words = setting.scene.sentence.words
    named = any(
        words[clause.span[0]].start <= mention.start < words[clause.span[1]].end
        for mention in setting.scene.names.mentions
    )
    return clause.kind is ClauseKind.EVENT_NOUN and clause.light_verb is None and not named


def _bears(governor: Clause, relation: str, setting: Setting) -> bool:
    if governor.head in setting.scene.sayings:
        return relation == "xcomp"
    word = setting.scene.sentence.words[governor.head]
    if content_tag(word) == "VERB" and relation == "xcomp":
        return True
    if relation.startswith(("acl", "advcl")):
        return governor.event_type == "accuse"
    listed = any(setting.scene.lexicon.is_in(name, word.text) for name in GOVERNOR_LISTS)
    return listed or governor.event_type in GOVERNING_TYPES


def shared_helpers(clause: Clause, setting: Setting) -> str | None:
    """The auxiliaries and negation of the clause that this one is coordinated with, where it has none of its own:
    "will ... and" of "will visit X and meet Y"."""
    sentence = setting.scene.sentence
    words = sentence.words
    top = clause.head if clause.light_verb is None else clause.light_verb
    if words[top].relation != "conj" or clause.governor is None or _helpers(top, setting):
        return None
    governor = setting.scene.by_head[clause.governor]
    above = governor.head
    light = [] if governor.light_verb is None else [governor.light_verb]
    beside = light if words[top].head - 1 == governor.head else []  # "va supprimer X et fermer Y"
    helpers = sorted({p for p in (*_helpers(above, setting), *beside) if p < above})
    if not helpers or above >= top:
        return None
    told = " ".join(words[p].text for p in range(helpers[0], above + 1))
    joining = [words[c].text for c in sentence.children[top] if words[c].relation == "cc" and c < top]
    between = any(words[p].tag not in ("PUNCT", "CCONJ") for p in range(above + 1, clause.span[0]))
    return " ".join((told, *(["…"] if between else []), *joining))


def _helpers(top: int, setting: Setting) -> list[int]:
    sentence = setting.scene.sentence
    negation = setting.scene.lexicon.lists["negation"]
    return [
        child
        for child in sentence.children[top]
        if child < top
        and (
            sentence.words[child].relation in HELPERS
            or (sentence.words[child].relation == "advmod" and negation.holds((fold(sentence.words[child].text),)))
        )
    ]
