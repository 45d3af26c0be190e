"""Definite nouns: "the plaza" of an article that told of "Tlatelolco Plaza" before.

A noun with an article and nothing else to know it by is one that the reader was told of. Where the article told of one
such thing only, in words that describe or name it, those words stand for it; otherwise nobody can say what is meant.
"""

from collections.abc import Iterator

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.grammar.parties import describe
from app.core.claims.referents.coreference import NounTold
from app.core.claims.referents.scene import Scene
from app.core.claims.referents.stand_ins import StandInKind
from app.core.folding import fold
from app.core.model.entity import Party
from app.core.model.sentence import Word

NOUNS = frozenset({"NOUN", "PROPN"})
DESCRIBING = frozenset({"amod", "compound", "nmod", "appos", "flat", "acl"})  # relations that tell which one is meant
IDENTIFYING = frozenset({"nmod", "acl", "appos", "flat", "ccomp", "xcomp", "obl"})  # those that leave no doubt
CONTENT = frozenset({*NOUNS, "ADJ", "NUM"})
LEAST_CONTENT = 2  # words of a phrase that tells more than its noun alone
JOINING = frozenset({"ADP", "CCONJ", "SCONJ", "PUNCT"})


def noun_key(scene: Scene, word: Word) -> tuple[str, bool]:
    """The noun without what is written on it, and whether a definite article is."""
    joined = len(word.tags) > 1 and word.tags[0] in JOINING
    return scene.lexicon.bare_noun(word.text, joined=joined)


def is_definite(scene: Scene, position: int) -> bool:
    """Whether a noun has a definite article."""
    sentence = scene.sentence
    if noun_key(scene, sentence.words[position])[1]:
        return True
    before = (sentence.words[child] for child in sentence.children[position] if child < position)
    return any(fold(word.text) in scene.lexicon.articles or _is_contracted(word) for word in before)


def _is_contracted(word: Word) -> bool:
    """Whether it is a preposition with a definite article in it: "du", "al", "im"; not "d'un"."""
    return word.tags == ("ADP", "DET") and "'" not in fold(word.text)


def is_bare(scene: Scene, position: int) -> bool:
    """Whether a noun has nothing beside it that tells which one is meant; "alleged" does not."""
    sentence, lexicon = scene.sentence, scene.lexicon
    beside = (sentence.words[child] for child in sentence.children[position])
    telling = (word for word in beside if word.base in DESCRIBING)
    return all(word.relation == "amod" and lexicon.is_in("uncertain", word.text) for word in telling)


def _below(scene: Scene, position: int, relations: frozenset[str]) -> bool:
    children = scene.sentence.children[position]
    return any(scene.sentence.words[child].base in relations for child in children)


def told_before(scene: Scene, position: int) -> list[NounTold]:
    """What earlier sentences told of with this noun."""
    key, _ = noun_key(scene, scene.sentence.words[position])
    return [noun for noun in scene.discourse.nouns.get(key, ()) if noun.sentence < scene.index]


def explain_nouns(scene: Scene, clause: Clause) -> None:
    """Notes what the bare definite nouns of a clause, and those with "this", stand for."""
    for position in clause.words:
        word = scene.sentence.words[position]
        if content_tag(word) != "NOUN" or scene.names.is_time(position) or scene.names.mention_at(position) is not None:
            continue
        if not is_bare(scene, position) or is_counted(scene, position):
            continue
        if noun_key(scene, word)[0] in scene.lexicon.known_to_all or scene.agreement.is_plural(word):
            continue  # "the creators" may be others than those told of
        if not (is_definite(scene, position) or is_pointed_at(scene, position)):
            continue
        party = _holder(scene, word) or _only_one(told_before(scene, position))
        if party is not None:
            scene.stand_in(StandInKind.DESCRIPTION, clause, word.start, word.end, (party,))


def is_counted(scene: Scene, position: int) -> bool:
    """Whether a number stands at a noun: "the two cars" may be any two of those told of."""
    return _below(scene, position, frozenset({"nummod"}))


def is_pointed_at(scene: Scene, position: int) -> bool:
    """Whether a word such as "this" stands at a noun."""
    sentence = scene.sentence
    below = (sentence.words[child] for child in sentence.children[position])
    return any(scene.agreement.is_pointing(word) and word.base == "det" for word in below)


def _holder(scene: Scene, word: Word) -> Party | None:
    """The person whose office a noun repeats: "the governor"."""
    for found in scene.arguments.values():
        for slot in found.slots:
            party = slot.value
            if isinstance(party, Party) and party.is_name and party.start <= word.start and party.end == word.end:
                return party if party.key and scene.names.mention_at_offset(party.start) is None else None
    return None


def _only_one(told: list[NounTold]) -> Party | None:
    """The phrase by which the article told of the one thing of that kind; None where it may have told of several."""
    described = [noun.told for noun in told if noun.told is not None]
    if not described:
        return None
    introduced = [noun for noun in told if noun.introduces]
    several = len({party.key for party in described}) > 1
    if len(introduced) > 1 or (several and not (introduced and introduced[0] is told[0])):
        return None
    return described[0]


def remember_nouns(scene: Scene) -> None:
    """Keeps the nouns of the sentence for those that come after it."""
    stops = frozenset(scene.by_head)
    for position, word in enumerate(scene.sentence.words):
        if content_tag(word) not in NOUNS or scene.names.is_time(position) or word.relation.startswith("flat"):
            continue
        key, written = noun_key(scene, word)
        told = None if is_bare(scene, position) else describe(scene.names, position, stop=stops - {position})
        if told is not None and not (_introduces(scene, position) and _can_stand_alone(scene, told)):
            told = None
        introduces = not (written or is_definite(scene, position) or _is_owned(scene, position))
        noun = NounTold(sentence=scene.index, told=told, introduces=introduces and content_tag(word) == "NOUN")
        scene.discourse.nouns.setdefault(key, []).append(noun)


def _introduces(scene: Scene, position: int) -> bool:
    """Whether a phrase can stand for its noun later on: it is a name, says what it belongs to, or is the first to tell
    of it ("a new concert hall"; "the new hall" tells no more than "the hall")."""
    if scene.sentence.words[position].tag == "PROPN" or _below(scene, position, IDENTIFYING):
        return True
    if any(scene.names.mention_at(child) is not None for child in scene.sentence.children[position]):
        return True
    if is_definite(scene, position):
        return False
    return bool(scene.lexicon.words.written_articles) or _below(scene, position, frozenset({"det"}))


def _is_owned(scene: Scene, position: int) -> bool:
    word = scene.sentence.words[position]
    if is_pointed_at(scene, position) or scene.agreement.clitic(word) is not None:
        return True
    return any(
        scene.agreement.possessive(scene.sentence.words[child]) is not None
        for child in scene.sentence.children[position]
    )


def _can_stand_alone(scene: Scene, party: Party) -> bool:
    """Whether a phrase is whole, says more than its noun, and has no word in it that itself needs a referent."""
    words = list(words_of(scene, party))
    if not is_whole(scene, party) or sum(content_tag(word) in CONTENT for word in words) < LEAST_CONTENT:
        return False
    if scene.lexicon.words.written_articles and any({"ADP", "ADV"} & set(word.tags) for word in words):
        return False  # "the ball deservedly": what stands behind the noun may belong to the verb
    return not any(
        scene.agreement.is_pointing(word) or scene.agreement.possessive(word) or scene.agreement.clitic(word)
        for word in words
    )


def is_whole(scene: Scene, party: Party) -> bool:
    """Whether the words of a description are a whole noun phrase: none that joins it to others opens or ends it, and
    no pronoun stands in it ("75 % of them", للشباب, "the Board of")."""
    words = list(words_of(scene, party))
    if not words:
        return True
    first, last = words[0], words[-1]
    joined = first.tags[0] in JOINING or last.tag in (*JOINING, "DET", "AUX")
    relative = fold(last.text) in scene.lexicon.relative_pronouns
    pronoun = any(word.tag == "PRON" and scene.agreement.possessive(word) is None for word in words)
    return not (joined or relative or pronoun)


def words_of(scene: Scene, party: Party) -> Iterator[Word]:
    """The words of the sentence that a party covers."""
    return (word for word in scene.sentence.words if party.start < word.end and word.start < party.end)
