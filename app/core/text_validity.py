"""Which texts can be taken at all."""

import re

from app.core.errors import InvalidText

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"\w")


def check_text(text: str) -> None:
    """Raises InvalidText for a text without any letter or digit, or with NUL or a surrogate; positions count from 0."""
    found = _UNSTORABLE.search(text)
    if found is not None:
        name = "a NUL character" if found[0] == "\x00" else f"a lone surrogate (U+{ord(found[0]):04X})"
        raise InvalidText(f"The text holds {name} at position {found.start()}; remove it and send the text again.")
    if not text.strip():
        raise InvalidText("The text is empty; send the article's text.")
    if _WORD.search(text) is None:
        raise InvalidText("The text holds no letter or digit; send the article's text.")
