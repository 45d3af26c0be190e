"""Names in any of four scripts as sounds, so that spellings of one name come close to each other.

The tables follow the common romanisations (ALA-LC, BGN/PCGN, French, Turkish and German press usage). A sound is one
character. Capital ``A``, ``W``, ``Y`` are the Arabic long-vowel letters, whose reading is open, ``Ý`` a final ى, ``ʾ``
the seat of a vowel at the start, ``ẗ`` an end that is written h, t or not at all. Latin letters whose value depends on
the language have signs of their own: ``ċ`` is ch, ``ç`` c before e and i, ``ĉ`` any other c, ``ĵ`` j, ``ŝ`` sch,
``ś`` the s of st and sp, ``ñ`` gn, ``ќ`` qu, ``ë`` the Cyrillic ё. What one costs in the place of another is told in
``sound_costs.py``.
"""

import unicodedata
from functools import lru_cache

ARABIC_LETTERS = {
    "ا": "A", "أ": "A", "إ": "A", "آ": "A", "ٱ": "A", "ى": "A", "ء": "", "ئ": "Y", "ؤ": "ʿ", "ة": "ẗ", "ۀ": "ẗ",
    "ب": "b", "ت": "t", "ث": "θ", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "ð", "ر": "r", "ز": "z", "س": "s",
    "ش": "š", "ص": "s", "ض": "ḍ", "ط": "t", "ظ": "ẓ", "ع": "ʿ", "غ": "ğ", "ف": "f", "ق": "q", "ك": "k", "ک": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "ھ": "h", "ہ": "h", "و": "W", "ي": "Y", "ی": "Y", "ې": "Y", "ێ": "Y",
    "پ": "p", "چ": "č", "ژ": "ž", "گ": "g", "ڤ": "v", "ڨ": "g", "ڭ": "g", "ۆ": "W", "ۇ": "W", "ە": "ẗ",
}  # fmt: skip
CYRILLIC_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "ë", "є": "ye", "ж": "ž", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "ts", "ч": "č", "ш": "š", "щ": "š", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "ғ": "ğ", "қ": "q", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h",
    "ә": "a",
}  # fmt: skip
LATIN_LETTERS = {"ı": "i", "ş": "š", "š": "š", "ș": "š", "ç": "č", "č": "č", "ć": "č", "ğ": "ğ", "ž": "ž", "ß": "ss",
                 "æ": "e", "œ": "e", "ø": "o", "đ": "d", "ð": "ð", "þ": "θ", "ł": "l", "ə": "e", "ʿ": "", "ʾ": "",
                 "ñ": "ñ", "j": "ĵ"}  # fmt: skip
LATIN_CLUSTERS = {
    "schtsch": "š", "chtch": "š", "shch": "š", "tsch": "č", "dsch": "j", "sch": "ŝ", "tch": "č", "dzh": "j", "eau": "o",
    "tsh": "č", "kh": "x", "gh": "ğ", "sh": "š", "cz": "č", "sz": "ß", "ch": "ċ", "dh": "ð", "th": "θ", "ph": "f",
    "ck": "k", "cq": "k", "qu": "ќ", "dj": "j", "zh": "ž", "tz": "ts", "gn": "ñ", "ou": "u", "oo": "u", "ee": "I",
}  # fmt: skip
ARABIC_CLUSTERS = {"شتش": "š", "تش": "č", "دج": "j", "كس": "ks"}
CYRILLIC_CLUSTERS = {"дж": "j", "кх": "x", "нь": "ñ"}
LONGEST_CLUSTER = 7
VOWELS = frozenset("aeiouIë")
LONG_LETTERS = frozenset("AWYÝ")
NO_CONSONANTS = VOWELS | LONG_LETTERS | {"ẗ", "ʾ"}
VOWEL_SEATS = frozenset("اأإٱ")
CLASSES = {
    "b": "B", "p": "B", "t": "T", "θ": "T", "d": "D", "ð": "D", "ḍ": "D", "j": "G", "ĵ": "G", "ğ": "G", "g": "G",
    "ž": "G", "h": "H", "x": "H", "r": "R", "z": "Z", "ẓ": "Z", "s": "S", "ç": "S", "ß": "S", "ś": "S", "f": "F",
    "v": "F", "q": "K", "ќ": "K", "k": "K", "ĉ": "K", "l": "L", "m": "M", "n": "N", "ñ": "N", "š": "C", "č": "C",
    "ċ": "C", "ŝ": "C",
}  # fmt: skip


def _script_table(letter: str) -> dict[str, str]:
    if "\u0600" <= letter <= "\u06ff":
        return ARABIC_LETTERS
    return CYRILLIC_LETTERS if "\u0400" <= letter <= "\u052f" else LATIN_LETTERS


def _clusters(letter: str) -> dict[str, str]:
    if "\u0600" <= letter <= "\u06ff":
        return ARABIC_CLUSTERS
    return CYRILLIC_CLUSTERS if "\u0400" <= letter <= "\u052f" else LATIN_CLUSTERS


def _plain(letter: str) -> str:
    """The Latin letter without its diacritics, or nothing for a mark."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", letter) if unicodedata.category(c)[0] in "L")
    return bare.casefold()


@lru_cache(maxsize=65_536)
def sounds(word: str) -> str:
    """The sounds of one word of a name. Doubled ones count once, but for Arabic consonants: there a vowel stands
    between them, which is not written."""
    letters = "".join(c for c in unicodedata.normalize("NFC", word).casefold() if unicodedata.category(c)[0] == "L")
    found: list[str] = []
    at = 0
    while at < len(letters):
        sound, length = _sound_at(letters, at)
        found.append(sound)
        at += length
    joined = _final_h("".join(found))
    kept_double = joined[:1] and is_arabic(joined)
    return "".join(
        c for i, c in enumerate(joined) if i == 0 or c != joined[i - 1] or (kept_double and c not in NO_CONSONANTS)
    )


def _final_h(heard: str) -> str:
    """A final h is as often silent (Khalifah, خليفه) as not; ``ẗ`` stands for both."""
    silent = len(heard) > 2 and heard[-1] == "h" and (heard[-2] in VOWELS or is_arabic(heard))
    return heard[:-1] + "ẗ" if silent else heard


def _sound_at(letters: str, at: int) -> tuple[str, int]:
    letter = letters[at]
    clusters = _clusters(letter)
    for length in range(min(LONGEST_CLUSTER, len(letters) - at), 1, -1):
        cluster = clusters.get(letters[at : at + length])
        if cluster is not None:
            return cluster, length
    if at == 0 and letter in VOWEL_SEATS and len(letters) > 1:
        return "ʾ", 1
    if at == 0 and letter == "s" and letters[1:2] in ("t", "p"):
        return "ś", 1
    if letter == "ى" and at == len(letters) - 1 and at > 1:
        return "Ý", 1
    if letter == "е" and (at == 0 or letters[at - 1] in "аеёиоуыэюяьъ"):
        return "ye", 1
    known = _script_table(letter).get(letter)
    if known is not None:
        return known, 1
    return _latin_sound(_plain(letter), [_plain(following) for following in letters[at + 1 : at + 3]])


def _latin_sound(letter: str, following: list[str]) -> tuple[str, int]:
    after = following[0] if following else ""
    if letter == "c":
        return ("ç" if after in ("e", "i", "y") else "ĉ"), 1
    if letter == "g" and after == "u" and following[1:] and following[1] in ("e", "i", "y"):
        return "g", 2
    return {"x": "ks", "j": "ĵ", "y": "y"}.get(letter, letter), 1


def is_arabic(word_sounds: str) -> bool:
    """Whether the sounds come from a script that leaves short vowels out."""
    return not VOWELS & set(word_sounds)


@lru_cache(maxsize=65_536)
def skeleton(word_sounds: str) -> str:
    """The consonants by class, ``A`` for a vowel at the start; equal for most spellings of one name word."""
    if not word_sounds:
        return ""
    first, rest = word_sounds[0], word_sounds[1:]
    following_vowel = bool(rest) and rest[0] in VOWELS | LONG_LETTERS | {"ʿ"}
    start = CLASSES.get(first, "A")
    if first == "y" or (first in "Yi" and following_vowel):
        start = "Y"
    elif first in {"w", "W"} or (first in "uo" and following_vowel):
        start = "W"
    classes = [start, *(CLASSES[sound] for sound in rest if sound in CLASSES)]
    while len(classes) > 1 and classes[-1] == "H":
        classes.pop()
    if len(classes) > 1 and classes[-1] == "D":
        classes[-1] = "T"  # Turkish and Russian print what is heard: Mehmet, Halit
    return "".join(c for i, c in enumerate(classes) if i == 0 or c != classes[i - 1])
