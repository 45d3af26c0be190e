"""News agencies in bylines, datelines, signatures and the author field."""

import pytest

from app.core.cleaning import clean_text
from app.core.linking.bylines import agency_names, cited_agencies, find_agencies
from app.core.model.article import Article
from app.core.model.claim import Source, SourceKind, Stance
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim

KNOWLEDGE = load_knowledge()
NAMES = agency_names(KNOWLEDGE.agencies)
PROSE = "Transport minister Ada Venn arrived in Port Lorne on Wednesday evening and met the harbour master there."
ARABIC = "وصلت وزيرة النقل آدا فين إلى بورت لورن مساء الأربعاء والتقت مدير الميناء هناك."


def agencies(text: str, *, author: str | None = None, outlet: str = "The Harbour Post", language: str = "en"):
    article = Article(id="a", outlet=outlet, text=text, language=language, author=author)
    clean = clean_text(text, knowledge=KNOWLEDGE, language=language)
    return find_agencies(article, clean, NAMES)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"PORT LORNE, May 3 (Reuters) - {PROSE}", "Reuters"),
        (f"PORT LORNE (AFP) — {PROSE}", "AFP"),
        (f"AFP - {PROSE}", "AFP"),
        (f"(A.P.) {PROSE}", "AP"),
        (f"{PROSE} (Reuters)", "Reuters"),
        (f"{PROSE}\n\nSource: dpa", "dpa"),
        (f"{PROSE}\n\n{PROSE} AFP", "AFP"),
        (f"Madrid, 3 may (EFE).- {PROSE}", "EFE"),
        (f"ПОРТ-ЛОРН, 3 мая. /ТАСС/. {PROSE}", "TASS"),
        (f"رويترز: {ARABIC}", "Reuters"),
        (f"بورت لورن - رويترز - {ARABIC}", "Reuters"),
        (f"بورت لورن (أ ف ب) - {ARABIC}", "AFP"),
        (f"{ARABIC}\n\nالمصدر: وكالة الأناضول", "Anadolu"),
    ],
)
def test_an_agency_signs_the_article_that_carries_it(text: str, agency: str):
    assert agencies(text) == {agency}


def test_two_agencies_may_sign_together():
    assert agencies(f"{PROSE} (AFP/Reuters)") == {"AFP", "Reuters"}


@pytest.mark.parametrize(
    ("author", "found"),
    [
        ("Reuters", {"Reuters"}),
        ("AFP with agencies", {"AFP"}),
        ("Nora Fell, Reuters Staff", {"Reuters"}),
        ("Petra Venn", set()),
        ("Ina Map", set()),
    ],
)
def test_the_author_may_be_an_agency_and_nobody_who_is_only_called_like_one(author: str, found: set[str]):
    assert agencies(PROSE, author=author) == found


def test_an_agency_that_publishes_itself_is_its_own_source():
    assert agencies(PROSE, outlet="وكالة الأناضول") == {"Anadolu"}


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE} Reuters reported that she left again an hour later.",
        f"The minister told Reuters: I have come to listen. {PROSE}",
        f"قالت وكالة رويترز: {ARABIC}",
        f"{PROSE} The port (built in 1901) has two docks - the older one is closed.",
        "Agence France-Presse (AFP) said on Monday that the port of Lorne would stay closed for another week.",
        f"{PROSE}\n\nTags: Reuters, AFP, harbour",
    ],
)
def test_to_be_named_is_not_to_sign(text: str):
    assert agencies(text) == frozenset()


def test_a_cited_agency_stands_behind_the_claim_that_cites_it():
    def medium(name: str, kind: SourceKind) -> Source:
        return Source(kind=kind, text=name, name=name, key=name, stance=Stance.SAYS)

    told = claim("a", sources=(medium("فرانس برس", SourceKind.MEDIUM), medium("Saba", SourceKind.PERSON)))
    assert cited_agencies(told, NAMES) == {"AFP"}
