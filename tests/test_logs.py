"""The log: whose work a line belongs to, and never a word of an article."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.logs import FORMATS, set_up_logging
from tests.fakes import FakeClock, fake_parts
from tests.web.service import running

MARKER = "Zanzibarquux"
LIBRARY = logging.getLogger("some.library")


@pytest.fixture(params=sorted(FORMATS))
def lines(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is logged, in each of the forms."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    set_up_logging("debug", request.param)
    yield stream
    logging.basicConfig(level=logging.WARNING, handlers=[], force=True)
    logging.getLogger("crosscheck").setLevel(logging.NOTSET)
    logging.captureWarnings(capture=False)


def test_no_word_of_an_article_and_no_key_is_logged_though_its_analysis_fails(
    lines: io.StringIO, tmp_path: Path
) -> None:
    parts = fake_parts(tmp_path)
    parts.understand.failures[MARKER] = ValueError(f"cannot read {MARKER}")  # type: ignore[union-attr]
    article = {"outlet": f"{MARKER} Post", "text": f"{MARKER} | arrive | Port Lorne | |", "title": MARKER}
    extra = f"authorization: Bearer {MARKER}\r\nx-request-id: desk-7\r\ncookie: session={MARKER}\r\n"
    with running(tmp_path, parts=parts, attempts=1) as server:
        posted = server.call("POST", f"/v1/articles?wait=20&x={MARKER}", json.dumps(article).encode(), extra=extra)
        assert posted.status == 422
        posted = server.call("POST", "/v1/articles?wait=20", json.dumps(article).encode(), extra=extra)
        assert posted.document["status"] == "failed"
        for path in (f"/v1/outlets/{MARKER}", f"/{MARKER}", f"/v1/articles?outlet={MARKER}", f"/v1/claims/{MARKER}"):
            server.call("GET", path, extra=extra)
        server.call(MARKER, "/v1/articles", extra=extra)
        server.post({"outlet": MARKER, "text": MARKER, "language": MARKER})
    written = lines.getvalue()
    assert MARKER not in written
    assert "ValueError" in written
    assert "fakes.py" in written, "where it happened is told"


def test_every_line_of_a_request_and_of_the_analysis_that_it_caused_has_its_id(
    tmp_path: Path, lines: io.StringIO
) -> None:
    with running(tmp_path) as server:
        body = json.dumps({"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | |"}).encode()
        posted = server.call("POST", "/v1/articles?wait=20", body, extra="X-Request-ID: desk-7\r\n")
    assert posted.headers["x-request-id"] == "desk-7"
    own = [line for line in lines.getvalue().splitlines() if "desk-7" in line]
    assert any("answered" in line and "/v1/articles" in line and "201" in line for line in own)
    done = next(line for line in own if "analysed article" in line)
    assert posted.document["id"] in done
    if done.startswith("{"):
        fields = json.loads(done)
        assert (fields["request_id"], fields["article_id"]) == ("desk-7", posted.document["id"])


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "ü", '"};{', "../x", "a\tb"])
def test_an_id_that_is_not_plain_and_short_is_replaced(tmp_path: Path, given: str) -> None:
    with running(tmp_path) as server:
        answer = server.call("GET", "/healthz", extra=f"x-request-id: {given}\r\n" if given else "")
    assert len(answer.headers["x-request-id"]) == 16
    assert answer.headers["x-request-id"] != given


def test_two_requests_have_two_ids_also_where_they_fail(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        ids = {server.call("GET", path).headers["x-request-id"] for path in ("/healthz", "/nothing", "/v1/claims?x=1")}
    assert len(ids) == 3


def test_what_other_libraries_log_is_written_without_what_it_is_about(lines: io.StringIO) -> None:
    LIBRARY.warning("cannot read %s", MARKER)
    LIBRARY.info("reading %s", MARKER)
    try:
        raise KeyError(MARKER)
    except KeyError:
        LIBRARY.exception("failed at %s", MARKER)
    written = lines.getvalue()
    assert "cannot read %s" in written
    assert "KeyError" in written
    assert "reading" not in written
    assert MARKER not in written


def test_json_lines_are_one_object_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    set_up_logging("info", "json")
    try:
        logging.getLogger("crosscheck.test").info("two\nlines of %s", "work\u2028", extra={"fields": {"count": 2}})
        try:
            raise ValueError from OSError("behind it")
        except ValueError:
            logging.getLogger("crosscheck.test").exception("failed")
    finally:
        logging.basicConfig(level=logging.WARNING, handlers=[], force=True)
        logging.getLogger("crosscheck").setLevel(logging.NOTSET)
        logging.captureWarnings(capture=False)
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert first["message"] == "two lines of work"
    assert (first["level"], first["logger"], first["count"]) == ("info", "crosscheck.test", 2)
    assert [step for step in second["error"] if not step.startswith("at ")] == [
        "builtins.ValueError",
        "builtins.OSError",
    ]


def test_an_article_that_is_tried_again_keeps_the_id_of_the_request_that_brought_it(
    tmp_path: Path, lines: io.StringIO
) -> None:
    parts = fake_parts(tmp_path)
    assert isinstance(parts.clock, FakeClock)
    parts.understand.failures["Ada"] = ValueError("not now")  # type: ignore[union-attr]
    with running(tmp_path, parts=parts, attempts=2, worker=False) as server:
        body = json.dumps({"outlet": "Harbour Post", "text": "Ada Venn | arrive | Port Lorne | |"}).encode()
        server.call("POST", "/v1/articles", body, extra="x-request-id: desk-8\r\n")
        server.services.analyse_pending()
        parts.clock.move(timedelta(minutes=5))
        server.services.analyse_pending()
    failed = [line for line in lines.getvalue().splitlines() if "failed, attempt" in line]
    assert len(failed) == 2
    assert all("desk-8" in line for line in failed)
