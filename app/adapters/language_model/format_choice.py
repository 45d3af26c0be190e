"""Which number format the encoder computes in on this machine: measured once, then remembered beside the encoder.

A format is only taken if its vectors agree with those of float32, and if it is faster here. The choice is written down
for the processor's model and the version of torch, so that all processes of a machine, today's and tomorrow's, compute
alike: vectors of two formats should not be compared, which is why the format is also part of every version.
"""

import json
import logging
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock
from torch import Tensor

from app.adapters.language_model.encoder_files import digest_of_weights
from app.adapters.language_model.packed_rows import PackedRows, pack
from app.adapters.language_model.precision import Precision, computes_in_bfloat16, processor_name, resolve_precision
from app.adapters.language_model.shared_encoder import ReadyLayers, SharedEncoder, mean_vectors

logger = logging.getLogger(__name__)

# The smallest cosine between a text's vectors in two formats that are held to be the same. bfloat16 has 0.99996; 8 bits
# had 0.995 and are not offered.
AGREEMENT = 0.9995
_FILE = "formats.json"
_ROUNDS = 5
_TEXTS = (
    "The president arrived in Cairo on Tuesday evening for talks with his counterpart.",
    "Twelve people were killed when a bridge collapsed in the north of the country, officials said on Monday.",
    "Le ministre des Affaires étrangères a démenti ces informations.",
    "La police a arrêté deux suspects à Marseille après l'attaque de samedi, selon le parquet.",
    "وصل المشير إلى القاهرة مساء الثلاثاء في زيارة تستغرق يومين.",
    "أعلنت وزارة الصحة تسجيل ثلاثين إصابة جديدة.",
    "El Gobierno aprobó ayer una ayuda de 3,5 millones de euros.",
    "Der Kanzler reiste am Freitag überraschend nach Kiew.",
    "Министр обороны прибыл в столицу с официальным визитом.",
    "两国外长周三在北京举行会谈。",
)


def open_encoder(folder: Path, precision: Precision) -> SharedEncoder:
    """The encoder of a folder in the format that is asked for; raises ModelUnavailable if it cannot be used."""
    if precision is not Precision.AUTO or not computes_in_bfloat16():
        return SharedEncoder(folder, resolve_precision(precision))
    return SharedEncoder(folder, _FORMATS[remembered_format(folder) or _choose(folder)])


_FORMATS = {"bfloat16": torch.bfloat16, "float32": torch.float32}


def remembered_format(folder: Path) -> str | None:
    """``bfloat16`` or ``float32``; None where nothing was measured yet for this encoder, processor and torch."""
    try:
        choice = json.loads((folder.parent / _FILE).read_text("utf-8"))[_key(folder)]["format"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return choice if choice in _FORMATS else None


def _key(folder: Path) -> str:
    return f"{digest_of_weights(folder)[:12]}, torch {torch.__version__}, {processor_name()}"


def _choose(folder: Path) -> str:
    """Measure and remember; another process that waited for it takes what was remembered."""
    try:
        with FileLock(folder.parent / f".{_FILE}.lock"):
            if (known := remembered_format(folder)) is not None:
                return known
            measured = measure(folder)
            _remember(folder.parent / _FILE, _key(folder), measured)
            return str(measured["format"])
    except OSError as error:
        # Processes that cannot tell one another what they measured must not each find something else.
        logger.warning("cannot remember the number format in %s (%s): computing in bfloat16", folder.parent, error)
        return "bfloat16"


def _remember(path: Path, key: str, measured: dict[str, Any]) -> None:
    try:
        known = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    content = json.dumps({**(known if isinstance(known, dict) else {}), key: measured}, indent=1) + "\n"
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".formats.", delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    os.replace(file.name, path)  # noqa: PTH105 - replaces on every system, in one step


def measure(folder: Path) -> dict[str, Any]:
    """Milliseconds of each format for some sentences, how well they agree, and the one to take."""
    encoders = {name: SharedEncoder(folder, dtype) for name, dtype in _FORMATS.items()}
    packed = pack(sorted(_pieces(encoders["float32"]), key=len))
    layers = {name: encoder.all_layers() for name, encoder in encoders.items()}
    best = dict.fromkeys(layers, float("inf"))
    vectors: dict[str, Tensor] = {}
    with torch.inference_mode():
        for _ in range(_ROUNDS):
            for name, one in layers.items():
                begun = time.perf_counter()
                vectors[name] = _embedded(one, packed)
                best[name] = min(best[name], time.perf_counter() - begun)
    agreement = float((vectors["bfloat16"] * vectors["float32"]).sum(1).min())
    taken = "bfloat16" if agreement >= AGREEMENT and best["bfloat16"] < best["float32"] else "float32"
    return {
        "format": taken,
        "agreement": round(agreement, 6),
        "milliseconds": {name: round(1000 * seconds, 2) for name, seconds in best.items()},
    }


def _pieces(encoder: SharedEncoder) -> Sequence[Sequence[int]]:
    cutter = encoder.cutter
    return [[cutter.begin, *cutter.pieces.encode(text)[0], cutter.end] for text in _TEXTS]


def _embedded(layers: ReadyLayers, packed: PackedRows) -> Tensor:
    return mean_vectors(layers(packed), packed)
