"""What came of an event, by the words of the clause: approved or rejected, resumed or still halted."""

from collections.abc import Mapping

from app.core.claims.grammar.clauses import Clause
from app.core.claims.reality.modality import Moods
from app.core.claims.reality.polarity import bearing, governing_word
from app.core.claims.words.beside import Beside
from app.core.claims.words.lexicon import Lexicon
from app.core.folding import fold
from app.core.model.claim import Status
from app.core.model.language import Result
from app.core.model.sentence import ParsedSentence

COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "obl", "advcl"})  # "remains | shut", لا يزال | متوقفا

LEFT_OPEN = ("planning", "uncertain", "requesting", "conditional", "would")


def find_result(
    clause: Clause, sentence: ParsedSentence, lexicon: Lexicon, *, status: Status, results: Mapping[str, Result]
) -> str | None:
    """The result (a row of ``results.toml``) that the predicate tells, or what it says to go on; None for none.

    What is only planned has no result yet, but for what was decided: "decided to raise the fares".
    """
    tops = _tops(clause)
    if status is Status.PLANNED:
        if not _is_decided(clause, sentence, lexicon):
            return None
        of_type = next((name for name, row in results.items() if clause.event_type in row.types), None)
        return _first_result(tops, sentence, lexicon) or of_type
    lasting = (top for top in tops if lexicon.is_in("ongoing", sentence.words[top].text))
    below = tuple(position for top in lasting for position in _complements(sentence, top))
    found = _first_result((*tops, *below), sentence, lexicon)
    row = results.get(found or "")
    if row is not None and clause.light_verb is not None and row.types and clause.event_type not in row.types:
        # "opened an inquiry" opens nothing: with its noun the verb tells an event of another type.
        others = [top for top in tops if top != clause.light_verb]
        return _first_result((*others, *below), sentence, lexicon)
    return found


def _complements(sentence: ParsedSentence, top: int) -> list[int]:
    """What a verb says to go on: its complements, or the one right behind it that the tree hangs elsewhere."""
    words = sentence.words
    found = [child for child in sentence.children[top] if words[child].base in COMPLEMENTS]
    behind = top + 1
    beside = behind < len(words) and words[behind].relation in COMPLEMENTS and behind not in found
    return [*found, behind] if beside else found


def _completing(sentence: ParsedSentence, verb: int) -> list[int]:
    """The nouns that make one verb with another: "karar verdi", "prendre la décision"."""
    return [c for c in sentence.children[verb] if sentence.words[c].base in ("compound", "obj")]


def _first_result(positions: tuple[int, ...], sentence: ParsedSentence, lexicon: Lexicon) -> str | None:
    found = (_result_at(position, sentence, lexicon) for position in positions)
    return next((result for result in found if result is not None), None)


def _result_at(position: int, sentence: ParsedSentence, lexicon: Lexicon) -> str | None:
    text = lexicon.text_at(sentence, position)
    found = lexicon.results.find(lexicon.forms(text), Beside(sentence, position, lexicon, {}))
    return None if found is None else found[0]


def _tops(clause: Clause) -> tuple[int, ...]:
    light = () if clause.light_verb is None else (clause.light_verb,)
    return (clause.head, *light, *clause.helpers)


def is_settled(clause: Clause, moods: Moods) -> bool:
    """Whether it is the content of a decision that was taken, not of one still to come."""
    above = None if clause.governor is None else moods.clause_at(clause.governor)
    deciding = _deciding_words(clause, moods.sentence, moods.lexicon)
    taken = above is None or moods.status(above) is Status.HAPPENED
    return taken and bool(deciding) and not any(_is_to_come(at, moods.sentence, moods.lexicon) for at in deciding)


def _is_decided(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    return bool(_deciding_words(clause, sentence, lexicon))


def _deciding_words(clause: Clause, sentence: ParsedSentence, lexicon: Lexicon) -> list[int]:
    """The verbs and nouns of deciding that govern the clause or lend it their grammar."""
    governor = governing_word(clause, sentence)
    above = (*_tops(clause)[1:], *(() if governor is None else (governor, *_completing(sentence, governor))))
    return [at for at in above if lexicon.is_in("deciding", lexicon.text_at(sentence, at))]


def _is_to_come(position: int, sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether the verb stands in the future, or beside a word that leaves open whether it comes to it."""
    text = sentence.words[position].text
    beside = [sentence.words[near].text for near in bearing(sentence, position) if near != position]
    if any(lexicon.is_in(name, word) for name in LEFT_OPEN for word in beside) or lexicon.shapes.has("planned", text):
        return True
    ahead = bool(lexicon.planning_endings) and text.endswith(lexicon.planning_endings)
    return ahead or fold(text).startswith(lexicon.planning_prefixes)
