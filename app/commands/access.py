"""``crosscheck keys`` and ``crosscheck audit``: who may do what, and who did what."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

from app.commands.fields import read_instant
from app.commands.joined import joined_services
from app.commands.terminal import note, results, write_json
from app.core.errors import InvalidInput
from app.core.model.access import ApiKey, AuditAction, AuditEntry, AuditFilter, KeyScope
from app.use_cases.browse import PAGE_SIZE
from app.use_cases.services import Services
from app.use_cases.view_json import to_json
from app.web.api.access import show_entry, show_key

Choice = TypeVar("Choice", bound=StrEnum)
PLAIN_DATE = 10  # characters of 2020-06-03


def create(name: str, *, scopes: Sequence[str], expires: str | None, json: bool) -> None:
    """Make a key and print it: the token alone on standard output, so that a script can take it."""
    wanted = [_choose("--scope", KeyScope, scope) for scope in scopes]
    expires_at = read_instant("--expires", expires)
    with joined_services(models=False) as services:
        key, token = services.keys.create(name, wanted, expires_at=expires_at)
    if json:
        write_json(to_json({**show_key(key), "token": token}))
        return
    results().print(token, markup=False)
    until = f" until {key.expires_at:%Y-%m-%d %H:%M} UTC" if key.expires_at is not None else ""
    note(f"{key.id} of {key.name} may {', '.join(key.scopes)}{until}. Keep the token: it is not shown again.")


def list_keys(*, json: bool) -> None:
    """Print all keys, the oldest first."""
    with joined_services(models=False) as services:
        found = services.keys.list()
        working = {key.id for key in found if services.keys.works(key)}
    for key in found:
        if json:
            write_json(to_json(show_key(key)))
            continue
        results().print(f"{key.id}  {key.hint}…  {','.join(key.scopes):<20}  ", end="", markup=False)
        results().print(f"{_standing(key, works=key.id in working):<28}  {key.name}", markup=False)
    if not found:
        note("no key yet; make one: crosscheck keys create --name NAME --scope admin")


def revoke(key_id: str, *, json: bool) -> None:
    """Take a key back."""
    with joined_services(models=False) as services:
        key = services.keys.revoke(key_id)
    if json:
        write_json(to_json(show_key(key)))
    else:
        note(f"{key.id} of {key.name} opens nothing any more")


def list_audit(
    *,
    actor: str | None,
    action: str | None,
    about: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    json: bool,
) -> None:
    """Print the entries that fit, the latest first."""
    end = read_instant("--until", until)
    if end is not None and until is not None and len(until) == PLAIN_DATE:
        end += timedelta(days=1)  # a plain date counts as a whole
    wanted = AuditFilter(
        actor=actor,
        action=None if action is None else _choose("--action", AuditAction, action),
        object_id=about,
        since=read_instant("--since", since),
        until=end,
    )
    with joined_services(models=False) as services:
        found = _entries(services, wanted, limit)
    for entry in found:
        if json:
            write_json(to_json(show_entry(entry)))
            continue
        told = "  ".join(f"{name}={value}" for name, value in entry.detail.items() if value is not None)
        who = f"{entry.actor.name} ({entry.actor.key_id})" if entry.actor.key_id else entry.actor.name
        line = f"{entry.at:%Y-%m-%d %H:%M:%S}Z  {who}  {entry.action}  {entry.object_id}  {told}"
        results().print(line.rstrip(), markup=False)
    if not found:
        note("no entry fits")


def _entries(services: Services, wanted: AuditFilter, limit: int) -> list[AuditEntry]:
    found: list[AuditEntry] = []
    cursor: str | None = None
    while len(found) < limit:
        page = services.audit(wanted, limit=min(PAGE_SIZE, limit - len(found)), cursor=cursor)
        found.extend(page.items)
        cursor = page.next
        if cursor is None:
            break
    return found


def _standing(key: ApiKey, *, works: bool) -> str:
    if key.revoked_at is not None:
        return f"revoked {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is None:
        return "works"
    return f"{'works until' if works else 'expired'} {key.expires_at:%Y-%m-%d %H:%M}"


def _choose(option: str, choices: type[Choice], value: str) -> Choice:
    try:
        return choices(value)
    except ValueError as error:
        raise InvalidInput(f"{option}: there is no {value!r}; choose {', '.join(choices)}") from error
