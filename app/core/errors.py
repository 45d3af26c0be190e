"""The whole error tree. Each message is one line that says what is wrong and what to do about it."""


class CrosscheckError(Exception):
    """Root of every error that the project raises on purpose."""


class InvalidInput(CrosscheckError):
    """What was submitted cannot be taken as it is; the message says how to mend it."""


class InvalidText(InvalidInput):
    """A text with code points that cannot be stored or shown (lone surrogates, NUL), or with no words at all."""


class NotFound(CrosscheckError):
    """No record has that id."""


class BrokenPack(CrosscheckError):
    """A file under ``knowledge/`` has a wrong or missing key; the message names file and key."""


class ModelUnavailable(CrosscheckError):
    """The encoder or the weights of a head are missing or broken, and could not be made anew."""


class DatabaseUnavailable(CrosscheckError):
    """The database cannot be opened, or its tables are not those that this version needs."""


class InvalidSetting(CrosscheckError):
    """A ``CROSSCHECK_...`` setting is unknown or has a value out of range."""
