"""Which claims hold a part of a word, on SQLite: an index of the words of claims (FTS5), and one of the parts of words.

FTS5 keeps for each word the numbers of the claims that hold it, in two bytes each, and adds the words of an article at
the end of its own tables instead of in as many places as there are words. It is given numbers in the place of words: so
it need not take texts apart, and what was deleted is told by nothing that stays in it. PostgreSQL reads the words of
claims with several processes instead, and has none of these tables.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    Integer,
    String,
    Text,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    table,
    text,
    update,
)
from sqlalchemy.sql import Select
from sqlmodel import Session, SQLModel, col, select

from app.adapters.storage.name_parts import ESCAPE, LENGTH, holding, parts_of
from app.adapters.storage.portions import portions
from app.adapters.storage.prepared import LIST, Prepared
from app.adapters.storage.standing_tables import WordPartRow, WordRow
from app.adapters.storage.tables import ClaimRow

CLAIMS_AT_A_TIME = 5_000
# Without texts, places in them, or lengths: only which claims there are.
TABLES = (
    "CREATE VIRTUAL TABLE claim_word USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii')",
    "CREATE VIRTUAL TABLE claim_word_doc USING fts5vocab(claim_word, instance)",
)
_DOC = table("claim_word_doc", column("term", String), column("doc", Integer))
_INDEX = text("INSERT INTO claim_word (rowid, words) VALUES (:number, :words)")
_TAKE_OUT = text("INSERT INTO claim_word (claim_word, rowid, words) VALUES ('delete', :number, :words)")
_KNOWN = Prepared(select(WordRow.word, WordRow.id).where(col(WordRow.word).in_(bindparam(LIST, expanding=True))))
_UNUSED = Prepared(
    select(WordRow.id, WordRow.word).where(
        col(WordRow.id).in_(bindparam(LIST, expanding=True)),
        ~select(_DOC.c.doc).where(_DOC.c.term == cast(col(WordRow.id), Text)).exists(),
    )
)


def are_indexed(session: Session) -> bool:
    """Whether this database has the index."""
    return session.get_bind().dialect.name == "sqlite"


def next_numbers(session: Session, count: int) -> Sequence[int | None]:
    """Numbers for so many new claims."""
    if not are_indexed(session):
        return [None] * count
    last = session.exec(select(func.max(ClaimRow.number))).one() or 0
    return range(last + 1, last + 1 + count)


def add_words(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Of new claims, told by their numbers."""
    if are_indexed(session):
        told = {row["number"]: row["words"].split() for row in rows}
        numbers = _numbers(session, {word for words in told.values() for word in words})
        _write(session, _INDEX, told, numbers)


def remove_words(session: Session, article_id: str) -> None:
    """Those of an article's claims, which are still there, and the words that no other claim holds."""
    if not are_indexed(session):
        return
    rows = session.exec(select(ClaimRow.number, ClaimRow.words).where(ClaimRow.article_id == article_id))
    told = {number: words.split() for number, words in rows if number is not None}
    numbers = dict(_KNOWN.of_many(session, sorted({word for words in told.values() for word in words})))
    _write(session, _TAKE_OUT, told, numbers)
    gone = dict(_UNUSED.of_many(session, sorted(numbers.values())))
    if gone:
        parts = SQLModel.metadata.tables["word_part"].c
        here = delete(WordPartRow).where(parts.part == bindparam("this"), parts.word_id == bindparam("number"))
        session.connection().execute(here, [{"this": part, "number": number} for part, number in _parts(gone)])
        for portion in portions(gone):
            session.exec(delete(WordRow).where(col(WordRow.id).in_(portion)))


def _write(session: Session, statement: Any, told: Mapping[int, Sequence[str]], numbers: Mapping[str, int]) -> None:
    rows = [
        {"number": number, "words": " ".join(str(numbers[word]) for word in words)} for number, words in told.items()
    ]
    if rows:
        session.connection().execute(statement, rows)


def _numbers(session: Session, words: Collection[str]) -> dict[str, int]:
    """Those of the words, which are kept where they are new."""
    numbers = dict(_KNOWN.of_many(session, sorted(words)))
    new = sorted(word for word in words if word not in numbers)
    if new:
        session.connection().execute(insert(WordRow), [{"word": word} for word in new])
        added = dict(_KNOWN.of_many(session, new))
        _add_parts(session, {number: word for word, number in added.items()})
        numbers |= added
    return numbers


def _add_parts(session: Session, words: Mapping[int, str]) -> None:
    session.connection().execute(
        insert(WordPartRow), [{"part": part, "word_id": number} for part, number in _parts(words)]
    )


def _parts(words: Mapping[int, str]) -> list[tuple[str, int]]:
    return sorted((part, number) for number, word in words.items() for part in parts_of(word))


def numbers_of_claims(wanted: str) -> Select[Any]:
    """The numbers of the claims one of whose words holds the text, which is folded and has no space; some of them more
    than once. They come one by one: whoever wants a few reads no others."""
    values = holding(wanted)
    part = SQLModel.metadata.tables["word_part"].c
    within = (part.part >= literal(values["beginning"])) & (part.part < literal(values["end"]))
    if len(wanted) > LENGTH:
        whole = select(WordRow.id).where(
            col(WordRow.id) == part.word_id, col(WordRow.word).like(values["pattern"], escape=ESCAPE)
        )
        within &= whole.exists()
    here: Select[Any] = select(_DOC.c.doc).select_from(WordPartRow)
    return here.join(_DOC, _DOC.c.term == cast(part.word_id, Text)).where(within)


def index_all(session: Session) -> None:
    """From scratch: for a store whose claims are not in the index yet. Claims get new numbers."""
    if not are_indexed(session):
        return
    session.exec(delete(WordPartRow))
    session.exec(delete(WordRow))
    session.execute(text("INSERT INTO claim_word (claim_word) VALUES ('delete-all')"))
    session.execute(update(ClaimRow).values(number=text("rowid")), execution_options={"synchronize_session": False})
    numbers: dict[str, int] = {}
    for told in _all_words(session):
        for words in told.values():
            for word in words:
                numbers.setdefault(word, len(numbers) + 1)
        _write(session, _INDEX, told, numbers)
    for portion in portions(numbers.items(), CLAIMS_AT_A_TIME):
        session.connection().execute(insert(WordRow), [{"id": number, "word": word} for word, number in portion])
    for some in portions(_parts({number: word for word, number in numbers.items()}), CLAIMS_AT_A_TIME):
        session.connection().execute(insert(WordPartRow), [{"part": part, "word_id": number} for part, number in some])


def _all_words(session: Session) -> Iterator[dict[int, list[str]]]:
    last = 0
    some = select(ClaimRow.number, ClaimRow.words).order_by(col(ClaimRow.number)).limit(CLAIMS_AT_A_TIME)
    while found := session.exec(some.where(col(ClaimRow.number) > last)).all():
        yield {number: words.split() for number, words in found if number is not None}
        last = found[-1][0] or 0
