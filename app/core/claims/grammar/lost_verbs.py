"""Verbs that the tree took for prepositions: English "met" is "with" in the languages next door."""

from dataclasses import replace

from app.core.claims.grammar.tree import Tree, base

OF_A_NAME = ("flat", "appos", "compound", "det", "amod", "nmod", "case", "punct")
TITLED = ("flat", "appos", "compound")
PHRASES = ("nmod", "obl")


def find_lost_verbs(tree: Tree) -> None:
    """Makes a verb of what stands as a preposition between two names, where the pack lists it (the class
    ``like_preposition``): "Ada Venn | met | Marek Oduya in Khartal"."""
    for verb in range(1, len(tree.words) - 1):
        word = tree.words[verb]
        between_names = tree.words[verb - 1].tag == tree.words[verb + 1].tag == "PROPN"
        if word.tag != "ADP" or not between_names or not tree.lexicon.is_of_class("like_preposition", word.text):
            continue
        tree.words[verb] = replace(word, tag="VERB")
        left, right = _head_of_name(tree, verb - 1, verb), word.head - 1
        if (
            word.relation == "case"
            and left < verb < right
            and tree.words[right].head - 1
            in (
                left,
                tree.words[left].head - 1,
            )
        ):
            _raise(tree, verb, left, right)
        _take_object(tree, verb)


def _head_of_name(tree: Tree, position: int, verb: int) -> int:
    """The word that stands for the whole name: "President" of "President Ada Venn"."""
    while tree.words[position].base in TITLED and 0 < tree.words[position].head <= verb:
        position = tree.words[position].head - 1
    return position


def _raise(tree: Tree, verb: int, left: int, right: int) -> None:
    """The verb takes the place of the name before it, which becomes its subject; the name behind it is its object."""
    above = tree.words[left].head - 1
    before = [child for child in tree.below[left] if child < verb]
    tree.hang(verb, left, "dep")
    tree.take_place(verb, left)
    tree.hang(left, verb, "nsubj")
    for child in before:
        if base(tree.words[child]) in OF_A_NAME:
            tree.hang(child, left, tree.words[child].relation)
    tree.hang(right, verb, "obl")
    if above >= 0:
        if base(tree.words[verb]) in ("obj", "obl", "nmod"):
            tree.rename(verb, "ccomp")
        for child in [child for child in tree.below[above] if child > right]:
            if base(tree.words[child]) in PHRASES:
                tree.hang(child, verb, "obl")
    for child in [child for child in tree.below[right] if child > right]:
        if base(tree.words[child]) in PHRASES and tree.has_case(child):
            tree.hang(child, verb, "obl")


def _take_object(tree: Tree, verb: int) -> None:
    """The name right behind the verb is its object; other phrases are no part of a name any more."""
    for child in [child for child in tree.below[verb] if child > verb and base(tree.words[child]) in PHRASES]:
        tree.rename(child, "obl" if tree.has_case(child) else "obj")
