"""Sentence and word splitting."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.model.article import CleanText, Passage, PassageKind
from app.core.model.words import CleaningWords
from app.core.segmentation import MAX_SENTENCE_WORDS, split_sentences, split_words
from app.knowledge.loader import load_knowledge

PACKS = load_knowledge()


def whole(text: str) -> CleanText:
    return CleanText(passages=(Passage(start=0, end=len(text), kind=PassageKind.BODY),), dropped=())


def words(text: str, language: str = "und") -> list[str]:
    return [word.text for word in split_words(text, 0, len(text), words=PACKS.pack(language).cleaning)]


def sentences(text: str, language: str = "und") -> list[str]:
    found = split_sentences(text, whole(text), language=language, words=PACKS.pack(language).cleaning)
    return [text[sentence.start : sentence.end] for sentence in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l'armée don’t Egypt's", ["l'armée", "don’t", "Egypt's"]),
        ("co-operation F-35 إف-35", ["co-operation", "F-35", "إف-35"]),
        ("Selma - a port — here", ["Selma", "-", "a", "port", "—", "here"]),
        ("1,200 3.5 10:30 1.200,50 ٣٫٥", ["1,200", "3.5", "10:30", "1.200,50", "٣٫٥"]),
        ("47% (5+5)", ["47", "%", "(", "5+5", ")"]),
        ("«نعم»، قال؛ ثم؟", ["«", "نعم", "»", "،", "قال", "؛", "ثم", "؟"]),
        ("ليبيا.وقال", ["ليبيا", ".", "وقال"]),
        ("the U.S. army", ["the", "U.S.", "army"]),
        ("and/or", ["and/or"]),
        ("see https://a.example/b?c=1, then", ["see", "https://a.example/b?c=1", ",", "then"]),
        ("\u200fكلمة\u200f\u00a0أخرى\u202c", ["كلمة", "أخرى"]),
        ("'word' \"word\"", ["'", "word", "'", '"', "word", '"']),
        ("so... then", ["so", "...", "then"]),
        ("می‌گذرند", ["می‌گذرند"]),
    ],
)
def test_words_are_split_by_the_rules_of_the_reader(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_the_dot_of_an_abbreviation_stays_on_its_word() -> None:
    assert words("Gen. Daoud met Dr. Mansour.", "en") == ["Gen.", "Daoud", "met", "Dr.", "Mansour", "."]
    assert words("قال د. منصور.", "ar") == ["قال", "د.", "منصور", "."]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "He left. She stayed! Why? Nobody knows.", ["He left.", "She stayed!", "Why?", "Nobody knows."]),
        ("en", "Gen. Daoud met J. K. Mansour of the U.S. Navy.", ["Gen. Daoud met J. K. Mansour of the U.S. Navy."]),
        ("en", "It cost 3.5 million. It rose.", ["It cost 3.5 million.", "It rose."]),
        ("en", '"We left. We ran." They won.', ['"We left.', 'We ran."', "They won."]),
        ("en", "“Why?” he asked. He left.", ["“Why?” he asked.", "He left."]),
        ("en", "Wait... and see. Done.", ["Wait... and see.", "Done."]),
        ("fr", "« Non ! » a dit M. Dupont. Il part.", ["« Non ! » a dit M. Dupont.", "Il part."]),
        ("fr", "Il a dit : « Oui. » Elle part.", ["Il a dit : « Oui. »", "Elle part."]),
        ("de", "Am 3. Juni beginnt es. Er kam.", ["Am 3. Juni beginnt es.", "Er kam."]),
        ("ar", "غادر الوزير. وقال د. منصور: «نعم. لا».", ["غادر الوزير.", "وقال د. منصور: «نعم.", "لا»."]),
        ("ar", "في ليبيا.وقال الوزير نعم.", ["في ليبيا.", "وقال الوزير نعم."]),
        ("ar", "هل وصل؟ نعم!", ["هل وصل؟", "نعم!"]),
        ("en", "1. First item.", ["1. First item."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(language: str, text: str, expected: list[str]) -> None:
    assert sentences(text, language) == expected


def test_a_passage_always_ends_its_sentence() -> None:
    text = "Harbour strike\nDockers left."
    clean = CleanText(
        passages=(
            Passage(start=0, end=14, kind=PassageKind.HEADLINE),
            Passage(start=15, end=28, kind=PassageKind.BODY),
        ),
        dropped=(),
    )
    found = split_sentences(text, clean, language="en")
    assert [text[s.start : s.end] for s in found] == ["Harbour strike", "Dockers left."]


def test_a_sentence_of_more_than_the_limit_is_cut_before_a_clause() -> None:
    clause = "وصل الوزير إلى المدينة صباح اليوم مع وفد كبير"
    text = "، و".join([clause] * 30)
    found = split_sentences(text, whole(text), language="ar", words=PACKS.pack("ar").cleaning)
    assert max(len(s.words) for s in found) <= MAX_SENTENCE_WORDS
    assert all(s.words[-1].text == "،" for s in found[:-1])
    assert sum(len(s.words) for s in found) == len(split_words(text, 0, len(text)))


def test_a_long_sentence_within_the_limit_stays_whole() -> None:
    text = "، و".join(["وصل الوزير إلى المدينة صباح اليوم"] * 15)
    assert len(sentences(text, "ar")) == 1


ODD = st.text(
    alphabet=st.characters(exclude_categories=("Cs",)) | st.sampled_from(list(".!?؟…«»“”\"'()،,;: \n\u200f-–—12٣aAبو")),
    max_size=120,
)


@settings(max_examples=300, deadline=None)
@given(ODD)
def test_words_cover_everything_but_space_and_invisible_marks(text: str) -> None:
    found = split_words(text, 0, len(text))
    assert all(text[word.start : word.end] == word.text != "" for word in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    covered = {place for word in found for place in range(word.start, word.end)}
    for place, char in enumerate(text):
        assert place in covered or char.isspace() or unicodedata.category(char) == "Cf"


@settings(max_examples=300, deadline=None)
@given(ODD)
def test_sentences_hold_every_word_once_in_order(text: str) -> None:
    pack = CleaningWords(abbreviations=("a",), ordinal_dot=True)
    found = split_sentences(text, whole(text), language="en", words=pack)
    assert [word for s in found for word in s.words] == list(split_words(text, 0, len(text), words=pack))
    assert all(s.start == s.words[0].start and s.end == s.words[-1].end for s in found)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["[", "! ", "a.b.", "a", "x,", '"“”', "word ", "a@", ".a"])
def test_ten_thousand_odd_pieces_are_split_in_linear_time(piece: str) -> None:
    text = piece * 10_000
    assert len(split_sentences(text, whole(text), language="en")) >= 1
