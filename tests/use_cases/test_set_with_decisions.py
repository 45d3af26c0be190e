"""With reviewers' merges and splits, too, clusters are a function of the set of articles and of what was decided."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.linking.clusters import cluster_claims, cluster_id
from app.core.linking.constraints import constraints_of
from app.core.model.linking import ClusterDecision
from app.use_cases.drafts import read_draft
from app.use_cases.link_articles import are_comparable, stored_reading
from app.use_cases.services import Services
from tests.fakes import ToyRules, WordJudge
from tests.soundness import all_of
from tests.use_cases.test_set_of_articles import ARTICLES, fresh, post

STEPS = st.lists(st.sampled_from(["post", "post", "analyse", "delete", "again", "split", "merge", "undo"]), max_size=14)


class Newsroom:
    """Posts articles one by one between deletions, new analyses and decisions, as ``data`` draws them."""

    def __init__(self, services: Services, articles: list[dict[str, str]], data: st.DataObject) -> None:
        self.services = services
        self.waiting = list(articles)
        self.data = data
        self.posted: dict[str, dict[str, str]] = {}

    def step(self, name: str) -> None:
        getattr(self, name)()

    def post(self) -> None:
        if self.waiting:
            fields = self.waiting.pop(self.data.draw(st.integers(0, len(self.waiting) - 1)))
            self.posted[self.services.submit(read_draft(fields)).id] = fields

    def analyse(self) -> None:
        self.services.analyse_pending()

    def delete(self) -> None:
        if self.posted:
            key = self.data.draw(st.sampled_from(sorted(self.posted)))
            self.services.delete(key)
            del self.posted[key]

    def again(self) -> None:
        self.analyse()
        if self.posted:
            analyse_again(self.services, self.data.draw(st.sampled_from(sorted(self.posted))))

    def split(self) -> None:
        groups = [group for group in self.groups().values() if len(group) > 1]
        if groups:
            group = self.data.draw(st.sampled_from(groups))
            parted = self.data.draw(st.sets(st.sampled_from(group), min_size=1, max_size=len(group) - 1))
            self.services.review_cluster.split(all_of(self.services)[0][group[0]], parted)

    def merge(self) -> None:
        groups = self.groups()
        if len(groups) > 1:
            one, other = self.data.draw(st.permutations(sorted(groups)))[:2]
            self.services.review_cluster.merge(one, other)

    def undo(self) -> None:
        taken = decisions_of(self.services)
        undone = {decision.undoes for decision in taken}
        open_ones = [each for each in taken if each.undoes is None and each.id not in undone]
        home = all_of(self.services)[0]
        if open_ones:
            decision = self.data.draw(st.sampled_from(open_ones))
            here = [claim for claim in (*decision.claims, *decision.others) if claim in home]
            if here:
                self.services.review_cluster.undo(home[here[0]], decision.id)

    def groups(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for claim, cluster in sorted(all_of(self.services)[0].items()):
            found.setdefault(cluster, []).append(claim)
        return found


def analyse_again(services: Services, article_id: str) -> None:
    received_at = services.browse.article(article_id).received_at
    with services.store.writing() as unit:
        unit.articles.mark_queued([article_id])
        unit.jobs.put(article_id, received_at)
    services.analyse_pending()


def decisions_of(services: Services) -> tuple[ClusterDecision, ...]:
    with services.store.reading() as unit:
        claims = [claim.id for key in unit.articles.ids() for claim in unit.claims.of_article(key)]
        return unit.cluster_decisions.about(claims)


def decide_beforehand(services: Services, decisions: tuple[ClusterDecision, ...]) -> None:
    """Keeps decisions about claims that are not there yet; ids are given anew, in the same order."""
    numbers = {decision.id: number for number, decision in enumerate(decisions, start=1)}
    with services.store.writing() as unit:
        for decision in decisions:
            unit.cluster_decisions.add(replace(decision, undoes=numbers.get(decision.undoes or 0)))


@settings(max_examples=25, deadline=None)
@given(articles=ARTICLES, steps=STEPS, data=st.data())
def test_decisions_among_arrivals_and_deletions_give_what_everything_at_once_gives(
    articles: list[dict[str, str]], steps: list[str], data: st.DataObject
) -> None:
    with fresh() as first, fresh() as second:
        newsroom = Newsroom(first, articles, data)
        for step in [*["post"] * 3, "analyse", *steps, "analyse"]:
            newsroom.step(step)
        decisions = decisions_of(first)
        decide_beforehand(second, decisions)
        for fields in data.draw(st.permutations(list(newsroom.posted.values()))):
            post(second, [fields])
            if data.draw(st.booleans()):
                second.analyse_pending()
        second.analyse_pending()
        found = all_of(first)
        assert found == all_of(second)
        assert_made_at_once(first, decisions, found[0])


def assert_made_at_once(services: Services, decisions: tuple[ClusterDecision, ...], home: dict[str, str]) -> None:
    """The clusters are those that one call makes of all claims; what was told apart is apart."""
    with services.store.reading() as unit:
        readings = [stored_reading(unit, key) for key in unit.articles.ids()]
    rules = ToyRules(knowledge=services.knowledge, places=services.places, judge=WordJudge())
    edges = [edge for reading in readings for edge in rules.within(reading)]
    for left, right in combinations(readings, 2):
        if are_comparable(left, right):
            edges.extend(rules.pair(left, right))
    constraints = constraints_of(decisions)
    claims = [claim.id for reading in readings for claim in reading.claims]
    groups = cluster_claims(claims, edges, threshold=rules.threshold, constraints=constraints)
    assert home == {claim: cluster_id(group) for group in groups for claim in group}
    assert all(home[one] != home[other] for one, other in constraints.apart)
