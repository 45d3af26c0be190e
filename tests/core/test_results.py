"""What came of an event, from hand-made trees; and the table of results."""

from pathlib import Path

import pytest

from app.core.claims.grammar.clauses import find_clauses
from app.core.claims.reality.results import find_result
from app.core.claims.words.lexicon import lexicon_of
from app.core.errors import BrokenPack
from app.core.model.claim import Status
from app.knowledge.loader import load_knowledge, load_results
from tests.core.trees import tree

FAVOUR = """
The DET 2 det
panel NOUN 3 nsubj
ruled VERB 0 root
in ADP 5 case
favour NOUN 3 obl
of ADP 8 case
the DET 8 det
growers NOUN 5 nmod
. PUNCT 3 punct
"""
REMAINS = """
The DET 2 det
ferry NOUN 3 nsubj
remains VERB 0 root
suspended ADJ 3 xcomp
. PUNCT 3 punct
"""
HUNG_ELSEWHERE = """
The DET 2 det
pier NOUN 3 nsubj
remains VERB 7 ccomp
closed ADJ 7 ccomp
, PUNCT 7 punct
she PRON 7 nsubj
said VERB 0 root
. PUNCT 7 punct
"""
STOPPED = """
The DET 2 det
guard NOUN 3 nsubj
stopped VERB 0 root
the DET 5 det
tram NOUN 3 obj
. PUNCT 3 punct
"""
STILL = """
لا PART 2 advmod
يزال VERB 0 root
الضخ NOUN 2 nsubj
متوقفا ADJ 2 xcomp
. PUNCT 2 punct
"""
RELAUNCHED = """
La DET 2 det
ligne NOUN 4 nsubj
a AUX 4 aux
redémarré VERB 0 root
. PUNCT 4 punct
"""
DECIDED = """
The DET 2 det
bank NOUN 3 nsubj
decided VERB 0 root
to PART 5 mark
raise VERB 3 xcomp
rates NOUN 5 obj
. PUNCT 3 punct
"""
OPENED = """
The DET 2 det
judge NOUN 3 nsubj
opened VERB 0 root
an DET 5 det
inquiry NOUN 3 obj
. PUNCT 3 punct
"""
REOPENED = """
The DET 2 det
council NOUN 3 nsubj
opened VERB 0 root
the DET 5 det
pier NOUN 3 obj
. PUNCT 3 punct
"""


def result(text: str, rows: str, *, language: str = "en", status: Status = Status.HAPPENED) -> list[str | None]:
    knowledge = load_knowledge()
    sentence = tree(text, rows, language=language)
    lexicon = lexicon_of(knowledge.pack(language).claims)
    return [
        find_result(clause, sentence, lexicon, status=status, results=knowledge.results)
        for clause in find_clauses(sentence, lexicon)
    ]


@pytest.mark.parametrize(
    ("text", "rows", "language", "expected"),
    [
        ("The panel ruled in favour of the growers.", FAVOUR, "en", "found_for"),
        ("The ferry remains suspended.", REMAINS, "en", "halted"),
        ("The pier remains closed, she said.", HUNG_ELSEWHERE, "en", "shut"),
        ("لا يزال الضخ متوقفا.", STILL, "ar", "halted"),
        ("La ligne a redémarré.", RELAUNCHED, "fr", "under_way"),
    ],
)
def test_the_words_of_a_clause_tell_its_result(text: str, rows: str, language: str, expected: str) -> None:
    assert result(text, rows, language=language)[0] == expected


def test_what_stops_something_is_not_itself_halted() -> None:
    assert result("The guard stopped the tram.", STOPPED) == [None]


def test_a_verb_that_only_lends_its_grammar_to_a_noun_opens_nothing() -> None:
    assert result("The council opened the pier.", REOPENED) == ["opened"]
    assert result("The judge opened an inquiry.", OPENED) == [None]


def test_a_plan_has_no_result_unless_it_was_decided() -> None:
    assert result("The bank decided to raise rates.", DECIDED, status=Status.PLANNED)[-1] == "raised"
    assert result("La ligne a redémarré.", RELAUNCHED, language="fr", status=Status.PLANNED) == [None]


def test_each_result_that_a_pack_tells_is_in_the_table_and_each_scale_has_two_sides() -> None:
    knowledge = load_knowledge()
    told = {name for pack in knowledge.languages.values() for name in pack.claims.results}
    assert told and told <= set(knowledge.results)
    sides = {
        row.scale: {other.side for other in knowledge.results.values() if other.scale == row.scale}
        for row in knowledge.results.values()
    }
    assert all(len(found) == 2 for found in sides.values())


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('[kept]\nscale = "door"\nside = "in"\n', "nothing is on another side of 'door'"),
        ('[kept]\nscale = "door"\nside = "in"\ntypes = ["dance"]\n', "unknown event type 'dance'"),
        ('[kept]\nscale = "door"\nsize = "in"\n', "unknown key 'size'"),
    ],
)
def test_a_broken_table_of_results_is_refused(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "results.toml"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(BrokenPack, match=message):
        load_results(path, {"open", "close"})
