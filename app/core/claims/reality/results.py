"""What came of an event, by the words of the clause: approved or rejected, resumed or still halted."""

from collections.abc import Mapping

from app.core.claims.grammar.clauses import Clause
from app.core.claims.reality.polarity import governing_word
from app.core.claims.words.beside import Beside
from app.core.claims.words.lexicon import Lexicon
from app.core.model.claim import Status
from app.core.model.language import Result
from app.core.model.sentence import ParsedSentence

COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "obl", "advcl"})  # "remains | shut", لا يزال | متوقفا


def find_result(
    clause: Clause, sentence: ParsedSentence, lexicon: Lexicon, *, status: Status, results: Mapping[str, Result]
) -> str | None:
    """The result (a row of ``results.toml``) that the predicate tells, or what it says to go on; None for none.

    What is only planned has no result yet, but for what was decided: "decided to raise the fares".
    """
    light = () if clause.light_verb is None else (clause.light_verb,)
    tops = (clause.head, *light, *clause.helpers)
    if status is Status.PLANNED:
        if not _is_decided(clause, tops, sentence, lexicon):
            return None
        of_type = next((name for name, row in results.items() if clause.event_type in row.types), None)
        return _first_result(tops, sentence, lexicon) or of_type
    lasting = (top for top in tops if lexicon.is_in("ongoing", sentence.words[top].text))
    below = tuple(position for top in lasting for position in _complements(sentence, top))
    return _first_result((*tops, *below), sentence, lexicon)


def _complements(sentence: ParsedSentence, top: int) -> list[int]:
    """What a verb says to go on: its complements, or the one right behind it that the tree hangs elsewhere."""
    words = sentence.words
    found = [child for child in sentence.children[top] if words[child].relation.split(":")[0] in COMPLEMENTS]
    behind = top + 1
    beside = behind < len(words) and words[behind].relation in COMPLEMENTS and behind not in found
    return [*found, behind] if beside else found


def _first_result(positions: tuple[int, ...], sentence: ParsedSentence, lexicon: Lexicon) -> str | None:
    found = (_result_at(position, sentence, lexicon) for position in positions)
    return next((result for result in found if result is not None), None)


def _result_at(position: int, sentence: ParsedSentence, lexicon: Lexicon) -> str | None:
    text = lexicon.text_at(sentence, position)
    found = lexicon.results.find(lexicon.forms(text), Beside(sentence, position, lexicon, {}))
    return None if found is None else found[0]


def _is_decided(clause: Clause, tops: tuple[int, ...], sentence: ParsedSentence, lexicon: Lexicon) -> bool:
    """Whether a verb of deciding governs the clause or lends it its grammar."""
    governor = governing_word(clause, sentence)
    above = (*tops[1:], *(() if governor is None else (governor,)))
    return any(lexicon.is_in("deciding", lexicon.text_at(sentence, position)) for position in above)
