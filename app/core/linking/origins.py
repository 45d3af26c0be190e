"""How many independent origins stand behind reports of one event: copies and shared sources count once.

Outlets depend on each other where one text, one agency, one cited source or one of themselves stands behind reports of
both. The number of independent origins is that of the most outlets of which no two depend on each other.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import eq

from rapidfuzz import fuzz

from app.core.entities.names import same_party
from app.core.folding import fold
from app.core.linking.clusters import connected_components
from app.core.model.claim import Claim, Source, SourceKind
from app.core.model.entity import EntityType, Party
from app.core.model.origin import OriginKind, SharedOrigin

# Least share of equal values in two signatures of sentences of which one copies the other. Reports that were written
# independently seldom reach 0.1, and 0.28 where both quote one speaker; see docs/adr/0016.
NEAR_COPY = 0.3
COPIED_QUOTE = 92.0  # rapidfuzz ratio of two quotes of one language above which one copies the other
SHORTEST_COPY = 40  # code points; shorter quotes are alike by chance
SAME_NAME = 0.5  # least score of two spellings of one name
CITED = {
    SourceKind.MEDIUM: EntityType.ORGANISATION,
    SourceKind.ORGANISATION: EntityType.ORGANISATION,
    SourceKind.PERSON: EntityType.PERSON,
}


def shared_origins(claims: Sequence[Claim]) -> tuple[SharedOrigin, ...]:
    """Which outlets of these claims, all of one event, depend on one origin; sorted, whatever the claims' order.

    What stands behind a claim stands behind its copies too, and behind what is told on its outlet's word: who copies a
    wire story without saying so rests on the agency.
    """
    if len({claim.outlet for claim in claims}) < 2:
        return ()
    ordered = sorted(claims, key=lambda claim: claim.id)
    copies, citing = _copies(ordered), _citing(ordered)
    behind = _behind(ordered, copies, citing)
    found = list(_agencies(behind))
    found.extend(_sources(behind, found))
    for group in copies:
        found.extend(_shared(OriginKind.COPY, None, (claim.outlet for claim in group)))
    for outlet, told in citing.items():
        relying = {claim.outlet for claim, grounds in behind if any(ground.outlet == outlet for ground in grounds)}
        copied = {ground.outlet for claim, grounds in behind if claim.outlet == outlet for ground in grounds}
        found.extend(_shared(OriginKind.OUTLET, outlet, relying | copied if told else ()))
    return tuple(sorted(set(found), key=lambda shared: (shared.kind, shared.name or "", shared.outlets)))


def count_origins(outlets: Iterable[str], shared: Iterable[SharedOrigin]) -> int:
    """The most of these outlets of which no two share an origin, chosen greedily: those that depend on the fewest
    others first."""
    left = {fold(outlet) for outlet in outlets}
    depends: dict[str, set[str]] = {outlet: set() for outlet in left}
    for group in shared:
        for one, other in combinations({fold(outlet) for outlet in group.outlets} & left, 2):
            depends[one].add(other)
            depends[other].add(one)
    count = 0
    while left:
        chosen = min(left, key=lambda outlet: (len(depends[outlet] & left), outlet))
        left -= depends[chosen] | {chosen}
        count += 1
    return count


def count_independent_origins(claims: Sequence[Claim]) -> int:
    """How many independent origins stand behind these claims, all of one event."""
    return count_origins({claim.outlet for claim in claims}, shared_origins(claims))


def _shared(kind: OriginKind, name: str | None, outlets: Iterable[str]) -> Iterator[SharedOrigin]:
    """Nothing where fewer than two outlets are meant."""
    spelled = {fold(outlet): outlet for outlet in sorted(set(outlets), reverse=True)}
    if len(spelled) > 1:
        yield SharedOrigin(kind=kind, name=name, outlets=tuple(sorted(spelled.values())))


def _copies(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims whose sentences are near-copies of another outlet's, directly or through others'."""
    by_id = {claim.id: claim for claim in claims}
    quotes = {claim.id: fold(claim.quote) if len(claim.quote) >= SHORTEST_COPY else "" for claim in claims}
    neighbours: dict[str, list[str]] = {claim.id: [] for claim in claims}
    for left, right in combinations(claims, 2):
        if left.outlet == right.outlet or left.language != right.language:
            continue
        if _is_copy(left.provenance.fingerprint, right.provenance.fingerprint, quotes[left.id], quotes[right.id]):
            neighbours[left.id].append(right.id)
            neighbours[right.id].append(left.id)
    groups = connected_components(neighbours, neighbours)
    return [[by_id[claim_id] for claim_id in group] for group in groups if len(group) > 1]


def _citing(claims: Sequence[Claim]) -> dict[str, list[Claim]]:
    """By outlet, the claims of others that cite it."""
    outlets = sorted({claim.outlet for claim in claims})
    return {
        outlet: [
            claim
            for claim in claims
            if fold(claim.outlet) != fold(outlet) and any(_is_outlet(source, outlet) for source in claim.attribution)
        ]
        for outlet in outlets
    }


def _behind(
    claims: Sequence[Claim], copies: Sequence[Sequence[Claim]], citing: Mapping[str, Sequence[Claim]]
) -> list[tuple[Claim, list[Claim]]]:
    """Each claim with itself and all claims on which it rests: its copies, those of the outlets that it cites, and what
    these rest on."""
    nearest: dict[str, set[str]] = {claim.id: set() for claim in claims}
    for group in copies:
        for claim in group:
            nearest[claim.id] |= {other.id for other in group}
    for outlet, told in citing.items():
        for claim in told:
            nearest[claim.id] |= {other.id for other in claims if other.outlet == outlet}
    by_id = {claim.id: claim for claim in claims}
    return [(claim, [by_id[key] for key in _reached(claim.id, nearest)]) for claim in claims]


def _reached(start: str, nearest: Mapping[str, Collection[str]]) -> list[str]:
    seen, pending = {start}, [start]
    while pending:
        fresh = set(nearest[pending.pop()]) - seen
        seen |= fresh
        pending.extend(fresh)
    return sorted(seen)


def _agencies(behind: Sequence[tuple[Claim, Sequence[Claim]]]) -> Iterator[SharedOrigin]:
    carrying: dict[str, set[str]] = defaultdict(set)
    for claim, grounds in behind:
        for ground in grounds:
            for agency in ground.provenance.agencies:
                carrying[agency].add(claim.outlet)
    for agency, outlets in carrying.items():
        yield from _shared(OriginKind.AGENCY, agency, outlets)


def _is_outlet(source: Source, outlet: str) -> bool:
    if source.kind not in (SourceKind.MEDIUM, SourceKind.ORGANISATION) or not source.is_name:
        return False
    if fold(source.name) == fold(outlet):
        return True
    return (same_party(_party(source), _medium(outlet)) or 0.0) >= SAME_NAME


def _sources(
    behind: Sequence[tuple[Claim, Sequence[Claim]]], agencies: Sequence[SharedOrigin]
) -> Iterator[SharedOrigin]:
    """Each cited source with those who rest on it, under whatever spelling; an outlet is no source of its own reports.

    Media that are agencies are told already, by ``agencies``.
    """
    spellings: dict[tuple[SourceKind, str, str], set[str]] = defaultdict(set)
    first: dict[tuple[SourceKind, str, str], Source] = {}
    named: Counter[tuple[SourceKind, str, str]] = Counter()
    for claim, grounds in behind:
        for source in (source for ground in grounds for source in ground.attribution):
            if source.kind in CITED and source.key and not _is_outlet(source, claim.outlet):
                known = (source.kind, source.key, source.name)
                spellings[known].add(claim.outlet)
                first.setdefault(known, source)
                named[known] += 1
    neighbours: dict[str, list[str]] = {str(number): [] for number in range(len(first))}
    ordered = sorted(first)
    for (i, one), (j, other) in combinations(enumerate(ordered), 2):
        if _is_one_source(first[one], first[other]):
            neighbours[str(i)].append(str(j))
            neighbours[str(j)].append(str(i))
    for group in connected_components(neighbours, neighbours):
        known_as = [ordered[int(number)] for number in group]
        name = min(known_as, key=lambda known: (-named[known], known[2]))[2]
        outlets = {outlet for known in known_as for outlet in spellings[known]}
        is_medium = all(kind is SourceKind.MEDIUM for kind, _, _ in known_as)
        if not (is_medium and any(outlets <= set(agency.outlets) for agency in agencies)):
            yield from _shared(OriginKind.SOURCE, name, outlets)


def _is_one_source(left: Source, right: Source) -> bool:
    if CITED[left.kind] is not CITED[right.kind]:
        return False
    if left.key == right.key:
        return True
    if not (left.is_name and right.is_name):
        return False
    return (same_party(_party(left), _party(right)) or 0.0) >= SAME_NAME


def _party(source: Source) -> Party:
    return Party(
        text=source.text, start=0, end=0, name=source.name, key=source.key, type=CITED[source.kind], is_name=True
    )


def _medium(outlet: str) -> Party:
    return Party(text=outlet, start=0, end=0, name=outlet, key="", type=EntityType.ORGANISATION, is_name=True)


def _is_copy(left: Sequence[int], right: Sequence[int], quote: str, other: str) -> bool:
    """By the signatures of both sentences, or else by the folded quotes, which are empty where they are too short."""
    if resemblance(left, right) >= NEAR_COPY:
        return True
    return bool(quote and other) and fuzz.ratio(quote, other, score_cutoff=COPIED_QUOTE) > 0


def resemblance(left: Sequence[int], right: Sequence[int]) -> float:
    """Estimated share of word shingles in common (Jaccard), by the share of equal values of two signatures; 0 where
    one is missing."""
    if not left or len(left) != len(right):
        return 0.0
    equal: int = sum(map(eq, left, right))
    return equal / len(left)
