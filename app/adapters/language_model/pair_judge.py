"""Tells of two statements whether they are the same, contradict each other, or are about different things."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from app.adapters.language_model.adapted_encoder import LowerEncoder, SharedEncoder, load_encoder, merge_adapters
from app.adapters.language_model.encoder_files import sha256_of
from app.adapters.language_model.pair_input import cut_statement
from app.adapters.language_model.pair_model import PairHead, PairShape
from app.adapters.language_model.precision import Precision, resolve_precision
from app.core.errors import ModelUnavailable
from app.ports import PAIR_RELATIONS

WEIGHTS = Path(__file__).parent / "weights"
# Pairs are padded to a multiple of this and only judged together with others of that padded length: a verdict then
# does not depend on what else is judged with it, but for the last digits.
PADDING_STEP = 8
PIECES_PER_BATCH = 4096
# So many pairs are cut and read at a time, which bounds the memory however many are asked about.
PAIRS_AT_A_TIME = 1024
_PADDING = 1


class NeuralPairJudge:
    """The trained pair head on top of the encoder. Safe to share between threads."""

    def __init__(
        self,
        encoder: Path,
        *,
        weights: Path = WEIGHTS,
        precision: Precision = Precision.AUTO,
        shared: SharedEncoder | None = None,
    ) -> None:
        """``encoder`` is the folder of the default encoder, ``shared`` what is loaded of it already, to be
        shared; raises ModelUnavailable if a file is missing or broken."""
        shape, self._temperature, state, digest = _load_weights(weights)
        dtype = resolve_precision(precision)
        self._version = f"pairs-{digest[:12]}-{str(dtype).removeprefix('torch.')}"
        try:
            shared = shared or load_encoder(encoder, dtype)
            tensors = shared.tensors
            self._lower = LowerEncoder(tensors, heads=shape.heads, layers=shape.frozen_layers).eval()
            self._head = PairHead(tensors, shape)
            self._head.load_state_dict(state)
            self._cutter = shared.cutter
        except (OSError, SafetensorError, KeyError, RuntimeError) as error:
            raise ModelUnavailable(
                f"the pair head cannot use the encoder in {encoder} ({type(error).__name__}); delete that folder"
            ) from error
        merge_adapters(self._head, dtype)
        self._head.eval()

    @property
    def version(self) -> str:
        """Changes with the weights and the number format."""
        return self._version

    def judge(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Shape (len(pairs), 3), float32, each row of sum 1: the probabilities of PAIR_RELATIONS, in their order.

        The order of the two statements makes no difference: each pair is read in both, and the mean is told. That is a
        little better than either order alone, and no trick of words can make a verdict of the order. Statements beyond
        64 pieces are cut there.
        """
        probabilities = np.zeros((len(pairs), len(PAIR_RELATIONS)), dtype=np.float32)
        for begin in range(0, len(pairs), PAIRS_AT_A_TIME):
            # Put in one order first: what is added up in another order differs in its last digits.
            chunk = [sorted(pair) for pair in pairs[begin : begin + PAIRS_AT_A_TIME]]
            probabilities[begin : begin + len(chunk)] = self._judge_chunk(chunk)
        return probabilities

    def _judge_chunk(self, pairs: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        pieces = {text: cut_statement(self._cutter, text) for text in {text for pair in pairs for text in pair}}
        sides = [(pieces[one], pieces[other]) for one, other in pairs]
        scores = torch.zeros(len(pairs), len(PAIR_RELATIONS))
        with torch.inference_mode():
            for rows, length in _batches([len(one) + len(other) for one, other in sides]):
                for turned in (False, True):
                    chosen = [sides[row][::-1] if turned else sides[row] for row in rows]
                    scores[rows] += self._scores(chosen, length) / 2
            found: NDArray[np.float32] = (scores / self._temperature).softmax(-1).numpy()
        return found

    def _scores(self, sides: Sequence[tuple[tuple[int, ...], ...]], length: int) -> Tensor:
        ids = torch.full((len(sides), length), _PADDING)
        mask = torch.zeros(len(sides), length, dtype=torch.bool)
        second = torch.ones(len(sides), length, dtype=torch.bool)
        for row, (one, other) in enumerate(sides):
            ids[row, : len(one) + len(other)] = torch.tensor(one + other)
            mask[row, : len(one) + len(other)] = True
            second[row, : len(one)] = False
        scores: Tensor = self._head(self._lower(ids, mask), mask, second)
        return scores


def _batches(sizes: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """Rows of one padded length, few enough for one run of the network."""
    by_length: dict[int, list[int]] = {}
    for row, size in enumerate(sizes):
        by_length.setdefault(-(-size // PADDING_STEP) * PADDING_STEP, []).append(row)
    for length, rows in sorted(by_length.items()):
        most = max(1, PIECES_PER_BATCH // length)
        for begin in range(0, len(rows), most):
            yield rows[begin : begin + most], length


def _load_weights(folder: Path) -> tuple[PairShape, float, dict[str, Tensor], str]:
    remedy = "reinstall crosscheck, or run: python -m training.pairs.train"
    try:
        description = json.loads((folder / "pairs.json").read_text("utf-8"))
        shape = PairShape(**description["shape"])
        temperature = float(description["temperature"])
        file = folder / "pairs.safetensors"
        digest = sha256_of(file)
        if digest != description["weights_sha256"]:
            raise ModelUnavailable(f"the pair head's weights {file} are damaged; {remedy}")
        state = {name: tensor.float() for name, tensor in load_file(file).items()}
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise ModelUnavailable(
            f"the pair head's weights in {folder} cannot be read ({type(error).__name__}); {remedy}"
        ) from error
    return shape, temperature, state, digest
