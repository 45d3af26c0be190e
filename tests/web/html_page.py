"""A page as a browser gets it, taken apart."""

from html.parser import HTMLParser

from fastapi.testclient import TestClient

ISOLATES = {0x2068: None, 0x2069: None}  # around what is filled in
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """What a page holds: tags with their attributes, text, and whether every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data.translate(ISOLATES)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self, start: str) -> list[str]:
        return [href for one in self.all("a") if (href := one.get("href") or "").startswith(start)]


def get(client: TestClient, path: str, *, status: int = 200, accept: str = "en") -> Page:
    """The page at an address, with every element closed."""
    answer = client.get(path, headers={"accept-language": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(answer.text)
    assert page.open == []
    return page
