"""Second subjects of a verb, which a comma parts from it: they are those of a saying at the end, or no subjects."""

from app.core.claims.grammar.tree import Tree, base


def part_subjects(tree: Tree) -> None:
    """Takes from each verb the noun that a comma parts from it where it has another subject: "the bridge gave way,
    | two drivers told the paper", "six lorries are missing, | among them a new one"."""
    for verb, word in enumerate(tree.words):
        subjects = [child for child in tree.below[verb] if _is_noun_subject(tree, child)]
        if "VERB" not in word.tags or len(subjects) < 2:
            continue
        parted = [subject for subject in subjects if _is_parted(tree, subject, verb, subjects)]
        if len(parted) == len(subjects):
            continue
        for subject in parted:
            tree.rename(subject, "dislocated")


def _is_noun_subject(tree: Tree, position: int) -> bool:
    return base(tree.words[position]) == "nsubj" and tree.words[position].tags[-1] in ("NOUN", "PROPN")


def _is_parted(tree: Tree, subject: int, verb: int, subjects: list[int]) -> bool:
    """Whether a comma stands between it and the verb, and on the side of the verb another subject or the verb."""
    first, last = _ends(tree, subject)
    if subject > verb:
        return _is_comma(tree, first) or _is_comma(tree, first - 1)
    nearer = any(subject < other < verb for other in subjects)
    return nearer and (_is_comma(tree, last) or _is_comma(tree, last + 1))


def _is_comma(tree: Tree, position: int) -> bool:
    return 0 <= position < len(tree.words) and tree.words[position].text in (",", "،", "–", "—")


def _ends(tree: Tree, position: int) -> tuple[int, int]:
    """The first and last position of what hangs below a word, itself among them."""
    below = [_ends(tree, child) for child in tree.below[position]]
    return min([position, *(first for first, _ in below)]), max([position, *(last for _, last in below)])
