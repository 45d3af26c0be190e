"""Which number format the encoder computes in."""

from enum import StrEnum
from pathlib import Path

import torch

_CPU_FLAGS_FILE = Path("/proc/cpuinfo")


class Precision(StrEnum):
    """``auto`` takes bfloat16 where the processor computes in it natively (AVX512-BF16 or AMX), else float32."""

    AUTO = "auto"
    BFLOAT16 = "bf16"
    FLOAT32 = "fp32"


def resolve_precision(precision: Precision) -> torch.dtype:
    """The torch format of a setting."""
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
