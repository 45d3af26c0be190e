"""Whatever an article looks like, each claim's quote stands at its offsets."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.claims.extraction import extract_claims
from app.core.entities.places import NoPlaces
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.records import Submission
from app.core.model.sentence import ParsedSentence, Word
from app.core.segmentation import split_sentences
from app.knowledge.loader import load_knowledge
from app.use_cases.services import Services

SUBJECTS = (
    "وزير الدفاع سامر الحلبي",
    "المتحدث باسم الحكومة",
    "Prime Minister Ilse Varga",
    "Two soldiers",
    "She",
    "Le général Malo Kerven",
    "Des sources proches du dossier",
    "مصادر مطلعة",
    "١٢ جنديا",
)
PREDICATES = (
    "وصل إلى المدينة مساء أمس الأربعاء",
    "نفى أن يكون قد التقى السفير",
    "met the envoy in the capital on Tuesday",
    "denied that 17 people had been killed",
    "a quitté la capitale hier, mercredi",
    "ont tué au moins trois personnes, selon la police",
    "أعلنت أن المحادثات ستبدأ غدا",
    "will not sign the agreement, officials said",
)
ENDINGS = (".", "!", "؟", "…", "", " .", ".»", "\n", "\r\n\r\n", "؛ ")
ODD = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=12)
MARKS = st.sampled_from(
    ("", "«", "“", "\u200f", "\u202e", "ـ", "(((", "https://a.b/c?d=1", "👩‍👧", "1,200", "10:30", "\u064e")
)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    parts = (draw(MARKS), draw(st.sampled_from(SUBJECTS)), draw(ODD), draw(st.sampled_from(PREDICATES)))
    return " ".join(parts) + draw(st.sampled_from(ENDINGS))


ARTICLES = st.lists(sentences(), min_size=1, max_size=2).map(" ".join)
LANGUAGES = st.sampled_from(("ar", "en", "fr"))
# More than the suite has time for are asked for by "make fuzz".
MANY = settings(
    max_examples=int(os.environ.get("TEST_EXAMPLES", "100")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
FEWER = settings(max_examples=300, deadline=None, derandomize=True)


@pytest.mark.timeout(1500)  # readings by the real reader
@MANY
@given(text=ARTICLES, language=LANGUAGES)
def test_every_quote_of_a_generated_article_stands_at_its_offsets(services: Services, text: str, language: str) -> None:
    understood = services.understand("art", Submission(outlet="The Lamp", text=text, language=language))
    assert understood.article.text == text
    for claim in understood.claims:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.quote.strip()
        assert claim.start <= claim.predicate_start < claim.predicate_end <= claim.end
    assert len({claim.id for claim in understood.claims}) == len(understood.claims)


TAGS = (
    "VERB",
    "NOUN",
    "PROPN",
    "ADP",
    "ADP+NOUN",
    "CCONJ+VERB",
    "NUM",
    "PUNCT",
    "PRON",
    "AUX",
    "ADJ",
    "SCONJ",
    "VERB+PRON",
)
RELATIONS = (
    "nsubj",
    "obj",
    "obl",
    "nmod",
    "conj",
    "ccomp",
    "xcomp",
    "advcl",
    "acl",
    "acl:relcl",
    "parataxis",
    "case",
    "mark",
    "appos",
    "flat",
    "cop",
    "aux",
    "advmod",
    "nummod",
    "det",
    "punct",
    "obl:agent",
    "nsubj:pass",
)


@FEWER
@given(text=ARTICLES, language=LANGUAGES, data=st.data())
def test_no_tree_however_wrong_breaks_the_extraction(text: str, language: str, data: st.DataObject) -> None:
    clean = CleanText(passages=(Passage(start=0, end=len(text), kind=PassageKind.BODY),), dropped=())
    parsed = []
    for sentence in split_sentences(text, clean, language=language):
        words = []
        for position, word in enumerate(sentence.words):
            # Any head before the word gives a tree; the shape is otherwise arbitrary.
            head = data.draw(st.integers(1, position)) if position else 0
            relation = data.draw(st.sampled_from(RELATIONS)) if position else "root"
            tag = data.draw(st.sampled_from(TAGS))
            words.append(Word(text=word.text, start=word.start, end=word.end, tag=tag, head=head, relation=relation))
        parsed.append(ParsedSentence(start=sentence.start, end=sentence.end, language=language, words=tuple(words)))
    article = Article(id="art", outlet="The Lamp", text=text, language=language)
    for claim in extract_claims(article, clean, parsed, knowledge=load_knowledge(), places=NoPlaces()):
        assert text[claim.start : claim.end] == claim.quote
