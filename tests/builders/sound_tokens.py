"""Sound data of the algorithms that learn from text and token sequences: algorithm, files, options of the check."""

from __future__ import annotations

from typing import Any

from tests.builders.folders import Files
from tests.builders.tokens import SPECIAL, pairs, sentences, token_records, word_ids, word_vectors

BOTH = ("train", "validation")
TOKENS = {"enc0_vocab_size": "50", "enc0_max_seq_len": "9"}
VOCABULARIES = {"vocab/vocab.src.json": word_ids(indent=4), "vocab/vocab.trg.json": word_ids(special=SPECIAL)}
PRETRAINED = {"auxiliary/glove.trim.txt": word_vectors(), "auxiliary/all_vocab.json": word_ids(50, ())}

CASES: dict[str, tuple[str, Files, dict[str, Any]]] = {
    "bt labelled": ("blazingtext", {f"{c}/{c}.txt": sentences(lambda i: f"__label__{i % 4} ") for c in BOTH}, {}),
    "bt several labels": (
        "blazingtext",
        {"train/a.train": sentences(lambda i: f"__label__food __label__{i % 3}-b\u00e4r ")},
        {"hyperparameters": {"mode": "supervised"}, "content_types": {"train": "text/plain"}},
    ),
    "bt early stopping": (
        "blazingtext",
        {f"{c}/a": sentences(lambda i: f"__label__{i % 2} ").replace("\n", "\r\n") + "\n" for c in BOTH},
        {"hyperparameters": {"mode": "supervised", "early_stopping": "True"}},
    ),
    "bt one line": ("blazingtext", {"train/text8": sentences().replace("\n", " ")}, {}),
    "bt word vectors": ("blazingtext", {"train/a.txt": sentences()}, {"hyperparameters": {"mode": "batch_skipgram"}}),
    "bt rare words": (
        "blazingtext",
        {"train/a.txt": "the cat sat\na dog ran\n"},
        {"hyperparameters": {"min_count": "1"}},
    ),
    "o2v classes": ("object2vec", {f"{c}/a.jsonl": pairs() for c in ("train", "validation", "test")}, {}),
    "o2v three classes": (
        "object2vec",
        {"train/a.jsonl": pairs(lambda i: i % 3)},
        {"hyperparameters": {**TOKENS, "num_classes": "3"}},
    ),
    "o2v scores": (
        "object2vec",
        {"train/a.jsonl": pairs(lambda i: i / 7)},
        {
            "hyperparameters": {**TOKENS, "output_layer": "mean_squared_error"},
            "content_types": {"train": "application/jsonlines"},
        },
    ),
    "o2v scores undeclared": ("object2vec", {"train/a.jsonl": pairs(lambda i: i / 7)}, {}),
    "o2v pretrained": (
        "object2vec",
        {"train/a.jsonl": pairs(), **PRETRAINED},
        {"hyperparameters": {
            **TOKENS, "enc0_pretrained_embedding_file": "glove.trim.txt", "enc0_vocab_file": "all_vocab.json",
        }},
    ),
    "o2v pretrained declared": (
        "object2vec",
        {"train/a.jsonl": pairs(), **PRETRAINED},
        {"content_types": {"auxiliary": "application/json"}},
    ),
    "s2s": (
        "seq2seq",
        {"train/train.rec": token_records(), "validation/val.rec": token_records(29), **VOCABULARIES},
        {},
    ),
    "s2s declared": (
        "seq2seq",
        {"train/train.rec": token_records(), "validation/val.rec": token_records(29), **VOCABULARIES},
        {
            "content_types": {"train": "application/x-recordio-protobuf", "vocab": "application/json"},
            "hyperparameters": {"max_seq_len_source": "9", "max_seq_len_target": "9"},
        },
    ),
}  # fmt: skip
