"""Every setting, each a ``CROSSCHECK_...`` environment variable. Only ``bootstrap`` and the doors read them."""

import difflib
import os
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.core.errors import InvalidSetting
from app.core.web.addresses import Reach, read_openings, read_ports

PREFIX = "CROSSCHECK_"


def default_home(environment: Mapping[str, str] = os.environ) -> Path:
    """The data folder of the user: ``$XDG_DATA_HOME/crosscheck``, or ``~/.local/share/crosscheck``."""
    base = environment.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "crosscheck"


def default_places(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the derived place list where no settings are at hand."""
    home = environment.get(f"{PREFIX}HOME")
    return (Path(home).expanduser() if home else default_home(environment)) / "places"


def _split_list(value: Any) -> Any:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _web_origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.hostname or f"{parts.scheme}://{parts.netloc}" != origin:
            raise ValueError("give origins such as https://desk.example.org, parted by commas; * is not possible")
    return tuple(origin.lower() for origin in origins)


Origins = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_list), AfterValidator(_web_origins)]


class Settings(BaseSettings):
    """All settings. ``load_settings`` reads them and turns what is wrong into one line."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    home: Path = Field(default_factory=default_home, description="Folder for the database and the cached models.")
    database_url: str | None = Field(
        default=None,
        description="Where everything is kept: sqlite:///PATH, or postgresql://USER:PASSWORD@HOST/DATABASE "
        "(with pgvector). Without it, crosscheck.sqlite3 in HOME.",
    )
    vector_memory: int = Field(
        default=256_000_000,
        ge=1_000_000,
        le=100_000_000_000,
        description="Most bytes of vectors that one process holds in memory, by months of claims; the months that were "
        "used last stay. Of no meaning on PostgreSQL, which searches them itself.",
    )
    embedding_model: str = Field(
        default="intfloat/multilingual-e5-small",
        description="Any sentence-transformers model: a name on the hub, or a folder.",
    )
    precision: Literal["auto", "bf16", "fp32"] = Field(
        default="auto",
        description="Number format of the encoder; auto takes bf16 where it is faster and agrees with fp32.",
    )
    threads: int = Field(
        default=0, ge=0, le=256, description="Threads of the encoder; 0 leaves the choice to it (one a core)."
    )
    host: str = Field(default="127.0.0.1", description="Address that the server listens on.")
    port: int = Field(default=8000, ge=0, le=65_535, description="Port that the server listens on; 0 takes a free one.")
    authentication: Literal["auto", "on", "off"] = Field(
        default="auto",
        description="Whether every call needs an API key. auto: not where the server listens on loopback only. "
        "Behind a proxy, set it to on.",
    )
    let_anyone_in: bool = Field(
        default=False,
        description="Allows authentication=off on an address that others reach: whoever reaches it may read, post and "
        "delete everything.",
    )
    rate_limit: int | None = Field(
        default=None,
        ge=0,
        le=1_000_000,
        description="Requests a minute that one API key may make, or one address without a key, at each server "
        "process; 0 for no limit. Without it, 1200 where authentication is on, and no limit where it is off.",
    )
    rate_burst: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        description="How many of these may come at once. Without it, a quarter of a minute's.",
    )
    allowed_origins: Origins = Field(
        default=(),
        description="Web origins whose scripts may call the interface (CORS), parted by commas; none unless set.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severity that is logged."
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Form of the lines of the log: text for people, or json, one object a line."
    )
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65_535,
        description="Port at which a worker process serves its metrics, on CROSSCHECK_HOST; several take the next free "
        "ones. The server has its own at /metrics.",
    )
    otlp_endpoint: str | None = Field(
        default=None,
        max_length=500,
        pattern=r"^https?://[^\s?#]+$",
        description="Where OpenTelemetry traces are sent, as http://localhost:4318/v1/traces; needs the extra otel.",
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
    export_timeout: float = Field(
        default=900.0, ge=1, le=86_400, description="Time that a client has for taking a whole export, in seconds."
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s?#]+$",
        max_length=300,
        description="Address of the service as others reach it, for the links in JSON-LD exports.",
    )
    shutdown_timeout: float = Field(
        default=3.0, ge=0, le=300, description="Time that running requests have when the server stops, in seconds."
    )
    drain: float = Field(
        default=0.0,
        ge=0,
        le=5,
        description="Time after SIGTERM in which the server still answers, while /readyz says 503, in seconds.",
    )
    worker: bool = Field(default=True, description="Whether the server also analyses; false where workers run apart.")
    lease: float = Field(
        default=120.0,
        ge=5,
        le=86_400,
        description="Seconds after which the article of a vanished worker is taken again.",
    )
    attempts: int = Field(default=3, ge=1, le=20, description="How often an article that fails is tried.")
    read_together: int = Field(
        default=8, ge=1, le=64, description="How many waiting articles a worker reads in one pass of the models."
    )
    extractor_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s?#]+$",
        max_length=300,
        description="A second extractor: address of an OpenAI-compatible endpoint, before /chat/completions.",
    )
    extractor_model: str | None = Field(default=None, max_length=200, description="Name of its model.")
    extractor_api_key: SecretStr | None = Field(
        default=None, description="Key that it asks for; never shown or logged."
    )
    extractor_timeout: float = Field(
        default=30.0, ge=1, le=600, description="Longest time that it may take for one article, in seconds."
    )
    extractor_budget: int = Field(
        default=1_000_000, ge=0, description="Most tokens a day (UTC) that one process may use with it."
    )
    extractor_most_characters: int = Field(
        default=20_000, ge=100, le=1_000_000, description="Most characters of one article that are sent to it."
    )
    fetch_allow: str = Field(
        default="",
        description="Names, IP addresses and networks that may be asked although they are not of the public internet, "
        "with commas between them; name:port opens one port only. Whoever may post articles can then read them.",
    )
    fetch_ports: str = Field(default="80,443", description="Ports of the public internet that may be asked.")
    fetch_contact: str = Field(
        default="",
        max_length=200,
        pattern=r"^[\x21-\x7e]*$",
        description="Address of a page or mailbox, told to the sites that are asked, for those who mind.",
    )
    fetch_delay: float = Field(
        default=1.0, ge=0, le=300, description="Least pause between two calls to one site, in seconds."
    )
    fetch_timeout: float = Field(
        default=30.0, gt=0, le=300, description="Longest time that one call to a site may take, in seconds."
    )
    fetch_limit: int = Field(
        default=5_000_000, ge=10_000, le=100_000_000, description="Largest page that is fetched, in bytes."
    )
    fetch_attempts: int = Field(
        default=4, ge=1, le=20, description="How often a page is asked for that cannot be had just now."
    )
    fetchers: int = Field(
        default=4, ge=0, le=64, description="Pages and feeds that one process fetches at a time; 0 fetches none."
    )
    webhook_senders: int = Field(
        default=16, ge=0, le=256, description="Webhooks that one process calls at a time; 0 calls none."
    )
    webhook_timeout: float = Field(
        default=15.0, gt=0, le=45, description="Longest time that one call of a webhook may take, in seconds."
    )
    webhook_give_up_days: float = Field(
        default=5.0, gt=0, le=365, description="Days without a successful call after which a webhook is disabled."
    )
    watch_days: float = Field(
        default=7.0, gt=0, le=3_650, description="Days that events are kept, for streams that resume and for replays."
    )
    watch_events: int = Field(default=100_000, ge=1_000, le=100_000_000, description="Most events that are kept.")
    stream_limit: int = Field(
        default=200, ge=0, le=100_000, description="Streams that may be open at a time, for each server process."
    )
    data: Path | None = Field(
        default=None, description="Folder with evaluation data, for the benchmarks only; the service does not use it."
    )

    @field_validator("fetch_allow")
    @classmethod
    def _sound_openings(cls, value: str) -> str:
        read_openings(value.split(","))
        return value

    @field_validator("fetch_ports")
    @classmethod
    def _sound_ports(cls, value: str) -> str:
        read_ports(value.split(","))
        return value

    @property
    def reach(self) -> Reach:
        """Where calls may go."""
        return Reach(ports=read_ports(self.fetch_ports.split(",")), openings=read_openings(self.fetch_allow.split(",")))

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


def authentication_is_on(settings: Settings) -> bool:
    """Whether calls need an API key; raises InvalidSetting where the doors would stand open to others by mistake."""
    if settings.authentication == "on":
        return True
    if is_loopback(settings.host):
        return False
    if settings.authentication == "auto":
        return True
    if settings.let_anyone_in:
        return False
    raise InvalidSetting(
        f"{PREFIX}AUTHENTICATION: off is for loopback, and {settings.host or 'an empty host'} is reached from "
        f"elsewhere; leave it out and make a key (crosscheck keys create), or set {PREFIX}LET_ANYONE_IN=true"
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens there; a name counts only where every address of it does."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        pass
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)} if host else set()
    except OSError:
        return False
    return bool(found) and all(ip_address(str(address).partition("%")[0]).is_loopback for address in found)


def load_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the environment; raises InvalidSetting for an unknown name or a value out of range."""
    _refuse_unknown(environment)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0] if first["loc"] else "").upper()
        message = first["msg"].removeprefix("Value error, ")
        raise InvalidSetting(f"{name}: {message[0].lower()}{message[1:]}") from error


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            close = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(known)}"
            raise InvalidSetting(f"{name}: there is no such setting; {hint}")
