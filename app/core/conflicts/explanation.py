"""Says in words which values exclude each other, who reports them, and why both cannot be true."""

from collections.abc import Sequence

from app.core.conflicts.disagreement import Position
from app.core.model.conflict import Explanation
from app.core.model.explaining import ExplanationTexts
from app.core.model.language import Knowledge

LONGEST_VALUE = 160  # code points of a statement that stands for a value


def explain(sides: Sequence[Sequence[Position]], reason: str, *, knowledge: Knowledge) -> Explanation:
    """The explanation in the three languages of the screen; ``reason`` is a key of every language's reasons."""
    texts = knowledge.explanations
    return Explanation(
        en=_say(sides, reason, texts["en"]),
        ar=_say(sides, reason, texts["ar"]),
        fr=_say(sides, reason, texts["fr"]),
    )


def _say(sides: Sequence[Sequence[Position]], reason: str, texts: ExplanationTexts) -> str:
    reports = texts.joiner.join(
        texts.report.format(outlets=texts.outlet_joiner.join(_outlets(side)), value=_value(side[0], texts))
        for side in sides
    )
    return f"{reports}{texts.closing}{texts.reasons[reason]}"


def _outlets(side: Sequence[Position]) -> list[str]:
    return sorted({position.claim.outlet for position in side})


def _value(position: Position, texts: ExplanationTexts) -> str:
    label = _shorten(position.label)
    if position.word is not None:
        return f"{texts.words[position.word]}: {label}"
    return label if position.label == position.value or not position.show_value else f"{label} [{position.value}]"


def _shorten(label: str) -> str:
    return label if len(label) <= LONGEST_VALUE else label[: LONGEST_VALUE - 1].rstrip() + "…"
