"""A sentence's tree: every word and arc is drawn, from the right where the language runs so, and told as a table."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ModelUnavailable
from app.core.model.sentence import ParsedSentence, Word
from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.web.pages.sentence_tree import MOST_WORDS, draw_tree
from tests.fakes import fake_services
from tests.web.html_page import get

LINE = "Ada Venn | arrive | Port Lorne | 2024-03-13 |"


def sentence_of(heads: list[int], texts: list[str] | None = None) -> ParsedSentence:
    words = tuple(
        Word(text=texts[place] if texts else f"w{place}", start=0, end=1, tag="NOUN", head=head, relation="obj")
        for place, head in enumerate(heads)
    )
    return ParsedSentence(start=0, end=1, language="en", words=words)


def trees(count: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, count), min_size=count, max_size=count)


@given(st.integers(0, 40).flatmap(trees), st.booleans())
def test_every_word_and_arc_stands_inside_the_drawing(heads: list[int], mirrored: bool) -> None:
    drawing = draw_tree(sentence_of(heads), right_to_left=mirrored)
    assert len(drawing.words) == len(heads)
    assert len(drawing.arcs) == sum(head > 0 for head in heads)
    assert all(0 < word.x < drawing.width for word in drawing.words)
    assert all(0 < arc.y < drawing.height and 0 < arc.x < drawing.width for arc in drawing.arcs)
    middles = [word.x for word in drawing.words]
    assert middles == sorted(middles, reverse=mirrored)


def test_an_arc_runs_above_every_shorter_one_under_it() -> None:
    drawing = draw_tree(sentence_of([0, 1, 2, 1]), right_to_left=False)
    heights = {arc.x: arc.y for arc in drawing.arcs}
    assert min(heights.values()) == drawing.arcs[-1].y
    assert len(set(heights.values())) > 1


def test_a_long_word_is_cut_and_a_sentence_without_end_is_drawn_in_part() -> None:
    drawing = draw_tree(sentence_of([0, 1], ["a" * 10_000, "b"]), right_to_left=False)
    assert len(drawing.words[0].text) == 22
    assert drawing.width < 400
    assert len(draw_tree(sentence_of([0] + [1] * 500), right_to_left=False).words) == MOST_WORDS


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    built = fake_services(tmp_path, worker=False)
    yield built
    built.close()


def submit(services: Services, language: str) -> str:
    article = services.submit(read_draft({"outlet": "Harbour Post", "language": language, "text": f"{LINE}\n{LINE}"}))
    services.analyse_pending()
    return article.id


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_a_sentence_is_drawn_and_told_as_a_table(services: Services, language: str, direction: str) -> None:
    client = TestClient(create_app(services))
    article = submit(services, language)
    page = get(client, f"/articles/{article}/sentences/2")
    assert page.all("svg")[0]["role"] == "img"
    assert any("tree" in (one.get("class") or "").split() and one["dir"] == direction for one in page.all("div"))
    assert len([one for one in page.all("th") if one.get("scope") == "row"]) == len(LINE.split())
    others = [link for link in page.links(f"/articles/{article}/sentences/") if "lang=" not in link]
    assert others == [f"/articles/{article}/sentences/1"]
    assert f"/articles/{article}/sentences/2" in get(client, f"/articles/{article}").links("/articles/")


@pytest.mark.parametrize("number", ["3", "0", "x", "-1", "99999999999"])
def test_a_sentence_that_is_not_there_answers_a_page(services: Services, number: str) -> None:
    client = TestClient(create_app(services))
    answer = client.get(f"/articles/{submit(services, 'en')}/sentences/{number}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"].startswith("text/html")


def test_a_model_that_is_missing_or_loading_is_told(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    client = TestClient(create_app(services))
    address = f"/articles/{submit(services, 'en')}/sentences/1"

    def missing(sentences: object) -> None:
        raise ModelUnavailable("no weights in the folder")

    monkeypatch.setattr(services.reader, "read", missing)
    monkeypatch.setattr(services, "model_problem", lambda: "no weights in the folder")
    page = get(client, address, status=503)
    assert "models are not there" in page.text
    assert "no weights in the folder" in page.text
    assert client.get(address).headers["retry-after"] == "10"
    monkeypatch.setattr(services, "runs_worker", True)
    monkeypatch.setattr(services, "model_problem", lambda: "loading")
    assert "still loading" in get(client, address, status=503).text
