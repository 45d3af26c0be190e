"""How outlets agree, and how independently, as a matrix: a row and a column for each, a cell for each pair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.use_cases.views import AgreementView, OutletView
from app.web.pages.pictures.canvas import SMALL, Drawing, Item, Line, Rect, Text, mirrored, name_text
from app.web.pages.showing import show_share
from app.web.pages.wording import Wording

MOST_OUTLETS = 12  # in the matrix; the others are in the list
CELL, ROW = 50.0, 44.0
NUMBER = 30.0
NAMES = 170.0
PAD = 6.0
BAR = 38.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """The outlets that share most events, those that share them side by side, and how each two of them stand."""

    outlets: tuple[str, ...]
    pairs: Mapping[tuple[str, str], AgreementView]  # both ways around
    of: int  # outlets that share any event

    def told(self) -> tuple[tuple[str, AgreementView], ...]:
        """Each pair once, those with most in common first."""
        once = [(one, pair) for (one, other), pair in self.pairs.items() if one < other]
        return tuple(sorted(once, key=lambda row: (-row[1].shared_clusters, row[0], row[1].outlet)))


def matrix_of(outlets: Iterable[OutletView]) -> Matrix:
    """Of all outlets, those that share most events with others."""
    sharing = [outlet for outlet in outlets if outlet.agreement]
    chosen = sorted(sharing, key=lambda one: (-sum(pair.shared_clusters for pair in one.agreement), one.id))[
        :MOST_OUTLETS
    ]
    names = [outlet.id for outlet in chosen]
    pairs = {(one.id, pair.outlet): pair for one in chosen for pair in one.agreement if pair.outlet in names}
    return Matrix(outlets=_side_by_side(names, pairs), pairs=pairs, of=len(sharing))


def _side_by_side(names: Sequence[str], pairs: Mapping[tuple[str, str], AgreementView]) -> tuple[str, ...]:
    """Next to each outlet the one that shares most events with those before it."""
    placed: list[str] = []
    left = list(names)
    while left:
        shared = {
            name: sum(pairs[name, other].shared_clusters for other in placed if (name, other) in pairs) for name in left
        }
        placed.append(max(left, key=lambda name: shared[name]))
        left.remove(placed[-1])
    return tuple(placed)


def draw_matrix(matrix: Matrix, words: Wording) -> Drawing:
    """Numbers stand for the names above the columns."""
    outlets = matrix.outlets
    left = PAD + NUMBER + NAMES
    top = 28.0
    width, height = left + CELL * len(outlets) + PAD, top + ROW * len(outlets) + PAD
    items: list[Item] = []
    for number, outlet in enumerate(outlets):
        x, y = left + CELL * number, top + ROW * number
        items.append(_number(number, x + CELL / 2, top - 9))
        items.append(_number(number, PAD + NUMBER / 2, y + ROW / 2 + 4.5))
        items.append(name_text(outlet, x=PAD + NUMBER, y=y + ROW / 2 + 4.5, room=NAMES - 10))
        items.append(Line(x1=PAD, y1=y, x2=width - PAD, y2=y, look="rule"))
        for column, other in enumerate(outlets):
            items += _draw_cell(
                matrix.pairs.get((outlet, other)), left + CELL * column, y, words.code, is_own=outlet == other
            )
    items.append(Line(x1=PAD, y1=top + ROW * len(outlets), x2=width - PAD, y2=top + ROW * len(outlets), look="rule"))
    drawing = Drawing(width=width, height=height, items=tuple(items))
    return mirrored(drawing) if words.direction == "rtl" else drawing


def _number(number: int, x: float, y: float) -> Text:
    return Text(x=x, y=y, text=str(number + 1), room=NUMBER, look="soft", size=SMALL, anchor="middle")


def _draw_cell(pair: AgreementView | None, x: float, y: float, screen: str, *, is_own: bool) -> Sequence[Item]:
    """The share of agreement in words, a solid bar for it and a striped one for independence."""
    if is_own:
        return [Rect(x=x + 2, y=y + 2, width=CELL - 4, height=ROW - 4, look="own")]
    if pair is None:
        return [Line(x1=x + CELL / 2 - 4, y1=y + ROW / 2, x2=x + CELL / 2 + 4, y2=y + ROW / 2, look="silent")]
    look = "cell opposed" if pair.conflicting_clusters else "cell"
    start = x + (CELL - BAR) / 2
    label = show_share(_share(pair.agreement), screen)
    items: list[Item] = [
        Rect(x=x + 3, y=y + 3, width=CELL - 6, height=ROW - 6, look=look, rounding=3),
        Text(x=x + CELL / 2, y=y + 19, text=label, room=BAR, look="said", size=SMALL, anchor="middle"),
    ]
    items += [Rect(x=start, y=bar, width=BAR, height=5, look="empty") for bar in (y + 24, y + 32)]
    items.append(Rect(x=start, y=y + 24, width=BAR * _share(pair.agreement), height=5, look="agreeing"))
    end = start + BAR * _share(pair.independence)
    items.append(Line(x1=start, y1=y + 34.5, x2=end, y2=y + 34.5, look="independent"))
    return items


def _share(share: float) -> float:
    return min(max(share, 0.0), 1.0)
