"""People, organisations and places as a text names them, and as the service knows them."""

from dataclasses import dataclass
from enum import StrEnum


class EntityType(StrEnum):
    """The three classes of named things."""

    PERSON = "PER"
    PLACE = "LOC"
    ORGANISATION = "ORG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name in a text; ``text`` is the name alone, titles and offices apart."""

    type: EntityType
    text: str
    start: int
    end: int
    titles: tuple[str, ...] = ()  # المشير, Gen., Dr
    offices: tuple[str, ...] = ()  # "defence minister", as written
    office_keys: tuple[str, ...] = ()  # "minister/defence@EG": those of them that have a key
    country: str | None = None  # for places and demonyms: ISO 3166-1 alpha-2 where the place list knows it
    place_key: str | None = None  # canonical key of a known place ("EG" or "EG/cairo"); contains = prefix
    place_others: tuple[str, ...] = ()  # keys of other places that the name may mean here
    place_told: bool = False  # the text tells which place of that name is meant: "Tripoli, Lebanon"
    known_key: str | None = None  # of an organisation that the language packs share: "org:UN"
    generic: bool = False  # a body called by what it is, "the Libyan army": a party, but no name of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSpan:
    """An office, whoever holds it, or a described body in a text; ``key`` is the same in every language
    (core/entities/office_keys.py)."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone or something that takes part in an event.

    ``name`` is the fullest name that the article gives (titles apart); a description without a name ("an official") has
    ``is_name`` False. ``resolved`` is False for a pronoun or dropped subject whose antecedent was not found.
    ``known_as`` is who a description means, where the text tells it beside: the body of "fighters of the Dune Front",
    or who "the men who stormed it" are said to be.
    """

    text: str  # as written where the claim says it
    start: int
    end: int
    name: str
    key: str  # script-free key, equal for most spellings of one name; see core/entities/names.py
    type: EntityType | None = None
    is_name: bool = False
    resolved: bool = True
    titles: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    office_keys: tuple[str, ...] = ()
    place_key: str | None = None
    count: float | None = None
    known_as: "Party | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name that stands somewhere in a text, whatever part its bearer plays. ``name`` is the fullest form that the
    article gives, ``key`` and ``place_key`` are as for ``Party``."""

    type: EntityType
    start: int
    end: int
    name: str
    key: str
    place_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something happened.

    ``key`` is a path of the place list ("EG/cairo"), None for a place that it does not know; of "Cairo airport" it is
    the key of what the place lies in, and ``kind`` says what it is. ``others`` are the keys of further places that the
    name may mean, ``within`` those of regions around it that its path does not tell ("UA/donbas", "MIDDLE-EAST").
    ``called`` is the kind that a noun beside the name tells, of which no place holds another ("the town of Kelbo"), and
    ``proper`` the name without that noun. ``outer`` is what the text says that a place lies in which the list does not
    know: "Kelbo, in the province of Soum".
    """

    text: str
    start: int
    end: int
    name: str
    key: str | None = None
    name_key: str = ""
    kind: str | None = None
    others: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    called: str | None = None
    proper: str = ""
    outer: "Place | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words of the text that fill a slot and are compared as words (a topic, a role); ``key`` is what those of an
    office say in no language (core/model/office.py)."""

    text: str
    start: int
    end: int
    key: str = ""
