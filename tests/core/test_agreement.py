"""How two outlets stand to each other over the events that both report."""

from app.core.linking.agreement import Opposition, compare_outlets
from app.core.linking.summary import summarise_cluster
from app.core.model.cluster import Cluster
from app.core.model.conflict import ConflictKind
from app.core.model.records import OutletPair
from tests.core.claims_by_hand import claim, count, on_day, person, place


def cluster(*articles: str, prefix: str = "a", slots=()) -> Cluster:
    told = {
        article: claim(f"{prefix}-{article}", *slots, article=article, statement=f"so {article}")
        for article in articles
    }
    return summarise_cluster(list(told.values()))


def opposed(kind: ConflictKind, *sides: str) -> Opposition:
    return Opposition(kind=kind, sides=tuple(frozenset(f"{name} news" for name in side.split()) for side in sides))


FULL = (person("Ada Venn"), place("Port Lorne", "XX/port-lorne"), on_day(14), count(12))


def test_all_that_both_tell_is_compared_and_that_it_happened():
    (pair,) = compare_outlets("east news", [(cluster("east", "west", slots=FULL), ())])
    assert (pair.other, pair.compared, pair.agreed) == ("west news", 5, 5)


def test_a_contradiction_takes_away_what_it_is_about():
    reports = [(cluster("east", "west", slots=FULL), [opposed(ConflictKind.QUANTITY, "east", "west")])]
    (pair,) = compare_outlets("east news", reports)
    assert (pair.compared, pair.agreed, pair.conflicting_clusters) == (5, 4, 1)


def test_a_denial_and_a_wrong_status_are_one_disagreement_about_whether_it_happened():
    both = [opposed(ConflictKind.DENIAL, "east", "west"), opposed(ConflictKind.STATUS, "east", "west")]
    (pair,) = compare_outlets("east news", [(cluster("east", "west"), both)])
    assert (pair.compared, pair.agreed, pair.conflicting_clusters) == (1, 0, 1)


def test_what_one_of_both_leaves_out_is_not_compared():
    told = summarise_cluster([claim("a", *FULL, article="east"), claim("b", on_day(14), article="west")])
    (pair,) = compare_outlets("east news", [(told, ())])
    assert pair.compared == 2


def test_outlets_on_one_side_agree_against_the_other():
    reports = [(cluster("east", "west", "south", slots=FULL), [opposed(ConflictKind.DATE, "east west", "south")])]
    agreed = {pair.other: pair.agreed for pair in compare_outlets("east news", reports)}
    assert agreed == {"west news": 5, "south news": 4}


def test_outlets_of_one_origin_in_a_cluster_are_not_independent_there():
    copied = summarise_cluster(
        [
            claim(name, article=name, statement="The committee approved the import of forty thousand sheep this week")
            for name in ("east", "west")
        ]
    )
    own = cluster("east", "west", "south", prefix="b", slots=FULL)
    assert compare_outlets("east news", [(copied, ()), (own, ())]) == (
        OutletPair(
            other="west news", shared_clusters=2, conflicting_clusters=0, independent_clusters=1, compared=6, agreed=6
        ),
        OutletPair(
            other="south news", shared_clusters=1, conflicting_clusters=0, independent_clusters=1, compared=5, agreed=5
        ),
    )
