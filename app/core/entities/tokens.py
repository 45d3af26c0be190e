"""The words of a sentence as the name rules see them: what clitics leave, how it is folded, whether it is
capitalised."""

import re
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cached_property
from unicodedata import combining

from app.core.folding import fold
from app.core.model.sentence import ParsedSentence, Word
from app.core.model.words import NameWords

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "X", "NUM", "DET"})
_CLITIC_TAGS = frozenset({"CCONJ", "SCONJ", "ADP", "PART", "AUX", "INTJ"})
_LOWER_PARTICLE = re.compile(
    r"^(?:al|el|as|ash|ad|ar|an|at|az|ed|ech|ben|bin|d|l|t|s|n|j|m|c|qu)[-‐‑'’]", re.IGNORECASE
)
_APOSTROPHE = re.compile(r"['’]")
LONGEST_ELISION = 2  # letters before the apostrophe: l', d', qu'
SHORTEST_REST = 3  # letters that a clitic must leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One reading of a word: its folded core, and how many code points of the word stand before the core."""

    folded: str
    cut: int


@dataclass(frozen=True, kw_only=True)
class NameToken:
    """A word with its readings, likeliest first. ``start`` to ``end`` is the core: no clitic, elided article
    or possessive."""

    position: int
    word: Word
    start: int
    end: int
    text: str
    forms: tuple[Form, ...]
    cased: bool  # its script has capitals
    capital: bool
    opened: bool  # a clitic before the core: a new phrase begins here

    @property
    def folded(self) -> str:
        """The folded core."""
        return self.forms[0].folded

    @cached_property
    def openings(self) -> tuple[tuple[Form, str], ...]:
        """The readings with which a phrase may begin here, each without full stops at its end."""
        return tuple((form, form.folded.rstrip(".")) for form in self.forms)

    @cached_property
    def going_on(self) -> str:
        """The word as one inside a phrase, without full stops at its end."""
        return self.written.rstrip(".")

    @cached_property
    def written(self) -> str:
        """The folded word with its clitics, as a phrase that goes on with it writes it: للصليب."""
        return self.folded if self.cased else fold(self.word.text[: self.end - self.word.start])

    @cached_property
    def tag(self) -> str:
        """The tag of the content word, clitics apart."""
        return next(
            (tag for tag in reversed(self.word.tags) if tag not in _CLITIC_TAGS and tag != "PRON"), self.word.tags[-1]
        )

    @property
    def proper(self) -> bool:
        """Whether the tagger took it for a name, or for a foreign word, which an unknown name often looks like."""
        return "PROPN" in self.word.tags or "X" in self.word.tags

    @property
    def nominal(self) -> bool:
        """Whether it may be a part of a noun phrase."""
        return self.tag in _NOMINAL

    @cached_property
    def is_mark(self) -> bool:
        """Punctuation or a symbol."""
        return not any(c.isalnum() for c in fold(self.word.text))


def name_tokens(sentence: ParsedSentence, words: NameWords) -> tuple[NameToken, ...]:
    """One token a word, in order."""
    return tuple(_token(position, word, words) for position, word in enumerate(sentence.words))


def _token(position: int, word: Word, words: NameWords) -> NameToken:
    front, back = _trim(word.text)
    core = word.text[front:back]
    cased = core[:1].lower() != core[:1].upper() or core[:1].isupper()
    cut = 0 if cased else _clitic_length(word, words)
    forms = _forms(core, cut, () if cased else words.clitics, () if cased else words.articles)
    return NameToken(
        position=position,
        word=word,
        start=word.start + front + cut,
        end=word.start + back,
        text=core[cut:],
        forms=forms if not front else tuple(Form(folded=form.folded, cut=form.cut + front) for form in forms),
        cased=cased,
        capital=core[:1].isupper() or bool(_LOWER_PARTICLE.match(core) and any(c.isupper() for c in core)),
        opened=bool(cut or front),
    )


def trimmed(text: str) -> str:
    """A cased word as its token's core has it: "d'union" is "union"."""
    front, back = _trim(text)
    return text[front:back]


def _trim(text: str) -> tuple[int, int]:
    """Where the core begins and ends: without l', d' before it and 's, 'nin, 'da after it."""
    match = _APOSTROPHE.search(text)
    end = len(text)
    while end > 1 and not text[end - 1].isalnum() and text[end - 1] != "." and not combining(text[end - 1]):
        end -= 1
    if match is None or match.start() == 0 or match.end() >= len(text):
        return 0, end
    before, after = text[: match.start()], text[match.end() :]
    if len(before) <= LONGEST_ELISION and (before.islower() or before in ("L", "D", "Qu")) and after[:1].isalpha():
        front = match.end()
        inner = _APOSTROPHE.search(text, front)
        return front, inner.start() if inner else end
    if after[:1].islower() and (len(after) == 1 or before[:1].isupper()):
        return 0, match.start()
    return 0, end


def _clitic_length(word: Word, words: NameWords) -> int:
    """Letters of the clitics that the tag tells of: the longest sequence of the pack's that fits their number."""
    expected = 0
    for tag in word.tags[:-1]:
        if tag not in _CLITIC_TAGS:
            break
        expected += 1
    if not expected:
        return 0
    for clitic in words.clitics:
        fits = len(clitic) == expected or (len(clitic) == expected + 1 and clitic[-1:] == clitic[-2:-1])
        if fits and word.text.startswith(clitic) and len(word.text) - len(clitic) >= SHORTEST_REST - 1:
            return len(clitic)
    return 0


def _forms(core: str, cut: int, clitics: tuple[str, ...], articles: tuple[str, ...]) -> tuple[Form, ...]:
    cuts = [cut, *([0] if cut else [])]
    cuts.extend(len(c) for c in clitics if core.startswith(c) and len(core) - len(c) >= SHORTEST_REST)
    found: dict[str, int] = {}
    for length in cuts:
        rest = core[length:].rstrip(".") or core
        found.setdefault(fold(rest), length)
        if length:
            for article in articles:
                found.setdefault(fold(article + rest), length)
    return tuple(Form(folded=folded, cut=length) for folded, length in found.items())


def recut(tokens: tuple[NameToken, ...], names: Set[str]) -> tuple[NameToken, ...]:
    """The tokens, with a clitic taken off where only the rest is a name word that is known: وحفتر beside حفتر."""
    return tuple(_recut(token, names) for token in tokens)


def _recut(token: NameToken, names: Set[str]) -> NameToken:
    if token.cased:
        return token
    own = token.forms[0].cut
    whole = fold(token.word.text[: token.end - token.word.start])
    if own and whole in names and token.folded not in names:
        return _cut_to(token, 0)
    known = next((form for form in token.forms if form.folded in names), None)
    if known is None or known.cut <= own or not token.nominal or token.folded in names:
        return token
    return _cut_to(token, known.cut)


def _cut_to(token: NameToken, cut: int) -> NameToken:
    text = token.word.text[cut : token.end - token.word.start]
    plain = Form(folded=fold(text), cut=cut)
    forms = (plain, *(form for form in token.forms if form != plain))
    return replace(token, start=token.word.start + cut, text=text, forms=forms, opened=cut > 0)
