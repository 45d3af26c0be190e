"""Whether the words of a claim tell by themselves whom and what they speak of."""

from collections.abc import Sequence
from enum import IntEnum

from app.core.claims.grammar.clauses import Clause, ClauseKind, content_tag
from app.core.claims.referents.agreement import Number, Pronoun
from app.core.claims.referents.fragments import is_fragment
from app.core.claims.referents.nouns import IDENTIFYING, NOUNS, is_bare, is_counted, is_definite, noun_key, told_before
from app.core.claims.referents.pronouns import is_emphatic
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.stand_ins import StandInKind
from app.core.folding import fold
from app.core.model.entity import Party
from app.core.model.sentence import Word

CORE = frozenset({"nsubj", "obj", "iobj", "obl", "expl"})  # what an event cannot be told without
ARGUMENTS = frozenset({"nsubj", "obj", "iobj"})
SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
RELATIVES = frozenset({StandInKind.RELATIVE, StandInKind.RELATIVE_OBJECT, StandInKind.RELATIVE_RESUMED})
UNCHANGED = frozenset({StandInKind.DROPPED, StandInKind.SHARED})


class Clarity(IntEnum):
    """How much of whom and what a claim speaks of can be told from its statement."""

    BROKEN = 0  # the words break off, or begin in the middle
    OBSCURE = 1  # a pronoun stands for somebody who is not told, or nobody does what is told
    VAGUE = 2  # a noun means a thing that the article told of: "the building"
    CLEAR = 3  # it stands alone


def clarity(scene: Scene, clause: Clause, *, speaker_told: bool) -> Clarity:
    """How clear the words of a clause are. ``speaker_told`` where the statement names whose own words they are, so
    that "I" is understood."""
    first, last = clause.span
    own = [
        position
        for position in range(first, last + 1)
        if not scene.names.is_time(position) and scene.names.mention_at(position) is None
    ]
    if is_fragment(scene, clause):
        return Clarity.BROKEN
    if _lacks_subject(scene, clause):
        return Clarity.OBSCURE
    if any(_is_loose_pronoun(scene, clause, position, speaker_told=speaker_told) for position in own):
        return Clarity.OBSCURE
    if any(_is_loose(scene, position) for position in _lent(scene, clause)):
        return Clarity.OBSCURE
    nouns = (*(p for p in own if _is_noun_of_core(scene, clause, p)), *_lent(scene, clause))
    if any(_is_some_person(scene, p) for p in nouns):
        return Clarity.OBSCURE  # nobody can tell who did it
    lent = any(_is_lent_bare(scene, clause, position) for position in _lent(scene, clause))
    if lent and scene.index > 0:
        return Clarity.OBSCURE
    vague = lent or any(is_unexplained(scene, position) for position in nouns)
    return Clarity.VAGUE if vague else Clarity.CLEAR


def _is_some_person(scene: Scene, position: int) -> bool:
    """Whether a subject is one person who is not told: "the minister"; "the rebels" are told of as a class."""
    word = scene.sentence.words[position]
    subject = word.relation.startswith("nsubj") and not scene.agreement.is_plural(word)
    return subject and scene.agreement.is_person(word, scene.lexicon) and is_unexplained(scene, position)


def _lent(scene: Scene, clause: Clause) -> tuple[int, ...]:
    """The nouns of the sentence that the statement puts in for what the clause leaves out: the one that a relative
    clause describes, the subject of the clause above."""
    kinds = {s.kind for s in scene.stand_ins if s.clause == clause.head and not any(p.is_name for p in s.parties)}
    top = scene.word(clause)
    if kinds & {*RELATIVES, StandInKind.RELATIVE_OTHER} and top.head:
        return (top.head - 1,)
    if StandInKind.SHARED not in kinds or clause.governor is None or clause.governor not in scene.by_head:
        return ()
    if top.relation.startswith("acl"):
        return (top.head - 1,)
    above = scene.by_head[clause.governor]
    words, below = scene.sentence.words, scene.sentence.children[scene.top(above)]
    return tuple(child for child in below if words[child].relation.startswith("nsubj"))


def _is_lent_bare(scene: Scene, clause: Clause, position: int) -> bool:
    """Whether a noun for a thing that is put in has nothing beside it but the clause itself: "a talk held in Paris"."""
    words = scene.sentence.words
    if content_tag(words[position]) != "NOUN" or scene.agreement.is_person(words[position], scene.lexicon):
        return False
    if noun_key(scene, words[position])[0] in scene.lexicon.known_to_all or is_counted(scene, position):
        return False
    beside = [child for child in scene.sentence.children[position] if child != scene.top(clause)]
    telling = IDENTIFYING if is_definite(scene, position) else {*IDENTIFYING, "amod", "compound"}  # "the new web"
    return not any(words[child].base in telling or scene.names.mention_at(child) is not None for child in beside)


def _is_loose(scene: Scene, position: int) -> bool:
    """Whether a word put in stands itself for what is not told: "the others", "those"."""
    word = scene.sentence.words[position]
    agreement = scene.agreement
    below = (scene.sentence.words[child] for child in scene.sentence.children[position])
    if any(agreement.possessive(child) is not None for child in below):
        return True
    return agreement.is_further(word) or (agreement.is_pointing(word) and not scene.names.is_time(position))


def _is_loose_pronoun(scene: Scene, clause: Clause, position: int, *, speaker_told: bool) -> bool:
    word = scene.sentence.words[position]
    agreement = scene.agreement
    if agreement.is_second_person(word):
        return True
    if content_tag(word) in ("VERB", "AUX") and scene.lexicon.shapes.has("first_person", word.text):
        return not speaker_told
    if agreement.is_first_person(word) and _may_be_pronoun(word):
        return not speaker_told
    if word.tag == "DET" and _is_both(scene, word):
        return scene.index > 0 and not _is_identified(scene, word.head - 1)
    if agreement.is_pointing(word):
        return _points_outside(scene, clause, position)
    if agreement.is_further(word):
        noun = word.head - 1
        return word.head > 0 and is_definite(scene, noun) and not _is_identified(scene, noun)
    pronoun = None if is_emphatic(scene, position) else _pronoun(scene, word)
    return pronoun is not None and not (_is_explained(scene, pronoun) or _is_told_inside(scene, clause, pronoun))


def _is_both(scene: Scene, word: Word) -> bool:
    pronoun = scene.agreement.pronoun(word)
    return pronoun is not None and pronoun.traits.number is Number.TWO and word.head > 0


def _may_be_pronoun(word: Word) -> bool:
    return bool({"PRON", "DET", "ADJ"} & set(word.tags))


# Pronouns


def _pronoun(scene: Scene, word: Word) -> Pronoun | None:
    """The pronoun of the third person that a word is or has; none where it stands for nothing or opens a clause."""
    relation = word.base
    if relation in ("expl", "mark", "cc") and len(word.tags) == 1:
        return None
    if fold(word.text) in scene.lexicon.relative_pronouns:
        return None
    agreement = scene.agreement
    if len(word.tags) == 1 and word.tag == "PRON":
        return agreement.possessive(word) or agreement.pronoun(word)
    if len(word.tags) == 1 and word.tag == "DET":
        return agreement.possessive(word)
    if relation in ("expl", "mark") or not {"PRON", "AUX", "VERB"} & set(word.tags):
        return None
    return agreement.clitic(word) or agreement.pronoun(word)


def _is_explained(scene: Scene, pronoun: Pronoun) -> bool:
    return any(s.start < pronoun.end and pronoun.start < s.end and s.kind not in UNCHANGED for s in scene.stand_ins)


def _is_told_inside(scene: Scene, clause: Clause, pronoun: Pronoun) -> bool:
    """Whether somebody named earlier in the same words may be meant: "China made its plans"."""
    start = scene.sentence.words[clause.span[0]].start
    own = clause.head if _is_argument(scene, clause, pronoun) else None
    return any(
        candidate.at.sentence == scene.index
        and candidate.at.clause != own
        and candidate.end <= pronoun.start
        and start <= min(party.start for party in candidate.parties)
        and not _is_joined_to(scene, pronoun, candidate.parties)
        and all(party.resolved for party in candidate.parties)
        and pronoun.traits.fits(candidate.traits)
        for candidate in scene.discourse.candidates
    )


def _is_joined_to(scene: Scene, pronoun: Pronoun, parties: Sequence[Party]) -> bool:
    """Whether an "and" joins the pronoun to the parties, so that it means another: "Molinari and he"."""
    word = next(word for word in scene.sentence.words if word.end > pronoun.start)
    if word.relation != "conj" or not word.head:
        return False
    other = scene.sentence.words[word.head - 1]
    return any(party.start < other.end and other.start < party.end for party in parties)


def _is_argument(scene: Scene, clause: Clause, pronoun: Pronoun) -> bool:
    """Whether a pronoun takes part in what the clause itself tells: then no other who does so is meant by it."""
    word = next(word for word in scene.sentence.words if word.end > pronoun.start)
    heads = {clause.head, scene.top(clause), *clause.helpers}
    return word.head - 1 in heads and word.base in ARGUMENTS


def _points_outside(scene: Scene, clause: Clause, position: int) -> bool:
    """Whether "this" and its like point at something that the words do not tell: not "those who ...", "such as"."""
    word = scene.sentence.words[position]
    relation = word.base
    written_on = relation == "case" and len(word.tags) > 1 and word.tags[-1] in ("PRON", "DET")  # بهذا
    if relation in ("mark", "fixed", "case", "cc", "expl") and not written_on:
        return False
    if fold(word.text) in scene.lexicon.relative_pronouns and _is_in_relative_clause(scene, word):
        return False
    below = {scene.sentence.words[child].base for child in scene.sentence.children[position]}
    following = scene.sentence.words[position + 1 : position + 2]
    if below & {"acl", "nmod", "fixed"} or any(after.tag == "SCONJ" for after in following):
        return False  # "those who", "such as"
    noun = word.head - 1
    if (relation == "det" or written_on) and noun >= 0:
        target = scene.sentence.words[noun]
        explained = any(s.start == target.start and s.kind is StandInKind.DESCRIPTION for s in scene.stand_ins)
        return not (explained or scene.names.is_time(noun) or _has_relative_clause(scene, noun))
    return True


def _is_in_relative_clause(scene: Scene, word: Word) -> bool:
    return word.head > 0 and scene.sentence.words[word.head - 1].relation.startswith("acl")


def _has_relative_clause(scene: Scene, noun: int) -> bool:
    return any(scene.sentence.words[child].relation == "acl:relcl" for child in scene.sentence.children[noun])


# Nouns


def _is_identified(scene: Scene, position: int) -> bool:
    """Whether the words of a phrase tell which one is meant: a name, a relative clause, a complement that is told."""
    if scene.names.mention_at(position) is not None:
        return True
    for child in scene.sentence.children[position]:
        if scene.names.mention_at(child) is not None or scene.names.is_time(child):
            return True
        relation = scene.sentence.words[child].base
        if relation == "nmod" and _is_of_any(scene, position, child):
            continue
        if relation in IDENTIFYING and not (is_unexplained(scene, child) or _is_vague(scene, child)):
            return True
    return False


def _is_of_any(scene: Scene, position: int, child: int) -> bool:
    """Whether a complement without an article only tells what kind of person is meant: "the winner of medals"."""
    if not scene.agreement.is_person(scene.sentence.words[position], scene.lexicon):
        return False
    return content_tag(scene.sentence.words[child]) == "NOUN" and not is_definite(scene, child)


def _is_vague(scene: Scene, position: int) -> bool:
    """Whether a complement is itself a bare definite noun: "the driver of the car"."""
    word = scene.sentence.words[position]
    bare = content_tag(word) == "NOUN" and is_definite(scene, position) and is_bare(scene, position)
    known = scene.agreement.is_plural(word) or noun_key(scene, word)[0] in scene.lexicon.known_to_all
    return bare and not known and scene.index > 0


def _is_noun_of_core(scene: Scene, clause: Clause, position: int) -> bool:
    word = scene.sentence.words[position]
    if content_tag(word) not in NOUNS:
        return False
    heads = {clause.head, scene.top(clause), *clause.helpers}
    if position == clause.head:
        return clause.kind is ClauseKind.EVENT_NOUN
    return word.head - 1 in heads and word.base in CORE


def is_unexplained(scene: Scene, position: int) -> bool:
    """Whether a definite noun is not told of by its own phrase, nor known to everybody."""
    word = scene.sentence.words[position]
    if content_tag(word) not in NOUNS or not is_definite(scene, position) or _is_identified(scene, position):
        return False
    if any(s.start == word.start and s.kind is StandInKind.DESCRIPTION for s in scene.stand_ins):
        return False
    key, _ = noun_key(scene, word)
    if key in scene.lexicon.known_to_all:
        return False
    before = told_before(scene, position)
    if before or is_counted(scene, position):
        in_general = scene.lexicon.words.general_articles and not any(n.told or n.introduces for n in before)
        meant = is_counted(scene, position) or (word.relation.startswith("nsubj") and is_bare(scene, position))
        meant = meant and not scene.agreement.is_plural(word)  # "the company", told of once or more
        return not in_general or meant or scene.agreement.is_person(word, scene.lexicon)
    if scene.index == 0:
        return False
    if word.relation.startswith("nsubj") and not scene.lexicon.words.general_articles:
        return True  # "the new strategy", "the comments"
    if scene.agreement.is_plural(word):
        return False
    if not is_bare(scene, position):
        of_it = any(scene.sentence.words[c].relation == "nmod" for c in scene.sentence.children[position])
        return of_it or scene.agreement.is_person(word, scene.lexicon)  # "the two-time champion"
    if scene.lexicon.words.general_articles:
        return word.relation.startswith("nsubj") or scene.agreement.is_person(word, scene.lexicon)
    return True


def _is_subject_outside(scene: Scene, clause: Clause) -> bool:
    """Whether the words of all its subjects stand outside the clause, and nothing in it stands for them."""
    words, (first, last) = scene.sentence.words, clause.span
    inside = (words[first].start, words[last].end)
    subjects = scene.arguments[clause.head].subjects
    if any(s.clause == clause.head for s in scene.stand_ins):
        return False
    return not any(party.start < inside[1] and inside[0] < party.end for party in subjects)


def _is_any_event(scene: Scene, clause: Clause) -> bool:
    """Whether an event noun without an article only tells what kind of thing another noun is: "plans d'attaque"."""
    word = scene.sentence.words[clause.head]
    if clause.light_verb is not None or word.relation != "nmod" or not scene.lexicon.words.general_articles:
        return False
    below = [scene.sentence.words[child] for child in scene.sentence.children[clause.head]]
    told = any("DET" in child.tags or child.tag == "NUM" for child in below)
    return not told and not is_definite(scene, clause.head)


def _is_only_owned(scene: Scene, clause: Clause) -> bool:
    """Whether all that an event noun tells is a possessive: "its delivery"."""
    words, (first, last) = scene.sentence.words, clause.span
    owned = any(s.clause == clause.head and s.kind is StandInKind.POSSESSIVE for s in scene.stand_ins)
    inside = [m for m in scene.names.mentions if words[first].start <= m.start < words[last].end]
    told = inside or any(scene.names.is_time(position) for position in range(first, last + 1))
    return clause.light_verb is None and owned and not told


def _is_left_to_verb(scene: Scene, clause: Clause) -> bool:
    """Whether the verb that lends its grammar to an event has no subject, nor anybody for it: "winning a game"."""
    lent = clause.light_verb
    if lent is None or not scene.sentence.words[clause.head].relation.startswith("obj"):
        return False
    below = {scene.sentence.words[child].base for child in scene.sentence.children[lent]}
    return not below & {*SUBJECTS, "aux"} and not any(s.clause == clause.head for s in scene.stand_ins)


def _lacks_subject(scene: Scene, clause: Clause) -> bool:
    """Whether a clause tells what somebody does or is, and nowhere who."""
    found = scene.arguments[clause.head]
    if clause.kind is ClauseKind.EVENT_NOUN:
        return _is_left_to_verb(scene, clause) or _is_any_event(scene, clause) or _is_only_owned(scene, clause)
    if found.subjects:
        unknown = not all(party.resolved for party in found.subjects) and found.pronoun is None
        return unknown or _is_subject_outside(scene, clause)
    top = scene.top(clause)
    children = [scene.sentence.words[child] for child in scene.sentence.children[top]]
    below = {child.base for child in children}
    if below & {*SUBJECTS, "ccomp"} or any(scene.agreement.is_first_person(child) for child in children):
        return False
    return "cop" in below or content_tag(scene.sentence.words[top]) in ("VERB", "AUX")
