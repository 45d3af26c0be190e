"""The derived place list as a file in the user's home: made once, read in a moment by every later start.

Its name carries a fingerprint of the packages and of ``regions.toml``, so that a new version makes its own. It is
written beside its place and renamed under a lock; where the folder cannot be written to, the list is derived in memory.
"""

import hashlib
import logging
import tempfile
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from filelock import FileLock

from app.adapters.gazetteer.build import derive_places, fingerprint
from app.adapters.gazetteer.packed import Arrays, PackedPlaces

_DIGITS = 12
_log = logging.getLogger(__name__)


def place_file(folder: Path) -> Path:
    """Where the list of the installed packages is kept."""
    digest = hashlib.sha256(fingerprint().encode()).hexdigest()[:_DIGITS]
    return folder / f"places-{digest}.npz"


def read_place_file(path: Path) -> PackedPlaces | None:
    """The list of a file, None where it is missing or damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return PackedPlaces({name: file[name] for name in file.files})
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile):
        return None


def load_places(folder: Path) -> PackedPlaces:
    """The list out of its file, made first where it is missing, damaged or of other packages."""
    path = place_file(folder)
    found = read_place_file(path)
    if found is not None:
        return found
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".places.lock"):
            found = read_place_file(path)  # another process may have made it meanwhile
            return found if found is not None else _made(path)
    except OSError as error:
        _log.warning("cannot keep the place list in %s (%s); it is derived anew at every start", folder, error)
        return PackedPlaces(derive_places())


def _made(path: Path) -> PackedPlaces:
    _log.info("deriving the place list once, which takes some seconds")
    arrays = derive_places()
    _write(path, arrays)
    for other in path.parent.glob("places-*.npz"):
        if other != path:
            other.unlink(missing_ok=True)
    return PackedPlaces(arrays)


def _write(path: Path, arrays: Arrays) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".places.", delete=False) as file:
        written = Path(file.name)
        try:
            np.savez(file, allow_pickle=False, **arrays)
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    written.chmod(0o644)
    written.replace(path)
