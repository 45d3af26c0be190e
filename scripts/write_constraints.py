"""Writes ``constraints.txt``: the exact version of everything that the project's requirements bring along.

Reads the installed environment, so run it in one that was installed from ``pyproject.toml``: ``make lock``.
"""

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
HEADER = "# Every version that an installation may take. Written by `make lock`; do not edit.\n"


def read_requirements(pyproject: Path) -> list[Requirement]:
    """What the project itself asks for: to build, to run and to develop."""
    tables = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    project = tables["project"]
    wanted = [*tables["build-system"]["requires"], *project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted.extend(extra)
    return [Requirement(line) for line in wanted]


def close_over(requirements: list[Requirement]) -> dict[str, str]:
    """Name -> installed version of the requirements and of all that they require in turn."""
    versions: dict[str, str] = {}
    extras_seen: dict[str, set[str]] = {}
    pending = list(requirements)
    while pending:
        wanted = pending.pop()
        name = canonicalize_name(wanted.name)
        if not _applies(wanted, set()) or not (name not in versions or wanted.extras - extras_seen[name]):
            continue
        try:
            found = distribution(wanted.name)
        except PackageNotFoundError as error:
            raise SystemExit(f"{wanted.name} is not installed: run `make install` first") from error
        versions[name] = Version(found.version).public
        extras_seen.setdefault(name, set()).update(wanted.extras)
        for line in found.requires or []:
            needed = Requirement(line)
            if _applies(needed, wanted.extras):
                needed.marker = None
                pending.append(needed)
    return versions


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    if requirement.marker is None:
        return True
    names = {"", *extras, *(canonicalize_name(extra) for extra in extras)}
    return any(requirement.marker.evaluate({"extra": name}) for name in names)


def main() -> None:
    """Write the file beside ``pyproject.toml``."""
    versions = close_over(read_requirements(ROOT / "pyproject.toml"))
    lines = (f"{name}=={version}\n" for name, version in sorted(versions.items()))
    (ROOT / "constraints.txt").write_text(HEADER + "".join(lines), encoding="utf-8")
    sys.stdout.write(f"constraints.txt: {len(versions)} packages\n")


if __name__ == "__main__":
    main()
