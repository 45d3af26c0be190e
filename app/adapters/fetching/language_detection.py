"""Guesses the language of a text: py3langid's model, corrected by letters where short texts mislead it."""

import mmap
import re
import tempfile
import unicodedata
from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
from py3langid.modelio import load_model

UNDETERMINED = "und"
SAMPLE_CHARACTERS = 4_000  # the model's answer no longer changes beyond; a text is sampled from its middle
MIN_LETTERS = 2
ARABIC_SCRIPT_SHARE = 0.5  # of the letters
# News languages with an ISO 639-1 code: leaving out the small ones keeps short headlines from looking like Breton.
LANGUAGES = re.findall(
    r"\w+",
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko "
    "ku ky lo lt lv mk ml mn mr ms mt ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr ug uk ur uz vi zh",
)
ARABIC_SCRIPT = frozenset({"ar", "fa", "ur", "ps", "ku", "ug", "sd", "az"})
URDU_LETTERS = frozenset("ٹڈڑںےہ")
PASHTO_LETTERS = frozenset("ټډړږښڼۍې")
KURDISH_LETTERS = frozenset("ڕڵۆێە")
PERSIAN_LETTERS = frozenset("پچژگکی")
ARABIC_LETTERS = frozenset("ةىيكأإؤ")


class LangidDetector:
    """Fulfils ``LanguageDetector``; one instance may serve many threads."""

    @cached_property
    def _identifier(self) -> LanguageIdentifier:
        # The identifier's own way to leave out languages keeps the whole table beside the part.
        table, priors, labels, moves, rows, outputs = load_model(MODEL_DIR / MODEL_FILE)
        kept = [place for place, code in enumerate(labels) if code in LANGUAGES]
        return LanguageIdentifier(
            table[:, kept], priors[kept], [labels[place] for place in kept], _mapped(moves), outputs, tk_row=rows
        )

    def detect(self, text: str) -> str:
        """An ISO 639-1 code, or ``und`` where the text has too few letters to tell."""
        sample = _sample(text)
        letters = [char for char in sample if char.isalpha()]
        if len(letters) < MIN_LETTERS:
            return UNDETERMINED
        guess = str(self._identifier.classify(sample)[0])
        arabic = sum("\u0600" <= char <= "\u06ff" or "\u0750" <= char <= "\u077f" for char in letters)
        if arabic >= ARABIC_SCRIPT_SHARE * len(letters):
            return _arabic_script_language(letters, guess)
        return guess if len(guess) == 2 else UNDETERMINED


def _mapped(numbers: "array[int]") -> Sequence[int]:
    """The same numbers in a file without a name, of which only the pages that texts lead to take memory: of 40 MB a
    small part."""
    with tempfile.TemporaryFile() as file:
        numbers.tofile(file)
        file.flush()
        mapped: Any = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    found: Sequence[int] = mapped.cast(numbers.typecode)
    return found


def _sample(text: str) -> str:
    """Up to SAMPLE_CHARACTERS from the middle, where prose is, without surrogates and control characters."""
    begin = max(0, (len(text) - SAMPLE_CHARACTERS) // 2)
    piece = text[begin : begin + SAMPLE_CHARACTERS]
    if not piece.strip():
        piece = text.strip()[:SAMPLE_CHARACTERS]
    return "".join(char if unicodedata.category(char) not in ("Cc", "Cs") else " " for char in piece)


def _arabic_script_language(letters: list[str], guess: str) -> str:
    """Arabic, Persian, Urdu, Pashto or Kurdish, by the letters that only one of them writes."""
    urdu, pashto, kurdish, persian, arabic = (
        sum(char in alphabet for char in letters)
        for alphabet in (URDU_LETTERS, PASHTO_LETTERS, KURDISH_LETTERS, PERSIAN_LETTERS, ARABIC_LETTERS)
    )
    best = max((pashto, "ps"), (kurdish, "ku"), (urdu, "ur"))
    if best[0] > arabic and best[0] * 20 >= len(letters):
        return best[1]
    if persian > arabic:
        return guess if guess in ("ur", "ps", "ku", "ug") and best[0] else "fa"
    return "ar" if arabic or guess not in ARABIC_SCRIPT else guess
