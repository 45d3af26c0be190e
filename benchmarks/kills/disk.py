"""A small disk of its own that can be filled and emptied: a tmpfs, which needs the right to mount."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BLOCKS = (1 << 20, 1 << 12, 1)  # bytes that are tried, one after the other, until none of them fits
NEEDED = "it takes a small disk to fill one: run it as root, in a container with the capability SYS_ADMIN"


class CannotMount(Exception):
    """There is no right to mount; the message says what is needed."""


@dataclass(frozen=True)
class SmallDisk:
    """``folder`` is all of it."""

    folder: Path

    def fill(self) -> None:
        """Not a byte is left; again where some were set free since."""
        ballast = os.open(self._ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            for size in BLOCKS:
                try:
                    while os.write(ballast, bytes(size)):
                        pass
                except OSError:
                    continue
        finally:
            os.close(ballast)

    def empty(self) -> None:
        """The room that was filled is free again."""
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """Mounted for as long as the block lasts. Raises CannotMount."""
    folder = Path(tempfile.mkdtemp(prefix="ccdisk"))
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "crosscheck", str(folder))
    except (OSError, subprocess.CalledProcessError) as error:
        folder.rmdir()
        raise CannotMount(NEEDED) from error
    try:
        yield SmallDisk(folder)
    finally:
        _run("umount", "--lazy", str(folder))  # also where a process that is just ending has a file open
        folder.rmdir()


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  (our own)
