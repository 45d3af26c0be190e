"""The whole error tree. Each message is one line that says what is wrong and what to do about it."""

from datetime import timedelta


class CrosscheckError(Exception):
    """Root of every error that the project raises on purpose."""


class InvalidInput(CrosscheckError):
    """What was submitted cannot be taken as it is; the message says how to mend it."""


class InvalidText(InvalidInput):
    """A text with code points that cannot be stored or shown (lone surrogates, NUL), or with no words at all."""


class AddressNotAllowed(InvalidInput):
    """A web address that is none, or that this service does not ask; the message goes on from the address's name."""


class CannotFetch(CrosscheckError):
    """A page or feed cannot be had, and asking again would not change that."""


class FetchDelayed(CrosscheckError):
    """A page or feed cannot be had just now. ``pause`` is how long to wait at least (None: it is not told); ``counts``
    is False where the fault is ours, such as another call to the same host still under way."""

    def __init__(self, message: str, *, pause: timedelta | None = None, counts: bool = True) -> None:
        super().__init__(message)
        self.pause = pause
        self.counts = counts


class NotFound(CrosscheckError):
    """No record has that id."""


class ChangedMeanwhile(CrosscheckError):
    """What is to be decided about is no longer as the reviewer saw it."""


class BrokenPack(CrosscheckError):
    """A file under ``knowledge/`` has a wrong or missing key; the message names file and key."""


class ModelUnavailable(CrosscheckError):
    """The encoder or the weights of a head are missing or broken, and could not be made anew."""


class ExtractorSilent(CrosscheckError):
    """The second extractor was not asked, or gave nothing that can be used; the article is analysed without it."""


class DatabaseUnavailable(CrosscheckError):
    """The database cannot be opened, or its tables are not those that this version needs."""


class DatabaseTooNew(DatabaseUnavailable):
    """A newer version of Crosscheck has changed the tables; no waiting helps."""


class Busy(CrosscheckError):
    """As much of this is being done already as one process does at once; it is possible again soon."""


class InvalidSetting(CrosscheckError):
    """A ``CROSSCHECK_...`` setting is unknown or has a value out of range."""
