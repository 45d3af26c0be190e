"""Rows as JSON-LD in the words of schema.org: Claim, and for conflicts ClaimReview with both sides.

Nobody is told to be right. A ClaimReview here reviews one Claim whose parts are the sides, each with its quotes,
outlets, dates and addresses; its rating has words only ("disputed"), no value on any scale. The document is one object
with an ``@graph``, written piece by piece: only the whole of it is valid, so a broken export cannot pass for a short
one.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from app.core.model.conflict import Relation, ReviewState
from app.use_cases.export import Portion, View
from app.use_cases.view_json import rfc_3339
from app.use_cases.views import (
    ArticleSummary,
    ClaimView,
    ClusterView,
    ConflictView,
    SideClaimView,
    SideView,
    SourceView,
)

CONTEXT = "https://schema.org"
NO_VERDICT = "Crosscheck shows who reports what; it does not say which report is true."
SOURCE_TYPES = {
    "outlet": "NewsMediaOrganization",
    "medium": "NewsMediaOrganization",
    "organisation": "Organization",
    "person": "Person",
}
Node = dict[str, object]
Articles = Mapping[str, ArticleSummary]


class Names:
    """What records are called outside: under the service's own address where that is set, else by URNs."""

    def __init__(self, base: str | None) -> None:
        self._base = base.rstrip("/") if base else None

    def id(self, kind: str, key: str) -> str:
        """The name of one record; ``kind`` is that of its address, "claims"."""
        return f"{self._base}/v1/{kind}/{key}" if self._base else f"urn:crosscheck:{kind}:{key}"

    def page(self, path: str) -> str | None:
        """Where people can read it; None where no address is set."""
        return f"{self._base}/{path}" if self._base else None


def write_claims(portions: Iterable[Portion[ClaimView]], names: Names) -> Iterator[bytes]:
    """A graph of Claims, each with the Quotation in which it appears."""
    return _graph(portions, lambda claim, articles: _claim(claim, articles, names))


def write_clusters(portions: Iterable[Portion[ClusterView]], names: Names) -> Iterator[bytes]:
    """A graph of Claims about one Event each, whose parts are the claims of the outlets."""
    return _graph(portions, lambda cluster, articles: _cluster(cluster, articles, names))


def write_conflicts(portions: Iterable[Portion[ConflictView]], names: Names) -> Iterator[bytes]:
    """A graph of ClaimReviews."""
    return _graph(portions, lambda conflict, articles: _review(conflict, articles, names))


def _graph(portions: Iterable[Portion[View]], node: Callable[[View, Articles], Node]) -> Iterator[bytes]:
    yield f'{{"@context":{json.dumps(CONTEXT)},"@graph":['.encode()
    before = "\n"
    for portion in portions:
        lines = [_dump(node(item, portion.articles)) for item in portion.items]
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"\n]}\n"


def _dump(node: Node) -> str:
    return json.dumps(node, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _filled(**properties: object) -> Node:
    """The properties that are there; a trailing underscore stands for a leading @."""
    return {
        f"@{name[:-1]}" if name.endswith("_") else name: value
        for name, value in properties.items()
        if value is not None and value not in ([], "")
    }


def _claim(claim: ClaimView, articles: Articles, names: Names) -> Node:
    return _filled(
        type_="Claim",
        id_=names.id("claims", claim.id),
        identifier=claim.id,
        text=claim.statement,
        inLanguage=claim.language,
        keywords=claim.event_type,
        author=_author(claim.attribution),
        appearance=_quotation(claim.id, claim.quote, _article(claim.article_id, claim.outlet, articles, names), names),
    )


def _author(attribution: Sequence[SourceView]) -> Node | None:
    """Whose word it is: the source farthest from the outlet that is not anonymous."""
    for source in reversed(attribution):
        kind = SOURCE_TYPES.get(source.kind)
        if kind is not None:
            return {"@type": kind, "name": source.name}
    return None


def _quotation(claim_id: str, quote: str, article: Node, names: Names) -> Node:
    return {
        "@type": "Quotation",
        "@id": f"{names.id('claims', claim_id)}#quote",
        "text": quote,
        "isPartOf": article,
    }


def _article(article_id: str, outlet: str, articles: Articles, names: Names) -> Node:
    article = articles.get(article_id)
    return _filled(
        type_="NewsArticle",
        id_=names.id("articles", article_id),
        headline=article.title if article else None,
        url=(article.url if article else None) or names.page(f"articles/{article_id}"),
        author=article.author if article else None,
        datePublished=rfc_3339(article.published_at) if article and article.published_at else None,
        inLanguage=article.language if article else None,
        publisher={"@type": "NewsMediaOrganization", "name": outlet},
    )


def _cluster(cluster: ClusterView, articles: Articles, names: Names) -> Node:
    event = _filled(
        type_="Event",
        name=cluster.headline,
        location={"@type": "Place", "name": cluster.place} if cluster.place else None,
        startDate=cluster.time.earliest if cluster.time else None,
        endDate=cluster.time.latest if cluster.time else None,
        keywords=cluster.event_type,
        attendee=[{"@type": "Thing", "name": name} for name in cluster.participants],
    )
    return _filled(
        type_="Claim",
        id_=names.id("clusters", cluster.id),
        identifier=cluster.id,
        url=names.page(f"stories/{cluster.id}"),
        text=cluster.headline,
        inLanguage=list(cluster.languages),
        about=event,
        appearance=_appearances(cluster.claims, articles, names),
        hasPart=[_claim(claim, articles, names) for claim in cluster.claims],
    )


def _appearances(claims: Iterable[ClaimView | SideClaimView], articles: Articles, names: Names) -> list[Node]:
    """The articles, each once, in the order of the claims."""
    outlets = {claim.article_id: claim.outlet for claim in claims}
    return [_article(article_id, outlet, articles, names) for article_id, outlet in outlets.items()]


def _review(conflict: ConflictView, articles: Articles, names: Names) -> Node:
    claims = [claim for side in conflict.sides for claim in side.claims]
    told = " | ".join(side.claims[0].statement for side in conflict.sides if side.claims)
    reviewed = _filled(
        type_="Claim",
        id_=f"{names.id('conflicts', conflict.id)}#claim",
        isPartOf=_filled(
            type_="Claim",
            id_=names.id("clusters", conflict.cluster_id),
            url=names.page(f"stories/{conflict.cluster_id}"),
        ),
        text=told,
        appearance=_appearances(claims, articles, names),
        hasPart=[_side(side, articles, names) for side in conflict.sides],
    )
    explanation = conflict.explanation
    texts = (("en", explanation.en), ("ar", explanation.ar), ("fr", explanation.fr))
    return _filled(
        type_="ClaimReview",
        id_=names.id("conflicts", conflict.id),
        identifier=conflict.id,
        url=names.page(f"conflicts/{conflict.id}"),
        author=_filled(type_="Organization", name="Crosscheck", url=names.page("")),
        claimReviewed=told,
        reviewAspect=conflict.kind,
        reviewBody=explanation.en,
        inLanguage="en",
        description=[{"@language": code, "@value": text} for code, text in texts],
        itemReviewed=reviewed,
        reviewRating={
            "@type": "Rating",
            "alternateName": rating_words(conflict),
            "ratingExplanation": NO_VERDICT,
        },
    )


def rating_words(conflict: ConflictView) -> str:
    """What stands between the reports, and what reviewers said of that; never which of them is true."""
    if conflict.state == ReviewState.DISMISSED:
        return "dispute dismissed by reviewers"
    words = "later update" if conflict.relation == Relation.UPDATE else "disputed"
    return f"{words} (confirmed by reviewers)" if conflict.state == ReviewState.CONFIRMED else words


def _side(side: SideView, articles: Articles, names: Names) -> Node:
    return _filled(
        type_="Claim",
        name=side.label,
        text=side.claims[0].statement if side.claims else None,
        hasPart=[_side_claim(claim, articles, names) for claim in side.claims],
    )


def _side_claim(claim: SideClaimView, articles: Articles, names: Names) -> Node:
    article = _article(claim.article_id, claim.outlet, articles, names)
    return _filled(
        type_="Claim",
        id_=names.id("claims", claim.claim_id),
        identifier=claim.claim_id,
        text=claim.statement,
        inLanguage=claim.language,
        author={"@type": "NewsMediaOrganization", "name": claim.outlet},
        appearance=_quotation(claim.claim_id, claim.quote, article, names),
    )
