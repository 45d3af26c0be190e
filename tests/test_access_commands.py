"""``crosscheck keys`` and ``crosscheck audit``, on a database of their own."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.adapters.storage import migrations
from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.unit_of_work import SqlStore
from app.cli import cli
from app.commands.serving import _settings
from app.core.errors import InvalidInput, InvalidSetting, NotFound
from app.use_cases.access_keys import TOKEN

runner = CliRunner()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CROSSCHECK_HOME", str(tmp_path))
    return tmp_path


def run(*words: str) -> list[str]:
    shown = runner.invoke(cli, list(words))
    assert shown.exit_code == 0, (shown.output, shown.exception)
    return shown.stdout.splitlines()


def test_a_key_is_printed_alone_and_once() -> None:
    (token,) = run("keys", "create", "--name", "News desk", "--scope", "write", "--scope", "review")
    assert TOKEN.fullmatch(token)
    (row,) = map(json.loads, run("keys", "list", "--json"))
    assert (row["name"], row["scopes"], row["hint"]) == ("News desk", ["write", "review"], token[:9])
    (line,) = run("keys", "list")
    assert row["id"] in line
    assert token not in line + json.dumps(row)


def test_a_key_is_revoked_and_the_log_tells_who_did_what() -> None:
    made = json.loads(
        run("keys", "create", "--name", "Guest", "--scope", "read", "--expires", "2999-01-01", "--json")[0]
    )
    assert (made["expires_at"], TOKEN.fullmatch(made["token"]) is not None) == ("2999-01-01T00:00:00Z", True)
    gone = json.loads(run("keys", "revoke", made["id"], "--json")[0])
    assert gone["revoked_at"] is not None
    assert "revoked" in run("keys", "list")[0]
    entries = [json.loads(line) for line in run("audit", "--json")]
    assert [(entry["action"], entry["actor"]) for entry in entries] == [
        ("key.revoke", "local"),
        ("key.create", "local"),
    ]
    assert run("audit", "--action", "key.create", "--object", made["id"], "--actor", "local")[0].endswith(
        "scopes=['read']"
    )
    assert run("audit", "--until", "2020-01-01") == []
    assert made["token"] not in "".join(run("audit", "--limit", "9"))


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["keys", "create", "--name", "x", "--scope", "boss"], "--scope: there is no 'boss'; choose read"),
        (["keys", "create", "--name", "local", "--scope", "read"], "name: 'local' stands for"),
        (["keys", "create", "--name", "x", "--scope", "read", "--expires", "soon"], "--expires: must be"),
        (["audit", "--action", "burn"], "--action: there is no 'burn'"),
    ],
)
def test_wrong_usage_is_told_in_one_line(words: list[str], error: str) -> None:
    shown = runner.invoke(cli, words)
    assert isinstance(shown.exception, InvalidInput)
    assert error in str(shown.exception)


def test_an_unknown_key_is_told() -> None:
    assert isinstance(runner.invoke(cli, ["keys", "revoke", "key_x"]).exception, NotFound)


def test_open_doors_to_others_are_refused_before_any_work(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setenv("CROSSCHECK_AUTHENTICATION", "off")
    shown = runner.invoke(cli, ["serve", "--host", "0.0.0.0"])
    assert isinstance(shown.exception, InvalidSetting)
    assert not (home / "crosscheck.sqlite3").exists()
    assert _settings("127.0.0.1", None).authentication == "off"


def test_the_tables_of_an_earlier_version_are_brought_up(home: Path) -> None:
    url = f"sqlite:///{home / 'old.sqlite3'}"
    engine = open_engine(parse_database_url(url), writer=True)
    migrations.migrate(engine, "0004")
    engine.dispose()
    store = SqlStore(url)
    store.migrate()
    assert store.ready() is None
    with store.reading() as unit:
        assert unit.keys.list() == ()
    store.close()
