"""Tells an article's own lines from the page around it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeGuard

from app.core.cleaning.classifier import Label, LabelledPage, label_lines
from app.core.cleaning.lines import Line, split_lines
from app.core.cleaning.marks import Mark, is_name_line, mark_lines
from app.core.cleaning.phrases import phrase_book
from app.core.model.article import CleanText, ClutterKind, DroppedPassage, Passage, PassageKind
from app.core.model.language import Knowledge

__all__ = ["clean_text"]


def clean_text(text: str, *, knowledge: Knowledge, language: str) -> CleanText:
    """What of a pasted text is the article, and what the text tells of itself.

    Every stretch that is not blank is in exactly one of ``passages`` and ``dropped``, in text order; a text of which
    nothing would be kept is kept whole. The phrases of all languages are used, whatever ``language`` is, since a page's
    furniture is often in another language than its article.
    """
    book = phrase_book(knowledge)
    lines = split_lines(text, cuts=book.mid_line)
    marks = mark_lines(lines, book)
    page = label_lines(lines, marks)
    labels = page.labels
    passages = tuple(
        Passage(start=line.start, end=line.end, kind=label)
        for line, label in zip(lines, labels, strict=True)
        if isinstance(label, PassageKind)
    )
    dropped = tuple(
        DroppedPassage(start=line.start, end=line.end, kind=label)
        for line, label in zip(lines, labels, strict=True)
        if isinstance(label, ClutterKind)
    )
    return CleanText(
        passages=passages,
        dropped=dropped,
        title=next((text[p.start : p.end] for p in passages if p.kind is PassageKind.HEADLINE), None),
        author=_author(page, marks) or _named(lines, labels),
        published_at=_published_at(page, marks),
        outlet=next((mark.outlet for mark, label in zip(marks, labels, strict=True) if _tells(mark, label)), None),
    )


def _tells(mark: Mark | None, label: Label) -> TypeGuard[Mark]:
    return mark is not None and mark.outlet is not None and mark.kind is label


def _author(page: LabelledPage, marks: Sequence[Mark | None]) -> str | None:
    """The name behind the first byline, or else the one that stands above the article and again below it."""
    for mark, label in zip(marks, page.labels, strict=True):
        if mark is not None and mark.author is not None and label is ClutterKind.BYLINE:
            return mark.author
    return page.author


def _published_at(page: LabelledPage, marks: Sequence[Mark | None]) -> datetime | None:
    """The first date near the top, or one that is announced as the publication's; others may be of anything."""
    for number, mark in enumerate(marks[: page.end]):
        if mark is None or mark.published_at is None or not isinstance(page.labels[number], ClutterKind):
            continue
        if number < page.start or mark.is_announced or (number <= page.start + 2 and not mark.is_bare_date):
            return mark.published_at
    return None


def _named(lines: Sequence[Line], labels: Sequence[Label]) -> str | None:
    """A capitalised name on the line below the headline."""
    for line, label in zip(lines, labels, strict=True):
        if label is ClutterKind.BYLINE and is_name_line(line) and line.text[0].isupper():
            return line.text
    return None
