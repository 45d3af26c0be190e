"""Settings: documented, checked, and unknown ones refused."""

from pathlib import Path

import pytest

from app.adapters.storage.engine import parse_database_url, shown_url
from app.core.errors import InvalidSetting
from app.settings import PREFIX, Settings, authentication_is_on, load_settings

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_documented_with_its_meaning(name: str) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert f"`{PREFIX}{name.upper()}`" in text
    assert Settings.model_fields[name].description in text


def test_nothing_else_is_documented() -> None:
    documented = set()
    for part in DOCUMENT.read_text(encoding="utf-8").split(f"\n| `{PREFIX}")[1:]:
        documented.add(part.partition("`")[0].lower())
    assert documented <= set(Settings.model_fields)


def test_an_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(InvalidSetting, match=r"CROSSCHECK_PROT: .*did you mean CROSSCHECK_PORT\?"):
        load_settings({"CROSSCHECK_PROT": "80"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("PORT", "abc"),
        ("PRECISION", "half"),
        ("LOG_LEVEL", "loud"),
        ("BODY_LIMIT", "0"),
        ("FETCH_ALLOW", "10.0.0.1/8"),
        ("FETCH_ALLOW", "http://intranet/"),
        ("FETCH_PORTS", "http"),
        ("FETCH_PORTS", "70000"),
        ("FETCH_CONTACT", "two words"),
        ("FETCH_DELAY", "-1"),
    ],
)
def test_a_value_out_of_range_is_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(InvalidSetting, match=f"^{PREFIX}{name}: [^\n]+$"):
        load_settings()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CROSSCHECK_HOME", str(tmp_path))
    monkeypatch.setenv("CROSSCHECK_PORT", "8123")
    settings = load_settings()
    assert settings.port == 8123
    assert settings.database == f"sqlite:///{tmp_path / 'crosscheck.sqlite3'}"


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgresql://localhost",
        "postgresql+asyncpg://localhost/x",
        "mysql://localhost/x",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_a_database_that_this_version_cannot_use_is_refused(url: str) -> None:
    with pytest.raises(InvalidSetting, match="CROSSCHECK_DATABASE_URL"):
        parse_database_url(url)


@pytest.mark.parametrize(
    ("host", "authentication", "needed"),
    [
        ("127.0.0.1", "auto", False),
        ("127.8.9.1", "auto", False),
        ("::1", "auto", False),
        ("localhost", "auto", False),
        ("0.0.0.0", "auto", True),
        ("::", "auto", True),
        ("192.0.2.1", "auto", True),
        ("", "auto", True),
        ("::ffff:127.0.0.1", "auto", True),
        ("nothing.invalid", "auto", True),
        ("127.0.0.1", "on", True),
        ("0.0.0.0", "on", True),
        ("127.0.0.1", "off", False),
        ("localhost", "off", False),
    ],
)
def test_keys_are_needed_wherever_others_reach_the_server(host: str, authentication: str, needed: bool) -> None:
    assert authentication_is_on(Settings(host=host, authentication=authentication)) == needed  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "", "nothing.invalid"])
def test_doors_stand_open_to_others_only_where_that_was_said(host: str) -> None:
    with pytest.raises(InvalidSetting, match=r"^CROSSCHECK_AUTHENTICATION: [^\n]+CROSSCHECK_LET_ANYONE_IN"):
        authentication_is_on(Settings(host=host, authentication="off"))
    assert not authentication_is_on(Settings(host=host, authentication="off", let_anyone_in=True))


def test_origins_are_a_list_of_web_origins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSCHECK_ALLOWED_ORIGINS", "https://desk.example.org, http://localhost:3000")
    assert load_settings().allowed_origins == ("https://desk.example.org", "http://localhost:3000")
    for wrong in ("*", "desk.example.org", "https://desk.example.org/", "ftp://x", "https://a.example, null"):
        monkeypatch.setenv("CROSSCHECK_ALLOWED_ORIGINS", wrong)
        with pytest.raises(InvalidSetting, match=r"^CROSSCHECK_ALLOWED_ORIGINS: give origins such as"):
            load_settings()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_server_is_taken_under_each_of_its_names_and_shown_without_its_password(scheme: str) -> None:
    url = f"{scheme}://crosscheck:secret@db.example:5433/news"
    assert parse_database_url(url).drivername == "postgresql+psycopg"
    assert shown_url(url) == "postgresql+psycopg://crosscheck:***@db.example:5433/news"
