"""The worked example of docs/adding-a-language.md is a pack that loads and does what the page says."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.claims.extraction import extract_claims
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim, Polarity, SlotName, Stance
from app.core.model.entity import EntityType
from app.core.model.language import Knowledge, LanguagePack
from app.core.model.sentence import TaggedName
from app.core.model.words import ClaimWords
from app.knowledge.loader import load_knowledge, parse_table
from tests.core.test_claims import NoPlaces
from tests.core.trees import tree

PAGE = Path(__file__).parent.parent.parent / "docs" / "adding-a-language.md"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    block = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert block is not None
    words = parse_table(tomllib.loads(block[1]), ClaimWords, where=PAGE.name)
    known = load_knowledge()
    return replace(known, languages={**known.languages, "it": LanguagePack(code="it", claims=words)})


def read(knowledge: Knowledge, text: str, rows: str, *names: TaggedName) -> list[Claim]:
    article = Article(id="a", outlet="o", text=text, language="it", published_at=None)
    clean = CleanText(passages=(Passage(start=0, end=len(text), kind=PassageKind.BODY),), dropped=())
    sentence = replace(tree(text, rows, language="it"), names=names)
    return extract_claims(article, clean, [sentence], knowledge=knowledge, places=NoPlaces())


def test_a_participle_is_led_back_to_its_trigger(knowledge: Knowledge):
    text = "Ada Venn ha incontrato Sami Lorne a Roma."
    rows = """
    Ada PROPN 4 nsubj
    Venn PROPN 1 flat
    ha AUX 4 aux
    incontrato VERB 0 root
    Sami PROPN 4 obj
    Lorne PROPN 5 flat
    a ADP 8 case
    Roma PROPN 4 obl
    . PUNCT 4 punct
    """
    people = [TaggedName(type=EntityType.PERSON, first=first, last=first + 1) for first in (0, 4)]
    (claim,) = read(knowledge, text, rows, *people, TaggedName(type=EntityType.PLACE, first=7, last=7))
    assert claim.event_type == "meet"
    assert [party.name for party in claim.parties(SlotName.COUNTERPART)] == ["Sami Lorne"]
    assert [place.name for place in claim.places(SlotName.PLACE)] == ["Roma"]


def test_a_negation_and_a_source_are_told(knowledge: Knowledge):
    text = "Non ha firmato l'accordo, ha detto il portavoce."
    rows = """
    Non ADV 3 advmod
    ha AUX 3 aux
    firmato VERB 0 root
    l'accordo DET+NOUN 3 obj
    , PUNCT 7 punct
    ha AUX 7 aux
    detto VERB 3 parataxis
    il DET 9 det
    portavoce NOUN 7 nsubj
    . PUNCT 3 punct
    """
    (claim,) = read(knowledge, text, rows)
    assert claim.event_type == "sign"
    assert claim.polarity is Polarity.NEGATIVE
    assert [(source.name, source.stance) for source in claim.attribution[1:]] == [("portavoce", Stance.SAYS)]
