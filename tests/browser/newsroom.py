"""Stories for the pages to show, in the toy language of the fakes, and one address of every kind of page."""

import re
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.main import create_app
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.web.access_table import AccessTable
from tests.web.html_page import Page as Markup
from tests.web.service import Running, running

Report = dict[str, str]

REPORTS: tuple[Report, ...] = (
    {
        "outlet": "Harbour Post",
        "language": "en",
        "title": "Venn in Port Lorne",
        "author": "N. Salt",
        "text": "Ada Venn | arrive | Port Lorne | 2024-03-13 |\nAda Venn | meet | Port Lorne | 2024-03-13 | 40",
    },
    {
        "outlet": "بريد الميناء",
        "language": "ar",
        "title": "آدا فين تصل إلى بورت لورن",
        "author": "ن. ملح",
        "text": "Ada Venn | arrive | Port Lorne | 2024-03-14 |\nAda Venn | meet | Port Lorne | 2024-03-14 | 55",
    },
    {
        "outlet": "Le Quai",
        "language": "fr",
        "title": "Ada Venn est arrivée",
        "author": "N. Sel",
        "text": "Ada Venn | arrive | Port Lorne | 2024-03-14 |\nBen Orr | visit | Sel | 2024-03-10 |",
    },
    {
        "outlet": "The Evening Ledger",
        "language": "en",
        "title": "Orr comes to Sel",
        "text": "Ben Orr | visit | Sel | 2024-03-10 |\nNo claim stands on this line.",
    },
    {
        "outlet": "صوت الساحل",
        "language": "ar",
        "title": "حريق في سل",
        "text": "Cora Dane | visit | Sel | 2024-03-11 | 12\nخبر بلا ادعاء",
    },
    {
        "outlet": "Courrier du Cap",
        "language": "fr",
        "title": "Incendie à Sel",
        "text": "Cora Dane | visit | Sel | 2024-03-12 | 30",
    },
)


@dataclass(frozen=True)
class Newsroom:
    """A running server, and what is on it."""

    server: Running

    @property
    def services(self) -> Services:
        return self.server.services

    def conflict(self, outlet: str) -> str:
        """The address of a conflict that an outlet is part of."""
        found = self.services.browse.conflicts().items
        return next(f"/conflicts/{one.id}" for one in found if any(outlet in side.outlets for side in one.sides))

    def story(self, outlet: str) -> str:
        """The address of the story of that conflict."""
        home = self.services.browse.conflict(self.conflict(outlet).rpartition("/")[2]).cluster_id
        return f"/stories/{home}"

    def article(self, outlet: str) -> str:
        """The address of the newest article of an outlet."""
        found = self.services.browse.articles().items
        return next(f"/articles/{one.id}" for one in found if one.outlet == outlet)

    def kinds(self) -> dict[str, str]:
        """One address of every kind of page that links of ours lead to, by its route."""
        return find_kinds(self.server, create_app(self.services).routes)


@contextmanager
def open_newsroom(folder: Path, reports: Sequence[Report] = REPORTS, **settings: object) -> Iterator[Newsroom]:
    """A server that has read these reports; hours lie between their publications."""
    with running(folder, **settings) as server:
        for number, report in enumerate(reports):
            hour = f"2024-03-15T{number % 24:02}:30:00+02:00"
            server.services.submit(read_draft({"published_at": hour, **report}))
        server.services.analyse_pending()
        yield Newsroom(server)


def find_kinds(server: Running, routes: Sequence[object]) -> dict[str, str]:
    """Follows links from the overview until no new kind of page turns up; the first address of each kind."""
    table = AccessTable(routes)  # type: ignore[arg-type]
    found: dict[str, str] = {}
    pending = ["/"]
    while pending:
        address = pending.pop(0)
        route = table.find("GET", address.partition("?")[0])
        if route is None or route in found or route.startswith(("GET /v1/", "GET /docs", "GET /openapi")):
            continue
        page = read_page(server, address)
        if page is None:
            continue
        found[route] = address
        links = (re.sub(r"#.*", "", link) for link in page.links("/"))
        pending += [link for link in dict.fromkeys(links) if not link.startswith("/static/")]
    return found


def read_page(server: Running, address: str) -> Markup | None:
    """The page at an address; None for what is not a page."""
    asked = urllib.request.Request(f"http://127.0.0.1:{server.port}{address}", headers={"accept": "text/html"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        if not answer.headers["content-type"].startswith("text/html"):
            return None
        return Markup(answer.read().decode())
