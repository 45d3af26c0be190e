"""Average trained weights: ``python -m training.reader.average --encoder DIR --out DIR FOLDER FOLDER ...``.

Stages of one training that begin from each other lie close enough together that their plain mean reads better than any
of them ("model soup", Wortsman and others 2022), and costs nothing at run time.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from app.adapters.language_model.adapted_encoder import LowerEncoder, load_encoder_tensors
from app.adapters.language_model.precision import Precision, resolve_precision
from app.adapters.language_model.reader_input import PieceCutter
from app.adapters.language_model.reader_model import ReaderHead
from training.reader.batches import Labeller
from training.reader.examples import TreebanksMissing
from training.reader.train import HeldOut, export, shape_of


def mean_of(folders: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of each tensor, in float32; raises TreebanksMissing where the weights are of different shapes."""
    parts = [load_file(folder / "reader.safetensors") for folder in folders]
    shapes = [{name: values.shape for name, values in part.items()} for part in parts]
    if any(one != shapes[0] for one in shapes) or any(shape_of(one) != shape_of(folders[0]) for one in folders):
        raise TreebanksMissing("the weights are of different shapes and cannot be averaged")
    return {name: torch.stack([part[name].float() for part in parts]).mean(0) for name in parts[0]}


def run(options: argparse.Namespace) -> None:
    """Average, score on the held-out sentences, write."""
    shape = shape_of(options.folders[0])
    tensors = load_encoder_tensors(options.encoder, resolve_precision(Precision.AUTO))
    head = ReaderHead(tensors, shape)
    head.load_state_dict(mean_of(options.folders))
    head.eval()
    lower = LowerEncoder(tensors, heads=shape.heads, layers=shape.frozen_layers).eval()
    labeller = Labeller(PieceCutter(options.encoder), shape)
    scores = HeldOut(options.data, lower, labeller).scores(head)
    print("\n".join(f"{name}: {value}" for name, value in scores.items()))
    export(head, options.encoder, options.out, scores)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m training.reader.average", description=__doc__)
    data = os.environ.get("CROSSCHECK_DATA")
    parser.add_argument("folders", type=Path, nargs="+", help="folders that hold reader.safetensors and reader.json")
    parser.add_argument(
        "--data", type=Path, default=Path(data) if data else None, help="folder that holds ud/ and ner/"
    )
    parser.add_argument("--encoder", type=Path, required=True, help="sentence-transformers folder of the encoder")
    parser.add_argument("--out", type=Path, required=True, help="folder for the averaged weights")
    options = parser.parse_args(arguments)
    if options.data is None:
        parser.error("no treebanks named: give --data or set CROSSCHECK_DATA")
    try:
        run(options)
    except TreebanksMissing as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
