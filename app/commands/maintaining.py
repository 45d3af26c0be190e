"""``crosscheck migrate`` and ``crosscheck doctor``."""

from app.adapters.storage.engine import open_engine, parse_database_url, shown_url
from app.adapters.storage.migrations import migrate as migrate_tables
from app.commands.diagnosis import diagnose, mend
from app.commands.findings import State
from app.commands.terminal import note, results, step, write_json
from app.settings import load_settings

MARKS = {State.OK: "ok", State.WARNING: "warn", State.FAILED: "FAIL"}


def migrate() -> None:
    """Run pending migrations; a second call changes nothing."""
    settings = load_settings()
    engine = open_engine(parse_database_url(settings.database), writer=True)
    try:
        revision = migrate_tables(engine)
    finally:
        engine.dispose()
    note(f"{shown_url(settings.database)} is at {revision}")


def doctor(*, fix: bool, json: bool) -> bool:
    """Print every check; whether all are well enough to run."""
    settings = load_settings()
    if fix:
        with step("Making the model folder and the tables"):
            mend(settings)
    sound = True
    for finding in diagnose(settings):
        sound = sound and finding.state is not State.FAILED
        if json:
            fields = {"check": finding.check, "state": finding.state.value, "detail": finding.detail}
            write_json({**fields, "remedy": finding.remedy})
        else:
            remedy = f"; {finding.remedy}" if finding.remedy else ""
            results().print(f"{MARKS[finding.state]:<4}  {finding.check:<9}  {finding.detail}{remedy}", markup=False)
    return sound
