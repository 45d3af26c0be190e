"""Pairs that agree are not held against each other again when a cluster grows."""

from dataclasses import replace

import pytest

import app.core.conflicts.detector as detector
from app.core.conflicts.agreeing import AgreeingPairs
from app.core.conflicts.detector import find_conflicts
from app.core.model.claim import Claim
from app.core.model.linking import Edge
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim, count, on_day, person
from tests.core.test_claims import NoPlaces

KNOWLEDGE = load_knowledge()


def told(number: int, *, killed: int = 12, version: str = "v1") -> Claim:
    made = claim(
        f"c{number}", person("Karim Haddad"), on_day(15), count(killed), event_type="kill", article=f"a{number}"
    )
    return replace(made, version=version)


def conflicts_among(claims: list[Claim], agreeing: AgreeingPairs | None) -> list[object]:
    edges = [
        Edge(left=one.id, right=other.id, probability=0.9, reason="")
        for one in claims
        for other in claims
        if one.id < other.id
    ]
    return find_conflicts(
        claims, cluster_id="clu", knowledge=KNOWLEDGE, places=NoPlaces(), edges=edges, agreeing=agreeing
    )


def test_a_growing_cluster_gives_the_same_conflicts(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[tuple[str, str]] = []
    real = detector.disagreements_of
    monkeypatch.setattr(
        detector,
        "disagreements_of",
        lambda one, other, *rest: looked.append((one.id, other.id)) or real(one, other, *rest),
    )
    agreeing = AgreeingPairs()
    claims: list[Claim] = []
    for number in range(6):
        claims.append(told(number, killed=17 if number == 4 else 12))
        looked.clear()
        remembered = conflicts_among(claims, agreeing)
        again = len(looked)
        assert remembered == conflicts_among(claims, None)
        assert again <= len(claims) + 4  # its own pairs, and those that disagree
    assert remembered


def test_what_was_read_otherwise_is_looked_at_again() -> None:
    agreeing = AgreeingPairs()
    assert conflicts_among([told(1), told(2)], agreeing) == []
    assert conflicts_among([told(1), told(2, killed=17, version="v2")], agreeing)


def test_claims_without_a_version_are_not_remembered() -> None:
    agreeing = AgreeingPairs()
    assert conflicts_among([told(1, version=""), told(2, version="")], agreeing) == []
    assert conflicts_among([told(1, version=""), told(2, killed=17, version="")], agreeing)


def test_too_many_are_forgotten() -> None:
    agreeing = AgreeingPairs(most=2)
    for key in "abc":
        agreeing.add(key)
    assert [agreeing.holds(key) for key in "abc"] == [False, False, True]
