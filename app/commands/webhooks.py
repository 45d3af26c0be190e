"""``crosscheck webhooks``: add, list, remove and test webhooks."""

from collections.abc import Mapping

from pydantic import ValidationError

from app.commands.joined import joined_services
from app.commands.terminal import note, results, write_json
from app.core.model.watching import Webhook
from app.use_cases.drafts import InvalidFields, problems_of
from app.use_cases.view_json import to_json
from app.use_cases.webhooks import NewWebhook, show_webhook, show_with_secret

PAGE = 200


def add(wanted: Mapping[str, object], *, json: bool) -> None:
    """Subscribe; the secret is shown this once."""
    try:
        checked = NewWebhook.model_validate(wanted)
    except ValidationError as error:
        raise InvalidFields(problems_of(error)) from error
    with joined_services(models=False) as services:
        webhook = services.webhooks.add(checked)
    if json:
        write_json(to_json(show_with_secret(webhook)))
        return
    results().print(f"{webhook.id}  added  {webhook.url}", markup=False)
    results().print(f"secret: {webhook.secret}", markup=False)
    note("Keep the secret: it is not shown again, and messages are signed with it.")


def list_webhooks(*, json: bool) -> None:
    """Every webhook and how it goes."""
    found: list[Webhook] = []
    with joined_services(models=False) as services:
        cursor: str | None = None
        while True:
            page = services.webhooks.listed(limit=PAGE, cursor=cursor)
            found.extend(page.items)
            cursor = page.next
            if cursor is None:
                break
    for webhook in found:
        if json:
            write_json(to_json(show_webhook(webhook)))
            continue
        kinds = ",".join(webhook.wanted.events) or "everything"
        told = webhook.disabled_reason or webhook.last_error
        line = f"{webhook.id}  {webhook.state.value:<8}  {kinds}  {webhook.url}"
        results().print(line + (f"  {told}" if told else ""), markup=False)
    if not found:
        note("There is no webhook; add one with: crosscheck webhooks add URL")


def remove(webhook_id: str) -> None:
    """Unsubscribe."""
    with joined_services(models=False) as services:
        services.webhooks.remove(webhook_id)
    note(f"{webhook_id} is told nothing any more")


def test(webhook_id: str, *, json: bool) -> bool:
    """Send a message now; whether the receiver took it."""
    with joined_services(models=False) as services:
        trial = services.webhooks.test(webhook_id)
    if json:
        write_json(to_json(trial))
    else:
        results().print(f"delivered, status {trial.status}" if trial.delivered else str(trial.error), markup=False)
    return trial.delivered
