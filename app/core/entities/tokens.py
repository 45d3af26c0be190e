"""The words of a sentence as the name rules see them: what clitics leave, how it is folded, whether it is
capitalised."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from unicodedata import combining

from app.core.folding import fold
from app.core.model.sentence import ParsedSentence, Word
from app.core.model.words import NameWords
from app.core.remembering import BuiltOnce, remembered

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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shape:
    """All that is seen of a word by itself, its readings likeliest first. The core has no clitic, elided article or
    possessive. Of equal words there is one shape, which is known by its identity."""

    whole: str  # the word, up to where its core ends
    front: int  # where the core begins in it
    text: str
    folded: str
    forms: tuple[Form, ...]
    openings: tuple[tuple[Form, str], ...]  # the readings with which a phrase may begin, without full stops at the end
    written: str  # folded with its clitics, as a phrase that goes on with it writes it: للصليب
    going_on: str  # the word as one inside a phrase, without full stops at its end
    tag: str  # of the content word, clitics apart
    proper: bool  # the tagger took it for a name, or for a foreign word, which an unknown name often looks like
    nominal: bool  # it may be a part of a noun phrase
    is_mark: bool  # punctuation or a symbol
    cased: bool  # its script has capitals
    capital: bool
    opened: bool  # a clitic before the core: a new phrase begins here


@dataclass(frozen=True, slots=True)
class NameToken:
    """A word of a sentence with its shape. ``start`` to ``end`` is the core, in the article's offsets."""

    position: int
    word: Word
    shape: Shape

    @property
    def start(self) -> int:
        """Where the core begins."""
        return self.word.start + self.shape.front

    @property
    def end(self) -> int:
        """Where the core ends."""
        return self.word.start + len(self.shape.whole)

    @property
    def text(self) -> str:
        """The core."""
        return self.shape.text

    @property
    def folded(self) -> str:
        """The folded core."""
        return self.shape.folded

    @property
    def forms(self) -> tuple[Form, ...]:
        """Its readings, likeliest first."""
        return self.shape.forms

    @property
    def tag(self) -> str:
        """The tag of the content word, clitics apart."""
        return self.shape.tag

    @property
    def proper(self) -> bool:
        """Whether the tagger took it for a name, or for a foreign word."""
        return self.shape.proper

    @property
    def nominal(self) -> bool:
        """Whether it may be a part of a noun phrase."""
        return self.shape.nominal

    @property
    def is_mark(self) -> bool:
        """Punctuation or a symbol."""
        return self.shape.is_mark

    @property
    def cased(self) -> bool:
        """Whether its script has capitals."""
        return self.shape.cased

    @property
    def capital(self) -> bool:
        """Whether it has one."""
        return self.shape.capital

    @property
    def opened(self) -> bool:
        """Whether a clitic stands before the core: a new phrase begins here."""
        return self.shape.opened


def name_tokens(sentence: ParsedSentence, words: NameWords) -> tuple[NameToken, ...]:
    """One token a word, in order."""
    shape_of = _shapes_of(words).of_word
    return tuple(
        NameToken(position, word, shape_of(word.text, word.tag)) for position, word in enumerate(sentence.words)
    )


class _Shapes:
    """The shapes of words under the name words of one pack."""

    def __init__(self, words: NameWords) -> None:
        self._words = words

    @remembered
    def of_word(self, text: str, tag: str) -> Shape:
        """The shape of a word that the reader gave a tag."""
        words, tags = self._words, tuple(tag.split("+"))
        front, back = _trim(text)
        core = text[front:back]
        cased = core[:1].lower() != core[:1].upper() or core[:1].isupper()
        cut = 0 if cased else _clitic_length(text, tags, words)
        forms = _forms(core, cut, () if cased else words.clitics, () if cased else words.articles)
        forms = forms if not front else tuple(Form(folded=form.folded, cut=form.cut + front) for form in forms)
        content = next((tag for tag in reversed(tags) if tag not in _CLITIC_TAGS and tag != "PRON"), tags[-1])
        written = forms[0].folded if cased else fold(text[:back])
        return Shape(
            whole=text[:back],
            front=front + cut,
            text=core[cut:],
            folded=forms[0].folded,
            forms=forms,
            openings=_openings(forms),
            written=written,
            going_on=written.rstrip("."),
            tag=content,
            proper="PROPN" in tags or "X" in tags,
            nominal=content in _NOMINAL,
            is_mark=not any(c.isalnum() for c in fold(text)),
            cased=cased,
            capital=core[:1].isupper() or bool(_LOWER_PARTICLE.match(core) and any(c.isupper() for c in core)),
            opened=bool(cut or front),
        )


_shapes_of = BuiltOnce(_Shapes)


def _openings(forms: tuple[Form, ...]) -> tuple[tuple[Form, str], ...]:
    return tuple((form, form.folded.rstrip(".")) for form in forms)


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


def _clitic_length(text: str, tags: tuple[str, ...], words: NameWords) -> int:
    """Letters of the clitics that the tag tells of: the longest sequence of the pack's that fits their number."""
    expected = 0
    for tag in tags[:-1]:
        if tag not in _CLITIC_TAGS:
            break
        expected += 1
    if not expected:
        return 0
    for clitic in words.clitics:
        fits = len(clitic) == expected or (len(clitic) == expected + 1 and clitic[-1:] == clitic[-2:-1])
        if fits and text.startswith(clitic) and len(text) - len(clitic) >= SHORTEST_REST - 1:
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


def recut(tokens: tuple[NameToken, ...], *names: Set[str]) -> tuple[NameToken, ...]:
    """The tokens, with a clitic taken off where only the rest is a name word that is known: وحفتر beside حفتر."""
    return tuple(token if token.shape.cased else _recut(token, names) for token in tokens)


def _recut(token: NameToken, names: Sequence[Set[str]]) -> NameToken:
    shape = token.shape
    own = shape.forms[0].cut
    is_known = any(shape.folded in some for some in names)
    if own and not is_known and any(shape.written in some for some in names):
        return _cut_to(token, 0)
    known = next((form for form in shape.forms if any(form.folded in some for some in names)), None)
    if known is None or known.cut <= own or not shape.nominal or is_known:
        return token
    return _cut_to(token, known.cut)


def _cut_to(token: NameToken, cut: int) -> NameToken:
    return replace(token, shape=_cut_shape(token.shape, cut))


@lru_cache(maxsize=16_384)
def _cut_shape(shape: Shape, cut: int) -> Shape:
    text = shape.whole[cut:]
    plain = Form(folded=fold(text), cut=cut)
    forms = (plain, *(form for form in shape.forms if form != plain))
    return replace(
        shape, front=cut, text=text, folded=plain.folded, forms=forms, openings=_openings(forms), opened=cut > 0
    )
