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

from app.adapters.language_model.encoder_files import sha256_of
from app.adapters.language_model.format_choice import open_encoder
from app.adapters.language_model.packed_rows import Block, batches_of, pack
from app.adapters.language_model.pair_input import cut_statement
from app.adapters.language_model.pair_model import PairHead, PairShape
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.shared_encoder import SharedEncoder
from app.core.errors import ModelUnavailable
from app.ports import PAIR_RELATIONS

WEIGHTS = Path(__file__).parent / "weights"
# So many pairs are cut and read at a time, which bounds the memory however many are asked about.
PAIRS_AT_A_TIME = 1024


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
        shared = shared or open_encoder(encoder, precision)
        self._version = f"pairs-{digest[:12]}-{str(shared.dtype).removeprefix('torch.')}"
        try:
            head = PairHead(shared.tensors, shape)
            head.load_state_dict(state)
            self._lower = shared.lowest(shape.frozen_layers)
        except (KeyError, RuntimeError) as error:
            raise ModelUnavailable(
                f"the pair head cannot use the encoder in {encoder} ({type(error).__name__}); delete that folder"
            ) from error
        self._cutter = shared.cutter
        # Asked now and then: not worth weights of its own in memory.
        self._layers = shared.adapted(head.layers, first=shape.frozen_layers)
        self._across = head.across.detach().to(shared.dtype)[..., None, None]
        del head.layers
        self._head = head.eval().requires_grad_(requires_grad=False)

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
            # Both orders at once: of one pair alone the layers' weights take longer to read than the pair does.
            for rows in batches_of([2 * (len(one) + len(other)) for one, other in sides]):
                told = [sides[row] for row in rows]
                both = self._scores([*told, *(side[::-1] for side in told)])
                scores[rows] = (both[: len(told)] + both[len(told) :]) / 2
            found: NDArray[np.float32] = (scores / self._temperature).softmax(-1).numpy()
        return found

    def _scores(self, sides: Sequence[tuple[tuple[int, ...], ...]]) -> Tensor:
        packed = pack([one + other for one, other in sides])
        firsts = torch.tensor([len(one) for one, _ in sides])
        seconds = [part.contiguous() for part in self._seconds(packed.blocks, firsts)]
        crossing = [(second[:, :, None] != second[:, None, :])[:, None].to(self._across.dtype) for second in seconds]
        masked = [
            torch.zeros_like(block.mask, dtype=self._across.dtype).masked_fill_(~block.mask, -torch.inf)[:, None, None]
            for block in packed.blocks
        ]
        rows = self._lower(packed)
        for layer, across in zip(self._layers, self._across, strict=True):
            bias = [torch.addcmul(filler, crossed, across) for filler, crossed in zip(masked, crossing, strict=True)]
            rows = layer(rows, packed.blocks, bias)
        scores = [
            self._head.relation_scores(block.laid_out(rows).float(), block.mask, second)
            for block, second in zip(packed.blocks, seconds, strict=True)
        ]
        return torch.cat(scores)

    @staticmethod
    def _seconds(blocks: Sequence[Block], firsts: Tensor) -> Iterator[Tensor]:
        """Of each block: True where the second statement stands, and behind it."""
        begin = 0
        for block in blocks:
            texts, length = block.mask.shape
            yield torch.arange(length) >= firsts[begin : begin + texts, None]
            begin += texts


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
