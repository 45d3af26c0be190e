"""Names in any of four scripts as sounds, so that spellings of one name come close to each other.

The tables follow the common romanisations (ALA-LC, BGN/PCGN, French, Turkish and German press usage). A sound is one
character: capital ``A``, ``W``, ``Y`` are the Arabic long-vowel letters, whose reading is open; small letters
are as romanised.
"""

import unicodedata
from functools import lru_cache

ARABIC_LETTERS = {
    "ا": "A", "أ": "A", "إ": "A", "آ": "A", "ٱ": "A", "ى": "A", "ء": "", "ئ": "Y", "ؤ": "W", "ة": "ẗ", "ۀ": "ẗ",
    "ب": "b", "ت": "t", "ث": "θ", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "ð", "ر": "r", "ز": "z", "س": "s",
    "ش": "š", "ص": "s", "ض": "ḍ", "ط": "t", "ظ": "ẓ", "ع": "ʿ", "غ": "ğ", "ف": "f", "ق": "q", "ك": "k", "ک": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "ھ": "h", "و": "W", "ي": "Y", "ی": "Y", "ې": "Y", "ێ": "Y", "پ": "p",
    "چ": "č", "ژ": "ž", "گ": "g", "ڤ": "v", "ڨ": "g", "ڭ": "g", "ۆ": "W", "ۇ": "W",
}  # fmt: skip
CYRILLIC_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "ž", "з": "z",
    "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "ts", "ч": "č", "ш": "š", "щ": "š", "ъ": "", "ы": "i",
    "ь": "", "э": "e", "ю": "yu", "я": "ya", "ғ": "ğ", "қ": "q", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h",
    "ә": "a",
}  # fmt: skip
LATIN_LETTERS = {"ı": "i", "ş": "š", "š": "š", "ș": "š", "ç": "č", "č": "č", "ć": "č", "ğ": "ğ", "ž": "ž", "ß": "ss",
                 "æ": "e", "œ": "e", "ø": "o", "đ": "d", "ð": "ð", "þ": "θ", "ł": "l", "ə": "e", "ʿ": "", "ʾ": "",
                 "ñ": "ny"}  # fmt: skip
LATIN_CLUSTERS = {
    "tsch": "č", "sch": "š", "tch": "č", "dzh": "j", "eau": "o", "kh": "x", "gh": "ğ", "sh": "š", "cz": "č",
    "sz": "š", "ch": "č", "dh": "ð",
    "th": "θ", "ph": "f", "ck": "k", "cq": "k", "qu": "k", "dj": "j", "zh": "ž", "tz": "ts", "ou": "u", "oo": "u",
    "ee": "I",
}  # fmt: skip
ARABIC_CLUSTERS = {"تش": "č", "دج": "j", "كس": "ks"}
CYRILLIC_CLUSTERS = {"дж": "j", "кх": "x"}
VOWELS = frozenset("aeiouI")
LONG_LETTERS = frozenset("AWY")
_NO_CONSONANTS = VOWELS | LONG_LETTERS | {"ẗ"}
CLASSES = {
    "b": "B", "p": "B", "t": "T", "θ": "T", "d": "D", "ð": "D", "ḍ": "D", "j": "G", "ğ": "G", "g": "G", "ž": "G",
    "h": "H", "x": "H", "r": "R", "z": "Z", "ẓ": "Z", "s": "S", "ç": "S", "f": "F", "v": "F", "q": "K", "k": "K",
    "l": "L", "m": "M", "n": "N", "š": "C", "č": "C",
}  # fmt: skip

# What one sound costs in the place of another, where both spell the same name somewhere; every other pair costs 1.
_NEAR = {
    "wf": 0.25, "Yj": 0.15, "jh": 0.25, "jx": 0.2, "zθ": 0.15, "çθ": 0.1, "çt": 0.5, "gh": 0.5, "šj": 0.5,
    "bp": 0.0, "tθ": 0.1, "sθ": 0.3, "ðθ": 0.3, "dð": 0.1, "dḍ": 0.0, "ðḍ": 0.1, "zð": 0.15, "zẓ": 0.0, "ðẓ": 0.1,
    "dẓ": 0.3, "zḍ": 0.25, "ḍẓ": 0.2, "jğ": 0.2, "gj": 0.1, "gğ": 0.05, "jž": 0.1, "gž": 0.3, "yj": 0.15, "hx": 0.25,
    "kx": 0.4, "gk": 0.4, "gq": 0.25, "kq": 0.0, "qğ": 0.2, "fv": 0.05, "bv": 0.5, "vw": 0.2, "Wv": 0.25, "sz": 0.35,
    "sç": 0.0, "kç": 0.1, "jç": 0.3, "ts": 0.8, "šč": 0.1, "sš": 0.4, "sč": 0.5, "kč": 0.3, "xč": 0.4, "jč": 0.5,
    "dt": 0.2, "mn": 0.7, "šž": 0.4, "çč": 0.1, "zç": 0.3,
    "Aa": 0.0, "Ae": 0.15, "Ao": 0.3, "Ai": 0.5, "Au": 0.4, "Wu": 0.0, "Wo": 0.0, "Ww": 0.0, "Wa": 0.4, "We": 0.5,
    "Yi": 0.0, "Yy": 0.0, "Ye": 0.1, "Ya": 0.4, "AY": 0.6, "AW": 0.7, "WY": 0.7, "ei": 0.1, "ou": 0.1, "ae": 0.15,
    "ai": 0.65, "ao": 0.35, "au": 0.3, "eo": 0.4, "eu": 0.4, "io": 0.5, "iu": 0.4, "iy": 0.0, "ey": 0.2, "uw": 0.0,
    "YI": 0.0, "Ii": 0.0, "Ie": 0.1, "Iy": 0.1, "AI": 0.6,
    "ow": 0.1, "ʿa": 0.0, "ʿe": 0.1, "ʿo": 0.1, "ʿi": 0.1, "ʿu": 0.1, "ʿA": 0.3, "ʿh": 0.6, "ğh": 0.6,
    "ẗa": 0.0, "ẗe": 0.05, "ẗh": 0.0, "ẗA": 0.15, "ẗt": 0.2, "ẗi": 0.4, "ẗo": 0.4,
}  # fmt: skip
_COSTS = {pair: cost for near, cost in _NEAR.items() for pair in (near, near[::-1])}
_MISSING = {"a": 0.3, "e": 0.25, "i": 0.5, "I": 0.6, "o": 0.4, "u": 0.4, "A": 0.4, "W": 0.5, "Y": 0.5,
            "h": 0.45, "ʿ": 0.15,             "y": 0.4, "w": 0.4, "n": 0.9, "ẗ": 0.15}  # fmt: skip
_UNWRITTEN = {"a": 0.06, "e": 0.06, "i": 0.1, "o": 0.12, "u": 0.12, "I": 0.4}  # Arabic script leaves short vowels out
_RETOLD = 0.35  # a long vowel more or less, where one Arabic spelling has come back from another script
_MUTE_ENDS, _MUTE_END, SHORTEST_MUTE = frozenset("dtszx"), 0.45, 4
_SPELLED_OUT = 0.85  # one more long vowel, where both spellings are Arabic with the same consonants: another name


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
    """The sounds of one word of a name, doubled ones once."""
    letters = "".join(c for c in unicodedata.normalize("NFC", word).casefold() if unicodedata.category(c)[0] == "L")
    found: list[str] = []
    at = 0
    while at < len(letters):
        sound, length = _sound_at(letters, at)
        found.append(sound)
        at += length
    joined = _final_h("".join(found))
    return "".join(c for i, c in enumerate(joined) if i == 0 or c != joined[i - 1])


def _final_h(heard: str) -> str:
    """A final h is as often silent (Khalifah, خليفه) as not; ``ẗ`` stands for both."""
    silent = len(heard) > 2 and heard[-1] == "h" and (heard[-2] in VOWELS or is_arabic(heard))
    return heard[:-1] + "ẗ" if silent else heard


def _sound_at(letters: str, at: int) -> tuple[str, int]:
    letter = letters[at]
    clusters = _clusters(letter)
    for length in (4, 3, 2):
        cluster = letters[at : at + length]
        if len(cluster) == length and cluster in clusters:
            return clusters[cluster], length
    known = _script_table(letter).get(letter)
    if known is not None:
        return known, 1
    return _latin_sound(_plain(letter), letters[at + 1 : at + 2]), 1


def _latin_sound(letter: str, following: str) -> str:
    if letter == "c":
        return "ç" if _plain(following) in ("e", "i", "y") else "k"
    return "ks" if letter == "x" else letter


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


def _consonants(word_sounds: str) -> str:
    return "".join(sound for sound in word_sounds if sound not in _NO_CONSONANTS)


@lru_cache(maxsize=65_536)
def sound_distance(left: str, right: str) -> float:
    """Weighted edit distance of two words' sounds; 0 for what may be one name, about 1 a differing consonant.

    Two Arabic spellings with the same consonants differ in long vowels only where the names differ (سعد،
    سعيد); with other
    consonants (ج، غ) one of them has come back from another script, and its vowels say little.
    """
    unwritten_left, unwritten_right = is_arabic(left), is_arabic(right)
    both = unwritten_left and unwritten_right
    retold = _consonants(left) != _consonants(right)
    long_vowel = (_RETOLD if retold else _SPELLED_OUT) if both else None
    miss_left = [_missing(s, unwritten=unwritten_right and not both, spelled=long_vowel) for s in left]
    miss_right = [_missing(s, unwritten=unwritten_left and not both, spelled=long_vowel) for s in right]
    if unwritten_left != unwritten_right:
        _soften_silent_end(left if unwritten_right else right, miss_left if unwritten_right else miss_right)
    previous = [0.0]
    for cost in miss_right:
        previous.append(previous[-1] + cost)
    for i, a in enumerate(left):
        current = [previous[0] + miss_left[i]]
        for j, b in enumerate(right):
            change = 0.0 if a == b else _COSTS.get(a + b, 1.0)
            current.append(min(previous[j] + change, previous[j + 1] + miss_left[i], current[j] + miss_right[j]))
        previous = current
    return previous[-1]


def _soften_silent_end(spelled: str, missing: list[float]) -> None:
    """A last d, t, s or z of a Latin spelling may be mute (French): Arabic then writes nothing for it."""
    if spelled[-1:] in _MUTE_ENDS and len(spelled) > SHORTEST_MUTE:
        missing[-1] = min(missing[-1], _MUTE_END)


def _missing(sound: str, *, unwritten: bool, spelled: float | None) -> float:
    if unwritten and sound in _UNWRITTEN:
        return _UNWRITTEN[sound]
    if spelled is not None and sound in LONG_LETTERS:
        return spelled
    return _MISSING.get(sound, 1.0)


@lru_cache(maxsize=131_072)
def sound_similarity(left: str, right: str) -> float:
    """1 for the same sounds, 0 for nothing in common; the distance is taken per consonant."""
    if left == right:
        return 1.0
    length = max(len(_consonants(left)), len(_consonants(right))) + 1
    return max(0.0, 1.0 - sound_distance(left, right) / length)
