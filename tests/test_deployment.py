"""The files for running it elsewhere agree with the code: settings, addresses, folders, secrets."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from app.adapters.storage.engine import dump_json
from app.cli import cli
from app.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service.get("build") == "."}
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
FINAL = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
GUIDE = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
ENVIRONMENT = dict(re.findall(r"(CROSSCHECK_\w+)=(\S+)", FINAL))


def test_there_is_a_server_a_worker_and_a_database_with_pgvector():
    assert {"app", "worker"} == set(OURS)
    assert re.fullmatch(r"pgvector/pgvector:pg\d+", SERVICES["database"]["image"])


@pytest.mark.parametrize("name", OURS)
def test_every_setting_exists(name: str):
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    assert set(OURS[name]["environment"]) <= known
    assert set(ENVIRONMENT) <= known


def test_no_secret_is_written_down_and_none_is_left_out_by_mistake():
    text = dump_json(COMPOSE)
    assert SERVICES["database"]["environment"]["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}"
    for key, value in re.findall(r'"(\w*(?:PASSWORD|SECRET|API_KEY)\w*)":"([^"]*)"', text):
        assert value.startswith("${"), key
    for service in OURS.values():
        address = service["environment"]["CROSSCHECK_DATABASE_URL"]
        assert address.startswith("postgresql+psycopg://crosscheck:${POSTGRES_PASSWORD:?")
        assert address.endswith("@database/crosscheck")


def test_only_the_proxy_on_this_machine_reaches_the_server():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports == ["127.0.0.1:${CROSSCHECK_PORT:-8000}:8000"]
    assert ENVIRONMENT["CROSSCHECK_PORT"] == "8000"
    assert "EXPOSE 8000" in FINAL


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_may_do_little(name: str):
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    # The one folder that it writes to, for the files of exports.
    assert "/tmp" in [*(mount.partition(":")[2] for mount in service.get("volumes", [])), *service.get("tmpfs", [])]
    assert service["restart"] == "unless-stopped"


def test_what_must_outlive_a_container_lies_in_a_volume():
    mounts = dict(mount.split(":") for service in SERVICES.values() for mount in service.get("volumes", []))
    assert set(mounts) == set(COMPOSE["volumes"])
    assert mounts["database"] == "/var/lib/postgresql/data"
    (volume,) = re.findall(r"^VOLUME (\S+)$", FINAL, flags=re.MULTILINE)
    assert ENVIRONMENT["CROSSCHECK_DATABASE_URL"] == f"sqlite:///{volume}/crosscheck.sqlite3"
    assert f"--home-dir {volume}" in FINAL


def test_nothing_starts_before_what_it_stands_on():
    assert OURS["app"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert OURS["worker"]["depends_on"] == {"app": {"condition": "service_healthy"}}
    assert "pg_isready" in SERVICES["database"]["healthcheck"]["test"][1]
    assert OURS["worker"]["healthcheck"] == {"disable": True}, "a worker answers on no port"


def test_the_commands_exist():
    known = set(get_command(cli).commands)  # type: ignore[attr-defined]
    assert set(re.findall(r"crosscheck (\w+)", FINAL.partition('CMD ["sh"')[2])) <= known
    assert OURS["worker"]["command"][:2] == ["crosscheck", "worker"]


def test_the_models_of_the_image_are_those_that_the_service_looks_for():
    build = DOCKERFILE[: DOCKERFILE.rindex("\nFROM ")]
    home = ENVIRONMENT["CROSSCHECK_HOME"]
    assert f"CROSSCHECK_HOME={home}" in build
    assert f"COPY --from=build --chown=crosscheck {home} {home}" in FINAL
    assert "crosscheck doctor --fix" in build


def test_the_guide_says_what_to_set_and_how_to_keep_it():
    for subject in ("## Sizing", "## Reverse proxy and TLS", "## Backups", "## Upgrades", "## Keys", "measured"):
        assert subject in GUIDE, subject
    for name in set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text(encoding="utf-8"))):
        assert f"`{name}`" in GUIDE or f"`{name.removeprefix('CROSSCHECK')}`" in GUIDE, name
