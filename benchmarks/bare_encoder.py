"""The encoder as anybody runs it: sentence-transformers with its own defaults. What our own reading is measured by."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch

BATCH_SIZE = 32  # the library's own default


def bare_encoder(folder: Path, threads: int, dtype: torch.dtype) -> Callable[[Sequence[str]], None]:
    """A function that embeds texts with the model in the folder of `ensure_encoder_folder`, in the number format that
    ours computes in, and throws the vectors away. Sets torch's threads for the whole process."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds to import

    torch.set_num_threads(threads)
    model = SentenceTransformer(str(folder), device="cpu", model_kwargs={"dtype": dtype}, local_files_only=True)

    def embed(texts: Sequence[str]) -> None:
        model.encode(list(texts), batch_size=BATCH_SIZE, show_progress_bar=False)

    return embed
