"""Loads reader, embedder and pair head together, on one encoder."""

from pathlib import Path

from app.adapters.language_model.embedder import SentenceEmbedder
from app.adapters.language_model.encoder_files import DEFAULT_MODEL, ensure_encoder_folder
from app.adapters.language_model.format_choice import open_encoder
from app.adapters.language_model.freed_memory import give_back
from app.adapters.language_model.pair_judge import NeuralPairJudge
from app.adapters.language_model.precision import Precision
from app.adapters.language_model.reader import NeuralReader
from app.ports import Embedder, PairJudge, Reader


def load_together(
    models: Path, *, precision: Precision, embedding_model: str = DEFAULT_MODEL
) -> tuple[Reader, Embedder, PairJudge]:
    """Reader and pair head on the default encoder, the embedder on the one named; takes a second.

    They share the tokenizer, the table of pieces and every layer that they have in common. Raises ModelUnavailable.
    """
    folder = ensure_encoder_folder(models, DEFAULT_MODEL)
    shared = open_encoder(folder, precision)
    reader, judge = NeuralReader(folder, shared=shared), NeuralPairJudge(folder, shared=shared)
    if embedding_model == DEFAULT_MODEL:
        embedder: Embedder = SentenceEmbedder(folder, shared=shared)
    else:
        embedder = _other_embedder(ensure_encoder_folder(models, embedding_model), precision)
    del shared  # every layer is packed by now
    give_back()
    return reader, embedder, judge


def _other_embedder(folder: Path, precision: Precision) -> Embedder:
    # Loads sentence-transformers, which the default model does without.
    from app.adapters.language_model.other_embedder import OtherEmbedder  # noqa: PLC0415

    return OtherEmbedder(folder, precision=precision)
