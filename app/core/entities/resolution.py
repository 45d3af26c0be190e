"""Which mentions name the same person, organisation or place: within an article, and across articles by name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import Levenshtein

from app.core.entities.name_words import name_words
from app.core.entities.names import Likeness, compare_names, may_be_one, name_key
from app.core.entities.sounds import skeleton
from app.core.model.entity import EntityType, Mention

CROWD = 120  # persons named in one text; an ordinary report names some ten


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedEntity:
    """What an article tells of one named thing: its fullest name, and all its titles and offices in text order."""

    name: str
    key: str
    type: EntityType
    titles: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    office_keys: tuple[str, ...] = ()
    place_key: str | None = None


def resolve_within_article(mentions: Sequence[Mention]) -> dict[tuple[int, int], ResolvedEntity]:
    """Each mention's entity by its span. A surname or given name takes the full name that alone fits it in the
    article."""
    fullest: dict[str, str] = {}
    persons = list(dict.fromkeys(m.text for m in mentions if m.type is EntityType.PERSON))
    alike = _names_alike(persons)
    for text in persons:
        fullest[text] = _fullest_name(text, alike[text])
    groups: dict[tuple[EntityType, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.type, _group_name(mention, fullest)].append(mention)
    return {
        (mention.start, mention.end): entity
        for (_, name), members in groups.items()
        for entity in (_entity(name, members),)
        for mention in members
    }


def _names_alike(names: Sequence[str]) -> dict[str, Sequence[str]]:
    """For each name those that it is compared with, itself among them, in text order: all, or where a text names a
    crowd, those that share the consonants of its rarest word, lest the time grow with the square of its length."""
    if len(names) <= CROWD:
        return dict.fromkeys(names, names)
    sharing: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for sounds in _word_skeletons(name):
            sharing[sounds].append(name)
    return {
        name: min((sharing[sounds] for sounds in sorted(_word_skeletons(name))), key=len, default=[name])
        for name in names
    }


def _word_skeletons(name: str) -> frozenset[str]:
    return frozenset(skeleton(word.sounds) for word in name_words(name) if not word.light)


def _group_name(mention: Mention, fullest: dict[str, str]) -> str:
    if mention.type is EntityType.PERSON:
        return fullest[mention.text]
    return mention.place_key or mention.known_key or name_key(mention.text)


def _entity(name: str, members: Sequence[Mention]) -> ResolvedEntity:
    first = members[0]
    shown = name if first.type is EntityType.PERSON else max((m.text for m in members), key=len)
    return ResolvedEntity(
        name=shown,
        key=first.known_key or name_key(shown),
        type=first.type,
        titles=tuple(dict.fromkeys(title for m in members for title in m.titles)),
        offices=tuple(dict.fromkeys(office for m in members for office in m.offices)),
        office_keys=tuple(dict.fromkeys(key for m in members for key in m.office_keys)),
        place_key=first.place_key,
    )


def _fullest_name(text: str, names: Sequence[str]) -> str:
    """The longest of some names, each once, that ``text`` may be short for, or ``text`` where different ones fit."""
    length = len(name_words(text))
    longer = [name for name in names if len(name_words(name)) >= length and may_be_one(text, name)]
    if not longer:
        return text
    best = max(longer, key=lambda name: (len(name_words(name)), -names.index(name)))
    if all(may_be_one(name, best) for name in longer):
        return best
    return text if length == 1 else _same_length(text, longer)


def _same_length(text: str, names: Sequence[str]) -> str:
    length = len(name_words(text))
    return min((name for name in names if len(name_words(name)) == length), key=names.index, default=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedThing:
    """A name as one article uses it, with its key and type."""

    key: str
    name: str
    type: EntityType | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityGroup:
    """Names of one entity. ``id`` is a function of the smallest key and the type."""

    id: str
    type: EntityType | None
    members: tuple[NamedThing, ...]  # sorted


def group_names(names: Iterable[NamedThing]) -> list[EntityGroup]:
    """Groups names into entities; the same set gives the same groups in any order.

    Full names are joined where their spellings agree; a single word joins a fuller name only where exactly one
    group fits.
    Only names that share a name word's skeleton are compared.
    """
    things = sorted(set(names), key=lambda thing: (thing.type or "", thing.key, thing.name))
    full = [thing for thing in things if _is_full(thing)]
    single = [thing for thing in things if not _is_full(thing)]
    parents = _join_full_names(full)
    groups: dict[NamedThing, list[NamedThing]] = defaultdict(list)
    for thing in full:
        groups[_root(parents, thing)].append(thing)
    return _finish(list(groups.values()), single)


def _is_full(thing: NamedThing) -> bool:
    """Whether the name may start a group: every name but a person's single word."""
    return thing.type is not EntityType.PERSON or len(name_words(thing.name)) > 1


def _finish(groups: list[list[NamedThing]], single: Sequence[NamedThing]) -> list[EntityGroup]:
    by_word: dict[str, set[int]] = defaultdict(set)
    for index, members in enumerate(groups):
        if members[0].type is EntityType.PERSON:
            for member in members:
                for block in _blocks(member):
                    by_word[block].add(index)
    joined: dict[int, list[NamedThing]] = {index: list(members) for index, members in enumerate(groups)}
    alone: dict[str, list[NamedThing]] = defaultdict(list)
    for thing in single:
        near = sorted({index for block in _blocks(thing) for index in by_word.get(block, ())})
        fitting = [i for i in near if any(may_be_one(thing.name, member.name) for member in groups[i])]
        if len(fitting) == 1:
            joined[fitting[0]].append(thing)
        else:
            alone[thing.key].append(thing)
    finished = [_group(members) for members in (*joined.values(), *alone.values())]
    return sorted(finished, key=lambda group: group.id)


def _group(members: Sequence[NamedThing]) -> EntityGroup:
    ordered = tuple(sorted(members, key=lambda thing: (thing.key, thing.name)))
    kind = ordered[0].type
    digest = blake2b(f"{kind or ''}\0{ordered[0].key}\0{ordered[0].name}".encode(), digest_size=8).hexdigest()
    return EntityGroup(id=f"ent_{digest}", type=kind, members=ordered)


def _blocks(thing: NamedThing) -> set[str]:
    """The skeletons by which a name is found: two names with none in common are never compared."""
    return {skeleton(word.sounds) for word in name_words(thing.name) if not word.light} | {thing.key}


def _join_full_names(things: Sequence[NamedThing]) -> dict[NamedThing, NamedThing]:
    parents = {thing: thing for thing in things}
    blocks: dict[tuple[EntityType | None, str], list[NamedThing]] = defaultdict(list)
    for thing in things:
        words = sorted(_blocks(thing))
        for block in words:
            blocks[thing.type, block].append(thing)
    shapes = {thing: _shape(thing) for thing in things}
    for members in blocks.values():
        for i, left in enumerate(members):
            for right in members[i + 1 :]:
                if _root(parents, left) is _root(parents, right) or not may_match(shapes[left], shapes[right]):
                    continue
                if _same_entity(left, right):
                    parents[_root(parents, right)] = _root(parents, left)
    return parents


def _shape(thing: NamedThing) -> tuple[str, ...]:
    return tuple(skeleton(word.sounds) for word in name_words(thing.name) if not word.light)


def may_match(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """A quick look at the skeletons: whether a full comparison can find one name at all."""
    shorter, longer = sorted((left, right), key=len)
    if all(any(_near(word, other) for other in longer) for word in shorter):
        return True
    return len(shorter) != len(longer) and _near("".join(left), "".join(right))


@lru_cache(maxsize=65_536)  # skeletons are few: a million claims have some thousand
def _near(left: str, right: str) -> bool:
    """At most one class apart, or an article or all but an initial more."""
    if left == right or left.endswith(right) or right.endswith(left) or 1 in (len(left), len(right)):
        return True
    return Levenshtein.distance(left, right, score_cutoff=1) <= 1


def _same_entity(left: NamedThing, right: NamedThing) -> bool:
    if left.key == right.key and left.key.startswith("org:"):
        return True
    if left.type is not EntityType.PERSON:
        return left.key == right.key
    return compare_names(left.name, right.name).likeness is Likeness.SAME


def _root(parents: dict[NamedThing, NamedThing], thing: NamedThing) -> NamedThing:
    while parents[thing] is not thing:
        thing = parents[thing]
    return thing
