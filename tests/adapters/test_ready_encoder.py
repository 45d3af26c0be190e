"""The encoder as it runs beside the encoder as it is trained: the same pieces, the same values, in every format."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

from app.adapters.language_model import format_choice
from app.adapters.language_model.adapted_encoder import PIECE_TABLE, LowerEncoder, load_encoder_tensors
from app.adapters.language_model.encoder_files import DEFAULT_MODEL, ensure_encoder_folder
from app.adapters.language_model.packed_rows import PIECES_PER_BATCH, ROWS_AT_A_TIME, batches_of, filled_up, pack
from app.adapters.language_model.pair_input import cut_statement
from app.adapters.language_model.pair_judge import WEIGHTS, NeuralPairJudge, _load_weights
from app.adapters.language_model.pair_model import PairHead
from app.adapters.language_model.piece_table import open_table
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.ready_layers import ReadyLinear
from app.adapters.language_model.shared_encoder import SharedEncoder
from app.adapters.language_model.unigram_pieces import UnigramPieces
from app.core.errors import ModelUnavailable
from tests.adapters.test_encoder import ODD_TEXTS, SENTENCES

MARKED = ("<s> a </s><unk>b <mask> <pad>", "a<s>", " <s> ", "＜s＞ x", "", "</s", "===" * 20, "1....")


@pytest.fixture(scope="module")
def folder(models: Path) -> Path:
    return ensure_encoder_folder(models)


@pytest.fixture(scope="module")
def shared(folder: Path) -> SharedEncoder:
    return SharedEncoder(folder, torch.float32)


@pytest.fixture(scope="module")
def library(folder: Path) -> Tokenizer:
    """The tokenizer with the library's own search for the best pieces."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def assert_same_pieces(pieces: UnigramPieces, library: Tokenizer, text: str) -> None:
    expected = library.encode(text, add_special_tokens=False)
    ids, places = pieces.encode(text)
    assert ids == expected.ids
    assert places == expected.offsets


@pytest.mark.parametrize("text", [*SENTENCES, *ODD_TEXTS, *MARKED])
def test_texts_are_cut_into_the_librarys_pieces_at_its_places(
    shared: SharedEncoder, library: Tokenizer, text: str
) -> None:
    for _ in range(2):  # found, and remembered
        assert_same_pieces(shared.cutter.pieces, library, text)


@settings(max_examples=300)
@given(text=st.text(max_size=40))
def test_any_text_is_cut_into_the_librarys_pieces(shared: SharedEncoder, library: Tokenizer, text: str) -> None:
    assert_same_pieces(shared.cutter.pieces, library, text)


def test_a_folder_without_pieces_is_told_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="delete that folder"):
        UnigramPieces(tmp_path)


def test_the_packed_table_has_the_stored_values(folder: Path) -> None:
    ids = torch.tensor([[0, 1, 2, 3], [4, 77_777, 199_999, 250_001]])
    stored = load_file(folder / "model.safetensors")[PIECE_TABLE]
    assert torch.equal(open_table(folder)(ids), functional.embedding(ids, stored))


def test_a_folder_without_packed_table_uses_the_stored_one(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").symlink_to(folder / "model.safetensors")
    ids = torch.tensor([5, 250_001])
    assert torch.equal(open_table(tmp_path)(ids), open_table(folder)(ids))


@given(lengths=st.lists(st.integers(1, 600), max_size=80))
def test_every_text_goes_through_the_network_once_and_in_bounds(lengths: list[int]) -> None:
    batches = list(batches_of(lengths))
    assert sorted(place for batch in batches for place in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or sum(lengths[place] for place in batch) <= PIECES_PER_BATCH
        assert [lengths[place] for place in batch] == sorted(lengths[place] for place in batch)


def test_batches_are_filled_with_what_fits() -> None:
    sizes = [250, 250, 250, 6, 6, 5, 1]
    assert [[sizes[place] for place in batch] for batch in batches_of(sizes)] == [[6, 6, 250, 250], [1, 5, 250]]


def test_what_is_laid_out_for_attention_is_each_text_alone() -> None:
    texts = [[7], [1, 2, 3], [4] * 16, [5] * 17, [9, *range(40)]]
    packed = pack(texts)
    rows = packed.ids[:, None].float()
    assert len(rows) == 256
    assert packed.owners[78:].tolist() == [len(texts)] * (256 - 78)
    laid = [
        values[mask].int().flatten().tolist()
        for block in packed.blocks
        for values, mask in zip(block.laid_out(rows), block.mask, strict=True)
    ]
    assert laid == texts
    assert [block.mask.shape for block in packed.blocks] == [(3, 16), (1, 32), (1, 48)]
    for block in packed.blocks:
        assert torch.equal(block.laid_out(rows).flatten()[block.back], rows[block.begin : block.end, 0])


def test_few_numbers_of_rows_are_computed() -> None:
    assert all(filled_up(rows) >= rows for rows in range(1, PIECES_PER_BATCH + 1))
    assert len({filled_up(rows) for rows in range(1, PIECES_PER_BATCH + 1)}) == PIECES_PER_BATCH // ROWS_AT_A_TIME


def test_ready_layers_compute_what_trained_layers_do(folder: Path, shared: SharedEncoder) -> None:
    lower = LowerEncoder(load_encoder_tensors(folder, torch.float32), heads=12, layers=4).eval()
    texts = sorted(([0, *shared.cutter.pieces.encode(text)[0][:60], 2] for text in SENTENCES), key=len)
    with torch.inference_mode():
        packed = pack(texts)
        rows = shared.lowest(4)(packed)
        for text, begin in zip(texts, packed.begins.tolist(), strict=True):
            expected = lower(torch.tensor([text]), torch.ones(1, len(text), dtype=torch.bool))[0]
            assert torch.allclose(rows[begin : begin + len(text)], expected, atol=2e-4)


def test_a_map_is_the_same_packed_and_plain(monkeypatch: pytest.MonkeyPatch) -> None:
    torch.manual_seed(1)
    weight, bias, values = torch.randn(48, 32), torch.randn(48), torch.randn(9, 32)
    for activated in (False, True):
        packed = ReadyLinear(weight, bias, activated=activated)
        with monkeypatch.context() as without:
            without.setattr(torch.backends.mkldnn, "is_available", lambda: False)
            plain = ReadyLinear(weight, bias, activated=activated)
        assert torch.allclose(packed(values), plain(values), atol=1e-5)


def test_the_pair_head_judges_as_it_was_trained(folder: Path, shared: SharedEncoder) -> None:
    judge = NeuralPairJudge(folder, shared=shared)
    trained = _trained_pair_head(folder)
    lower = LowerEncoder(load_encoder_tensors(folder, torch.float32), heads=12, layers=4).eval()
    sides = [(cut_statement(shared.cutter, one), cut_statement(shared.cutter, SENTENCES[1])) for one in SENTENCES[:4]]
    sides.sort(key=lambda both: len(both[0]) + len(both[1]))
    with torch.inference_mode():
        found = judge._scores(sides)
        for scores, (one, other) in zip(found, sides, strict=True):
            mask = torch.ones(1, len(one) + len(other), dtype=torch.bool)
            second = torch.arange(mask.shape[1])[None] >= len(one)
            expected = trained(lower(torch.tensor([one + other]), mask), mask, second)[0]
            assert torch.allclose(scores, expected, atol=2e-3)


def _trained_pair_head(folder: Path) -> PairHead:
    shape, _, state, _ = _load_weights(WEIGHTS)
    head = PairHead(load_encoder_tensors(folder, torch.float32), shape).eval()
    head.load_state_dict(state)
    return head


@pytest.fixture
def unmeasured(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The encoder's folder in a cache where nothing has been measured, on a processor that knows bfloat16."""
    monkeypatch.setattr(format_choice, "computes_in_bfloat16", lambda: True)
    (tmp_path / folder.name).symlink_to(folder)
    return tmp_path / folder.name


def test_the_format_is_measured_once_and_remembered(unmeasured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert format_choice.remembered_format(unmeasured) is None
    taken = format_choice.open_encoder(unmeasured, Precision.AUTO).dtype
    known = json.loads((unmeasured.parent / "formats.json").read_text("utf-8"))
    ((_, measured),) = known.items()
    assert measured["format"] == str(taken).removeprefix("torch.")
    assert measured["agreement"] >= format_choice.AGREEMENT
    monkeypatch.setattr(format_choice, "measure", lambda _: pytest.fail("measured again"))
    assert format_choice.open_encoder(unmeasured, Precision.AUTO).dtype == taken
    monkeypatch.setattr(format_choice, "processor_name", lambda: "another one")
    assert format_choice.remembered_format(unmeasured) is None


def test_another_processor_is_measured_for_itself(unmeasured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, taken in (("one", "float32"), ("other", "bfloat16")):
        monkeypatch.setattr(format_choice, "processor_name", lambda name=name: name)
        monkeypatch.setattr(format_choice, "measure", lambda _, taken=taken: {"format": taken})
        assert format_choice.open_encoder(unmeasured, Precision.AUTO).dtype == getattr(torch, taken)
    monkeypatch.setattr(format_choice, "processor_name", lambda: "one")
    assert format_choice.remembered_format(unmeasured) == "float32"


def test_a_format_that_does_not_agree_is_not_taken(unmeasured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(format_choice, "AGREEMENT", 1.1)
    assert format_choice.measure(unmeasured)["format"] == "float32"


def test_a_format_that_is_asked_for_is_not_measured(unmeasured: Path) -> None:
    assert format_choice.open_encoder(unmeasured, Precision.FLOAT32).dtype == torch.float32
    assert not (unmeasured.parent / "formats.json").exists()


def test_both_formats_give_nearly_the_same_vectors(folder: Path) -> None:
    measured = format_choice.measure(folder)
    assert measured["agreement"] >= format_choice.AGREEMENT
    assert set(measured["milliseconds"]) == {"bfloat16", "float32"}


def test_reads_are_served_without_loading_torch() -> None:
    code = (
        "import sys; from app.bootstrap import choose_parts; from app.settings import Settings; import app.main; "
        "choose_parts(Settings()); print([m for m in ('torch', 'transformers', 'tokenizers') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert found.stdout.strip() == "[]"


def test_the_usual_models_are_loaded_without_sentence_transformers(folder: Path, tmp_path: Path) -> None:
    assert folder.name == DEFAULT_MODEL.replace("/", "--")
    (tmp_path / "models").symlink_to(folder.parent)
    code = (
        "import sys; from pathlib import Path; from app.bootstrap import load_models; "
        "from app.settings import Settings; "
        f"load_models(Settings(home=Path({str(tmp_path)!r}), precision='fp32')); "
        "print([m for m in ('sentence_transformers', 'transformers', 'sklearn', 'scipy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=200)
    assert found.stdout.strip() == "[]"


def test_vectors_in_bfloat16_do_not_depend_on_company(folder: Path) -> None:
    layers = SharedEncoder(folder, torch.bfloat16)
    ready, cut = layers.all_layers(), layers.cutter.pieces.encode
    texts = sorted(([0, *cut(text)[0], 2] for text in SENTENCES), key=len)
    with torch.inference_mode():
        together = format_choice.mean_vectors(ready(packed := pack(texts)), packed)
        alone = [format_choice.mean_vectors(ready(one := pack([text])), one)[0] for text in texts]
    assert torch.equal(together, torch.stack(alone))  # else analysing an article again might change what it claims
