"""Other ways to read a Latin spelling aloud: an Arabic spelling writes what is heard, English and French do not.

Each habit is a rule of spelling with its reading, on sounds (``sounds.py``). It is tried only beside the plain reading.
"""

import re
from functools import lru_cache

_HABITS = (
    (r"a([^aeiouIë])e$", r"ei\1"),  # Wade, Kate
    (r"[iy]([^aeiouIë])e$", r"ai\1"),  # Hyde, Pike
    (r"a([^aeiouIë])(y|ey)$", r"ei\1\2"),  # Lady, Lacey
    (r"a([^aeiouIë])([eo][^aeiouIë])$", r"ei\1\2"),  # James, Jason
    (r"e(?=[iy][^aeiouIë])", "a"),  # Stein
    (r"[ea]y$", "i"),  # Ramsay, Toucey
    (r"iğ(?=t)", "ai"),  # Knight
    (r"^kn", "n"),
    (r"ğ$", ""),  # Raleigh
    (r"ea", "i"),  # Heath
    (r"u(?=[^aeiouIë]{2}|[^aeiouIë]$)", "a"),  # Rusk
    (r"o[iy](?=[^aeiouIë]|$)", "ua"),  # Renoir
    (r"(?<=[aeiou])ks$", ""),  # Marivaux, after au has become o
    (r"e(?=nt?$|n[td])", "a"),  # Laurent
    (r"(?<=[čšċŝ])e(?=[vwf]$)", "o"),  # Khrushchev
)
_COMPILED = tuple((re.compile(pattern), reading) for pattern, reading in _HABITS)
_AU = re.compile(r"e?au")


@lru_cache(maxsize=65_536)
def other_readings(word_sounds: str) -> tuple[str, ...]:
    """The readings of a Latin word by each habit alone, and by all together; none where no habit applies."""
    plain = _AU.sub("o", word_sounds)
    alone = [pattern.sub(reading, plain) for pattern, reading in _COMPILED]
    together = plain
    for pattern, reading in _COMPILED:
        together = pattern.sub(reading, together)
    return tuple(dict.fromkeys(word for word in (plain, *alone, together) if word and word != word_sounds))
