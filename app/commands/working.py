"""``crosscheck worker``: analyses what waits, in a process of its own."""

from app.commands.joined import joined_services
from app.commands.terminal import note, progress_bar
from app.logs import set_up_logging
from app.settings import load_settings
from app.worker import run_worker, run_workers


def work(*, once: bool, concurrency: int) -> None:
    """Analyse until nothing waits any more (``once``, in this process), or until a signal says stop."""
    if once:
        work_off()
        return
    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format)
    note("Waiting for articles; stop with Ctrl-C.")
    if concurrency == 1:
        run_worker(settings)
    else:
        run_workers(settings, concurrency)


def work_off() -> None:
    """Analyse all that waits now, with a progress bar."""
    with joined_services(models=True) as services:
        services.queue.release_abandoned()
        with progress_bar("Analysing", total=services.browse.counts()["waiting"]) as advance:
            count = services.analyse_pending(advance)
        note(f"{count} articles analysed")
