"""``ports.HtmlReader`` on trafilatura: a page's article as a submission without an outlet."""

from datetime import UTC

from app.core.model.records import Submission


class PageReader:
    """Takes the article out of a page."""

    def extract(self, html: str, *, url: str | None) -> Submission:
        """Outlet left empty; a time without an offset counts as UTC. Raises InvalidInput where there is no article."""
        # trafilatura takes a second to import, which a service that gets no pages should not pay.
        from app.adapters.fetching.html_extraction import extract_html  # noqa: PLC0415

        page = extract_html(html, url=url)
        published = page.published_at
        return Submission(
            outlet="",
            text=page.text,
            title=page.title,
            author=page.author,
            language=page.language,
            published_at=published.replace(tzinfo=published.tzinfo or UTC) if published is not None else None,
        )
