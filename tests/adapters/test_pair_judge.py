"""The trained pair head: probabilities, alike in both orders, for any text, and sound for plain claims."""

import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from app.adapters.language_model.encoder_files import ensure_encoder_folder
from app.adapters.language_model.pair_input import MOST_PIECES, cut_statement
from app.adapters.language_model.pair_judge import WEIGHTS, NeuralPairJudge
from app.adapters.language_model.precision import Precision, resolve_precision
from app.adapters.language_model.reader_input import PieceCutter
from app.adapters.language_model.shared_encoder import SharedEncoder
from app.core.errors import ModelUnavailable
from app.ports import PAIR_RELATIONS

PLAIN = (
    ("same", "The minister signed the agreement in Tunis.", "Le ministre a signé l'accord à Tunis."),
    ("same", "The court freed the former mayor.", "أفرجت المحكمة عن رئيس البلدية السابق."),
    ("contradiction", "The bridge was not damaged.", "The bridge was damaged."),
    ("contradiction", "Twelve sailors were killed in the fire.", "Forty sailors were killed in the fire."),
    ("contradiction", "وافق البرلمان على الميزانية.", "رفض البرلمان الميزانية."),
    ("different", "The central bank raised interest rates.", "Two climbers were rescued from the glacier."),
    ("different", "ارتفعت أسعار القمح في كندا.", "La ministre est arrivée à Tunis."),
)
ODD_TEXTS = (
    "",
    " \t\n",
    "👩\u200d👩\u200d👧 🇪🇬",
    "a\u0001b\u007fc",
    "x" * 900,
    "word " * 400,
    "\ud800 lone",
    "国外长周三" * 60,
)


@pytest.fixture(scope="module")
def encoder_folder() -> Path:
    """Kept between test runs: making it takes seconds, and its checksums are looked at anyway."""
    return ensure_encoder_folder(Path(tempfile.gettempdir()) / "crosscheck-test-models")


@pytest.fixture(scope="module")
def judge(encoder_folder: Path) -> NeuralPairJudge:
    return NeuralPairJudge(encoder_folder, precision=Precision.FLOAT32)


def relation(probabilities: NDArray[np.float32]) -> str:
    return PAIR_RELATIONS[int(probabilities.argmax())]


def test_plain_pairs_are_judged_rightly_across_languages(judge: NeuralPairJudge) -> None:
    found = judge.judge([(left, right) for _, left, right in PLAIN])
    told = [(relation(row), left, right) for row, (_, left, right) in zip(found, PLAIN, strict=True)]
    assert told == list(PLAIN)


def test_every_verdict_is_a_distribution(judge: NeuralPairJudge) -> None:
    found = judge.judge([(left, right) for _, left, right in PLAIN])
    assert found.shape == (len(PLAIN), 3)
    assert found.dtype == np.float32
    assert np.allclose(found.sum(1), 1, atol=1e-5)
    assert (found > 0).all()


def test_the_order_of_the_statements_makes_no_difference(judge: NeuralPairJudge) -> None:
    pairs = [(left, right) for _, left, right in PLAIN]
    assert np.array_equal(judge.judge(pairs), judge.judge([(right, left) for left, right in pairs]))


def test_the_network_itself_is_symmetric(judge: NeuralPairJudge) -> None:
    pairs = [(left, right) for _, left, right in PLAIN]
    forwards = judge._judge_chunk(pairs)
    backwards = judge._judge_chunk([(right, left) for left, right in pairs])
    assert np.allclose(forwards, backwards, atol=1e-4)


def test_a_statement_is_the_same_as_itself(judge: NeuralPairJudge) -> None:
    statements = sorted({text for _, left, right in PLAIN for text in (left, right)})
    found = judge.judge([(text, text) for text in statements])
    assert [relation(row) for row in found] == ["same"] * len(statements)


def test_a_verdict_does_not_depend_on_what_is_judged_with_it(judge: NeuralPairJudge) -> None:
    pairs = [(left, right) for _, left, right in PLAIN]
    crowd = [*pairs, *((left, other) for (left, _), (other, _) in product(pairs, pairs))]
    alone = np.concatenate([judge.judge([pair]) for pair in pairs])
    assert np.allclose(judge.judge(crowd)[: len(pairs)], alone, atol=1e-4)


def test_odd_texts_are_judged_too(judge: NeuralPairJudge) -> None:
    found = judge.judge(list(product(ODD_TEXTS, repeat=2)))
    assert np.isfinite(found).all()
    assert np.allclose(found.sum(1), 1, atol=1e-5)


def test_no_pairs_give_no_verdicts(judge: NeuralPairJudge) -> None:
    assert judge.judge([]).shape == (0, 3)


def test_threads_share_one_judge(judge: NeuralPairJudge) -> None:
    pairs = [(left, right) for _, left, right in PLAIN]
    alone = judge.judge(pairs)
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(judge.judge, [pairs] * 8):
            assert np.allclose(found, alone, atol=1e-5)


def test_a_long_statement_is_cut_at_its_end(encoder_folder: Path) -> None:
    cutter = PieceCutter(encoder_folder)
    ids = cut_statement(cutter, "The ministers met again. " * 40)
    assert len(ids) == MOST_PIECES
    assert ids[0] == cut_statement(cutter, "")[0]
    assert ids[-1] == cut_statement(cutter, "")[-1]


def test_a_shared_encoder_changes_no_verdict(judge: NeuralPairJudge, encoder_folder: Path) -> None:
    shared = SharedEncoder(encoder_folder, resolve_precision(Precision.FLOAT32))
    tensors = shared.tensors
    before = {name: values.clone() for name, values in tensors.items() if ".11." in name}
    other = NeuralPairJudge(encoder_folder, precision=Precision.FLOAT32, shared=shared)
    pairs = [(left, right) for _, left, right in PLAIN]
    assert np.array_equal(other.judge(pairs), judge.judge(pairs))
    assert other.version == judge.version
    assert all(bool((tensors[name] == values).all()) for name, values in before.items()), "shared weights were changed"


def copied_weights(folder: Path) -> Path:
    for name in ("pairs.json", "pairs.safetensors"):
        shutil.copy(WEIGHTS / name, folder / name)
    return folder


def test_damaged_weights_are_named_with_a_remedy(encoder_folder: Path, tmp_path: Path) -> None:
    file = copied_weights(tmp_path) / "pairs.safetensors"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(bytes(content))
    with pytest.raises(ModelUnavailable, match=r"damaged; reinstall crosscheck"):
        NeuralPairJudge(encoder_folder, weights=tmp_path)


@pytest.mark.parametrize("missing", ["pairs.json", "pairs.safetensors"])
def test_missing_weights_are_named_with_a_remedy(encoder_folder: Path, tmp_path: Path, missing: str) -> None:
    (copied_weights(tmp_path) / missing).unlink()
    with pytest.raises(ModelUnavailable, match=r"cannot be read .*reinstall crosscheck"):
        NeuralPairJudge(encoder_folder, weights=tmp_path)


def test_a_description_of_another_shape_is_refused(encoder_folder: Path, tmp_path: Path) -> None:
    description = json.loads((copied_weights(tmp_path) / "pairs.json").read_text("utf-8"))
    description["shape"]["rank"] += 1
    (tmp_path / "pairs.json").write_text(json.dumps(description), "utf-8")
    with pytest.raises(ModelUnavailable):
        NeuralPairJudge(encoder_folder, weights=tmp_path)


def test_an_encoder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="delete that folder"):
        NeuralPairJudge(tmp_path)
