"""Taking articles in: what is refused, what is the same article, what is lost (nothing)."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.core.errors import CrosscheckError, InvalidInput, NotFound
from app.core.model.records import ArticleStatus
from app.use_cases.drafts import InvalidFields, read_draft
from app.use_cases.submit_article import Submitted
from tests.fakes import NOW, fake_services

GOOD = {"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |"}


def problem_with(fields: object) -> dict[str, str]:
    with pytest.raises(InvalidFields) as caught:
        read_draft(fields)
    return dict(caught.value.problems)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"outlet": ""}, "outlet"),
        ({"outlet": "a\nb"}, "outlet"),
        ({"outlet": "x" * 201}, "outlet"),
        ({"outlet": 7}, "outlet"),
        ({"outlet": "lone \ud800"}, "outlet"),
        ({"title": "a\x00b"}, "title"),
        ({"text": ["no"]}, "text"),
        ({"html": "<p>both</p>"}, ""),
        ({"text": None}, ""),
        ({"language": "klingon"}, "language"),
        ({"language": "xx"}, "language"),
        ({"published_at": "yesterday"}, "published_at"),
        ({"published_at": "2024-02-30"}, "published_at"),
        ({"published_at": "2024-03-13T10:00:00"}, "published_at"),
        ({"published_at": "2024-03-13T25:00:00Z"}, "published_at"),
        ({"published_at": "1203-03-13"}, "published_at"),
        ({"published_at": 1710000000}, "published_at"),
        ({"published_at": "٢٠٢٤-03-13"}, "published_at"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://[half"}, "url"),
        ({"tittle": "misspelt"}, "tittle"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_without_its_value(change: dict[str, object], field: str) -> None:
    problems = problem_with(GOOD | change)
    assert field in problems
    assert "misspelt" not in str(problems)


@pytest.mark.parametrize("value", [None, [], "text", 3, True])
def test_what_is_no_object_is_refused(value: object) -> None:
    assert "JSON object" in problem_with(value)[""]


def test_an_article_needs_a_text_a_page_or_an_address() -> None:
    assert "text or html, or the url" in problem_with({"outlet": "Harbour Post"})[""]
    assert read_draft({"outlet": "Harbour Post", "url": "https://example.org/1"}).text is None


@pytest.mark.parametrize("text", ["", "  \n ", "...", "a\x00b", "x\ud800"])
def test_a_text_without_words_or_with_unstorable_characters_is_refused(tmp_path: Path, text: str) -> None:
    services = fake_services(tmp_path)
    with pytest.raises(InvalidInput, match="text"):
        services.submit(read_draft(GOOD | {"text": text}))
    assert services.browse.counts()["articles"] == 0


def test_a_text_over_the_limit_is_refused(tmp_path: Path) -> None:
    services = fake_services(tmp_path, text_limit=100)
    with pytest.raises(InvalidFields, match="longer than 100"):
        services.submit(read_draft(GOOD | {"text": "word " * 21}))
    assert services.submit(read_draft(GOOD | {"text": "word " * 20})).status is ArticleStatus.QUEUED


def test_only_dates_up_to_two_days_ahead_are_taken(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    far, near = NOW + timedelta(days=3), NOW + timedelta(days=1)
    with pytest.raises(InvalidFields, match="days ahead"):
        services.submit(read_draft(GOOD | {"published_at": far.isoformat()}))
    assert not services.submit(read_draft(GOOD | {"published_at": near.isoformat()})).duplicate


def test_a_plain_date_stands_for_its_first_moment_in_utc(tmp_path: Path) -> None:
    draft = read_draft(GOOD | {"published_at": "2024-03-13"})
    assert draft.published_at is not None
    assert draft.published_at.isoformat() == "2024-03-13T00:00:00+00:00"


def test_the_same_article_again_has_the_first_id(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    at_two = GOOD | {"published_at": "2024-03-13T14:00:00+02:00"}
    first = services.submit(read_draft(at_two))
    again = services.submit(read_draft(GOOD | {"published_at": "2024-03-13T12:00:00Z"}))
    other = services.submit(read_draft(GOOD))
    assert (again.id, again.duplicate) == (first.id, True)
    assert other.id != first.id
    services.analyse_pending()
    assert services.submit(read_draft(at_two)).status is ArticleStatus.ANALYSED


def test_text_and_offset_come_back_as_they_were_submitted(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    text = "\u202eAda\u202c  Venn \r\n\tقال ١٢\u0301 \U0001f600 | arrive | Port Lorne | |"
    submitted = services.submit(read_draft(GOOD | {"text": text, "published_at": "2024-03-13T14:00:00+02:00"}))
    services.analyse_pending()
    article = services.browse.article(submitted.id)
    assert article.text == text
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2024-03-13T14:00:00+02:00"
    assert all(text[claim.start : claim.end] == claim.quote for claim in article.claims)


def test_a_page_is_kept_with_what_was_extracted_from_it(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    draft = read_draft({"outlet": "Harbour Post", "html": "<h1>x</h1><p>Ada Venn | arrive | | |</p>"})
    submitted = services.submit(draft)
    assert services.browse.article(submitted.id).text == "Ada Venn | arrive | | |"
    with services.store.reading() as unit:
        stored = unit.articles.get(submitted.id)
    assert stored is not None
    assert stored.submission.html == draft.html


def test_a_bad_row_never_spoils_the_others(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    rows = [read_draft(GOOD), InvalidInput("no"), read_draft(GOOD | {"text": "  "}), read_draft(GOOD)]
    results = services.submit.many(rows)
    kinds = [type(result) for result in results]
    assert kinds[0] is kinds[3] is Submitted
    assert all(isinstance(result, CrosscheckError) for result in results[1:3])
    assert [result.duplicate for result in results if isinstance(result, Submitted)] == [False, True]
    assert services.browse.counts()["articles"] == 1


def test_deleting_what_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        fake_services(tmp_path).delete("nothing")
