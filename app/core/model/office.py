"""Offices as claims tell them: what is held, and of what, in no language as far as the packs know its words."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeWords:
    """``offices.toml``: what tells who holds which office, beside the offices and fields of ``names.toml``.

    Words are base forms; articles, and ``endings``, may stand on a form. An entry here overrides the same entry of
    ``names.toml``, which puts more offices under one id.
    """

    heads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # office -> its nouns: "head coach"
    posts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # office -> nouns of the post: "directorate"
    verbs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # office -> verbs of holding it: "chair"
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # what a body is for -> words: "railways"
    endings: tuple[str, ...] = ()  # what inflection adds to a base form
    joining: tuple[str, ...] = ()  # may stand between a name and its office: "who", "is", "as"
    becoming: tuple[str, ...] = ()  # the same, where the office is new to its holder: "becomes"
    neutral: tuple[str, ...] = ()  # in the phrase of an office tell nothing of which one it is: "national", "new"
    past: tuple[str, ...] = ()  # beside an office: held once, or not yet ("then", "candidate")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeKind:
    """One office: a row of ``knowledge/offices.toml``.

    ``kind``: offices of one kind differ in wording only ("head", "director"). ``apart``: kinds that the same person
    does not hold at one time, ``apart_within`` those that he does not hold in one body. ``single``: one body has one
    holder. ``full_time``: nobody holds it at two bodies. ``by_field``: one body has several, each for a field of its
    own ("commissioner for trade").
    """

    name: str
    kind: str
    single: bool = False
    full_time: bool = False
    by_field: bool = False
    apart: tuple[str, ...] = ()
    apart_within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldOffice:
    """An office and what it belongs to. ``words`` are folded words of the article's language, for what no pack knows;
    ``near`` are keys of places that the article names, where the phrase names none."""

    head: str
    fields: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()  # what the place's name may mean
    bodies: frozenset[str] = frozenset()  # shared ids of organisations
    words: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether anything says what the office belongs to."""
        return bool(self.fields or self.places or self.bodies or self.words)

    @property
    def key(self) -> str:
        """The office as one line, from which ``read_office`` makes it again."""
        parts = (self.fields, self.places, self.bodies, self.words, self.near)
        return "|".join((self.head, *(",".join(sorted(part)) for part in parts)))


def read_office(key: str) -> HeldOffice | None:
    """The office of a key; None for what is no such key."""
    parts = key.split("|")
    if len(parts) != 6:
        return None
    fields, places, bodies, words, near = (frozenset(filter(None, part.split(","))) for part in parts[1:])
    return HeldOffice(head=parts[0], fields=fields, places=places, bodies=bodies, words=words, near=near)
