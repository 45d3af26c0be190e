"""How heads on the encoder are trained: rates, running average, checkpoints, and the files that come out."""

import copy
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Generic, TypeVar

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_

from app.adapters.language_model.encoder_files import sha256_of

READABLE = 0o644
Head = TypeVar("Head", bound=nn.Module)


@dataclass(slots=True)
class Progress:
    """How far training has come; kept in the checkpoint."""

    step: int = 0
    epoch: int = 0
    seconds: float = 0.0
    examples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """Full rates of learning, and how slowly the running average follows."""

    adapters: float
    others: float
    warm_up_steps: int
    average_decay: float


class Training(Generic[Head]):
    """A network with adapters in its ``layers``, its running average, and the optimiser."""

    def __init__(self, head: Head, speeds: Speeds, *, steps: int, rate: float = 1.0) -> None:
        """``rate`` is a factor on the full rates."""
        self.head = head
        self.average: Head = copy.deepcopy(head).eval()
        self._speeds = speeds
        self.steps = steps
        self.rate = rate
        self.progress = Progress()
        adapters = [value for name, value in head.named_parameters() if value.requires_grad and "layers." in name]
        others = [value for name, value in head.named_parameters() if value.requires_grad and "layers." not in name]
        self.parameters = adapters + others
        self.optimiser = torch.optim.AdamW(
            [{"params": adapters, "rate": speeds.adapters}, {"params": others, "rate": speeds.others}],
            weight_decay=0.01,
            betas=(0.9, 0.98),
        )

    def step(self, loss: Tensor, examples: int) -> float:
        """One optimiser step down the loss of so many examples; returns the loss."""
        self._set_rates()
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.progress.step += 1
        self.progress.examples += examples
        self._update_average()
        return float(loss.detach())

    def _set_rates(self) -> None:
        done = min(1.0, self.progress.step / self.steps)
        factor = self.rate * min(1.0, (self.progress.step + 1) / self._speeds.warm_up_steps)
        factor *= 0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * done))
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * factor

    def _update_average(self) -> None:
        decay = min(self._speeds.average_decay, self.progress.step / (self.progress.step + 10))
        with torch.no_grad():
            averaged: list[Tensor] = [value for value in self.average.parameters() if value.requires_grad]
            trained: list[Tensor] = [value for value in self.head.parameters() if value.requires_grad]
            torch._foreach_lerp_(averaged, trained, 1 - decay)

    def save(self, path: Path) -> None:
        """Write a checkpoint in one piece."""
        state = {
            "head": self.head.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "progress": asdict(self.progress),
        }
        torch.save(state, path.with_suffix(".part"))
        path.with_suffix(".part").replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.head.load_state_dict(state["head"])
        self.average.load_state_dict(state["average"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.progress = Progress(**state["progress"])


def write_weights(head: nn.Module, name: str, *, encoder: Path, out: Path, description: Mapping[str, object]) -> None:
    """Write half-precision weights as NAME.safetensors, and beside them NAME.json: ``description`` and checksums."""
    out.mkdir(parents=True, exist_ok=True)
    tensors = {key: values.detach().to(torch.float16).contiguous() for key, values in head.state_dict().items()}
    weights = out / f"{name}.safetensors"
    save_file(tensors, weights.with_suffix(".part"))
    weights.with_suffix(".part").chmod(READABLE)  # the library writes them for their owner only
    weights.with_suffix(".part").replace(weights)
    told = {
        **description,
        "weights_sha256": sha256_of(weights),
        "encoder_sha256": sha256_of(encoder / "model.safetensors"),
    }
    (out / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
