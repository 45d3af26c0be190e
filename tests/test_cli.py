"""The command line: what it says, what it refuses, and what it costs to start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app import __version__
from app.cli import cli
from app.commands.article_files import read_article_files, seed_files
from app.commands.inspection import inspect_lines, inspect_names
from app.core.entities.names import Titles
from app.core.errors import InvalidInput

runner = CliRunner()
COMMANDS = ("serve", "worker", "demo", "ingest", "check", "conflicts", "inspect", "evaluate", "migrate", "doctor")


def run_crosscheck(*arguments: str, stdin: str = "", home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PATH": "", "CROSSCHECK_HOME": str(home)},
        check=False,
        timeout=120,
    )


def test_the_version_is_the_packages_own():
    shown = runner.invoke(cli, ["--version"])
    assert shown.exit_code == 0
    assert shown.stdout.strip() == f"crosscheck {__version__}"


def test_help_names_every_command():
    shown = runner.invoke(cli, ["--help"])
    assert shown.exit_code == 0
    assert all(command in shown.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str):
    shown = runner.invoke(cli, [command, "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.stdout


def test_help_loads_neither_models_nor_the_web():
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom app.cli import cli\n"
        "assert CliRunner().invoke(cli, ['ingest', '--help']).exit_code == 0\n"
        "print(sorted({'torch', 'transformers', 'fastapi', 'sqlalchemy'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.strip() == "[]"


def test_an_unknown_command_is_wrong_usage(tmp_path: Path):
    assert run_crosscheck("fly", home=tmp_path).returncode == 2


def test_an_unknown_setting_is_one_line_with_the_remedy(tmp_path: Path):
    shown = subprocess.run(
        [sys.executable, "-m", "app.cli", "migrate"],
        capture_output=True,
        text=True,
        env={"PATH": "", "CROSSCHECK_HOME": str(tmp_path), "CROSSCHECK_DATABSE_URL": "sqlite:///x"},
        check=False,
        timeout=120,
    )
    assert shown.returncode == 2
    assert shown.stderr.startswith("crosscheck: CROSSCHECK_DATABSE_URL")
    assert "CROSSCHECK_DATABASE_URL" in shown.stderr
    assert len(shown.stderr.strip().splitlines()) == 1


def test_migrating_twice_changes_nothing(tmp_path: Path):
    first, second = (run_crosscheck("migrate", home=tmp_path) for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert first.stderr == second.stderr


def test_the_doctor_names_a_remedy_for_what_is_missing(tmp_path: Path):
    shown = run_crosscheck("doctor", "--json", home=tmp_path)
    findings = {row["check"]: row for row in map(json.loads, shown.stdout.splitlines())}
    assert shown.returncode == 1
    assert set(findings) == {
        "python",
        "sqlite",
        "knowledge",
        "places",
        "encoder",
        "reader",
        "pair head",
        "database",
        "home",
        "disk",
        "clock",
        "port",
        "threads",
        "log",
        "traces",
    }
    assert findings["python"]["state"] == "ok"
    assert findings["encoder"]["remedy"] == "run: crosscheck doctor --fix"
    assert findings["database"]["remedy"] == "run: crosscheck migrate"


def test_articles_are_stored_and_queued_from_a_file(tmp_path: Path):
    file = tmp_path / "articles.ndjson"
    rows = [
        {"outlet": "The Harbour Post", "text": "The ferry left on Monday."},
        {"outlet": "Echo", "txt": "wrong field"},
    ]
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first = run_crosscheck("ingest", str(file), "--queue-only", "--json", home=tmp_path)
    taken = [json.loads(line) for line in first.stdout.splitlines()]
    assert first.returncode == 1
    assert [row["status"] for row in taken] == ["queued", "refused"]
    assert "txt" in taken[1]["error"]
    second = run_crosscheck("ingest", str(file), "--queue-only", "--json", home=tmp_path)
    again = json.loads(second.stdout.splitlines()[0])
    assert again["duplicate"] is True
    assert again["id"] == taken[0]["id"]


def test_conflicts_of_an_empty_database_are_none(tmp_path: Path):
    shown = run_crosscheck("conflicts", "--json", home=tmp_path)
    assert (shown.returncode, shown.stdout) == (0, "")


def test_an_unknown_kind_of_conflict_is_wrong_usage(tmp_path: Path):
    shown = run_crosscheck("conflicts", "--kind", "weather", home=tmp_path)
    assert shown.returncode == 2
    assert "quantity" in shown.stderr


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path):
    shown = run_crosscheck("ingest", str(tmp_path / "none.json"), home=tmp_path)
    assert shown.returncode == 2
    assert len(shown.stderr.strip().splitlines()) == 1


def test_scenarios_that_are_not_there_are_told_before_any_model_is_loaded(tmp_path: Path):
    shown = run_crosscheck("evaluate", str(tmp_path / "none.jsonl"), home=tmp_path)
    assert shown.returncode == 2
    assert shown.stderr.startswith("crosscheck: ")
    assert len(shown.stderr.strip().splitlines()) == 1


def test_a_reader_that_leaves_early_is_no_error_to_shout_about(tmp_path: Path):
    lines = '{"left": "a b", "right": "a b"}\n' * 20_000
    command = f"{sys.executable} -m app.cli inspect names | head -n 1"
    shown = subprocess.run(
        command,
        shell=True,
        input=lines,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
        check=False,
        timeout=120,
    )
    assert json.loads(shown.stdout)["same"] is True
    assert "Traceback" not in shown.stderr


def rows_of(tmp_path: Path, name: str, text: str, **defaults: object):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return list(read_article_files([str(file)], defaults=defaults))


def test_a_json_array_is_one_article_an_item(tmp_path: Path):
    rows = rows_of(tmp_path, "a.json", '[{"outlet": "A", "text": "x"}, {"outlet": "B", "text": "y"}]')
    assert [row.payload["outlet"] for row in rows if row.payload] == ["A", "B"]


def test_a_text_file_needs_an_outlet(tmp_path: Path):
    (row,) = rows_of(tmp_path, "a.txt", "The ferry left.")
    assert row.payload is None
    assert "--outlet" in (row.error or "")


def test_a_text_file_is_taken_unchanged(tmp_path: Path):
    (row,) = rows_of(tmp_path, "a.txt", "  The ferry left.\n", outlet="A")
    assert row.payload == {"outlet": "A", "text": "  The ferry left.\n"}


def test_a_page_is_taken_as_html(tmp_path: Path):
    (row,) = rows_of(tmp_path, "a.html", "<p>The ferry left.</p>", outlet="A", language=None)
    assert row.payload == {"outlet": "A", "html": "<p>The ferry left.</p>"}


def test_what_an_article_says_of_itself_goes_before_the_defaults(tmp_path: Path):
    (row,) = rows_of(tmp_path, "a.json", '{"outlet": "Own", "text": "x"}', outlet="Default", language="en")
    assert row.payload == {"outlet": "Own", "text": "x", "language": "en"}


def test_a_broken_line_never_spoils_the_others(tmp_path: Path):
    rows = rows_of(tmp_path, "a.ndjson", '{"outlet": "A", "text": "x"}\n{broken\n\n[1]\n{"outlet": "B", "text": "y"}\n')
    assert [row.payload is not None for row in rows] == [True, False, False, True]
    assert rows[1].origin.endswith("a.ndjson:2")


def test_an_example_article_is_posted_without_its_own_keys():
    seeds = Path(__file__).parent.parent / "seeds"
    rows = list(read_article_files(seed_files(seeds), defaults={}))
    assert len(rows) == 19
    assert all(row.payload and not {"invented", "happening"} & set(row.payload) for row in rows)


def test_a_folder_without_example_articles_is_refused(tmp_path: Path):
    with pytest.raises(InvalidInput, match="--seeds"):
        seed_files(tmp_path)


def test_names_across_scripts_are_compared_line_by_line():
    lines = [
        '{"left": "Nadia Rahmani", "right": "نادية رحماني"}'.encode(),
        b'{"left": "Nadia Rahmani", "right": "Pavel Oren"}',
    ]
    same, other = inspect_lines(lines, inspect_names(Titles([])))
    assert same["same"] is True
    assert other["same"] is False


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b"\xff", b'{"left": "a"}', b'{"left": 1, "right": "a"}', b'{"left": "\\ud800", "right": "a"}'],
)
def test_a_line_that_cannot_be_taken_says_why_and_the_next_is_answered(line: bytes):
    answers = list(inspect_lines([line, b'{"left": "a b", "right": "a b"}'], inspect_names(Titles([]))))
    assert set(answers[0]) == {"error"}
    assert answers[1]["same"] is True
