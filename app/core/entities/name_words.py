"""The words of a personal name: particles joined or set apart, each word as its sounds.

Particles are the grammar of names in every script they are written in, not words of one language: the
same "bin" stands in Arabic, Turkish, French and Malay names. They are therefore known here by their written forms.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from app.core.entities.sounds import skeleton, sounds
from app.core.folding import fold

_SEPARATORS = re.compile(r"[\s.,،;·/_\"“”«»()\[\]‹›]+")
_HYPHENS = re.compile(r"[-‐‑–־\u200c]+")
_COMMA = re.compile(r"[,،]")
_INNER_CAPITAL = re.compile(r"^(Al|El|Abd|Abu|Ben|Bin)(?=[A-Z])")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
_SHORT_WITH_DOT = re.compile(r"(?<!\w)([^\W\d_]{1,3})\.")
ARTICLES = frozenset({"al", "el", "ul", "ال", "аль", "эль"})
ASSIMILATED = frozenset({"as", "es", "ash", "ech", "esh", "ad", "ed", "ar", "er", "an", "en", "at", "et", "az", "ez",
                         "us", "ur", "un", "ud", "uz"})  # fmt: skip
SERVANT = frozenset({"abd", "abdel", "abdul", "abdal", "abdoul", "abdu", "abdur", "abdus", "abdol", "عبد", "абд",
                     "абдель", "абдул", "абдуль"})  # fmt: skip
FATHER = frozenset({"abu", "abou", "aboo", "abi", "abo", "ebu", "abul", "aboul", "abol", "ebul", "ابو", "ابي", "ابا",
                    "абу", "абуль"})  # fmt: skip
CALLED = frozenset({"bou", "bu", "بو", "бу"})  # the Maghrebi father, mostly written in one with what follows
SON = frozenset({"bin", "ben", "ibn", "bn", "bint", "bent", "ould", "wuld", "uld", "بن", "ابن", "بنت", "ولد",
                 "бен", "бин", "ибн"})  # fmt: skip
OF = frozenset({"de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "van", "von",
                "der", "den", "ter", "ten", "y", "e", "zu", "af", "av", "dal", "фон", "дер", "ван", "де", "فون", "فان",
                "دير", "دي", "دو", "آل"})  # fmt: skip
GOD = frozenset({"allah", "الله", "ullah", "ilah", "الاله", "алла", "аллах"})
FAITH = frozenset({"din", "dine", "deen", "eddine", "eddin", "uddin", "الدين", "دين", "aldin", "дин"})
BOUND = frozenset({"zade", "zadeh", "zada", "زاده", "زادة", "oglu", "oglou", "oghlu", "اوغلو", "اوغلي", "оглы", "заде",
                   "кызы", "kizi", "nejad", "nezhad", "نژاد", "نجاد", "pour", "پور", "بور"})  # fmt: skip
YOUNGER = frozenset({"jr", "junior", "fils", "младший", "الابن"})
OLDER = frozenset({"sr", "senior", "père", "старший", "الاب"})
NUMERALS = frozenset({"ii", "iii", "iv"})
INITIALS_OF_TWO = frozenset({"kh", "gh", "sh", "ch", "th", "dh", "dj", "zh", "yu", "ya", "ye", "ju", "ja", "je", "ts",
                             "sch", "tch", "dzh"})  # fmt: skip
_PATRONYMIC = re.compile(r"(?:[ое]вич|[ое]вна|ична|ovi(?:ch|tch|tsch|č|ć|c)|owi(?:tsch|ch)|evi(?:ch|tch|tsch|č|ć|c)|"
                         r"ewi(?:tsch|ch)|[oe][vw]na|وفيتش|يفيتش|وفنا)$")  # fmt: skip
_ENDS_IN_GOD = re.compile(r"(?:[aou]llah?|[аоу]ллах?|الله)$")
_ENDS_IN_FAITH = re.compile(r"(?:[aeiou][dt]{2}[iy]ne?|(?<=.{4})[aeiou]d[iy]ne?|[aeu]dd?een|الدين|[аеуи]дд?ин|лдин)$")
SHORTEST_JOINED = 5  # letters that a name with such an end exceeds
MIN_ATTACHED = 5  # letters of an Arabic word whose first two may be the article
# The sounds of joined particles, without a vowel that would tell one script from another.
SERVANT_SOUNDS, _FATHER_SOUNDS, _CALLED_SOUNDS, _FAITH_SOUNDS, _GOD_SOUNDS = "ʿbd", "ʾbW", "bW", "dYn", "lA"


class Script(StrEnum):
    """The scripts that names are compared in."""

    LATIN = "Latn"
    CYRILLIC = "Cyrl"
    ARABIC = "Arab"


def _script_of(text: str) -> Script:
    letter = next((c for c in text if c.isalpha()), "")
    if "\u0600" <= letter <= "\u06ff":
        return Script.ARABIC
    return Script.CYRILLIC if "\u0400" <= letter <= "\u052f" else Script.LATIN


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWord:
    """One word of a name. ``light`` words (ben, de) may be left out; an ``initial`` stands for any word that
    begins so; a ``bound`` one (-zade, oğlu) makes another name of the one before it."""

    sounds: str
    script: Script = Script.LATIN
    light: bool = False
    initial: bool = False
    bound: bool = False

    @property
    def skeleton(self) -> str:
        """Its consonants by class."""
        return skeleton(self.sounds)


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[NameWord, ...]:
    """The words of a name in order; articles dropped, "abd al-X", "abu X", "X al-din" and "X allah" made one word."""
    found: list[NameWord] = []
    prefix = ""
    for token in _tokens(_in_order(name)):
        folded = fold(token)
        if folded in ARTICLES or (found and _generation(folded)):
            continue
        kind = _prefix_kind(folded)
        if prefix == "" and kind and not (kind == _CALLED_SOUNDS and found and found[-1].light):
            prefix = kind
            continue
        if found and not prefix and not found[-1].light and (folded in GOD or folded in FAITH):
            ending = _GOD_SOUNDS if folded in GOD else _FAITH_SOUNDS
            found[-1] = NameWord(sounds=found[-1].sounds.rstrip("ẗ") + ending)
            continue
        found.append(_word(token, folded, prefix))
        prefix = ""
    if prefix:
        found.append(NameWord(sounds=prefix))
    script = _script_of(name)
    return tuple(replace(word, script=script) for word in found if word.sounds)


@lru_cache(maxsize=65_536)
def name_generation(name: str) -> str | None:
    """Which of several of one name is meant: "younger" (Jr., fils), "older" (Sr., père), a numeral; None mostly."""
    tokens = _tokens(name)
    return _generation(fold(tokens[-1])) if len(tokens) > 1 else None


def _prefix_kind(folded: str) -> str:
    if folded in SERVANT:
        return SERVANT_SOUNDS
    if folded in FATHER:
        return _FATHER_SOUNDS
    return _CALLED_SOUNDS if folded in CALLED else ""


def _in_order(name: str) -> str:
    """The name with its surname last: "Haftar, Khalifa", "HAFTAR Khalifa" and a patronymic at the end put it first."""
    parts = [part.strip() for part in _COMMA.split(name) if part.strip()]
    if len(parts) == 2 and not _generation(fold(parts[1]).strip(".")):
        return f"{parts[1]} {parts[0]}"
    words = name.split()
    shouted = 0
    while shouted < len(words) and len(words[shouted]) > 1 and words[shouted].isupper() and "." not in words[shouted]:
        shouted += 1
    cased = words and words[-1][:1].isupper() and not words[-1].isupper()
    if cased and 0 < shouted < len(words) and all(len(word) > 2 for word in words[:shouted]):
        return " ".join([*words[shouted:], *words[:shouted]])
    if len(words) == 3 and _PATRONYMIC.search(words[-1].casefold()) and not _PATRONYMIC.search(words[1].casefold()):
        return " ".join([*words[1:], words[0]])
    return name


def _generation(folded: str) -> str | None:
    if folded in YOUNGER:
        return "younger"
    if folded in OLDER:
        return "older"
    return folded if folded in NUMERALS else None


def _tokens(name: str) -> list[str]:
    tokens: list[str] = []
    for chunk in _SEPARATORS.split(_SHORT_WITH_DOT.sub(_marked_initial, name)):
        parts = [part for part in _HYPHENS.split(_POSSESSIVE.sub("", chunk)) if part]
        for position, part in enumerate(parts):
            following = parts[position + 1] if position + 1 < len(parts) else ""
            if not _is_assimilated(part, following):
                tokens.extend(_INNER_CAPITAL.sub(r"\1 ", part).split())
    return tokens


def _marked_initial(match: re.Match[str]) -> str:
    """ "Kh." as "Kh¹", so that the dot is remembered."""
    return f"{match[1]}¹ " if fold(match[1]) in INITIALS_OF_TWO else match[0]


def _is_assimilated(part: str, following: str) -> bool:
    """Whether the part is an article whose l has become the next word's first letter: ash-Sharif; or one before
    an article: Abd-ur-Rahman."""
    return fold(part) in ASSIMILATED and bool(following) and fold(following)[:1] == fold(part)[1:2]


def _word(token: str, folded: str, prefix: str) -> NameWord:
    if prefix:
        return NameWord(sounds=_joined(prefix, _without_article(token, folded, least=3)))
    letters = [c for c in token if c.isalpha()]
    heard = _without_article(token, folded)
    if len(letters) == 1 or token.endswith("¹"):
        return NameWord(sounds=heard, initial=True)
    return NameWord(sounds=_one_word(folded, heard), light=folded in SON or folded in OF, bound=folded in BOUND)


def _joined(front: str, back: str) -> str:
    """``front`` and ``back`` as one word; "allah" after a name is heard as "la"."""
    return front + re.sub(r"^[aAuʾ]l+[aA]?[hẗ]?$", _GOD_SOUNDS, back)


def _without_article(token: str, folded: str, *, least: int = MIN_ATTACHED) -> str:
    attached = token.startswith("ال") and len(folded) >= least and not folded.startswith("الله")
    return sounds(token[2:] if attached else token)


def _one_word(folded: str, heard: str) -> str:
    """Spellings in one word: Abdelfattah, Abderrahmane, عبدالفتاح; Aboulgheit; -allah, -eddine, Selahattin."""
    if len(folded) > SHORTEST_JOINED:
        if _ENDS_IN_GOD.search(folded):
            heard = re.sub(r"[aeuoA]?l+[aA]?[xhẗ]?$", _GOD_SOUNDS, heard)
        elif _ENDS_IN_FAITH.search(folded):
            heard = re.sub(r"(?:[aeiou][dt][iIy]ne?|[aeiou]d[eI]n|A?l?dYn)$", _FAITH_SOUNDS, heard)
    return _joined_particle(heard)


def _joined_particle(heard: str) -> str:
    if heard.startswith("ʾbWAl") and len(heard) > MIN_ATTACHED + 1:
        return _FATHER_SOUNDS + heard[5:]
    if heard.startswith("ʿbdAl") and len(heard) > MIN_ATTACHED + 1:
        return SERVANT_SOUNDS + heard[5:]
    if re.match(r"^abd[eua]?lA$", heard):
        return SERVANT_SOUNDS + _GOD_SOUNDS
    if match := re.match(r"^[ae]bu(?:l(?=.{3})|(?=[bkgqhmsr].{3}))", heard):
        return _FATHER_SOUNDS + heard[match.end() :]
    match = re.match(r"^abd([eua]|ou|)l(?=.{2})", heard) or re.match(r"^abd[eua](?=[rsntdzšj][aeiou].{2})", heard)
    return SERVANT_SOUNDS + heard[match.end() :] if match else heard
