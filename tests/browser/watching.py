"""Watches all that a page does, and remembers what no page of ours may do."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response

BEACON = "beacon"  # what the hostile texts of the tests ask for, if they ever run
# Told by the page itself: the browser keeps violations of the policy from scripts of ours, not from the page.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", event => console.error(
  `policy violated: ${event.violatedDirective} by ${event.blockedURI || "inline"} (${event.sample})`))
"""


class Watch:
    """What went wrong in one context, in order. ``expect`` names answers that a test asks for on purpose."""

    def __init__(self, context: BrowserContext, port: int) -> None:
        self.problems: list[str] = []
        self._expected: set[int] = set()
        self._host = f"127.0.0.1:{port}"
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.problems.append(f"script failed: {error.error}"))
        context.on("dialog", self._on_dialog)
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def expect(self, *statuses: int) -> None:
        """Pages that answer so are meant to."""
        self._expected |= set(statuses)

    def _on_console(self, message: ConsoleMessage) -> None:
        failed_load = message.text.startswith("Failed to load resource")  # told by _on_response, with its status
        if message.type in ("error", "assert") and not failed_load:
            self.problems.append(f"console: {message.text}")

    def _on_dialog(self, dialog: Dialog) -> None:
        self.problems.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        elsewhere = parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host
        if elsewhere or parts.path.startswith(f"/{BEACON}"):
            self.problems.append(f"request to {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.problems.append(f"{response.status} from {response.url}")


def assert_nothing_happened(watches: Sequence[Watch]) -> None:
    """Raises with everything that the contexts did and may not do."""
    problems = [problem for watch in watches for problem in watch.problems]
    assert not problems, "the page did what it may not do:\n  " + "\n  ".join(dict.fromkeys(problems))
