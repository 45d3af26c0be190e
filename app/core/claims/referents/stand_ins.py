"""Places of a sentence at which somebody is meant who is named elsewhere."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.model.entity import Party, Place


class StandInKind(StrEnum):
    """What stands where a name could."""

    SUBJECT = "subject"  # a pronoun
    OBJECT = "object"  # a pronoun as object or after a preposition
    POSSESSIVE = "possessive"
    DESCRIPTION = "description"  # "the two sides"
    PLACE = "place"  # "there"
    RELATIVE = "relative"  # "who": stands for the noun that its clause describes
    RELATIVE_OBJECT = "relative_object"  # "whom"
    RELATIVE_OTHER = "relative_other"  # "where", or no word at all
    RELATIVE_RESUMED = "relative_resumed"  # a pronoun of the clause says it again: الذي اعتقلته الشرطة
    DROPPED = "dropped"  # nothing, in a language where a finite verb needs no subject
    SHARED = "shared"  # nothing: the subject of the clause above holds for this one


RELATIVES = frozenset(
    {
        StandInKind.RELATIVE,
        StandInKind.RELATIVE_OBJECT,
        StandInKind.RELATIVE_OTHER,
        StandInKind.RELATIVE_RESUMED,
    }
)
SUBJECTS = frozenset({StandInKind.SUBJECT, StandInKind.DROPPED, StandInKind.SHARED, StandInKind.RELATIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """One such place, in the clause with the given head. ``parties`` (or ``place``) are whom it stands for.

    Offsets are the article's; for a subject that is not there, they are those of the verb.
    """

    kind: StandInKind
    clause: int
    start: int
    end: int
    parties: tuple[Party, ...] = ()
    place: Place | None = None
