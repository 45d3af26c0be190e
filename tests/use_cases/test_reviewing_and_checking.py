"""Decisions of reviewers, and statements against what is stored."""

from pathlib import Path

import pytest

from app.core.errors import InvalidText, NotFound
from app.core.model.conflict import ReviewState
from app.core.model.records import ConflictFilter
from app.use_cases.drafts import read_draft
from app.use_cases.remarks import Remark
from app.use_cases.services import Services
from app.use_cases.views import ConflictView
from tests.fakes import fake_services

ON_THE_12TH = "Ada Venn | arrive | Port Lorne | 2024-03-12 |"
ON_THE_13TH = "Ada Venn | arrive | Port Lorne | 2024-03-13 |"


def post(services: Services, outlet: str, text: str) -> str:
    article = services.submit(read_draft({"outlet": outlet, "text": text, "published_at": "2024-03-14T08:00:00Z"})).id
    services.analyse_pending()
    return article


def the_conflict(services: Services) -> ConflictView:
    conflicts = services.browse.conflicts().items
    assert len(conflicts) == 1
    return conflicts[0]


@pytest.fixture
def services(tmp_path: Path) -> Services:
    services = fake_services(tmp_path)
    post(services, "Harbour Post", ON_THE_13TH)
    post(services, "Gazette", ON_THE_12TH)
    return services


def test_every_decision_is_kept_and_the_last_one_counts(services: Services) -> None:
    conflict = the_conflict(services)
    services.review(conflict.id, ReviewState.CONFIRMED, Remark(note="seen both pages"))
    services.review(conflict.id, ReviewState.DISMISSED, Remark(note="a correction was printed"))
    after = the_conflict(services)
    assert (after.state, after.note) == ("dismissed", "a correction was printed")
    assert [decision.state for decision in after.decisions] == ["confirmed", "dismissed"]
    assert services.browse.conflicts(ConflictFilter(state="dismissed")).items == (after,)
    assert services.browse.conflicts(ConflictFilter(state="open")).items == ()


def test_a_decision_survives_a_further_report_of_one_side(services: Services) -> None:
    before = the_conflict(services)
    services.review(before.id, ReviewState.CONFIRMED)
    third = post(services, "Al Marsa", ON_THE_13TH)
    after = the_conflict(services)
    assert after.id != before.id
    assert after.state == "confirmed"
    assert services.browse.conflicts(ConflictFilter(state="confirmed")).items == (after,)
    services.delete(third)
    assert the_conflict(services) == services.browse.conflict(before.id)
    assert the_conflict(services).state == "confirmed"


def test_a_decision_goes_with_the_article_that_it_was_about(services: Services) -> None:
    services.review(the_conflict(services).id, ReviewState.DISMISSED)
    for article in services.browse.articles().items:
        if article.outlet == "Gazette":
            services.delete(article.id)
    assert services.browse.conflicts().items == ()
    post(services, "Gazette", ON_THE_12TH)
    assert the_conflict(services).state == "open"


def test_a_conflict_that_is_not_there_cannot_be_reviewed(services: Services) -> None:
    with pytest.raises(NotFound):
        services.review("con_nothing", ReviewState.CONFIRMED)


def test_a_statement_that_some_report_and_some_exclude_is_disputed(services: Services) -> None:
    checked = services.check(ON_THE_13TH)
    assert checked.verdict == "disputed"
    (found,) = checked.clusters
    assert [claim.outlet for claim in found.supporting] == ["Harbour Post"]
    assert [claim.outlet for claim in found.contradicting] == ["Gazette"]
    assert found.reasons


def test_a_statement_that_all_exclude_is_contradicted(services: Services) -> None:
    checked = services.check("Ada Venn | arrive | Port Lorne | 2024-03-11 |")
    assert checked.verdict == "contradicted"
    assert len(checked.clusters[0].contradicting) == 2


def test_a_statement_that_nobody_reports_is_unreported(services: Services) -> None:
    assert services.check("Marek Oduya | attack | Khartal | 2023-01-01 |").verdict == "unreported"
    assert services.check("nothing at all").verdict == "unreported"


def test_a_statement_that_all_report_is_supported(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    post(services, "Harbour Post", ON_THE_13TH)
    assert services.check(ON_THE_13TH).verdict == "supported"


def test_checking_stores_nothing(services: Services) -> None:
    before = services.browse.counts()
    services.check(ON_THE_13TH)
    assert services.browse.counts() == before


@pytest.mark.parametrize("statement", ["", " ", "\x00", "?!"])
def test_a_statement_without_words_is_refused(services: Services, statement: str) -> None:
    with pytest.raises(InvalidText):
        services.check(statement)
