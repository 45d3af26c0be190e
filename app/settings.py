"""Every setting, each a ``CROSSCHECK_...`` environment variable. Only ``bootstrap`` and the doors read them."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.core.errors import InvalidSetting

PREFIX = "CROSSCHECK_"


def default_home(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder of the user: ``$XDG_DATA_HOME/crosscheck``, or ``~/.local/share/crosscheck``."""
    base = environment.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "crosscheck"


def default_places(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the derived place list where no settings are at hand."""
    home = environment.get(f"{PREFIX}HOME")
    return (Path(home).expanduser() if home else default_home(environment)) / "places"


class Settings(BaseSettings):
    """All settings. ``load_settings`` reads them and turns what is wrong into one line."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    home: Path = Field(default_factory=default_home, description="Folder for the database and the cached models.")
    database_url: str | None = Field(
        default=None, description="Where everything is kept: sqlite:///PATH. Without it, crosscheck.sqlite3 in HOME."
    )
    embedding_model: str = Field(
        default="intfloat/multilingual-e5-small",
        description="Any sentence-transformers model: a name on the hub, or a folder.",
    )
    precision: Literal["auto", "bf16", "fp32"] = Field(
        default="auto", description="Number format of the encoder; auto takes bf16 where the processor has it."
    )
    threads: int = Field(
        default=0, ge=0, le=256, description="Threads of the encoder; 0 leaves the choice to it (one a core)."
    )
    host: str = Field(default="127.0.0.1", description="Address that the server listens on.")
    port: int = Field(default=8000, ge=0, le=65_535, description="Port that the server listens on; 0 takes a free one.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severity that is logged."
    )
    body_limit: int = Field(
        default=10_000_000, ge=1_000, le=1_000_000_000, description="Largest request body, in bytes."
    )
    text_limit: int = Field(
        default=1_000_000, ge=100, le=20_000_000, description="Longest text of one article, in characters."
    )
    batch_limit: int = Field(default=1_000, ge=1, le=100_000, description="Most articles in one batch.")
    wait_limit: float = Field(
        default=60.0, ge=0, le=600, description="Longest time that ?wait= may ask for, in seconds."
    )
    receive_timeout: float = Field(
        default=20.0, gt=0, le=600, description="Time that a client has for sending a whole request, in seconds."
    )
    shutdown_timeout: float = Field(
        default=3.0, ge=0, le=300, description="Time that running requests have when the server stops, in seconds."
    )
    worker: bool = Field(default=True, description="Whether the server also analyses; false where workers run apart.")
    lease: float = Field(
        default=120.0,
        ge=5,
        le=86_400,
        description="Seconds after which the article of a vanished worker is taken again.",
    )
    attempts: int = Field(default=3, ge=1, le=20, description="How often an article that fails is tried.")
    data: Path | None = Field(
        default=None, description="Folder with evaluation data, for the benchmarks only; the service does not use it."
    )

    @property
    def database(self) -> str:
        """The database URL, the default one where none is set."""
        return self.database_url or f"sqlite:///{self.home.expanduser().absolute() / 'crosscheck.sqlite3'}"

    @property
    def models(self) -> Path:
        """The folder of cached models."""
        return self.home.expanduser() / "models"

    @property
    def places(self) -> Path:
        """The folder of the derived place list."""
        return self.home.expanduser() / "places"


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment; raises InvalidSetting for an unknown name or a value out of range."""
    _refuse_unknown(environment)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0] if first["loc"] else "").upper()
        raise InvalidSetting(f"{name}: {first['msg'][0].lower()}{first['msg'][1:]}") from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
            raise InvalidSetting(f"{name}: there is no such setting; {hint}")
