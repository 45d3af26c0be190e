"""Where commands write: results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


def results() -> Console:
    """Standard output, for people: no wrapping marks, no guessed highlighting."""
    return Console(highlight=False, soft_wrap=True)


def notes() -> Console:
    """Standard error: progress, remarks, errors."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def write_json(value: object) -> None:
    """One JSON value on one line of standard output, letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def note(message: str) -> None:
    """One line on standard error."""
    notes().print(message, markup=False)


@contextmanager
def step(message: str) -> Iterator[None]:
    """Says what is being done while it is done, and that it is done."""
    console = notes()
    if console.is_terminal:
        with console.status(message):
            yield
    else:
        console.print(f"{message} ...", markup=False)
        yield


@contextmanager
def progress_bar(message: str, *, total: int | None) -> Iterator[Callable[[], None]]:
    """A bar on standard error; call what it gives after each piece of work. ``total`` is None where it is unknown."""
    console = notes()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(message, total=total)
        yield lambda: progress.advance(task)
