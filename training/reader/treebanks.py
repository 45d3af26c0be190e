"""Reads Universal Dependencies treebanks (CoNLL-U) as sentences of surface words.

A surface word is what the run-time splitter makes: clitics and elided words stay joined ("l'armée", "don't",
"وبالقاهرة"), a hyphen between letters does not part a word, every other punctuation mark is a word of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import category

_RELATION_NAMES = (
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed "
    "flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp "
    "nsubj:pass aux:pass csubj:pass acl:relcl obl:tmod obl:agent"
)
RELATIONS = tuple(_RELATION_NAMES.split())
_KNOWN = frozenset(RELATIONS)
# Which part of a joined word lends it head and relation: the content word ("wa+bi+Cairo"), else an auxiliary ("n'a"),
# else an adverb, else the first part ("du" is a preposition).
_CLITIC_TAGS = frozenset({"CCONJ", "ADP", "PART", "SCONJ", "PRON", "DET", "PUNCT"})
_RANK_OF_LEADERS = {"AUX": 1, "ADV": 2, **dict.fromkeys(_CLITIC_TAGS, 3)}
UNKNOWN_ENTITY = "?"  # label of a word of which it is not told whether it is part of a name
_HYPHENS = frozenset("-‐‑")


@dataclass(frozen=True, slots=True, kw_only=True)
class TreebankSentence:
    """One sentence of surface words with its tree, its names, or both; ``heads`` count from 1, 0 is the root.

    Without a tree ``heads``, ``relations`` and ``tags`` are empty, without names ``entities`` is.
    """

    identity: str
    language: str
    words: tuple[str, ...]
    spaced: tuple[bool, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    tags: tuple[str, ...]
    entities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    form: str
    tag: str
    head: int
    relation: str
    joined: bool
    unit: int | None
    """First token of the multiword token it belongs to."""


def read_treebank(path: Path, *, symbols_apart: bool = True) -> list[TreebankSentence]:
    """All sentences of one file, its language told by the first two letters of its name.

    ``symbols_apart`` tells whether a symbol such as "%" written onto a number is a word of its own.
    """
    language = path.name[:2]
    sentences = []
    for identity, rows in _blocks(path):
        tokens, forms = _tokens(rows)
        if tokens:
            sentences.append(_surface_sentence(identity, language, tokens, forms, symbols_apart))
    return sentences


def _blocks(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    identity = ""
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as file:
        for line in map(str.rstrip, file):
            if line.startswith("# sent_id"):
                identity = line.split("=", 1)[1].strip()
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                yield identity, rows
                rows = []
    if rows:
        yield identity, rows


def _tokens(rows: list[list[str]]) -> tuple[dict[int, _Token], dict[int, str]]:
    """Tokens by number, and the written form of each multiword token by the number of its first token."""
    forms: dict[int, str] = {}
    unit: dict[int, int] = {}
    joined_after: dict[int, bool] = {}
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            forms[first] = row[1]
            unit.update(dict.fromkeys(range(first, last + 1), first))
            joined_after[last] = "SpaceAfter=No" in row[9]
    tokens = {}
    for row in rows:
        if not row[0].isdigit():
            continue
        number = int(row[0])
        joined = joined_after.get(number, number not in unit and "SpaceAfter=No" in row[9])
        tokens[number] = _Token(row[1], row[3], int(row[6]), row[7], joined, unit.get(number))
    return tokens, forms


def _surface_sentence(
    identity: str, language: str, tokens: dict[int, _Token], forms: dict[int, str], symbols_apart: bool
) -> TreebankSentence:
    groups = _groups(tokens, symbols_apart)
    place = {number: index for index, group in enumerate(groups, start=1) for number in group}
    words, spaced, heads, relations, tags = [], [], [], [], []
    for index, group in enumerate(groups, start=1):
        outward = [number for number in group if place.get(tokens[number].head, 0) != index]
        leader = _leader(outward or group, tokens)
        words.append(_written(group, tokens, forms))
        spaced.append(index == 1 or not tokens[group[0] - 1].joined)
        heads.append(place.get(tokens[leader].head, 0))
        relations.append(_relation(tokens[leader].relation))
        tags.append(_tag(group, leader, tokens))
    return TreebankSentence(
        identity=identity,
        language=language,
        words=tuple(words),
        spaced=tuple(spaced),
        heads=tuple(heads),
        relations=tuple(relations),
        tags=tuple(tags),
    )


def _groups(tokens: dict[int, _Token], symbols_apart: bool) -> list[list[int]]:
    groups: list[list[int]] = []
    for number in sorted(tokens):
        if groups and _belongs(tokens, groups[-1][-1], number, symbols_apart):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _belongs(tokens: dict[int, _Token], left: int, right: int, symbols_apart: bool) -> bool:
    one, two = tokens[left], tokens[right]
    if one.unit is not None and one.unit == two.unit:
        return True
    if not (one.joined or (one.unit is not None and one.unit == two.unit)):
        return False
    if _is_inner_hyphen(tokens, right) or _is_inner_hyphen(tokens, left):
        return True
    return not (_stands_alone(one, symbols_apart) or _stands_alone(two, symbols_apart))


def _is_inner_hyphen(tokens: dict[int, _Token], number: int) -> bool:
    before, after = tokens.get(number - 1), tokens.get(number + 1)
    if tokens[number].form not in _HYPHENS or before is None or after is None:
        return False
    return before.joined and tokens[number].joined and before.form[-1].isalnum() and after.form[0].isalnum()


def _stands_alone(token: _Token, symbols_apart: bool) -> bool:
    if token.tag == "PUNCT":
        return True
    marks = all(category(character)[0] in "PS" for character in token.form)
    return marks and (symbols_apart or token.tag != "SYM")


def _leader(candidates: list[int], tokens: dict[int, _Token]) -> int:
    return min(candidates, key=lambda number: _RANK_OF_LEADERS.get(tokens[number].tag, 0))


def _written(group: list[int], tokens: dict[int, _Token], forms: dict[int, str]) -> str:
    text = ""
    for number in group:
        token = tokens[number]
        if token.unit is None:
            # Arabic: the article loses its alif after the preposition li-, which the treebank writes apart.
            form = token.form
            text += "ل" + form[2:] if text.endswith("ل") and form.startswith("ال") else form
        elif token.unit == number:
            text += forms[number]
    return text


def _tag(group: list[int], leader: int, tokens: dict[int, _Token]) -> str:
    if any(tokens[number].tag in ("PUNCT", "SYM") for number in group[1:-1]):
        return tokens[leader].tag
    return "+".join(tokens[number].tag for number in group)


def _relation(relation: str) -> str:
    return relation if relation in _KNOWN else relation.partition(":")[0]
