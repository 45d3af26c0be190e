"""Which clauses only report what somebody says, and who says it."""

from dataclasses import replace

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.reality.framing import calls
from app.core.claims.sources.sources import Hearing, source_at, sources_at
from app.core.claims.words.beside import preposition_of
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import EntityType

NEAR = 8  # words behind a verb of saying among which a colon opens what is said
SEPARATORS = frozenset({";", "؛"})  # what stands behind them is another matter
COMPLEMENTS = frozenset({"ccomp", "csubj", "xcomp"})
OBJECTS = frozenset({"obj", "iobj", "obl", "nsubj", "xcomp", "ccomp"})
BESIDE = frozenset({"parataxis", "acl", "advcl", "appos", "dep"})
# Types of events that are told by speaking: claims of their own, and sources of what is said.
SPEECH_EVENTS = frozenset({"accuse", "request", "promise", "threaten", "condemn", "invite"})


def stance_of(clause: Clause, hearing: Hearing) -> Stance | None:
    """The stance that the verb of the clause tells; None where it is no verb of saying."""
    word = hearing.sentence.words[clause.head]
    if content_tag(word) == "NOUN" and not hearing.lexicon.is_in("attribution_nouns", word.text):
        return None
    if calls(clause.head, hearing.sentence, hearing.lexicon):
        return None
    stance = hearing.lexicon.stance(hearing.lexicon.text_at(hearing.sentence, clause.head))
    return None if stance is None else Stance(stance)


def find_sayings(hearing: Hearing) -> dict[int, bool]:
    """The heads of the sayings of a sentence; the value says whether it stands beside what it reports."""
    found: dict[int, bool] = {}
    speaking = [clause for clause in hearing.clauses if stance_of(clause, hearing) is not None]
    for clause in speaking:
        governs = any(c.governor == clause.head and is_said(c, clause, hearing) for c in hearing.clauses)
        if governs or _opens_quotation(clause, hearing):
            found[clause.head] = False
        elif _stands_beside(clause, hearing):
            found[clause.head] = True
    for clause in speaking:  # "quoted an official as saying that ..."
        quotes = hearing.lexicon.is_in("quoting", hearing.sentence.words[clause.head].text)
        if quotes and any(c.governor == clause.head and found.get(c.head) is False for c in speaking):
            found[clause.head] = False
    for clause in speaking:  # "neither confirmed nor denied that ..."
        joined = clause.governor if hearing.base(clause.head) == "conj" else None
        below = [c.head for c in speaking if c.governor == clause.head and hearing.base(c.head) == "conj"]
        near = [head for head in (joined, *below) if head in found]
        bare = not any(hearing.base(c) in ("obj", "ccomp", "obl") for c in hearing.sentence.children[clause.head])
        if clause.head not in found and near and bare:
            found[clause.head] = False
    return found


def rehung(hearing: Hearing) -> tuple[Clause, ...]:
    """The clauses, with what the inner of two verbs of saying reports put below it, where the tree hangs both on the
    outer one: "X said that Y told him | that Z"."""
    below: dict[int, int] = {}
    for inner in hearing.clauses:
        outer = hearing.clause_at(inner.governor) if inner.governor is not None else None
        governs = any(clause.governor == inner.head for clause in hearing.clauses)
        if outer is None or governs or None in (stance_of(inner, hearing), stance_of(outer, hearing)):
            continue
        for clause in hearing.clauses:
            behind = clause.governor == outer.head and clause.head > inner.head > outer.head
            if (
                behind
                and hearing.base(clause.head) == hearing.base(inner.head) == "ccomp"
                and _is_opened(clause, hearing)
            ):
                below[clause.head] = inner.head
                break
    return tuple(replace(c, governor=below.get(c.head, c.governor)) for c in hearing.clauses)


def _is_opened(clause: Clause, hearing: Hearing) -> bool:
    """Whether a word such as "that" opens the clause, and no "and"."""
    words = hearing.sentence.words
    opening = [words[c] for c in hearing.sentence.children[clause.head] if words[c].relation in ("mark", "case", "cc")]
    openers = {fold(entry) for entry in hearing.lexicon.words.said_openers}
    joined = any(word.relation == "cc" or word.tags[0] == "CCONJ" for word in opening)
    return not joined and any(fold(word.text) in openers for word in opening)


def is_said(clause: Clause, saying: Clause, hearing: Hearing) -> bool:
    """Whether a clause that a verb of saying governs is what is said."""
    sentence, lexicon = hearing.sentence, hearing.lexicon
    top = clause.head if clause.light_verb is None else clause.light_verb
    word, base = sentence.words[top], hearing.base(top)
    if word.relation == "acl:relcl" and document_above(clause, hearing) is None:
        return False
    if base in COMPLEMENTS:
        return True
    document = document_above(clause, hearing)
    if document is not None:  # "denied reports of ...", "rejected accusations that ..."
        hangs = sentence.words[document].head - 1 if document != saying.head else -1
        at = hearing.base(document)
        return hangs == saying.head and (
            at in ("obj", "xcomp", "ccomp", "obl") or sentence.words[document].relation == "nsubj:pass"
        )
    if base == "parataxis":
        aside = stance_of(clause, hearing) is not None and _stands_beside(clause, hearing)
        apart = any(sentence.words[p].text in SEPARATORS for p in range(saying.head, top))
        first = min(sentence.subtree(top))
        after_colon = ":" in (sentence.words[first].text, sentence.words[first - 1].text)
        complete = not after_colon and any(hearing.base(c) == "ccomp" for c in sentence.children[saying.head])
        return not (aside or apart or complete)
    if base == "advcl" and hearing.opened_by("conditional", top):
        return True  # "if X, then Y, he warned"
    above = word.head - 1
    if clause.kind is ClauseKind.EVENT_NOUN and base == "nmod" and lexicon.is_in("quoting", sentence.words[above].text):
        base = "obl" if sentence.words[above].head - 1 == saying.head else base  # أفادت نقلا عن مصادر بمقتل
    if clause.kind is ClauseKind.EVENT_NOUN and base in ("obj", "obl"):  # "announced the arrival of", أفادت بوصول
        document = lexicon.is_in("attribution_nouns", sentence.words[clause.head].text)
        if not document and saying.event_type is not None and stance_of(saying, hearing) is Stance.DENIES:
            return False  # "rejected the pact": an event of its own
        if base == "obl" and stance_of(saying, hearing) is Stance.ACCUSES:
            return not hearing.names.is_time(top)
        preposition = preposition_of(sentence, top)
        return preposition is None if base == "obj" else preposition is not None and lexicon.opens_content(preposition)
    accused = stance_of(saying, hearing) is Stance.ACCUSES and base in ("acl", "advcl", "obl")
    return (accused or base in ("obj", "obl", "advcl", "acl", "dep", "nsubj")) and _opens_report(top, accused, hearing)


def _opens_report(top: int, accused: bool, hearing: Hearing) -> bool:
    """Whether a word such as "that" opens the clause; after an accusation any word does, but those of a reason."""
    openers = {fold(entry) for entry in hearing.lexicon.words.said_openers}
    words = hearing.sentence.words
    marks = [fold(words[c].text) for c in hearing.sentence.children[top] if words[c].relation in ("mark", "case")]
    if any(mark in openers for mark in marks):
        return True
    bare_before = not marks and words[top].head - 1 > top  # saldırmakla suçladı: languages whose verb stands last
    content = bare_before or any(hearing.lexicon.opens_content(mark) for mark in marks)
    return accused and (words[top].relation != "advcl" or content)


def document_above(clause: Clause, hearing: Hearing) -> int | None:
    """The noun whose content the clause is: "the report that", "accusations of"; None where there is none."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    noun = hearing.sentence.words[top].head - 1
    if noun < 0 or hearing.base(top) not in ("acl", "ccomp", "nmod", "appos", "xcomp"):
        return None
    word = hearing.sentence.words[noun]
    named = content_tag(word) == "NOUN" and hearing.lexicon.is_in("attribution_nouns", word.text)
    return noun if named else None


def document_sources(noun: int, hearing: Hearing) -> tuple[Source, ...]:
    """Whose report or accusation it is, where the phrase says so."""
    found: list[Source] = []
    for child in hearing.sentence.children[noun]:
        mention = hearing.names.mention_at(child)
        place = mention is not None and mention.type is EntityType.PLACE  # "reports from X"
        if hearing.base(child) not in ("nmod", "obl") or child in hearing.heads or place:
            continue
        sources = sources_at(hearing, child, Stance.SAYS)
        if sources and (sources[0].kind is not SourceKind.ANONYMOUS or _is_unnamed(hearing, child)):
            found.extend(sources)
    return tuple(found)


def _stands_beside(clause: Clause, hearing: Hearing) -> bool:
    """Whether the verb of saying hangs on what it reports: "..., the ministry said", "X, his office said, will ..." """
    sentence, lexicon = hearing.sentence, hearing.lexicon
    head, base = clause.head, hearing.base(clause.head)
    own = {hearing.base(child) for child in sentence.children[head]}
    if base not in BESIDE or own & {"ccomp", "xcomp"}:
        return False
    marks = [sentence.words[c].text for c in sentence.children[head] if sentence.words[c].relation in ("mark", "case")]
    as_marked = any("as" in lexicon.preposition_parts(mark) for mark in marks)
    if base == "parataxis":
        return "obj" not in own or speaker_behind(clause, hearing) is not None
    if as_marked:
        return bool(own & {"nsubj", "obl", "obj"})
    first = min(sentence.subtree(head))
    set_off = (first > 0 and content_tag(sentence.words[first - 1]) == "PUNCT") or sentence.words[
        first
    ].relation == "punct"
    relative = any(fold(sentence.words[p].text) in lexicon.relative_pronouns for p in sentence.children[head])
    speaks = "nsubj" in own or speaker_behind(clause, hearing) is not None
    return set_off and not marks and not relative and speaks and (base != "advcl" or "nsubj" in own)


def _opens_quotation(clause: Clause, hearing: Hearing) -> bool:
    """Whether a colon follows, or a quotation without a verb hangs on the verb of saying."""
    words = hearing.sentence.words
    if any(word.text == ":" for word in words[clause.head + 1 : clause.head + NEAR]):
        return True
    for child in hearing.sentence.children[clause.head]:
        first = min(hearing.sentence.subtree(child))
        marks = words[first].text in '“«„"' or (first > 0 and words[first - 1].text in '“«„"')
        if marks and hearing.base(child) in ("ccomp", "parataxis", "obj", "dep", "xcomp"):
            return True
    return False


def speaker_behind(clause: Clause, hearing: Hearing) -> Source | None:
    """The speaker behind a verb that comes before its subject, where the tree takes him for its object."""
    for child in hearing.sentence.children[clause.head]:
        if hearing.base(child) == "obj" and child > clause.head and child not in hearing.heads:
            source = source_at(hearing, child, Stance.SAYS)
            if source is not None and (
                source.is_name or source.kind is not SourceKind.ANONYMOUS or _is_unnamed(hearing, child)
            ):
                return source
    return None


def _is_unnamed(hearing: Hearing, position: int) -> bool:
    return hearing.lexicon.is_in("anonymous", hearing.sentence.words[position].text)
