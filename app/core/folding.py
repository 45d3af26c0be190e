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


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Case-folded text without diacritics, tatweel or format characters, Arabic letter variants and digits made one.

    The result is for comparing only: its offsets are not those of ``text``.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_ARABIC_VARIANTS))
    kept = "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))
    return kept.translate(_ARABIC_VARIANTS).translate(_DIGITS).casefold()
