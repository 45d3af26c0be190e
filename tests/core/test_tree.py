"""A sentence's tree stays one, whatever is hung where."""

from app.core.claims.grammar.tree import Tree
from app.core.claims.words.lexicon import lexicon_of
from app.core.model.sentence import Word
from app.knowledge.loader import load_knowledge

CHAIN = (("seen", 0, "root"), ("said", 1, "ccomp"), ("that", 2, "mark"))


def chain() -> Tree:
    words = [
        Word(text=text, start=5 * number, end=5 * number + len(text), tag="VERB", head=head, relation=relation)
        for number, (text, head, relation) in enumerate(CHAIN)
    ]
    return Tree(words, lexicon_of(load_knowledge().pack("en").claims))


def test_a_word_is_hung_on_another_one() -> None:
    tree = chain()
    tree.hang(2, 0, "mark")
    assert [word.head for word in tree.words] == [0, 1, 1]
    assert tree.below == [[1, 2], [], []]


def test_nothing_is_hung_on_what_hangs_below_it() -> None:
    for position, head in ((0, 2), (0, 1), (1, 2), (1, 1)):
        tree = chain()
        tree.hang(position, head, "obj")
        assert [(word.head, word.relation) for word in tree.words] == [(0, "root"), (1, "ccomp"), (2, "mark")]
        assert tree.below == [[1], [2], []]
    assert chain().hangs_below(2, 0)
    assert not chain().hangs_below(0, 2)
