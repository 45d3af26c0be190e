"""Which number format the encoder computes in."""

import platform
from enum import StrEnum
from pathlib import Path

import torch

_CPU_FLAGS_FILE = Path("/proc/cpuinfo")


class Precision(StrEnum):
    """``auto`` leaves it to `format_choice`, which measures where the processor computes natively in bfloat16
    (AVX512-BF16 or AMX); elsewhere it is float32."""

    AUTO = "auto"
    BFLOAT16 = "bf16"
    FLOAT32 = "fp32"


def resolve_precision(precision: Precision) -> torch.dtype:
    """The torch format of a setting, without measuring: for ``auto`` what the processor computes in natively."""
    if precision is Precision.BFLOAT16 or (precision is Precision.AUTO and computes_in_bfloat16()):
        return torch.bfloat16
    return torch.float32


def computes_in_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 natively; False where it cannot be told."""
    try:
        flags = _CPU_FLAGS_FILE.read_text("utf-8", errors="replace")
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


def processor_name() -> str:
    """The model of this processor; where the system does not tell it, its architecture."""
    try:
        lines = _CPU_FLAGS_FILE.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith(("model name", "model\t", "stepping"))]
    return " / ".join(dict.fromkeys(named)) or platform.machine()
