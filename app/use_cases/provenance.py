"""Notes with each claim what its article shows of where it comes from."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.linking.bylines import AgencyNames, cited_agencies, find_agencies
from app.core.model.article import Article, CleanText
from app.core.model.claim import Claim
from app.core.model.origin import Provenance
from app.core.model.sentence import ParsedSentence
from app.ports import Fingerprints

SHORTEST_PASSAGE = 8  # words; shorter sentences are alike by chance, so what follows counts in


def with_provenance(
    claims: Sequence[Claim],
    article: Article,
    clean: CleanText,
    sentences: Sequence[ParsedSentence],
    *,
    agencies: AgencyNames,
    fingerprints: Fingerprints,
) -> tuple[Claim, ...]:
    """The claims with the agencies that stand behind them and the fingerprints of their sentences."""
    carried = find_agencies(article, clean, agencies)
    used = sorted({claim.sentence for claim in claims})
    prints = dict(zip(used, fingerprints([passage_at(article.text, sentences, at) for at in used]), strict=True))
    return tuple(
        replace(
            claim,
            provenance=Provenance(
                agencies=tuple(sorted(carried | cited_agencies(claim, agencies))), fingerprint=prints[claim.sentence]
            ),
        )
        for claim in claims
    )


def passage_at(text: str, sentences: Sequence[ParsedSentence], at: int) -> str:
    """A sentence; a short one with those that follow, until there are words enough; nothing where there are not."""
    last = at
    passage = text[sentences[at].start : sentences[at].end]
    while len(passage.split()) < SHORTEST_PASSAGE and last + 1 < len(sentences):
        last += 1
        passage = f"{passage} {text[sentences[last].start : sentences[last].end]}"
    return passage if len(passage.split()) >= SHORTEST_PASSAGE else ""
