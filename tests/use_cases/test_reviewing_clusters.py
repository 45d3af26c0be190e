"""Merging and splitting clusters: the reviewer's word holds, whatever is analysed, posted or deleted later."""

from pathlib import Path

import pytest

from app.core.errors import InvalidInput, NotFound
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from app.use_cases.views import ClusterView
from tests.fakes import fake_services

PEOPLE = {"Harbour Post": "Ada Venn", "Gazette": "Ada Venn", "Al Marsa": "Ada Venn", "Gavan": "Marek Oduya"}


def post(services: Services, outlet: str, name: str, day: int = 13) -> str:
    text = f"{name} | arrive | Port Lorne | 2024-03-{day} |"
    article = services.submit(read_draft({"outlet": outlet, "text": text, "published_at": "2024-03-14T08:00:00Z"})).id
    services.analyse_pending()
    return article


def groups(services: Services) -> set[frozenset[str]]:
    """The outlets of each cluster."""
    return {frozenset(cluster.outlets) for cluster in services.browse.clusters().items}


def of(services: Services, outlet: str) -> ClusterView:
    """The cluster of an outlet's only claim."""
    (found,) = (cluster for cluster in services.browse.clusters().items if outlet in cluster.outlets)
    return services.browse.cluster(found.id)


def claim_of(services: Services, outlet: str) -> str:
    return next(claim.id for claim in of(services, outlet).claims if claim.outlet == outlet)


def analyse_again(services: Services) -> None:
    for article in services.browse.articles().items:
        with services.store.writing() as unit:
            unit.articles.mark_queued([article.id])
            unit.jobs.put(article.id, article.received_at)
        services.analyse_pending()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = fake_services(tmp_path)
    for outlet, name in PEOPLE.items():
        post(services, outlet, name)
    return services


VENN = frozenset({"Harbour Post", "Gazette", "Al Marsa"})


def test_two_clusters_that_nothing_links_become_one_and_stay_so(services: Services) -> None:
    assert groups(services) == {VENN, frozenset({"Gavan"})}
    merged = services.review_cluster.merge(
        of(services, "Gavan").id, of(services, "Gazette").id, Remark(note="one visit", reviewer="Nour")
    )
    assert groups(services) == {VENN | {"Gavan"}}
    (decision,) = services.browse.cluster(merged).decisions
    assert (decision.action, decision.note, decision.reviewer, decision.holds) == ("merge", "one visit", "Nour", True)
    analyse_again(services)
    post(services, "Evening Mail", "Ada Venn")
    assert groups(services) == {VENN | {"Gavan", "Evening Mail"}}


def test_claims_split_off_never_come_back(services: Services) -> None:
    before = of(services, "Gazette").id
    left, parted = services.review_cluster.split(before, [claim_of(services, "Gazette")])
    assert (of(services, "Harbour Post").id, of(services, "Gazette").id) == (left, parted)
    assert groups(services) == {VENN - {"Gazette"}, frozenset({"Gazette"}), frozenset({"Gavan"})}
    settled = groups(services)
    analyse_again(services)
    assert groups(services) == settled
    post(services, "Evening Mail", "Ada Venn")
    homes = [group for group in groups(services) if "Evening Mail" in group]
    assert homes in ([VENN - {"Gazette"} | {"Evening Mail"}], [frozenset({"Gazette", "Evening Mail"})])


def test_what_a_merge_tied_stays_tied_when_it_is_taken_out_together(services: Services) -> None:
    post(services, "Evening Mail", "Salma Haddad")
    for outlet in ("Gavan", "Evening Mail"):
        services.review_cluster.merge(of(services, "Gazette").id, of(services, outlet).id)
    strays = [claim_of(services, "Gavan"), claim_of(services, "Evening Mail")]
    assert len(services.review_cluster.split(of(services, "Gazette").id, strays)) == 2
    assert groups(services) == {VENN, frozenset({"Gavan", "Evening Mail"})}
    services.review_cluster.split(of(services, "Gavan").id, strays[:1])
    assert groups(services) == {VENN, frozenset({"Gavan"}), frozenset({"Evening Mail"})}


def test_what_was_merged_can_be_split_again_and_the_other_way_round(services: Services) -> None:
    merged = services.review_cluster.merge(of(services, "Gavan").id, of(services, "Gazette").id)
    services.review_cluster.split(merged, [claim_of(services, "Gavan")])
    assert groups(services) == {VENN, frozenset({"Gavan"})}
    services.review_cluster.merge(of(services, "Gazette").id, of(services, "Gavan").id)
    assert groups(services) == {VENN | {"Gavan"}}
    assert [each.action for each in of(services, "Gavan").decisions] == ["merge", "split", "merge"]


def test_an_undone_decision_stays_on_record_and_binds_no_more(services: Services) -> None:
    before = groups(services)
    merged = services.review_cluster.merge(of(services, "Gavan").id, of(services, "Gazette").id)
    (number,) = (decision.id for decision in services.browse.cluster(merged).decisions)
    shown = services.review_cluster.undo(merged, number, Remark(note="two visits after all"))
    assert groups(services) == before
    assert set(shown) == {of(services, "Gavan").id, of(services, "Gazette").id}
    told = [(each.action, each.holds, each.note) for each in of(services, "Gavan").decisions]
    assert told == [("merge", False, None), ("undo", True, "two visits after all")]
    analyse_again(services)
    assert groups(services) == before


def test_a_conflict_goes_with_the_claim_that_is_split_off(services: Services) -> None:
    post(services, "Evening Mail", "Ada Venn", day=12)
    cluster = of(services, "Evening Mail")
    assert cluster.disputed
    services.review_cluster.split(cluster.id, [claim_of(services, "Evening Mail")])
    assert services.browse.conflicts().items == ()
    assert not of(services, "Evening Mail").disputed


def test_deleting_an_article_takes_its_claims_out_of_every_decision(services: Services) -> None:
    merged = services.review_cluster.merge(of(services, "Gavan").id, of(services, "Gazette").id)
    gone = {claim.outlet: claim.article_id for claim in services.browse.cluster(merged).claims}
    services.delete(gone["Gazette"])
    assert groups(services) == {VENN - {"Gazette"} | {"Gavan"}}
    named = {key for each in of(services, "Gavan").decisions for key in (*each.claim_ids, *each.other_claim_ids)}
    assert named == {claim.id for claim in of(services, "Gavan").claims}
    services.delete(gone["Gavan"])
    post(services, "Gavan", "Marek Oduya")
    assert groups(services) == {VENN - {"Gazette"}, frozenset({"Gavan"})}
    assert of(services, "Gavan").decisions == of(services, "Al Marsa").decisions == ()


def test_the_claim_between_may_go_and_the_tie_holds(services: Services) -> None:
    merged = services.review_cluster.merge(of(services, "Gavan").id, of(services, "Gazette").id)
    for outlet in ("Gazette", "Harbour Post"):
        article = {claim.outlet: claim.article_id for claim in services.browse.cluster(merged).claims}[outlet]
        services.delete(article)
        merged = of(services, "Gavan").id
    assert groups(services) == {frozenset({"Al Marsa", "Gavan"})}


def test_a_statement_is_checked_against_what_reviewers_say(services: Services) -> None:
    services.review_cluster.split(of(services, "Gazette").id, [claim_of(services, "Gazette")])
    checked = services.check("Ada Venn | arrive | Port Lorne | 2024-03-13 |")
    met = [{view.outlet for view in cluster.supporting} for cluster in checked.clusters]
    assert met in ([set(VENN - {"Gazette"})], [{"Gazette"}])


def test_what_cannot_be_decided_is_told(services: Services) -> None:
    cluster = of(services, "Gazette")
    every = [claim.id for claim in cluster.claims]
    with pytest.raises(NotFound, match="cluster"):
        services.review_cluster.split("nothing", every[:1])
    with pytest.raises(NotFound, match="cluster"):
        services.review_cluster.merge(cluster.id, "nothing")
    with pytest.raises(InvalidInput, match="already"):
        services.review_cluster.merge(cluster.id, cluster.id)
    with pytest.raises(InvalidInput, match="no claim of this cluster"):
        services.review_cluster.split(cluster.id, [claim_of(services, "Gavan")])
    for claims in (every, []):
        with pytest.raises(InvalidInput, match="not none and not all"):
            services.review_cluster.split(cluster.id, claims)
    with pytest.raises(NotFound, match="decision"):
        services.review_cluster.undo(cluster.id, 1)
    assert of(services, "Gazette") == cluster
    left, _ = services.review_cluster.split(cluster.id, every[:1])
    services.review_cluster.undo(left, 1)
    for number, why in ((1, "withdrawn already"), (2, "withdraws another")):
        with pytest.raises(InvalidInput, match=why):
            services.review_cluster.undo(of(services, "Gazette").id, number)
