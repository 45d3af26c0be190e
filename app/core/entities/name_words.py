"""The words of a personal name: particles joined or set apart, each word as its sounds.

Particles are the grammar of names in every script they are written in, not words of one language: the same
"bin" stands in
Arabic, Turkish, French and Malay names. They are therefore known here by their written forms.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from app.core.entities.sounds import skeleton, sounds
from app.core.folding import fold

_SEPARATORS = re.compile(r"[\s.,،;·/_\"“”«»()\[\]‹›]+")
_HYPHENS = re.compile(r"[-‐‑–־]+")
_INNER_CAPITAL = re.compile(r"^(Al|El|Abd|Abu|Ben|Bin)(?=[A-Z])")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s?$")
ARTICLES = frozenset({"al", "el", "ul", "ال", "аль", "эль"})
ASSIMILATED = frozenset({"as", "es", "ash", "ech", "esh", "ad", "ed", "ar", "er", "an", "en", "at", "et", "az", "ez"})
SERVANT = frozenset({"abd", "abdel", "abdul", "abdal", "abdoul", "abdu", "عبد", "абд", "абдель", "абдул"})
FATHER = frozenset({"abu", "abou", "aboo", "abi", "abo", "bou", "ابو", "ابي", "ابا", "бу", "абу"})
SON = frozenset({"bin", "ben", "ibn", "bn", "bint", "bent", "ould", "wuld", "uld", "بن", "ابن", "بنت", "ولد",
                 "бен", "бин", "ибн"})  # fmt: skip
OF = frozenset({"de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "van", "von",
                "der", "den", "ter", "ten", "y", "e", "zu", "af", "av", "dal"})  # fmt: skip
GOD = frozenset({"allah", "الله", "ullah", "ilah", "الاله"})
FAITH = frozenset({"din", "dine", "deen", "eddine", "eddin", "uddin", "الدين", "دين", "aldin"})
MIN_ATTACHED = 5  # letters of an Arabic word whose first two may be the article


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWord:
    """One word of a name. ``light`` words (ben, de) may be left out; an ``initial`` stands for any word that
    begins so."""

    sounds: str
    light: bool = False
    initial: bool = False

    @property
    def skeleton(self) -> str:
        """Its consonants by class."""
        return skeleton(self.sounds)


@lru_cache(maxsize=65_536)
def name_words(name: str) -> tuple[NameWord, ...]:
    """The words of a name in order; articles dropped, "abd al-X", "abu X", "X al-din" and "X allah" made one word."""
    found: list[NameWord] = []
    prefix = ""
    for token in _tokens(name):
        folded = fold(token)
        if folded in ARTICLES and not prefix.startswith("father"):
            continue
        if prefix == "" and folded in SERVANT:
            prefix = "servant"
            continue
        if prefix == "" and folded in FATHER:
            prefix = "father"
            continue
        if found and not prefix and not found[-1].light and (folded in GOD or folded in FAITH):
            ending = "lah" if folded in GOD else "din"
            found[-1] = NameWord(sounds=_joined(found[-1].sounds, ending))
            continue
        found.append(_word(token, folded, prefix))
        prefix = ""
    if prefix:
        found.append(NameWord(sounds="abd" if prefix == "servant" else "abu"))
    return tuple(word for word in found if word.sounds)


def _tokens(name: str) -> list[str]:
    tokens: list[str] = []
    for chunk in _SEPARATORS.split(name):
        parts = [part for part in _HYPHENS.split(_POSSESSIVE.sub("", chunk)) if part]
        for position, part in enumerate(parts):
            following = parts[position + 1] if position + 1 < len(parts) else ""
            if not _is_assimilated(part, following):
                tokens.extend(_INNER_CAPITAL.sub(r"\1 ", part).split())
    return tokens


def _is_assimilated(part: str, following: str) -> bool:
    """Whether the part is an article whose l has become the next word's first letter: ash-Sharif."""
    return fold(part) in ASSIMILATED and bool(following) and fold(following)[:1] == fold(part)[1:2]


def _word(token: str, folded: str, prefix: str) -> NameWord:
    if prefix == "servant":
        return NameWord(sounds=_joined("abd", _without_article(token, folded, least=3)))
    if prefix == "father":
        return NameWord(sounds=_joined("abu", _without_article(token, folded)))
    letters = [c for c in token if c.isalpha()]
    heard = _without_article(token, folded)
    if len(letters) == 1:
        return NameWord(sounds=heard, initial=True)
    return NameWord(sounds=_normal_servant(heard), light=folded in SON or folded in OF)


def _joined(front: str, back: str) -> str:
    """``front`` and ``back`` as one word; "allah" after a name is heard as "lah"."""
    back = re.sub(r"^[aAu]l+[aA]?h$", "lah", back)
    return front + back


def _without_article(token: str, folded: str, *, least: int = MIN_ATTACHED) -> str:
    attached = token.startswith("ال") and len(folded) >= least and not folded.startswith("الله")
    return sounds(token[2:] if attached else token)


def _normal_servant(heard: str) -> str:
    """Spellings in one word: Abdelfattah, Abderrahmane, عبدالفتاح become abd + the rest; so do endings -allah,
    -eddine."""
    heard = re.sub(r"(?<=[^aeiouA])[aeuA]?l[aA]h$", "lah", heard)
    heard = re.sub(r"(?<=[a-zšğčžʿ])[eua]?d[iI]ne?$", "din", heard) if len(heard) > 6 else heard
    if heard.startswith(("ʿbdAl", "AbdAl")) and len(heard) > MIN_ATTACHED + 1:
        return "abd" + heard[5:]
    if heard.startswith("ʿbd") and len(heard) > 4:
        return "abd" + heard[3:]
    match = re.match(r"^abd([eua]|ou)l(?=.{3})", heard) or re.match(r"^abd[eua](?=[rsntdzšj][aeiou].{2})", heard)
    return "abd" + heard[match.end() :] if match else heard
