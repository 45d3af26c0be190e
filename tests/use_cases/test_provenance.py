"""What every claim of an article shows of where it comes from."""

from app.adapters.near_copies.minhash import fingerprint
from app.core.cleaning import clean_text
from app.core.linking.bylines import agency_names
from app.core.linking.origins import NEAR_COPY, resemblance
from app.core.model.article import Article
from app.core.model.origin import Provenance
from app.core.model.sentence import ParsedSentence
from app.knowledge.loader import load_knowledge
from app.use_cases.provenance import passage_at, with_provenance
from tests.core.claims_by_hand import claim

KNOWLEDGE = load_knowledge()
HEADLINE = "Crane falls"
WIRE = "Eleven dock workers were hurt on Monday night when a crane fell on the southern quay of Port Lorne."
OWN = "At the hospital a nurse told this newspaper that two of them had asked for their helmets back."


def provenance(*sentences: str) -> list[Provenance]:
    """Of one claim a sentence, in an article of these sentences."""
    text, parsed, start = "\n\n".join(sentences), [], 0
    for sentence in sentences:
        parsed.append(ParsedSentence(start=start, end=start + len(sentence), language="en", words=()))
        start += len(sentence) + 2
    article = Article(id="a", outlet="The Harbour Post", text=text, language="en")
    traced = with_provenance(
        [claim(str(number), sentence=number) for number in range(len(sentences))],
        article,
        clean_text(text, knowledge=KNOWLEDGE, language="en"),
        parsed,
        agencies=agency_names(KNOWLEDGE.agencies),
        fingerprints=fingerprint,
    )
    return [each.provenance for each in traced]


def alike(left: Provenance, right: Provenance) -> bool:
    return resemblance(left.fingerprint, right.fingerprint) >= NEAR_COPY


def test_the_passage_that_was_taken_over_shows_and_the_own_paragraph_does_not() -> None:
    wire, copied = provenance(WIRE), provenance(OWN, WIRE)
    assert alike(wire[0], copied[1])
    assert not alike(wire[0], copied[0])


def test_a_headline_of_ones_own_over_a_copied_text_is_a_copy_still() -> None:
    assert alike(provenance(HEADLINE, WIRE)[0], provenance(WIRE)[0])


def test_a_short_text_has_no_fingerprint() -> None:
    assert provenance(HEADLINE)[0] == Provenance()
    assert passage_at("", [ParsedSentence(start=0, end=0, language="en", words=())], 0) == ""


def test_the_agency_that_signs_stands_behind_every_claim() -> None:
    assert [each.agencies for each in provenance(WIRE, f"{OWN} (AFP)")] == [("AFP",), ("AFP",)]
