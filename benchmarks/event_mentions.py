"""ECB+: tokenised news as running text, and the event mentions of its annotators with their place in that text.

Cybulska and Vossen (2014), "Using a sledgehammer to crack a nut? Lexical diversity and event coreference resolution".
Each topic holds two different happenings of one kind, its subtopics.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

NO_SPACE_BEFORE = frozenset([".", ",", ";", ":", "?", "!", "%", ")", "]", "}", "''", "'", "n't"])
NO_SPACE_AFTER = frozenset(["(", "[", "{", "$", "£", "€", "#", "``", "`"])
HYPHENS = frozenset("-")
APOSTROPHES = frozenset("'’")
CLITICS = frozenset(["s", "m", "d", "t", "re", "ve", "ll"])
SIGNS = {"''": '"', "``": '"', "`": "'"}
Span = tuple[int, int]  # first character and the one after the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as a newspaper would print it, one sentence a line."""

    id: str
    topic: str
    subtopic: str
    text: str
    tokens: tuple[tuple[Span, ...], ...]  # where each token of each sentence stands in the text; () for one left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One event mention: the words of ``spans`` in the text of the document."""

    document: str
    topic: str
    subtopic: str
    chain: str
    text: str
    spans: tuple[Span, ...]

    @property
    def key(self) -> tuple[str, tuple[Span, ...]]:
        """What no other mention has."""
        return self.document, self.spans


def print_tokens(tokens: Sequence[str]) -> tuple[str, list[Span]]:
    """Tokens of the Penn Treebank as running text, and the span of each."""
    text = ""
    spans: list[Span] = []
    is_open = False  # whether a quotation is
    for number, token in enumerate(tokens):
        written = SIGNS.get(token, token)
        before = tokens[max(0, number - 2) : number]
        closes = is_open and written == '"'
        opened = is_open and bool(before) and SIGNS.get(before[-1], before[-1]) == '"'
        if not (closes or opened or _is_glued(before, token)):
            text += " "
        spans.append((len(text), len(text) + len(written)))
        text += written
        is_open ^= written == '"'
    return text, spans


def read_documents(folder: Path, topics: Collection[str]) -> list[Document]:
    """The documents of these topics. The address of a page, which stands in the first line, is left out."""
    return [_document(row) for row in _rows(folder / "ecbplus_docs.jsonl") if row["topic"] in topics]


def read_mentions(folder: Path, documents: Sequence[Document]) -> list[Mention]:
    """The event mentions in these documents; those in lines that were left out do not count."""
    known = {document.id: document for document in documents}
    mentions = []
    for row in _rows(folder / "ecbplus_mentions.jsonl"):
        if row["kind"] != "event" or row["doc_id"] not in known:
            continue
        document = known[row["doc_id"]]
        tokens = document.tokens[row["sent_id"]]
        if tokens:
            spans = tuple(tokens[number] for number in row["tokens_number"])
            mention = Mention(
                document=document.id,
                topic=document.topic,
                subtopic=document.subtopic,
                chain=row["coref_chain"],
                text=row["text"],
                spans=spans,
            )
            mentions.append(mention)
    return mentions


def overlap(spans: Sequence[Span], start: int, end: int) -> int:
    """Characters of the spans that lie in ``start`` to ``end``."""
    return sum(max(0, min(last, end) - max(first, start)) for first, last in spans)


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _document(row: dict[str, object]) -> Document:
    text = ""
    tokens: list[tuple[Span, ...]] = []
    for number, sentence in enumerate(row["sentences"]):
        words = sentence.split(" ")
        if number == 0 and words[:2] == ["http", ":"]:
            tokens.append(())
            continue
        printed, spans = print_tokens(words)
        tokens.append(tuple((len(text) + start, len(text) + end) for start, end in spans))
        text += printed + "\n"
    return Document(id=row["doc_id"], topic=row["topic"], subtopic=row["subtopic"], text=text, tokens=tuple(tokens))


def _is_glued(before: Sequence[str], token: str) -> bool:
    """Whether no space stands between a token and the one or two before it."""
    if not before or token in NO_SPACE_BEFORE or before[-1] in NO_SPACE_AFTER:
        return True
    earlier, last = (None, *before)[-2:]
    if token[0] in APOSTROPHES:
        return token[1:] in CLITICS or (len(token) == 1 and last[-1].isalpha())
    if earlier is not None and last in APOSTROPHES:
        return token in CLITICS
    if earlier is not None and last in HYPHENS:
        return earlier.isdigit()
    if earlier is not None and last == ".":
        return len(earlier) == len(token) == 1 and earlier.isalpha() and token.isalpha()  # U . S .
    return token in HYPHENS and last.isdigit()
