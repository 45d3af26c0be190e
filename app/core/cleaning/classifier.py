"""Which lines are the article: marks of single lines, read in their place on the page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.cleaning.lines import Line
from app.core.cleaning.marks import SENTENCE_WORDS, Mark, is_name_line
from app.core.model.article import ClutterKind, PassageKind

Label = PassageKind | ClutterKind

LONG_LINE_WORDS = 18  # a line of so many words is prose even without a full stop
UNSTOPPED_SHARE = 0.6  # of the words of longer lines that stand in lines without a full stop
LONG_LINE_WORDS_UNSTOPPED = 8  # the same where the text's paragraphs end without full stops
MAX_HEADLINE_WORDS = 25
MIN_HEADLINE_WORDS = 5
MAX_TEASER_HEADINGS = 5  # the last ones of a page are tried
MAX_LINK_WORDS = 4  # of a further link of a share bar or menu
MIN_TRAILING_WORDS = 8  # an unstopped last line of so many words is a paragraph, not a link
SHORT_STOPPED_WORDS = 3  # "Statement of the League." is a sub-heading, full stop or not
MIN_REPEATED_WORDS = 4  # a shorter line may be said twice
COMMENTS_RESUME_SHARE = 0.25  # a comments link above a quarter of the prose is only a link to them
LONE_RESUME_RATIO = 2  # the same below a single paragraph of prose: twice as much follows
MAX_LINES_OF_VISITORS = 100  # lines looked at to tell visitors from the article
MIN_VISITOR_SHARE = 0.3  # of the lines below begin with a number or a name and a colon: visitors speak
BOX_RESUME_RATIO = (
    0.5  # prose after a byline, tags or author box that is half of what stood before: the article goes on
)
ENDING_KINDS = frozenset(
    {
        ClutterKind.VISITOR_COMMENT,
        ClutterKind.COMMENT_FORM,
        ClutterKind.AUTHOR_BOX,
        ClutterKind.BYLINE,
        ClutterKind.TAGS,
        ClutterKind.LEGAL,
    }
)
BAR_KINDS = frozenset({ClutterKind.SHARE_BAR, ClutterKind.MENU})
LINK_HEADINGS = BAR_KINDS | {ClutterKind.RELATED, ClutterKind.TAGS}
COMMENT_KINDS = frozenset({ClutterKind.VISITOR_COMMENT, ClutterKind.COMMENT_FORM})
_VISITOR = re.compile(r"^(?:\d{1,4}[.)-]\s|[^\s.!?؟:,،]{1,20}(?:\s[^\s.!?؟:,،]{1,20}){0,3}\s?:\s(?![\"'“«„]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The lines of one text with their marks; ``author`` is a name that the page repeats as its author's."""

    lines: Sequence[Line]
    marks: Sequence[Mark | None]
    prose: Sequence[bool]
    author: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    """What each line is. The article's prose begins at line ``start``; ``end`` is the first line below the article."""

    labels: Sequence[Label]
    author: str | None
    start: int
    end: int


def label_lines(lines: Sequence[Line], marks: Sequence[Mark | None]) -> LabelledPage:
    """Reads the marks in their place on the page."""
    prose = _find_prose(lines, marks)
    marks = _unmark_timeline(marks, prose)
    page = Page(lines=lines, marks=marks, prose=prose, author=_repeated_author(lines, marks, prose))
    labels: list[Label] = [mark.kind if mark else ClutterKind.OTHER for mark in marks]
    start, end = 0, len(lines)
    if not any(prose):
        _label_without_prose(page, labels)
    else:
        start = _body_start(page)
        end = _body_end(page, start)
        _label_top(page, labels, start)
        _label_body(page, labels, start, end)
        _label_bottom(page, labels, end)
    _drop_repeats(lines, labels)
    if not any(isinstance(label, PassageKind) for label in labels):
        labels = [_kept_alone(line) for line in lines]
    return LabelledPage(labels=labels, author=page.author, start=start, end=end)


def _unmark_timeline(marks: Sequence[Mark | None], prose: Sequence[bool]) -> list[Mark | None]:
    """Several bare dates between paragraphs are the headings of a timeline, no datelines."""
    first = next((i for i, is_prose in enumerate(prose) if is_prose), len(prose))
    last = max((i for i, is_prose in enumerate(prose) if is_prose), default=0)
    bare = [i for i in range(first, last) if (mark := marks[i]) is not None and mark.is_bare_date and prose[i + 1]]
    return [None if i in bare and len(bare) > 1 else mark for i, mark in enumerate(marks)]


def _find_prose(lines: Sequence[Line], marks: Sequence[Mark | None]) -> list[bool]:
    """Sentences and paragraphs; in a text that leaves out full stops, shorter lines are paragraphs too."""
    open_lines = [line for line, mark in zip(lines, marks, strict=True) if mark is None]
    long = [line for line in open_lines if line.word_count >= LONG_LINE_WORDS_UNSTOPPED]
    unstopped = sum(line.word_count for line in long if not line.is_terminated)
    is_unstopped = len(long) > 1 and unstopped > UNSTOPPED_SHARE * sum(line.word_count for line in long)
    least = LONG_LINE_WORDS_UNSTOPPED if is_unstopped else LONG_LINE_WORDS
    return [
        mark is None
        and (line.word_count >= least or line.announces or (line.is_terminated and line.word_count >= SENTENCE_WORDS))
        for line, mark in zip(lines, marks, strict=True)
    ]


def _repeated_author(lines: Sequence[Line], marks: Sequence[Mark | None], prose: Sequence[bool]) -> str | None:
    """A short line above the prose that stands again below it, as a byline and its author box do."""
    first = next((i for i, is_prose in enumerate(prose) if is_prose), len(lines))
    below = {line.folded for line in lines[first:] if is_name_line(line)}
    named = {mark.author for mark in marks if mark is not None and mark.author is not None}
    for line, mark in zip(lines[:first], marks[:first], strict=True):
        if mark is None and is_name_line(line) and (line.folded in below or line.text in named):
            return line.text
    return None


def _label_without_prose(page: Page, labels: list[Label]) -> None:
    for number, (line, mark) in enumerate(zip(page.lines, page.marks, strict=True)):
        if mark is None:
            labels[number] = PassageKind.BODY if line.is_terminated else PassageKind.SUBHEADING
    first = next((i for i, label in enumerate(labels) if isinstance(label, PassageKind)), None)
    if first is not None and labels[first] is PassageKind.SUBHEADING:
        labels[first] = _kept_alone(page.lines[first])


def _kept_alone(line: Line) -> PassageKind:
    is_sentence = line.is_terminated and not line.is_question
    return PassageKind.BODY if is_sentence or line.word_count > MAX_HEADLINE_WORDS else PassageKind.HEADLINE


def _can_be_headline(line: Line) -> bool:
    is_sentence = (line.is_terminated and not line.is_question) or line.announces
    return not is_sentence and line.word_count <= MAX_HEADLINE_WORDS


def _body_start(page: Page) -> int:
    """The first line of prose; an unstopped long first line with prose below it is the headline."""
    candidates = [i for i, is_prose in enumerate(page.prose) if is_prose]
    first = candidates[0]
    unmarked_above = any(
        mark is None and page.lines[i].word_count >= MIN_HEADLINE_WORDS for i, mark in enumerate(page.marks[:first])
    )
    if len(candidates) > 1 and not unmarked_above and _can_be_headline(page.lines[first]):
        return candidates[1]
    return first


def _body_end(page: Page, start: int) -> int:
    """The first line after the article's last: where its comments, author box, tags or legal lines begin."""
    words = [line.word_count if is_prose else 0 for line, is_prose in zip(page.lines, page.prose, strict=True)]
    total, before = sum(words[start:]), 0
    for number in range(start, len(page.lines)):
        if before and _ends_article(page, number) and not _resumes(page, number, before, total - before):
            return number
        before += words[number]
    return len(page.lines)


def _ends_article(page: Page, number: int) -> bool:
    mark, line = page.marks[number], page.lines[number]
    if mark is None:
        return page.author is not None and line.folded == page.author.casefold()
    return mark.kind in ENDING_KINDS and (mark.opens_section or mark.kind is ClutterKind.LEGAL)


def _resumes(page: Page, number: int, before: int, after: int) -> bool:
    """Whether the article goes on below a mark that may end it: a link to comments, a late byline."""
    mark = page.marks[number]
    if mark is None or mark.kind not in COMMENT_KINDS:
        return after > BOX_RESUME_RATIO * before
    is_lone = sum(page.prose[max(0, number - MAX_LINES_OF_VISITORS) : number]) == 1
    if before >= COMMENTS_RESUME_SHARE * (before + after) and (not is_lone or after < LONE_RESUME_RATIO * before):
        return False
    beside = page.marks[max(0, number - 1) : number + 2]
    if mark.kind is ClutterKind.VISITOR_COMMENT and sum(other is not None for other in beside) == 1:
        return False
    below = page.lines[number + 1 : number + 1 + MAX_LINES_OF_VISITORS]
    return sum(_VISITOR.match(line.text) is not None for line in below) < MIN_VISITOR_SHARE * len(below)


def _label_top(page: Page, labels: list[Label], start: int) -> None:
    """Headline, decks and bylines above the first line of prose."""
    open_lines = [i for i in range(start) if page.marks[i] is None]
    long = [i for i in open_lines if page.lines[i].word_count >= MIN_HEADLINE_WORDS]
    short = [i for i in open_lines if 2 <= page.lines[i].word_count < MIN_HEADLINE_WORDS]
    headline = long[0] if long else max(short, key=lambda i: (page.lines[i].word_count, -i), default=None)
    if headline is None:
        for i in open_lines:
            labels[i] = ClutterKind.MENU
        return
    sections = _sections(page, range(start))
    for i in open_lines:
        line, section = page.lines[i], sections.get(i)
        if i == headline:
            labels[i] = PassageKind.HEADLINE
        elif section is not None:
            labels[i] = section
        elif line.word_count >= MIN_HEADLINE_WORDS or line.is_terminated or (i == 0 and line.word_count >= 3):
            labels[i] = PassageKind.SUBHEADING
        else:
            labels[i] = ClutterKind.BYLINE if i > headline and is_name_line(line) else ClutterKind.MENU


def _label_body(page: Page, labels: list[Label], start: int, end: int) -> None:
    last = max((i for i in range(start, end) if page.prose[i]), default=start)
    sections = _sections(page, range(start, last + 1))
    for number in range(start, last + 1):
        line = page.lines[number]
        if page.marks[number] is not None:
            continue
        if page.prose[number] or _is_list_item(page, labels, number):
            labels[number] = PassageKind.BODY
        elif number in sections:
            labels[number] = sections[number]
        elif line.is_terminated and line.word_count > SHORT_STOPPED_WORDS:
            labels[number] = PassageKind.BODY
        else:
            labels[number] = PassageKind.SUBHEADING
    _label_teasers(page, labels, start, end)
    _label_tail(page, labels, last, end)


def _sections(page: Page, numbers: range) -> dict[int, ClutterKind]:
    """The lines that belong to a heading of links or tags above them, down to the next prose."""
    found: dict[int, ClutterKind] = {}
    section: ClutterKind | None = None
    for number in numbers:
        line, mark = page.lines[number], page.marks[number]
        if mark is not None:
            section = mark.kind if mark.kind in LINK_HEADINGS and not mark.has_tail else None
        elif page.prose[number] or (section in BAR_KINDS and (line.gap_before or line.word_count > MAX_LINK_WORDS)):
            section = None
        elif section is not None and (line.is_question or not line.is_terminated):
            found[number] = section
    return found


def _is_list_item(page: Page, labels: Sequence[Label], number: int) -> bool:
    """A bulleted or numbered line below a line that announces a list, or below another of its items."""
    if number == 0 or not page.lines[number].is_numbered or labels[number - 1] is not PassageKind.BODY:
        return False
    above = page.lines[number - 1]
    return above.text.rstrip().endswith(":") or above.is_numbered


def _label_teasers(page: Page, labels: list[Label], start: int, end: int) -> None:
    """After a heading of related articles: several headlines with teasers, down to the end, are no article."""
    headings = [i for i in range(start, end) if (mark := page.marks[i]) and _is_heading_of_links(mark)]
    for number in headings[-MAX_TEASER_HEADINGS:]:
        rest = range(number + 1, end)
        prose = [i for i in rest if page.prose[i]]
        if len(prose) > 1 and all(_stands_below_heading(page, i, number) for i in prose):
            for i in rest:
                if page.marks[i] is None:
                    labels[i] = ClutterKind.RELATED
            return


def _is_heading_of_links(mark: Mark) -> bool:
    return mark.kind is ClutterKind.RELATED and not mark.has_tail


def _stands_below_heading(page: Page, number: int, above: int) -> bool:
    return number - 1 > above and page.marks[number - 1] is None and not page.prose[number - 1]


def _label_tail(page: Page, labels: list[Label], last: int, end: int) -> None:
    """Lines without a full stop after the last sentence: one long one is a paragraph, several are links."""
    tail = [i for i in range(last + 1, end) if page.marks[i] is None]
    for i in tail:
        line = page.lines[i]
        touches_body = all(labels[j] is PassageKind.BODY for j in range(last, i))
        is_paragraph = line.word_count >= MIN_TRAILING_WORDS and len(tail) == 1 and touches_body
        is_item = _is_list_item(page, labels, i)
        is_sentence = line.is_terminated and touches_body and not line.is_question
        labels[i] = PassageKind.BODY if is_paragraph or is_item or is_sentence else ClutterKind.RELATED


def _label_bottom(page: Page, labels: list[Label], end: int) -> None:
    """Everything after the article's end belongs to the furniture that was announced last."""
    section = ClutterKind.OTHER
    seen_prose = False
    for number in range(end, len(page.lines)):
        line, mark = page.lines[number], page.marks[number]
        if mark is not None:
            if mark.opens_section and (mark.kind is not ClutterKind.BYLINE or section not in COMMENT_KINDS):
                section, seen_prose = mark.kind, False
            if section in COMMENT_KINDS and mark.kind in (ClutterKind.DATELINE, ClutterKind.BYLINE):
                labels[number] = ClutterKind.VISITOR_COMMENT
            continue
        if page.author is not None and line.folded == page.author.casefold():
            section, seen_prose = ClutterKind.AUTHOR_BOX, False
        labels[number] = _label_below(section, line, seen_prose=seen_prose)
        seen_prose = seen_prose or page.prose[number]


def _label_below(section: ClutterKind, line: Line, *, seen_prose: bool) -> ClutterKind:
    match section:
        case ClutterKind.VISITOR_COMMENT | ClutterKind.COMMENT_FORM:
            return ClutterKind.VISITOR_COMMENT
        case ClutterKind.BYLINE | ClutterKind.AUTHOR_BOX:
            is_link = seen_prose and (line.is_question or not line.is_terminated)
            return ClutterKind.RELATED if is_link else ClutterKind.AUTHOR_BOX
        case ClutterKind.TAGS:
            return ClutterKind.AUTHOR_BOX if line.word_count > MIN_HEADLINE_WORDS else ClutterKind.TAGS
        case _:
            return section


def _drop_repeats(lines: Sequence[Line], labels: list[Label]) -> None:
    """A line that stands again, word for word, is furniture the second time."""
    seen: set[str] = set()
    for number, line in enumerate(lines):
        if not isinstance(labels[number], PassageKind):
            continue
        if line.text in seen and line.word_count >= MIN_REPEATED_WORDS:
            labels[number] = ClutterKind.OTHER
        seen.add(line.text)
