"""A wrong merge of names is undone, and a wrong separation; what a reviewer decided lasts."""

from itertools import permutations
from pathlib import Path

import pytest

from app.core.errors import InvalidInput, NotFound
from app.core.model.records import ClaimFilter
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from app.use_cases.views import EntityView
from tests.fakes import fake_services

LATIN, ARABIC, CYRILLIC = "Khaled Megawer", "خالد المغاوير", "Халед Мегавер"
NAMES = {"Harbour Post": LATIN, "Al Marsa": ARABIC, "Gavan": CYRILLIC}


def post(services: Services, outlet: str, name: str) -> str:
    text = f"{name} | arrive | Port Lorne | 2024-03-13 |"
    article = services.submit(read_draft({"outlet": outlet, "text": text, "published_at": "2024-03-14T08:00:00Z"})).id
    services.analyse_pending()
    return article


def people(services: Services) -> dict[str, EntityView]:
    """The persons by each of their names."""
    found = services.browse.entities(kind="PER").items
    return {name.name: entity for entity in found for name in entity.names}


def groups(services: Services) -> set[frozenset[str]]:
    return {frozenset(name.name for name in entity.names) for entity in services.browse.entities(kind="PER").items}


def analyse_again(services: Services, article_id: str) -> None:
    received_at = services.browse.article(article_id).received_at
    with services.store.writing() as unit:
        unit.articles.mark_queued([article_id])
        unit.jobs.put(article_id, received_at)
    services.analyse_pending()


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = fake_services(tmp_path)
    for outlet, name in NAMES.items():
        post(services, outlet, name)
    return services


def test_spellings_in_three_scripts_are_one_entity_with_all_of_them(services: Services) -> None:
    assert groups(services) == {frozenset(NAMES.values())}
    (entity,) = services.browse.entities(kind="PER").items
    assert (entity.claim_count, entity.outlets) == (3, tuple(sorted(NAMES)))
    assert len(services.browse.claims(ClaimFilter(entity=entity.id)).items) == 3


def test_every_claim_tells_the_id_of_the_entity(services: Services) -> None:
    (entity,) = services.browse.entities(kind="PER").items
    told = {claim.slots["actor"][0].entity_id for claim in services.browse.claims().items}
    assert told == {entity.id}


@pytest.mark.parametrize("order", permutations(NAMES))
def test_the_order_of_arrival_does_not_matter(services: Services, tmp_path: Path, order: tuple[str, ...]) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = fake_services(folder)
    for outlet in order:
        post(other, outlet, NAMES[outlet])
    assert people(other)[LATIN].id == people(services)[LATIN].id


def test_a_wrong_merge_is_undone_and_the_rest_keeps_its_id(services: Services) -> None:
    before = people(services)[LATIN].id
    left, parted = services.review_entity.split(before, [CYRILLIC], remark=Remark(note="a namesake from Kazan"))
    assert left == before != parted
    assert groups(services) == {frozenset({LATIN, ARABIC}), frozenset({CYRILLIC})}
    assert [claim.outlet for claim in services.browse.claims(ClaimFilter(entity=parted)).items] == ["Gavan"]
    for shown in (services.browse.entity(left), services.browse.entity(parted)):
        (decision,) = shown.decisions
        assert (decision.action, decision.names, decision.note) == ("split", (CYRILLIC,), "a namesake from Kazan")


def test_a_decision_survives_further_articles_and_a_new_analysis(services: Services) -> None:
    services.review_entity.split(people(services)[LATIN].id, [CYRILLIC])
    post(services, "Gazette", "Khalid Magawir")
    settled = groups(services)
    assert frozenset({LATIN, ARABIC, "Khalid Magawir"}) in settled
    assert frozenset({CYRILLIC}) in settled
    for article in services.browse.articles().items:
        analyse_again(services, article.id)
        assert groups(services) == settled


def test_a_split_is_undone_by_a_merge(services: Services) -> None:
    left, parted = services.review_entity.split(people(services)[LATIN].id, [CYRILLIC])
    assert services.review_entity.merge(left, parted) == left
    assert groups(services) == {frozenset(NAMES.values())}
    assert [decision.action for decision in services.browse.entity(left).decisions] == ["split", "merge"]


def test_two_names_that_no_spelling_joins_can_be_made_one(services: Services) -> None:
    post(services, "Gazette", "Abu Omar")
    services.review_entity.merge(people(services)[LATIN].id, people(services)["Abu Omar"].id)
    assert groups(services) == {frozenset({*NAMES.values(), "Abu Omar"})}


def test_articles_that_mean_a_namesake_are_taken_out(services: Services) -> None:
    other = post(services, "Gazette", LATIN)
    left, parted = services.review_entity.split(people(services)[LATIN].id, [LATIN], articles=[other])
    assert (services.browse.entity(left).claim_count, services.browse.entity(parted).claim_count) == (3, 1)
    analyse_again(services, other)
    assert services.browse.entity(parted).outlets == ("Gazette",)
    post(services, "Al Marsa", LATIN)
    assert services.browse.entity(parted).claim_count == 1
    services.review_entity.merge(left, parted)
    assert groups(services) == {frozenset(NAMES.values())}


def test_a_deleted_article_leaves_no_trace_in_names_and_decisions(services: Services) -> None:
    left, _ = services.review_entity.split(people(services)[LATIN].id, [CYRILLIC], remark=Remark(note="told by Gavan"))
    (gavan,) = (article.id for article in services.browse.articles().items if article.outlet == "Gavan")
    services.delete(gavan)
    assert groups(services) == {frozenset({LATIN, ARABIC})}
    assert services.browse.entity(left).decisions == ()
    post(services, "Gavan", CYRILLIC)
    assert groups(services) == {frozenset(NAMES.values())}


def test_names_go_with_their_articles(services: Services) -> None:
    entity = people(services)[LATIN].id
    for article in services.browse.articles().items:
        services.delete(article.id)
    with services.store.reading() as unit:
        assert unit.entities.known_as(entity) is None
    with pytest.raises(NotFound):
        services.browse.entity(entity)


def test_an_id_from_before_a_merge_still_leads_to_the_entity(services: Services) -> None:
    post(services, "Gazette", "Abu Omar")
    ids = {people(services)[LATIN].id, people(services)["Abu Omar"].id}
    kept = services.review_entity.merge(*ids)
    assert {services.browse.entity(each).id for each in ids} == {kept}


def test_what_cannot_be_decided_is_told(services: Services) -> None:
    entity = people(services)[LATIN].id
    article = services.browse.articles().items[0].id
    with pytest.raises(NotFound):
        services.review_entity.split("nobody", [LATIN])
    with pytest.raises(NotFound):
        services.review_entity.merge(entity, "nobody")
    with pytest.raises(InvalidInput, match="already"):
        services.review_entity.merge(entity, entity)
    with pytest.raises(InvalidInput, match="no name"):
        services.review_entity.split(entity, ["Ada Venn"])
    with pytest.raises(InvalidInput, match="nothing would be left"):
        services.review_entity.split(entity, list(NAMES.values()))
    with pytest.raises(InvalidInput, match="articles"):
        services.review_entity.split(entity, [LATIN], articles=[article, "nothing"])
    assert groups(services) == {frozenset(NAMES.values())}
    assert services.browse.entity(entity).decisions == ()
