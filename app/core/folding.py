"""Folding: the one form under which words are compared, whatever their case, diacritics or letter variants."""

import unicodedata
from functools import lru_cache

_ARABIC_VARIANTS = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ۀ": "ه",
        "ک": "ك",
        "ـ": None,
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "ı": "i",
    }
)
_DIGITS = {ord(c): str(unicodedata.digit(c)) for c in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_PLANES_WITH_MARKS = (range(0x20000), range(0xE0000, 0xE0200))  # outside them no character is a mark or a format one
_UNWRITTEN = {
    code: None for codes in _PLANES_WITH_MARKS for code in codes if unicodedata.category(chr(code)) in ("Mn", "Cf")
}
_KEPT = {**_DIGITS, **_ARABIC_VARIANTS, **_UNWRITTEN}  # what becomes of characters once they are decomposed


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Case-folded text without diacritics, tatweel or format characters, Arabic letter variants and digits made one.

    The result is for comparing only: its offsets are not those of ``text``.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.translate(_ARABIC_VARIANTS))
    return decomposed.translate(_KEPT).casefold()
