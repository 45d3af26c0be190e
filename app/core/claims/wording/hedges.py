"""The words before a quote that make it a plan, a demand, a denial or a condition."""

from dataclasses import dataclass

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.reality.polarity import is_denied
from app.core.claims.wording.setting import Setting
from app.core.folding import fold

LONGEST_HEDGE = 16  # words
GOVERNED = frozenset({"xcomp", "ccomp", "csubj", "obj", "obl", "nsubj", "nmod", "advcl", "acl", "iobj"})
GOVERNOR_LISTS = ("negative_governors", "planning", "requesting", "uncertain")
GOVERNING_TYPES = frozenset({"request", "promise", "threaten", "accuse", "invite", "reject", "postpone", "cancel"})
FRAMED = frozenset({"advcl", "acl", "conj"})  # relations of clauses that a frame stands before
FRAMING = frozenset({"advcl", "conj"})  # relations of clauses that are a frame behind
LINKS = frozenset({"mark", "advmod", "cc"})
LONGEST_FRAME = 28  # words
LONGEST_LINK = 40  # characters between a quote and the clause that tells when
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
        return _frame(clause, setting, start)
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


def _frame(clause: Clause, setting: Setting, start: int) -> Hedge | None:
    """The clause on which one hangs that names nobody: "[A bomb went off in Quetta,] killing three"."""
    by_head, words, top = setting.scene.by_head, setting.scene.sentence.words, setting.scene.top(clause)
    governor = by_head.get(clause.governor) if clause.governor is not None else None
    if governor is None or words[top].base not in FRAMED or _is_named(clause, setting):
        return None
    above = by_head.get(governor.governor) if governor.governor is not None else None
    if words[top].relation == "conj" and above is not None and not _has_name(governor, setting):
        governor = above  # "killing three and wounding two"
    first, last = governor.span[0], clause.span[0] - 1
    if governor.head in setting.scene.sayings or not _has_name(governor, setting) or words[last].end > start:
        return None
    if governor.head > last or governor.kind is ClauseKind.EVENT_NOUN or last - first >= LONGEST_FRAME:
        return None
    return Hedge(start=words[first].start, end=words[last].end, clause=governor.head, tells_subject=True)


def frame_behind(clause: Clause, setting: Setting) -> tuple[int, int] | None:
    """The offsets of a clause that tells when, where the quote names nobody: "three died [when a mine at X fell]"."""
    scene, words = setting.scene, setting.scene.sentence.words
    end = words[clause.span[1]].end
    if _is_named(clause, setting):
        return None
    heads = {clause.head, clause.governor} if scene.word(clause).relation == "conj" else {clause.head}
    for other in scene.clauses:
        top = scene.top(other)
        joined = other.governor in heads and other.head != clause.head and words[top].relation in FRAMING
        if not joined or other.head in scene.sayings or not _has_name(other, setting):
            continue
        links = [words[c] for c in scene.sentence.children[top] if words[c].relation in LINKS and words[c].start >= end]
        first = min([words[other.span[0]], *links], key=lambda word: word.start)
        if links and end <= first.start < end + LONGEST_LINK:
            return first.start, words[other.span[1]].end
    return None


def _is_named(clause: Clause, setting: Setting) -> bool:
    """Whether the quote, or what is put into it, names somebody or somewhere."""
    put = (s for s in setting.scene.stand_ins if s.clause == clause.head)
    return _has_name(clause, setting) or any(party.is_name for stand_in in put for party in stand_in.parties)


def _has_name(clause: Clause, setting: Setting) -> bool:
    words = setting.scene.sentence.words
    start, end = words[clause.span[0]].start, words[clause.span[1]].end
    return any(start <= mention.start < end for mention in setting.scene.names.mentions)


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
        inside = other.governor is not None and clause.span[0] <= other.governor <= clause.span[1]
        if not inside or words[top].base != "advcl":
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
        if top.base not in GOVERNED and top.relation != "conj":
            return None
        if (
            denied
            and governor.head in setting.scene.sayings
            and setting.scene.lexicon.stance(word.text) in ("denies", "accuses")
        ):
            return governor
        if current is clause and top.base in GOVERNED and _bears(governor, top.relation, setting):
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
    "will" of "will visit X and meet Y"."""
    sentence = setting.scene.sentence
    words = sentence.words
    top = clause.head if clause.light_verb is None else clause.light_verb
    if words[top].relation != "conj" or clause.governor is None or _helpers(top, setting):
        return None
    governor = setting.scene.by_head[clause.governor]
    above = governor.head
    light = [] if governor.light_verb is None else [governor.light_verb]
    beside = light if words[top].head - 1 == governor.head else []  # "va supprimer X et fermer Y"
    verb = content_tag(words[top]) == "VERB"
    denied = is_denied(clause, sentence, setting.scene.lexicon)
    active = any(words[child].relation == "obj" for child in sentence.children[top])  # "was freed and visited X"
    unlike = {"cop", "aux:pass"} if active else {"cop"}
    shared = (
        p
        for p in _helpers(above, setting)
        if not (verb and words[p].relation in unlike) and (denied or words[p].relation != "advmod")
    )
    helpers = sorted({p for p in (*shared, *beside) if p < above or p in beside})
    if not helpers or above >= top or _is_finite_beside(top, above, setting):
        return None
    return " ".join(words[p].text for p in helpers)


def _is_finite_beside(top: int, above: int, setting: Setting) -> bool:
    """Whether a verb is finite beside a participle, so that no auxiliary is meant: "est ramené et retrouve"."""
    words, shapes = setting.scene.sentence.words, setting.scene.lexicon.shapes
    return shapes.has("present", words[top].text) and not shapes.has("present", words[above].text)


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
