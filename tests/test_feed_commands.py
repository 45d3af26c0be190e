"""``crosscheck feeds``: through the command line, on a site on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.followed import RSS, item, rss, whole
from tests.site import Reply, Site, site

ROOT = Path(__file__).parent.parent


@pytest.fixture
def here() -> Iterator[Site]:
    with site() as found:
        yield found


def crosscheck(home: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    given = {"CROSSCHECK_HOME": str(home), "CROSSCHECK_FETCH_ALLOW": "127.0.0.1", **settings}
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *words],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_feed_is_added_polled_listed_and_removed(here: Site, tmp_path: Path) -> None:
    here.pages["/feed"] = Reply(rss(item(1, whole())), type=RSS)
    added = crosscheck(
        tmp_path, "feeds", "add", here.url("/feed"), "--outlet", "Harbour Post", "--every", "1h", "--json"
    )
    assert added.returncode == 0, added.stderr
    feed = json.loads(added.stdout)
    assert (feed["state"], feed["every"], feed["outlet"]) == ("new", "1h", "Harbour Post")
    polled = crosscheck(tmp_path, "feeds", "poll", "--once", "--json")
    assert (polled.returncode, json.loads(polled.stdout)["taken"]) == (0, 1), polled.stderr
    again = crosscheck(tmp_path, "feeds", "poll", "--once")
    assert (again.returncode, again.stdout) == (0, "")
    assert "No feed is due" in again.stderr
    listed = json.loads(crosscheck(tmp_path, "feeds", "list", "--json").stdout)
    assert (listed["id"], listed["state"], listed["entries_taken"]) == (feed["id"], "ok", 1)
    assert "Harbour Post" in crosscheck(tmp_path, "feeds", "list").stdout
    assert crosscheck(tmp_path, "feeds", "remove", feed["id"]).returncode == 0
    assert crosscheck(tmp_path, "feeds", "list").stdout == ""
    gone = crosscheck(tmp_path, "feeds", "remove", feed["id"])
    assert (gone.returncode, gone.stderr) == (1, f"crosscheck: there is no feed {feed['id']}\n")


def test_a_feed_that_fails_is_told(here: Site, tmp_path: Path) -> None:
    crosscheck(tmp_path, "feeds", "add", here.url("/feed"), "--outlet", "Harbour Post")
    polled = crosscheck(tmp_path, "feeds", "poll", "--once")
    assert polled.returncode == 1
    assert "answered 404" in polled.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("http://127.0.0.2/feed", "--outlet", "x"), "url: leads to an address that is not of the public internet"),
        (("feed", "--outlet", "x"), "url: is not a web address"),
        (("http://127.0.0.1/", "--outlet", "x", "--every", "soon"), "every: is not a time"),
        (("http://127.0.0.1/", "--outlet", "x", "--language", "klingon"), "language: is not an ISO"),
    ],
)
def test_what_cannot_be_followed_is_one_line(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    answer = crosscheck(tmp_path, "feeds", "add", *words)
    assert answer.returncode == 2
    assert answer.stderr.startswith(f"crosscheck: {told}")
    assert answer.stderr.count("\n") == 1


def test_an_allow_list_that_says_nothing_stops_the_program(tmp_path: Path) -> None:
    answer = crosscheck(tmp_path, "feeds", "list", CROSSCHECK_FETCH_ALLOW="10.0.0.1/8")
    assert answer.returncode == 2
    assert answer.stderr.startswith("crosscheck: CROSSCHECK_FETCH_ALLOW: ")
