"""How far the sounds of two name words are from each other: a weighted edit distance that knows the two scripts.

Arabic script writes long vowels and leaves short ones out, so a vowel letter there must be heard in the other
spelling, while most vowels of the other spelling need no letter. Between two spellings with vowels, those of the
last syllable tell most: Mehmet and Mahmut are two names, Mehmet and Mohammed are one.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from math import inf

from app.core.entities.sounds import LONG_LETTERS, NO_CONSONANTS, VOWELS, is_arabic
from app.core.entities.spelling_habits import other_readings

# What one sound costs in the place of another, where both spell the same name somewhere; every other pair costs 1.
_NEAR = {
    # consonants
    "wf": 0.25, "jh": 0.85, "jx": 0.35, "zθ": 0.15, "çθ": 0.1, "çt": 0.6, "gh": 0.6, "bp": 0.0, "tθ": 0.1, "sθ": 0.3,
    "ðθ": 0.3, "dð": 0.1, "dḍ": 0.0, "ðḍ": 0.1, "zð": 0.15, "zẓ": 0.0, "ðẓ": 0.1, "dẓ": 0.3, "zḍ": 0.25, "ḍẓ": 0.2,
    "jğ": 0.2, "gj": 0.1, "gğ": 0.05, "jž": 0.1, "gž": 0.3, "yj": 0.3, "hx": 0.25, "kx": 0.4, "gk": 0.4, "gq": 0.2,
    "kq": 0.0, "qğ": 0.2, "kğ": 0.4, "fv": 0.05, "bv": 0.5, "vw": 0.15, "Wv": 0.2, "sz": 0.35, "sč": 0.7, "šj": 0.6,
    "šč": 0.15, "sš": 0.75, "jč": 0.3, "dt": 0.2, "mn": 0.8, "šž": 0.4, "ts": 0.85, "xg": 0.6, "zž": 0.4,
    # Latin letters of several values
    "ċš": 0.0, "ċč": 0.0, "ċk": 0.15, "ċx": 0.1, "ċq": 0.4, "ċh": 0.35, "ċĉ": 0.3, "ċŝ": 0.05, "ċs": 0.8, "ċj": 0.5,
    "çs": 0.0, "çč": 0.15, "çj": 0.1, "çš": 0.3, "çz": 0.3, "çk": 0.8, "çĉ": 0.8, "çß": 0.1, "çċ": 0.3,
    "ĉk": 0.0, "ĉq": 0.0, "ĉj": 0.35, "ĉx": 0.5, "ĉg": 0.45, "ĉğ": 0.5, "ĉs": 0.9, "ĉč": 0.6,
    "ĵj": 0.0, "ĵž": 0.0, "ĵY": 0.1, "ĵy": 0.05, "ĵx": 0.25, "ĵh": 0.85, "ĵg": 0.2, "ĵğ": 0.25, "ĵi": 0.1, "ĵš": 0.6,
    "ĵI": 0.2, "ĵç": 0.4, "ĵĉ": 0.6,
    "ŝš": 0.0, "ŝč": 0.3, "ŝs": 0.5, "ŝž": 0.1, "ŝĵ": 0.15, "ŝj": 0.4, "śs": 0.0, "śš": 0.1, "śŝ": 0.1, "ßs": 0.0,
    "ßš": 0.1, "ßz": 0.35, "ßŝ": 0.2, "ñn": 0.15, "ќk": 0.0, "ќq": 0.0, "ќĉ": 0.0, "ќg": 0.4,
    # vowels and their letters
    "Aa": 0.0, "Ae": 0.15, "Ao": 0.3, "Ai": 0.9, "Au": 0.7, "AI": 1.0, "Wu": 0.0, "Wo": 0.0, "Ww": 0.0, "Wa": 0.95,
    "We": 0.95, "Wë": 0.1, "Wi": 0.9, "Yi": 0.0, "Yy": 0.0, "Ye": 0.1, "Ya": 0.8, "Yu": 0.5, "YI": 0.0, "Yo": 0.9,
    "AY": 0.8, "AW": 0.85, "WY": 0.85, "Ýa": 0.0, "ÝA": 0.0, "Ýe": 0.1, "Ýi": 0.1, "Ýy": 0.1, "ÝY": 0.0, "Ýẗ": 0.15,
    "ʾa": 0.0, "ʾe": 0.0, "ʾi": 0.05, "ʾo": 0.05, "ʾu": 0.05, "ʾI": 0.1, "ʾA": 0.0, "ʾʿ": 0.3, "ʾh": 0.4, "ʾy": 0.4,
    "ʾë": 0.2, "ei": 0.15, "ou": 0.1, "ae": 0.2, "ai": 0.75, "ao": 0.35, "au": 0.4, "eo": 0.4, "eu": 0.5, "io": 0.8,
    "iu": 0.5, "iy": 0.0, "ey": 0.2, "uw": 0.0, "Ii": 0.0, "Ie": 0.1, "Iy": 0.1, "ow": 0.1, "ëe": 0.1, "ëo": 0.0,
    "ëu": 0.3, "ʿa": 0.0, "ʿe": 0.1, "ʿo": 0.1, "ʿi": 0.45, "ʿu": 0.1, "ʿA": 0.3, "ʿW": 0.2, "ʿY": 0.3, "ʿw": 0.15,
    "ʿh": 0.6, "ğh": 0.6, "ẗa": 0.0, "ẗe": 0.05, "ẗh": 0.0, "ẗA": 0.15, "ẗt": 0.1, "ẗi": 0.75, "ẗo": 0.4, "ẗğ": 0.3,
}  # fmt: skip
# Between two Arabic spellings only what retelling from another script mixes up: the letters for g, ch, p and v, the
# dentals, the seats of hamza.
_RETOLD_NEAR = {
    "jğ": 0.2, "jg": 0.1, "gğ": 0.05, "kg": 0.1, "kğ": 0.2, "qğ": 0.3, "kq": 0.3, "gq": 0.2, "jk": 0.4, "čj": 0.2,
    "čš": 0.2, "čž": 0.3, "jž": 0.1, "zž": 0.1, "šž": 0.4, "xk": 0.5, "xh": 0.6, "θt": 0.3, "θs": 0.3, "ðd": 0.3,
    "ðz": 0.3, "ẓz": 0.2, "ẓḍ": 0.2, "ẓd": 0.4, "ḍd": 0.4, "ḍz": 0.3, "bp": 0.0, "fv": 0.0, "fW": 0.3, "vW": 0.1,
    "bv": 0.3, "sš": 0.8, "sz": 0.6, "td": 0.5, "ẗA": 0.1, "ẗÝ": 0.3, "ẗh": 0.0, "ẗt": 0.2, "ÝA": 0.0, "ÝY": 0.0,
    "ʾA": 0.0, "ʾʿ": 0.4, "ʿY": 0.85, "ʿW": 0.5, "ʿA": 0.6, "AY": 0.8, "AW": 0.8, "WY": 0.8,
}  # fmt: skip
_RETOLD_COSTS = {pair: cost for near, cost in _RETOLD_NEAR.items() for pair in (near, near[::-1])}
_COSTS = {pair: cost for near, cost in _NEAR.items() for pair in (near, near[::-1])}
# An e for an alif in a spelling that has an a elsewhere; and for the ي of a word without an alif whose other vowel is
# a: Ghanem is not غنيم.
_E_FOR_ALIF = _COSTS | {"eA": 0.65}
_E_FOR_YA = _E_FOR_ALIF | {"eY": 0.7}
# One sound for two: gn, Italian and German z, the Arabic letters that stand for them.
_SPLIT = {
    ("ñ", "nY"): 0.0, ("ñ", "ny"): 0.0, ("ñ", "ni"): 0.1, ("ñ", "ğn"): 0.0, ("ñ", "gn"): 0.0, ("ñ", "jn"): 0.1,
    ("z", "ts"): 0.1, ("ç", "ts"): 0.1, ("ĉ", "ts"): 0.4, ("č", "tš"): 0.0, ("ċ", "tš"): 0.0, ("ŝ", "sk"): 0.15,
    ("ŝ", "sx"): 0.15, ("j", "dğ"): 0.1, ("j", "dg"): 0.1, ("ß", "sz"): 0.0, ("š", "sh"): 0.3, ("ë", "yo"): 0.0,
    ("ë", "ye"): 0.0, ("ë", "io"): 0.1, ("ë", "YW"): 0.0, ("ë", "ĵo"): 0.0, ("č", "tĵ"): 0.1, ("j", "dĵ"): 0.0,
    ("ʾ", "hA"): 0.4, ("ќ", "kW"): 0.0, ("ќ", "kw"): 0.0, ("u", "YW"): 0.15, ("č", "ĉç"): 0.1, ("š", "ĉç"): 0.2,
    ("č", "ĉċ"): 0.1, ("k", "ĉċ"): 0.1, ("e", "Yẗ"): 0.1, ("g", "ğW"): 0.3, ("i", "AY"): 0.35, ("y", "AY"): 0.35,
}  # fmt: skip
_SPLITS_OF: dict[str, dict[str, float]] = {}  # by the one sound
for (_one, _two), _cost in _SPLIT.items():
    _SPLITS_OF.setdefault(_one, {})[_two] = _cost
_MISSING = {"a": 0.3, "e": 0.25, "i": 0.5, "I": 0.6, "o": 0.45, "u": 0.45, "ë": 0.5, "A": 0.75, "W": 0.9, "Y": 0.9,
            "Ý": 0.9, "ĵ": 0.6, "h": 0.45, "ʿ": 0.15, "y": 0.35, "w": 0.45, "n": 0.95, "ẗ": 0.8, "ʾ": 0.5}  # fmt: skip
_UNWRITTEN = {"a": 0.06, "e": 0.05, "i": 0.1, "I": 0.45, "o": 0.14, "u": 0.12, "ë": 0.3}
_LONE_SHORT = 0.65  # a short i in the last syllable of a word that Arabic writes without any long vowel
_DIPHTHONG = 0.8  # the second half of ai and ei
_SECOND_A = 0.75  # an a of the last syllable without its alif, where an alif stands before: Bassam is not باسم
_GUTTURALS = frozenset("hxẗ")  # they colour an i before them: Salah is صالح too
_OTHER_SEX = 0.26  # of the whole
_HIATUS = 0.5  # a vowel after another one, which Arabic would give a letter
_LAST_VOWEL, _LAST_E = 0.65, 0.12  # at the end of a word Arabic writes every vowel but the French mute e
_FIRST_VOWEL = 0.65  # and at the start there is an alif
_SEAT_ONLY = 0.1  # an alif that only carries the vowel letter after it
_RETOLD = 0.35  # a long vowel more or less, where one Arabic spelling has come back from another script
_SPELLED_OUT = 0.85  # the same where both spellings are Arabic with the same consonants: another name
_MUTE_ENDS, _MUTE_END, SHORTEST_MUTE = frozenset("dtszxrĉ"), 0.45, 4
_FEMININE, _FRENCH_E = 0.65, 0.15  # a last e in Latin script: Louise; after n it only keeps the n: Noureddine
_OPEN_END = 1.4  # any other last vowel
_STRESS = 1.6  # factor on differing vowels of the last syllable
_TELLING, _TOLD = 0.65, 1.4  # between two spellings with vowels a sound that differs so much tells two names apart
_SURE = 0.3  # a distance below which no other reading is tried
_HABIT = 0.1  # what another reading costs
_LAST_MISSING = 0.8
_ROUNDING = 1e-6  # more than sums of costs are off by


@lru_cache(maxsize=32_768)
def consonants(word_sounds: str) -> str:
    """The sounds that every script writes: no vowels, no open ends, no ع."""
    return "".join(sound for sound in word_sounds if sound not in NO_CONSONANTS and sound != "ʿ")


@lru_cache(maxsize=131_072)
def sound_similarity(left: str, right: str, least: float = 0.0) -> float:
    """1 for the same sounds, 0 for nothing in common; the distance is taken per consonant. Below ``least`` the answer
    may be any smaller one: what is clearly another word is not measured to its end."""
    if left == right:
        return 1.0
    length = max(len(consonants(left)), len(consonants(right))) + 1
    return max(0.0, 1.0 - sound_distance(left, right, (1.0 - least) * length + _ROUNDING) / length)


def sound_distance(left: str, right: str, most: float = inf) -> float:
    """Weighted edit distance of two words' sounds; 0 for what may be one name, about 1 a differing consonant. Infinite
    where it is surely more than ``most``.

    Two Arabic spellings with the same consonants differ in long vowels only where the names differ (سعد،
    سعيد); with other consonants (ج، غ) one of them has come back from another script, and its vowels say little.
    """
    unwritten_left, unwritten_right = is_arabic(left), is_arabic(right)
    if unwritten_left and unwritten_right:
        return _both_arabic(left, right, most)
    if unwritten_left or unwritten_right:
        spelled, arabic = (right, left) if unwritten_left else (left, right)
        return _across(spelled, arabic, most)
    stress = (_last_syllable(left), _last_syllable(right))
    return _distance(left, right, _latin_missing(left), _latin_missing(right), stress=stress, most=most)


def _both_arabic(left: str, right: str, most: float) -> float:
    retold = _written(left) != _written(right)
    missing = [[_missing_letter(word, i, retold=retold) for i in range(len(word))] for word in (left, right)]
    return _distance(left, right, missing[0], missing[1], costs=_RETOLD_COSTS, most=most)


def _written(word: str) -> str:
    return "".join(sound for sound in word if sound not in LONG_LETTERS)


def _missing_letter(word: str, at: int, *, retold: bool) -> float:
    """What a letter of one Arabic spelling costs that the other has not."""
    if word[at] in LONG_LETTERS:
        return _RETOLD if retold else _SPELLED_OUT
    if word[at] == "ʾ":
        return _SEAT_ONLY if at or word[1:2] in ("W", "Y") else 1.0
    return {"ẗ": 0.85, "h": 0.85}.get(word[at], 1.0)


def _across(spelled: str, arabic: str, most: float) -> float:
    plain = _as_read(spelled, arabic, max(most, _SURE))
    if plain <= _SURE:
        return plain
    others = [_as_read(reading, arabic, most) + _HABIT for reading in other_readings(spelled)]
    return min([plain, *others])


def _as_read(spelled: str, arabic: str, most: float) -> float:
    costs = _COSTS
    if "a" in spelled and "e" in spelled:
        native = not {"A", "W", "ʾ"} & set(arabic) and spelled.index("a") < spelled.rindex("e")
        costs = _E_FOR_YA if native else _E_FOR_ALIF
    elif "e" in spelled and spelled.find("e") < spelled.rfind("i") < len(spelled) - 1:
        costs = _E_FOR_ALIF  # Selim is not سالم
    return _distance(spelled, arabic, _unwritten(spelled, arabic), _unheard(arabic, spelled), costs=costs, most=most)


def _unwritten(spelled: str, arabic: str) -> list[float]:
    """What each sound of a spelling with vowels costs where the Arabic one has nothing for it."""
    has_long = bool(LONG_LETTERS & set(arabic))
    vowels = [i for i, sound in enumerate(spelled) if sound in VOWELS]
    lone_alif = sum(sound in LONG_LETTERS for sound in arabic[:-1]) == 1 and "A" in arabic[1:-2]
    costs = []
    for i, sound in enumerate(spelled):
        cost = _UNWRITTEN.get(sound)
        if cost is None:
            cost = _MISSING.get(sound, 1.0)
        elif i == len(spelled) - 1:
            cost = _LAST_E if sound == "e" else max(_LAST_VOWEL, _sex(spelled, arabic) if sound == "a" else 0.0)
        elif i == 0:
            cost = _FIRST_VOWEL
        elif spelled[i - 1] in VOWELS and spelled[i - 1] != "u" and sound != "e":
            cost = max(cost, _DIPHTHONG if sound in "iI" else _HIATUS)
        elif sound in "iI" and spelled[i + 1] in "aou":
            cost = max(cost, _HIATUS)
        elif lone_alif and sound == "a" and i == vowels[-1] and spelled[i + 1] not in _GUTTURALS:
            cost = max(cost, _SECOND_A)
        elif not has_long and sound in "iI" and len(vowels) > 1 and i == vowels[-1]:
            cost = max(cost, _LONE_SHORT)
        costs.append(cost)
    if spelled[-1] in _MUTE_ENDS and len(spelled) > SHORTEST_MUTE and (spelled[-1] != "r" or spelled[-2] == "e"):
        costs[-1] = min(costs[-1], _MUTE_END)  # French: Arabic then writes nothing for it
    return costs


def _sex(left: str, right: str) -> float:
    """What a last a costs where the other spelling ends in a consonant: Farid and Farida are two, however long."""
    return _OTHER_SEX * (max(len(consonants(left)), len(consonants(right))) + 1)


def _unheard(arabic: str, spelled: str) -> list[float]:
    """What each Arabic letter costs where the other spelling has nothing for it."""
    costs = [_MISSING.get(sound, 1.0) for sound in arabic]
    for i, sound in enumerate(arabic):
        if sound == "ʾ" and (i or arabic[1:2] in ("W", "Y")):
            costs[i] = _SEAT_ONLY
    if len(arabic) > 2 and arabic[-1] in LONG_LETTERS:
        costs[-1] = max(costs[-1], 0.9)
    if len(arabic) > 2 and arabic[-1] in "Aẗ":
        costs[-1] = max(costs[-1], _sex(spelled, arabic))
    return costs


@lru_cache(maxsize=32_768)
def _latin_missing(word: str) -> Sequence[float]:
    costs = [_TOLD if (cost := _MISSING.get(sound, 1.0)) >= _TELLING else cost for sound in word]
    last = _last_syllable(word)
    if last > 0:
        costs[last] = max(costs[last], _LAST_MISSING)
    if word[-1] == "y" and len(word) > 2:
        costs[-1] = _OPEN_END
    if word[-1] in VOWELS and len(word) > 2:
        costs[-1] = (_FRENCH_E if word[-2] == "n" else _FEMININE) if word[-1] == "e" else _OPEN_END
    return costs


def _last_syllable(word: str) -> int:
    """Where the vowel of the last closed syllable stands; -1 in a word of one syllable."""
    vowels = [i for i, sound in enumerate(word) if sound in VOWELS]
    return vowels[-1] if len(vowels) > 1 else -1


def _distance(
    left: str,
    right: str,
    miss_left: Sequence[float],
    miss_right: Sequence[float],
    *,
    stress: tuple[int, int] | None = None,
    costs: Mapping[str, float] = _COSTS,
    most: float = inf,
) -> float:
    """Infinite where no way leads through a row below ``most``: costs only grow, and a split passes one row over."""
    before: list[float] = []
    above = [0.0, *accumulate(miss_right)]
    splits_right = [_SPLITS_OF.get(b) for b in right]
    for i, a in enumerate(left):
        missing, splits = miss_left[i], _SPLITS_OF.get(a)
        row = [above[0] + missing]
        for j, b in enumerate(right):
            change = 0.0 if a == b else costs.get(a + b, 1.0)
            if change and stress is not None:
                if (i, j) == stress and b in VOWELS:
                    change *= _STRESS
                if change >= _TELLING:
                    change = _TOLD
            best = min(above[j] + change, above[j + 1] + missing, row[j] + miss_right[j])
            if splits is not None and j and (split := splits.get(right[j - 1] + b)) is not None:
                best = min(best, above[j - 1] + split)
            if i and (other := splits_right[j]) is not None and (split := other.get(left[i - 1] + a)) is not None:
                best = min(best, before[j] + split)
            row.append(best)
        if min(row) > most and min(above) > most:
            return inf
        before, above = above, row
    return above[-1]
