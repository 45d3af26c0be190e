"""A claim's quote in its paragraph, with the words that matter marked in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.use_cases.views import ArticleSummary, ClaimView, OriginalView
from app.web.pages.details import LOOKS, Told
from app.web.pages.differences import Span, differing_words, likeness
from app.web.pages.marks import context_of

VALUE, DIFFERS = "value", "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some words of a paragraph. ``mark`` is value (of the disputed detail), differs, or None; ``slot`` and ``look``
    say which detail, and in which colour it is shown."""

    text: str
    mark: str | None = None
    slot: str | None = None
    look: str = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownClaim:
    """A claim with its paragraph: what stands before its quote, the quote, and what stands after it."""

    claim: ClaimView
    article: ArticleSummary | None
    before: tuple[Stretch, ...]
    quote: tuple[Stretch, ...]
    after: tuple[Stretch, ...]

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All that is shown of the paragraph."""
        return (*self.before, *self.quote, *self.after)

    @property
    def address(self) -> str | None:
        """Where the article was published, as far as it is known."""
        return self.article.url if self.article is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    start: int
    end: int
    stretch: Stretch


def show_in_paragraph(
    claim: ClaimView, original: OriginalView | None, *, told: Sequence[Told] = (), differing: Sequence[Span] = ()
) -> ShownClaim:
    """``told`` is marked as the value; ``differing`` are stretches of the quote. Without its article the quote is shown
    alone."""
    text = original.text if original is not None else None
    own = original.summary if original is not None else None
    if text is None or text[claim.start : claim.end] != claim.quote:
        return ShownClaim(claim=claim, article=own, before=(), quote=(Stretch(text=claim.quote),), after=())
    marks = [_value_mark(each) for each in told]
    marks += [
        _Mark(start=claim.start + start, end=claim.start + end, stretch=Stretch(text="", mark=DIFFERS))
        for start, end in differing
    ]
    context = context_of(text, claim.start, claim.end)
    before, after = context.before.removeprefix("… "), context.after.removesuffix(" …")
    cut_before, cut_after = before != context.before, after != context.after
    shown_to = claim.end if context.quote == claim.quote else claim.start + len(context.quote.removesuffix(" …"))
    return ShownClaim(
        claim=claim,
        article=own,
        before=_plain("… ", cut_before) + _cut(text, claim.start - len(before), claim.start, marks),
        quote=_cut(text, claim.start, shown_to, marks) + _plain(" …", shown_to < claim.end),
        after=_cut(text, claim.end, claim.end + len(after), marks) + _plain(" …", cut_after),
    )


def differences_of(claim: ClaimView, others: Iterable[ClaimView]) -> tuple[Span, ...]:
    """The words of a quote that differ from the nearest of the others in its language."""
    near = [other for other in others if other.language == claim.language]
    if not near:
        return ()
    nearest = max(near, key=lambda other: (likeness(claim.quote, other.quote), other.id))
    return differing_words(claim.quote, nearest.quote)[0]


def show_all(
    claims: Iterable[ClaimView], originals: Mapping[str, OriginalView], told: Mapping[str, Sequence[Told]]
) -> tuple[ShownClaim, ...]:
    """Claims in their paragraphs; ``told`` by the ids of claims."""
    return tuple(
        show_in_paragraph(claim, originals.get(claim.article_id), told=told.get(claim.id, ())) for claim in claims
    )


def _value_mark(told: Told) -> _Mark:
    look = LOOKS.get(told.slot or "", "other")
    return _Mark(start=told.start, end=told.end, stretch=Stretch(text="", mark=VALUE, slot=told.slot, look=look))


def _plain(text: str, wanted: bool) -> tuple[Stretch, ...]:
    return (Stretch(text=text),) if wanted else ()


def _cut(text: str, start: int, end: int, marks: Sequence[_Mark]) -> tuple[Stretch, ...]:
    """``text[start:end]`` cut wherever a mark begins or ends; of two marks over one another the first one holds."""
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = sorted({start, end} | {min(max(edge, start), end) for mark in inside for edge in (mark.start, mark.end)})
    found: list[Stretch] = []
    for left, right in pairwise(edges):
        over = next((mark.stretch for mark in inside if mark.start < right and mark.end > left), Stretch(text=""))
        found.append(Stretch(text=text[left:right], mark=over.mark, slot=over.slot, look=over.look))
    return tuple(found)
