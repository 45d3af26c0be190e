"""The house keeps its word: what the documents name exists, and what exists is documented."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from app import __version__
from app.cli import cli

ROOT = Path(__file__).parent.parent
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
CLI_DOCS = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8")
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/*.md")])
TEXT_ENDINGS = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".sh", ".json", ".ini", ".mako", ""}
OWN_FOLDERS = ("app", "alembic", "benchmarks", "docs", "scripts", "seeds", "tests", "training", ".ci")
# Paths of one machine, and places outside the repository. Written in parts, so that this file is not its own example.
FOREIGN = re.compile(r"(?<!\w)/(wor" + r"k|ro" + r"ot|hom" + r"e|op" + r"t/pypi)/|\.\./" + "shared")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, flags=re.MULTILINE))


def own_files() -> list[Path]:
    found = [path for path in ROOT.iterdir() if path.is_file() and path.name != ".coverage"]
    for folder in OWN_FOLDERS:
        found.extend(path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [path for path in found if path.suffix in TEXT_ENDINGS and path.name != "LICENSE"]


def named_targets() -> set[str]:
    """Targets in code spans, and at the beginning of lines of code."""
    texts = "\n".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    return set(re.findall(r"(?:`|^)make ([a-z][a-z-]*)", texts, flags=re.MULTILINE))


def test_every_make_target_that_a_document_names_exists():
    assert {"run", "test"} <= named_targets() <= targets()


def test_the_readme_starts_with_the_two_commands():
    first, second = README.index("make run"), README.index("make test")
    assert first < second < README.index("curl")


def test_what_is_tested_and_checked_is_one_command():
    recipe = re.search(r"^test: (.*?) ##", MAKEFILE, flags=re.MULTILINE)
    assert recipe is not None
    assert {"install", "format", "lint", "types", "contracts"} <= set(recipe[1].split())


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_is_numbered_and_says_what_it_rests_on(path: Path):
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert all(part in text for part in ("Context", "Decision", "Consequence"))
    assert re.search(r"measure|tried|held by", text, flags=re.IGNORECASE), "what it was decided on"


def test_decisions_are_numbered_without_gap_or_repeat():
    numbers = [int(path.name[:4]) for path in ADRS]
    assert numbers == list(range(1, len(numbers) + 1))


def named_commands(name: str, command: Any) -> list[tuple[str, Any]]:
    """A command, or those of a group, each as it is called."""
    own = getattr(command, "commands", None)
    return [(name, command)] if own is None else [(f"{name} {each}", one) for each, one in own.items()]


def test_every_command_and_option_is_documented():
    group = get_command(cli)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        for path, one in named_commands(name, command):
            line = next((row for row in CLI_DOCS.splitlines() if row.startswith(f"| `crosscheck {path}")), None)
            assert line is not None, path
            options = {option for parameter in one.params for option in parameter.opts if option.startswith("--")}
            assert {option for option in options - {"--help"} if option not in line} == set(), path


def test_every_documented_command_exists():
    known = set(get_command(cli).commands)  # type: ignore[attr-defined]
    for path in DOCUMENTS:
        named = set(re.findall(r"(?:`|bin/)crosscheck ([a-z]+)", path.read_text(encoding="utf-8")))
        assert named <= known, path


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_document_leads_somewhere(path: Path):
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8")):
        assert link.startswith("http") or (path.parent / link).exists(), link


def test_no_file_names_a_path_of_one_machine():
    named = {path.relative_to(ROOT).as_posix() for path in own_files() if FOREIGN.search(path.read_text("utf-8"))}
    assert named == set()


def test_every_copied_path_of_the_image_exists_and_is_let_through():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8")
    copied = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, flags=re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert copied
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source.split('/')[0]}\n" in ignored, source


def test_the_image_runs_offline_as_nobody_in_particular_and_is_watched():
    final = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert "HF_HUB_OFFLINE=1" in final
    assert re.search(r"^USER (?!root)", final, flags=re.MULTILINE)
    assert "HEALTHCHECK" in final
    assert "/healthz" in final
    assert "pip install" not in final


def test_every_dependency_is_pinned_and_so_is_what_it_brings():
    project = PYPROJECT["project"]
    wanted = [
        *PYPROJECT["build-system"]["requires"],
        *project["dependencies"],
        *project["optional-dependencies"]["dev"],
    ]
    pinned = dict(line.split("==") for line in CONSTRAINTS.splitlines() if "==" in line)
    for requirement in wanted:
        name, version = re.split(r"==|;", requirement)[:2]
        assert pinned.get(name.lower().replace("_", "-")) == version.strip(), requirement


def test_the_changelog_knows_this_version():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changelog.startswith("# Changelog")
    assert "## [Unreleased]" in changelog or f"## [{__version__}]" in changelog


def test_every_direct_dependency_is_justified():
    reasons = (ROOT / "docs" / "adr" / "0008-dependencies.md").read_text(encoding="utf-8")
    project = PYPROJECT["project"]
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert requirement.split("==")[0] in reasons, requirement


def test_no_file_of_the_code_is_too_long_to_read():
    long = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "app").rglob("*.py")
        if len(path.read_text(encoding="utf-8").splitlines()) >= 400
    }
    assert long == set()
