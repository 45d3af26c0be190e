"""Which clauses only report what somebody says, and who says it."""

from dataclasses import replace

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.grammar.quotation import MARKS, find_quoted
from app.core.claims.reality.framing import calls
from app.core.claims.reality.polarity import refuses
from app.core.claims.sources.sources import Hearing, sources_at
from app.core.claims.sources.strays import BESIDE, is_unnamed, speaker_behind, stray_speaker
from app.core.claims.words.beside import preposition_of
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import EntityType

PHRASE = -1  # the rank of a list entry of several words
NEAR = 8  # words behind a verb of saying among which a colon opens what is said
SEPARATORS = frozenset({";", "؛"})  # what stands behind them is another matter
COMPLEMENTS = frozenset({"ccomp", "csubj", "xcomp"})
OBJECTS = frozenset({"obj", "iobj", "obl", "nsubj", "xcomp", "ccomp"})
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
    if stance == Stance.DENIES and refuses(clause.head, hearing.sentence, hearing.lexicon):
        return None  # "se negó a"
    stance = stance or _in_two_words(clause.head, hearing)
    if stance is None and _reads(clause, hearing):
        return Stance.SAYS
    return None if stance is None else Stance(stance)


def _in_two_words(head: int, hearing: Hearing) -> str | None:
    """The stance of a verb of saying of two words, the second an infinitive: "a fait savoir", "hizo saber"."""
    words, lexicon = hearing.sentence.words, hearing.lexicon
    for first in (head - 1, head):
        if not 0 <= first < len(words) - 1:
            continue
        following = (fold(words[first + 1].text),)
        for stance, entries in lexicon.stances.items():
            if entries.rank(lexicon.forms(words[first].text), following) == PHRASE:
                return stance
    return None


def _reads(clause: Clause, hearing: Hearing) -> bool:
    """Whether the verb, whatever it is, tells what stands in a document: جاء في بيان أن, "es heißt in einer Studie"."""
    below = hearing.sentence.children[clause.head]
    bases = {hearing.base(child) for child in below}
    documents = any(
        hearing.base(c) == "obl" and hearing.lexicon.is_in("attribution_nouns", hearing.sentence.words[c].text)
        for c in below
    )
    if clause.event_type is not None or not documents or bases & {"nsubj", "obj"}:
        return False
    return any(
        c.governor == clause.head and hearing.base(c.head) in ("ccomp", "csubj") and _is_opened(c, hearing)
        for c in hearing.clauses
    )


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
    below = _joined_too_high(hearing)
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


def _joined_too_high(hearing: Hearing) -> dict[int, int]:
    """Clauses without a subject joined to a verb of saying that go on with what was said: they stand in the mood of
    reported speech ("said that he had left and would come"), or an unnamed source, who only speaks, has said it."""
    found: dict[int, int] = {}
    for clause in hearing.clauses:
        outer = hearing.clause_at(clause.governor) if clause.governor is not None else None
        bases = {hearing.base(child) for child in hearing.sentence.children[clause.head]}
        if outer is None or hearing.base(clause.head) != "conj" or bases & {"nsubj", "csubj"}:
            continue
        said = [
            c.head
            for c in hearing.clauses
            if c.governor == outer.head and outer.head < c.head < clause.head and hearing.base(c.head) == "ccomp"
        ]
        speaks = stance_of(outer, hearing) is not None and stance_of(clause, hearing) is None
        tells = hearing.lexicon.words.verb_first and clause.event_type not in SPEECH_EVENTS  # إن المتعهد تسلم ولم ينفذ
        if said and speaks and (tells or _would(clause, hearing) or _only_speaks(outer, hearing)):
            found[clause.head] = said[-1]
    return found


def _would(clause: Clause, hearing: Hearing) -> bool:
    words, lexicon = hearing.sentence.words, hearing.lexicon
    helping = [c for c in hearing.sentence.children[clause.head] if hearing.base(c) == "aux"]
    return any(lexicon.is_in("would", words[c].text) or lexicon.shapes.has("would", words[c].text) for c in helping)


def _only_speaks(saying: Clause, hearing: Hearing) -> bool:
    subjects = [c for c in hearing.sentence.children[saying.head] if hearing.sentence.words[c].relation == "nsubj"]
    return any(is_unnamed(hearing, c) and hearing.names.mention_at(c) is None for c in subjects)


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
        return _hangs_on_part(clause, saying, hearing) or _hangs_on_speaker(clause, saying, hearing)
    if base not in COMPLEMENTS and _ends_quotation(top, saying.head, hearing):
        return True
    if base in COMPLEMENTS:
        return not (base == "xcomp" and _is_own_plan(clause, saying, hearing)) and not _speaks_on(
            clause, saying, hearing
        )
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
        return _is_said_noun(clause, base, saying, hearing)
    denied = clause.kind is ClauseKind.EVENT_NOUN and _is_denying_object(
        above, saying, hearing
    )  # أعلنت عدم توقيع العقد
    if (base in ("obj", "nmod") and lexicon.shapes.has("content", word.text)) or (base == "nmod" and denied):
        return True  # kaçtığını ekledi
    accused = stance_of(saying, hearing) is Stance.ACCUSES and base in ("acl", "advcl", "obl")
    return (accused or base in ("obj", "obl", "advcl", "acl", "dep", "nsubj")) and _opens_report(top, accused, hearing)


def _ends_quotation(top: int, saying: int, hearing: Hearing) -> bool:
    """Whether a verb of saying stands right behind the quotation in which a word stands: « ... », a lancé X."""
    if not top < saying:
        return False
    quoted = find_quoted(hearing.sentence, 0).positions
    between = hearing.sentence.words[top:saying]
    closed = next((back for back, word in enumerate(reversed(between)) if word.text in MARKS), NEAR)
    return top in quoted and saying not in quoted and closed < NEAR // 2


def _is_said_noun(clause: Clause, base: str, saying: Clause, hearing: Hearing) -> bool:
    """The same of an event noun that is an object of the saying."""
    sentence, lexicon = hearing.sentence, hearing.lexicon
    top = clause.head if clause.light_verb is None else clause.light_verb
    document = lexicon.is_in("attribution_nouns", sentence.words[clause.head].text)
    if not document and saying.event_type is not None and stance_of(saying, hearing) is Stance.DENIES:
        return False  # "rejected the pact": an event of its own
    if base == "obl" and stance_of(saying, hearing) is Stance.ACCUSES:
        return not hearing.names.is_time(top)
    preposition = preposition_of(sentence, top)
    if base == "obj" or preposition is None:
        return preposition is None and base == "obj"
    return lexicon.opens_content(preposition) and not _ends_preposition(top, hearing)


def _ends_preposition(top: int, hearing: Hearing) -> bool:
    """Whether the preposition at the word is the end of one of several words: "à propos de"."""
    sentence = hearing.sentence
    before = min(sentence.subtree(top)) - 1
    if before < 0 or content_tag(sentence.words[before]) != "NOUN" or hearing.base(before) != "obl":
        return False
    below = [sentence.words[c] for c in sentence.children[before]]
    return len(below) == 1 and below[0].relation == "case" and below[0].tags == ("ADP",)


def _is_denying_object(noun: int, saying: Clause, hearing: Hearing) -> bool:
    """Whether the object of the saying denies what stands below it: عدم."""
    word = hearing.sentence.words[noun]
    denies = content_tag(word) == "NOUN" and hearing.lexicon.lists["negation"].holds((fold(word.text),))
    return denies and word.head - 1 == saying.head and hearing.base(noun) in ("obj", "obl")


def _hangs_on_part(clause: Clause, saying: Clause, hearing: Hearing) -> bool:
    """Whether what is said hangs on a part of the saying, and its "that" is no pronoun: "s'attendent à ce que", نقلت عن
    مصادر أن."""
    words = hearing.sentence.words
    above = words[clause.head].head - 1
    own = any(hearing.base(c) == "nsubj" for c in hearing.sentence.children[clause.head])
    source = hearing.base(above) == "obl" and words[above].head - 1 == saying.head and own
    opened = _is_opened(clause, hearing)
    if source and words[above].tags[0] == "PRON":  # "s'attendent à ce que", whatever the tree makes of the "que"
        openers = {fold(entry) for entry in hearing.lexicon.words.said_openers}
        opened = opened or fold(words[min(hearing.sentence.subtree(clause.head))].text) in openers
    return (words[above].tags[0] in ("ADP", "PRON") or source) and opened


def _hangs_on_speaker(clause: Clause, saying: Clause, hearing: Hearing) -> bool:
    """Whether what is said, without a "that", hangs on the speaker behind his verb: "meldet das Blatt, X habe ..."."""
    sentence, words = hearing.sentence, hearing.sentence.words
    speaker = words[clause.head].head - 1
    behind = saying.head < speaker < clause.head and words[speaker].head - 1 == saying.head
    below = sentence.children[clause.head]
    own = any(hearing.base(c) == "nsubj" and speaker < c for c in below)
    relative = any(fold(words[p].text) in hearing.lexicon.relative_pronouns for p in below)
    first = min(sentence.subtree(clause.head))
    cut_off = words[first].text == "," or words[first - 1].text == ","
    spoken = not any(hearing.base(c) == "ccomp" for c in sentence.children[saying.head])
    return behind and hearing.base(speaker) == "nsubj" and own and cut_off and spoken and not relative


def _speaks_on(clause: Clause, saying: Clause, hearing: Hearing) -> bool:
    """Whether the clause only tells that the speaker goes on, though the tree makes it what he said: "denied the raid,
    affirming that ..."."""
    words, children = hearing.sentence.words, hearing.sentence.children
    own = {hearing.base(child) for child in children[clause.head]}
    told = any(hearing.base(child) in ("obj", "ccomp") and child < clause.head for child in children[saying.head])
    behind_comma = clause.head > 0 and content_tag(words[clause.head - 1]) == "PUNCT"
    return told and behind_comma and "ccomp" in own and "nsubj" not in own and stance_of(clause, hearing) is not None


def _is_own_plan(clause: Clause, saying: Clause, hearing: Hearing) -> bool:
    """Whether somebody expects to do it himself: "expects to open the bridge"."""
    children = hearing.sentence.children
    own = any(hearing.base(c) == "nsubj" for c in children[clause.head])
    other = any(
        hearing.base(c) in ("obj", "iobj") or (hearing.base(c) == "nsubj" and c > saying.head)
        for c in children[saying.head]
    )
    return stance_of(saying, hearing) is Stance.EXPECTS and not own and not other


def _opens_report(top: int, accused: bool, hearing: Hearing) -> bool:
    """Whether a word such as "that" opens the clause; after an accusation any word does, but those of a reason."""
    openers = {fold(entry) for entry in hearing.lexicon.words.said_openers}
    words = hearing.sentence.words
    marks = [fold(words[c].text) for c in hearing.sentence.children[top] if words[c].relation in ("mark", "case")]
    if any(mark in openers for mark in marks):
        return True
    bare_before = not marks and words[top].head - 1 > top  # saldırmakla suçladı: languages whose verb stands last
    content = bare_before or any(_opens_charge(mark, hearing) for mark in marks)
    return accused and (words[top].relation != "advcl" or content)


def _opens_charge(mark: str, hearing: Hearing) -> bool:
    """Whether what somebody is accused of stands behind the word: "accused of", "blamed for"."""
    return hearing.lexicon.opens_content(mark) or "for" in hearing.lexicon.preposition_parts(mark)


def document_above(clause: Clause, hearing: Hearing) -> int | None:
    """The noun whose content the clause is: "the report that", "accusations of"; None where there is none."""
    top = clause.head if clause.light_verb is None else clause.light_verb
    noun = hearing.sentence.words[top].head - 1
    if noun < 0 or hearing.base(top) not in ("acl", "ccomp", "nmod", "appos", "xcomp"):
        return None
    word = hearing.sentence.words[noun]
    if content_tag(word) in ("ADJ", "ADP", "ADV") and word.head > 0 and hearing.base(noun) in ("amod", "case", "nmod"):
        noun = word.head - 1  # girdiği yönündeki haberler: "reports in the direction that"
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
        if sources and (sources[0].kind is not SourceKind.ANONYMOUS or is_unnamed(hearing, child)):
            found.extend(sources)
    return tuple(found)


def _stands_beside(clause: Clause, hearing: Hearing) -> bool:
    """Whether the verb of saying hangs on what it reports: "..., the ministry said", "X, his office said, will ..." """
    sentence, lexicon = hearing.sentence, hearing.lexicon
    head, base = clause.head, hearing.base(clause.head)
    own = {hearing.base(child) for child in sentence.children[head]}
    if base == "conj":
        return not own & {"cc", "ccomp", "xcomp", "obj", "mark"} and _inverted_behind_comma(clause, hearing)
    if base not in BESIDE or own & {"ccomp", "xcomp"}:
        return False
    above = sentence.words[head].head - 1
    if base == "acl" and "nsubj" in own and (fold(sentence.words[above].text),) in lexicon.according_to:
        return True  # حسبما ذكرت صحيفة
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
    stray = "nsubj" not in own and stray_speaker(clause, hearing) is not None
    set_off = set_off or (stray and first == head)
    behind = speaker_behind(clause, hearing) is not None
    participle = fold(sentence.words[head].text).endswith(tuple(map(fold, lexicon.words.active_participles)))
    inverted = behind and bool(lexicon.words.active_participles) and not participle  # ", affirment des habitants"
    speaks = "nsubj" in own or stray or behind
    return (
        set_off and not marks and not relative and speaks and (base != "advcl" or "nsubj" in own or stray or inverted)
    )


def _inverted_behind_comma(clause: Clause, hearing: Hearing) -> bool:
    """Whether the clause ends the sentence behind a comma, its subject behind its verb: ", a confirmé le ministère"."""
    sentence = hearing.sentence
    if hearing.lexicon.words.verb_first:
        return False
    first = min(p for p in sentence.subtree(clause.head) if sentence.words[p].tags[0] != "PUNCT")
    subjects = [c for c in sentence.children[clause.head] if hearing.base(c) == "nsubj"]
    ends = max(sentence.subtree(clause.head)) >= len(sentence.words) - 2
    return ends and first > 0 and sentence.words[first - 1].text == "," and any(c > clause.head for c in subjects)


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
