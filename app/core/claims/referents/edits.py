"""Replacements in a stretch of text."""

from dataclasses import dataclass, field


@dataclass(kw_only=True)
class Edits:
    """Replacements in a stretch of the article, none overlapping another; of two, the first one counts."""

    found: list[tuple[int, int, str]] = field(default_factory=list)

    def replace(self, start: int, end: int, words: str) -> None:
        """Puts words in the place of a stretch; not over another replacement."""
        if all(end <= a or b <= start or (start == end == a == b) for a, b, _ in self.found):
            self.found.append((start, end, words))

    def insert(self, at: int, words: str) -> None:
        """Puts words in at an offset; not inside a replacement."""
        if not any(a < at < b for a, b, _ in self.found):
            self.found.append((at, at, words))

    def apply(self, text: str, start: int, end: int) -> str:
        """The stretch of the text with all replacements made, and single spaces between its words."""
        parts: list[str] = []
        position = start
        for edit_start, edit_end, words in sorted(self.found, key=lambda edit: edit[:2]):
            if edit_start < position or edit_end > end:
                continue
            parts += [text[position:edit_start], words]
            position = edit_end
        parts.append(text[position:end])
        return " ".join("".join(parts).split())
