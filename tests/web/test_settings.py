"""Settings: documented, checked, and unknown ones refused."""

from pathlib import Path

import pytest

from app.adapters.storage.engine import parse_database_url
from app.core.errors import InvalidSetting
from app.settings import PREFIX, Settings, load_settings

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
    [("PORT", "99999"), ("PORT", "abc"), ("PRECISION", "half"), ("LOG_LEVEL", "loud"), ("BODY_LIMIT", "0")],
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


@pytest.mark.parametrize("url", ["nonsense", "postgresql://localhost/x", "sqlite://", "sqlite:///:memory:"])
def test_a_database_that_this_version_cannot_use_is_refused(url: str) -> None:
    with pytest.raises(InvalidSetting, match="CROSSCHECK_DATABASE_URL"):
        parse_database_url(url)
