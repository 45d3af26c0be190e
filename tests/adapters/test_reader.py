"""The trained reader: always a tree, always the same one, and a sound one for plain news."""

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.reader import WEIGHTS, NeuralReader
from app.adapters.language_model.reader_input import fold_word
from app.core.errors import ModelUnavailable
from app.core.model.sentence import ParsedSentence, Sentence, Word, WordSpan
from app.core.segmentation import split_words
from training.reader.arabic_news import made_up_sentences
from training.reader.examples import TreebanksMissing, held_out_sentences
from training.reader.treebanks import RELATIONS, TreebankSentence, read_treebank

PARTS = re.compile(r"[\w'’\-]+|[^\w\s]")


@pytest.fixture(scope="module")
def encoder_folder() -> Path:
    """Kept between test runs: making it takes seconds, and its checksums are looked at anyway."""
    return ensure_encoder_folder(Path(tempfile.gettempdir()) / "crosscheck-test-models")


@pytest.fixture(scope="module")
def reader(encoder_folder: Path) -> NeuralReader:
    return NeuralReader(encoder_folder, precision=Precision.FLOAT32)


def split(text: str, language: str = "en") -> Sentence:
    words = tuple(WordSpan(text=part[0], start=part.start(), end=part.end()) for part in PARTS.finditer(text))
    return Sentence(start=0, end=len(text), language=language, words=words)


def read_one(reader: NeuralReader, text: str) -> ParsedSentence:
    return reader.read([split(text)])[0]


def word(parsed: ParsedSentence, text: str) -> Word:
    return next(found for found in parsed.words if found.text == text)


def head_of(parsed: ParsedSentence, text: str) -> str:
    head = word(parsed, text).head
    return parsed.words[head - 1].text if head else "root"


def assert_is_tree(parsed: ParsedSentence) -> None:
    heads = [found.head for found in parsed.words]
    assert heads.count(0) == (1 if heads else 0)
    for start in range(1, len(heads) + 1):
        node, steps = start, 0
        while node:
            node, steps = heads[node - 1], steps + 1
            assert steps <= len(heads), "a cycle"


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The president visited Cairo on Tuesday.", "visited", "president"),
        ("Rescue workers pulled three survivors from the rubble.", "pulled", "workers"),
        ("Le ministre a signé un accord avec la Tunisie.", "signé", "ministre"),
        ("La police arrête deux suspects à Marseille.", "arrête", "police"),
        ("وصل الرئيس إلى القاهرة مساء الثلاثاء.", "وصل", "الرئيس"),
        ("أعلنت الحكومة عن خطة جديدة.", "أعلنت", "الحكومة"),
        ("Der Minister besuchte am Montag die Stadt.", "besuchte", "Minister"),
        ("El presidente anunció un nuevo plan.", "anunció", "presidente"),
    ],
)
def test_subject_and_verb_of_plain_sentences_are_found(
    reader: NeuralReader, text: str, verb: str, subject: str
) -> None:
    parsed = read_one(reader, text)
    assert word(parsed, verb).head == 0
    assert word(parsed, verb).relation == "root"
    assert head_of(parsed, subject) == verb
    assert word(parsed, subject).relation == "nsubj"


def test_passive_subjects_are_told_from_active_ones(reader: NeuralReader) -> None:
    parsed = read_one(reader, "Twelve people were killed in the attack.")
    assert word(parsed, "people").relation == "nsubj:pass"
    assert word(parsed, "were").relation == "aux:pass"


def test_said_governs_what_was_said(reader: NeuralReader) -> None:
    parsed = read_one(reader, "The spokesman said that the army withdrew from the city.")
    assert word(parsed, "said").head == 0
    assert word(parsed, "withdrew").relation == "ccomp"
    assert head_of(parsed, "withdrew") == "said"


def test_clitics_show_in_the_composite_tag(reader: NeuralReader) -> None:
    assert word(read_one(reader, "وصل الوفد وغادر المطار بسرعة."), "وغادر").tags == ("CCONJ", "VERB")
    assert word(read_one(reader, "Il revient du marché."), "du").tags == ("ADP", "DET")
    assert word(read_one(reader, "They don't know."), "don't").tags == ("AUX", "PART")


def test_marks_and_joined_words_keep_their_place_in_the_text(reader: NeuralReader) -> None:
    text = "«وصل» الوفد، أمس!"
    sentence = split(text)
    parsed = reader.read([sentence])[0]
    assert [(found.text, found.start, found.end) for found in parsed.words] == [
        (span.text, span.start, span.end) for span in sentence.words
    ]
    assert (parsed.start, parsed.end, parsed.language) == (sentence.start, sentence.end, sentence.language)


def test_vowel_signs_and_quote_style_do_not_change_the_reading(reader: NeuralReader) -> None:
    plain = read_one(reader, 'كتب الولد "الدرس".')
    vowelled = reader.read(
        [
            Sentence(
                start=0,
                end=26,
                language="ar",
                words=tuple(
                    WordSpan(text=text, start=start, end=start + len(text))
                    for text, start in (("كَتَبَ", 0), ("الوَلَدُ", 7), ("«", 16), ("الدرس", 17), ("»", 22), (".", 23))
                ),
            )
        ]
    )[0]
    assert [(found.head, found.relation) for found in plain.words] == [
        (found.head, found.relation) for found in vowelled.words
    ]


def test_reading_twice_or_in_other_company_gives_the_same_trees(reader: NeuralReader) -> None:
    texts = [
        "Egypt opened the border.",
        "Il pleut.",
        "وصل حفتر إلى القاهرة.",
        "A " * 60,
        "No.",
        "Russia denied the report.",
    ]
    together = reader.read([split(text) for text in texts])
    assert together == reader.read([split(text) for text in texts])
    assert together == [read_one(reader, text) for text in texts]


def test_no_sentences_and_empty_sentences_are_read(reader: NeuralReader) -> None:
    assert reader.read([]) == []
    assert reader.read([split(""), split("Yes.")])[0].words == ()


@pytest.mark.parametrize("text", ["word " * 1000, "a, " * 700, "x" * 5000, "ﷺ" * 300 + " " + "ﷺ " * 300, "! " * 400])
def test_overlong_sentences_get_one_tree_too(reader: NeuralReader, text: str) -> None:
    sentence = split(text)
    parsed = reader.read([sentence])[0]
    assert len(parsed.words) == len(sentence.words)
    assert_is_tree(parsed)


odd_words = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(["\u200f", "\u0000", "\ud800", "ـــ", "\u064b", "👩\u200d👩", "<s>", "</s>", "<unk>", "▁", " "]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(odd_words, max_size=25), gaps=st.lists(st.integers(0, 1), min_size=25, max_size=25))
def test_any_words_at_all_get_one_tree(reader: NeuralReader, words: list[str], gaps: list[int]) -> None:
    spans: list[WordSpan] = []
    end = 0
    for text, gap in zip(words, gaps, strict=False):
        spans.append(WordSpan(text=text, start=end + gap, end=end + gap + len(text)))
        end = spans[-1].end
    parsed = reader.read([Sentence(start=0, end=end, language="xx", words=tuple(spans))])[0]
    assert [found.text for found in parsed.words] == words[: len(spans)]
    assert all((found.head == 0) == (found.relation == "root") for found in parsed.words)
    assert_is_tree(parsed)


@given(st.text())
def test_a_word_never_folds_to_nothing(text: str) -> None:
    folded = fold_word(text)
    assert folded
    folded.encode("utf-8")


def test_damaged_weights_are_told_in_one_line(encoder_folder: Path, tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    shutil.copytree(WEIGHTS, weights)
    file = weights / "reader.safetensors"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    with pytest.raises(ModelUnavailable, match="damaged") as caught:
        NeuralReader(encoder_folder, weights=weights)
    assert "\n" not in str(caught.value)


def test_missing_weights_are_told_in_one_line(encoder_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="cannot be read") as caught:
        NeuralReader(encoder_folder, weights=tmp_path)
    assert "\n" not in str(caught.value)


def test_a_missing_encoder_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        NeuralReader(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_version_names_weights_and_number_format(reader: NeuralReader) -> None:
    assert re.fullmatch(r"reader-[0-9a-f]{12}-float32", reader.version)


TREEBANK = """\
# sent_id = one
# text = Don't touch the well-known l'armée, du 50%.
1	Do	do	AUX	_	_	3	aux	_	SpaceAfter=No
2	n't	not	PART	_	_	3	advmod	_	_
3	touch	touch	VERB	_	_	0	root	_	_
4	the	the	DET	_	_	9	det	_	_
5	well	well	ADV	_	_	7	advmod	_	SpaceAfter=No
6	-	-	PUNCT	_	_	7	punct	_	SpaceAfter=No
7	known	known	ADJ	_	_	9	amod	_	_
8	l'	le	DET	_	_	9	det	_	SpaceAfter=No
9	armée	armée	NOUN	_	_	3	obj	_	SpaceAfter=No
10	,	,	PUNCT	_	_	9	punct	_	_
11-12	du	_	_	_	_	_	_	_	_
11	de	de	ADP	_	_	13	case	_	_
12	le	le	DET	_	_	13	det	_	_
13	50	50	NUM	_	_	9	nmod:poss	_	SpaceAfter=No
14	%	%	SYM	_	_	13	compound	_	SpaceAfter=No
15	.	.	PUNCT	_	_	3	punct	_	_

"""


def test_treebank_tokens_are_joined_as_the_application_splits_words(tmp_path: Path) -> None:
    path = tmp_path / "xx_made-ud-test.conllu"
    path.write_text(TREEBANK, "utf-8")
    (gold,) = read_treebank(path)
    assert gold.words == ("Don't", "touch", "the", "well-known", "l'armée", ",", "du", "50", "%", ".")
    assert gold.tags[:5] == ("AUX+PART", "VERB", "DET", "ADJ", "DET+NOUN")
    assert gold.tags[6] == "ADP+DET"
    assert gold.heads == (2, 0, 5, 5, 2, 5, 8, 5, 8, 2)
    assert gold.relations[6:8] == ("case", "nmod")
    assert gold.spaced[5:7] == (False, True)
    text = "".join((" " if spaced and place else "") + part for place, (part, spaced) in enumerate(pairs(gold)))
    assert [span.text for span in split_words(text, 0, len(text))] == list(gold.words)


def pairs(gold: TreebankSentence) -> list[tuple[str, bool]]:
    return list(zip(gold.words, gold.spaced, strict=True))


def test_made_up_training_sentences_are_trees_and_always_the_same() -> None:
    sentences = made_up_sentences(200, seed=1)
    assert sentences == made_up_sentences(200, seed=1)
    for sentence in sentences:
        assert sentence.heads.count(0) == 1
        assert set(sentence.relations) <= set(RELATIONS)


def test_missing_treebanks_are_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(TreebanksMissing, match="CROSSCHECK_DATA"):
        held_out_sentences(tmp_path)
