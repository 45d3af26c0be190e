"""Second subjects that a comma parts from the verb, from hand-made trees: no model."""

from app.core.claims.grammar.even_trees import even_out
from app.core.claims.words.lexicon import lexicon_of
from app.core.model.claim import SlotName
from app.knowledge.loader import load_knowledge
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def relations(text: str, rows: str, language: str) -> dict[str, tuple[str, int]]:
    lexicon = lexicon_of(load_knowledge().pack(language).claims)
    words = even_out(tree(text, rows, language=language), lexicon).words
    return {word.text: (word.relation, word.head) for word in words}


WITNESSES = """
    The DET 2 det
    bridge NOUN 3 nsubj
    collapsed VERB 0 root
    on ADP 5 case
    Friday PROPN 3 obl
    , PUNCT 8 punct
    two NUM 8 nummod
    drivers NOUN 3 nsubj
    told VERB 3 advcl
    the DET 11 det
    paper NOUN 9 nsubj
    . PUNCT 3 punct
    """


def test_who_is_cited_at_the_end_is_the_subject_of_the_saying() -> None:
    found = relations("The bridge collapsed on Friday, two drivers told the paper.", WITNESSES, "en")
    assert found["told"] == ("parataxis", 3)
    assert found["drivers"] == ("nsubj", 9)
    assert found["paper"][0] == "obj"


def test_what_witnesses_say_at_the_end_of_a_sentence_is_told_is_a_claim() -> None:
    text = "The bridge collapsed on Friday, two drivers told the paper."
    (crash,) = claims_of(tree(text, WITNESSES, language="en"), text, language="en")
    assert crash.event_type == "crash"
    assert [party.text for party in crash.parties(SlotName.TARGET)] == ["The bridge"]


def test_what_is_only_among_those_counted_is_no_second_subject() -> None:
    text = "Six camions ont disparu, dont un neuf."
    rows = """
    Six NUM 2 nummod
    camions NOUN 4 nsubj
    ont AUX 4 aux
    disparu VERB 0 root
    , PUNCT 8 punct
    dont ADP 8 case
    un DET 8 det
    neuf NOUN 4 nsubj
    . PUNCT 4 punct
    """
    found = relations(text, rows, "fr")
    assert (found["camions"][0], found["neuf"][0]) == ("nsubj", "dislocated")


def test_two_subjects_without_a_comma_stay_as_they_are() -> None:
    text = "The school has its students sleeping more."
    rows = """
    The DET 2 det
    school NOUN 6 nsubj
    has AUX 6 aux
    its PRON 5 nmod
    students NOUN 6 nsubj
    sleeping VERB 0 root
    more ADV 6 advmod
    . PUNCT 6 punct
    """
    found = relations(text, rows, "en")
    assert (found["school"][0], found["students"][0]) == ("nsubj", "nsubj")
