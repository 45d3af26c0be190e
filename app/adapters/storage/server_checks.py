"""What a PostgreSQL server must have and be set to, so that nothing acknowledged is lost."""

from dataclasses import dataclass

from sqlalchemy import Engine, text

OLDEST_SERVER = 140_000  # PostgreSQL 14
OLDEST_VECTOR = (0, 7, 0)  # the first with half-precision vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerReport:
    """``faults`` keep the service from running, ``doubts`` endanger what it has acknowledged; each with its remedy."""

    version: str
    faults: tuple[tuple[str, str], ...]
    doubts: tuple[tuple[str, str], ...]


def look_at_server(engine: Engine) -> ServerReport:
    """Asks the server; changes nothing."""
    with engine.connect() as connection:
        names = ("server_version", "server_version_num", "server_encoding", "fsync", "full_page_writes")
        found = {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in names}
        query = text(
            "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = 'vector'"
        )
        vector = connection.execute(query).scalar()
    faults, doubts = [], []
    if int(found["server_version_num"]) < OLDEST_SERVER:
        faults.append(("it is older than PostgreSQL 14", "upgrade it"))
    if found["server_encoding"] != "UTF8":
        faults.append((f"its encoding is {found['server_encoding']}", "create the database with ENCODING 'UTF8'"))
    if vector is None or tuple(map(int, vector.split("."))) < OLDEST_VECTOR:
        faults.append(("pgvector 0.7 or newer is missing", "install pgvector on the server"))
    for name in ("fsync", "full_page_writes"):
        if found[name] != "on":
            doubts.append((f"{name} is {found[name]}: a crash may lose articles", f"set {name} = on on the server"))
    version = f"PostgreSQL {found['server_version']}, pgvector {vector or 'missing'}"
    return ServerReport(version=version, faults=tuple(faults), doubts=tuple(doubts))
