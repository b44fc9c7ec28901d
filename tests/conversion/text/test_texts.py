"""Texts to what topic models, Object2Vec and seq2seq read."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import AdvisorError, check, convert
from tests.builders.folders import places, write
from tests.builders.recordio import records_of

WORDS = st.text(st.characters(codec="utf-8", categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=5)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
FULL: dict[str, Any] = {"parts": {"train": 0.7, "validation": 0.3}}


def rows_of(texts: Sequence[tuple[object, ...]], folder: Path) -> Path:
    path = folder / "a.jsonl"
    path.write_text("".join(json.dumps(dict(enumerate(row))) + "\n" for row in texts), "utf-8")
    return path


def test_a_text_that_looks_like_a_missing_value_is_a_text(tmp_path: Path) -> None:
    told: dict[str, Any] = {"text": "0", "vocabulary": tmp_path / "v", "to": "recordio-protobuf"}
    convert(rows_of([("NaT",), ("nan <NA>",)], tmp_path), held="json-lines", output=tmp_path / "o", **told)
    assert (tmp_path / "v/vocab.txt").read_text("utf-8").split() == ["na", "nan", "nat"]


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(TEXTS, min_size=1, max_size=20), most=st.integers(1, 30), least=st.integers(1, 2))
def test_counts_are_those_of_the_words(texts: list[str], most: int, least: int) -> None:
    words = [Counter(word for word in re.split(r"\W+", text.lower()) if len(word) > 1) for text in texts]
    total = sum(words, Counter())
    kept = sorted(sorted((w for w in total if total[w] >= least), key=lambda w: (-total[w], w))[:most])
    with TemporaryDirectory() as name:
        folder = Path(name)
        told: dict[str, Any] = {"text": "0", "vocabulary": folder / "v", "missing": "drop", "to": "recordio-protobuf"}
        source = rows_of([(text,) for text in texts], folder)
        if not kept:
            with pytest.raises(AdvisorError, match="the texts hold no word"):
                convert(source, held="json-lines", output=folder / "o", vocabulary_size=most, least_count=least, **told)
            return
        convert(source, held="json-lines", output=folder / "o", vocabulary_size=most, least_count=least, **told)
        assert (folder / "v/vocab.txt").read_text("utf-8").split("\n") == [*kept, ""]
        tensors = [record.features["values"].float32_tensor for record in records_of(folder / "o")]
        found = [dict(zip(tensor.keys, tensor.values, strict=True)) for tensor in tensors]
    wanted = [{kept.index(word): n for word, n in own.items() if word in kept} for own in words]
    assert found == [one for one in wanted if one]
    assert all(list(tensor.shape) == [len(kept)] for tensor in tensors)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=20), most=st.integers(1, 30))
def test_sequences_name_their_words(rows: list[tuple[str, str]], most: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        convert(
            rows_of(rows, folder), held="json-lines", to="token-records", first="0", second="1", tokens="blanks",
            vocabulary_size=most, output=folder / "o", vocabulary=folder / "v",
        )  # fmt: skip
        read = [json.loads((folder / f"v/vocab.{side}.json").read_text("utf-8")) for side in ("src", "trg")]
        records = records_of(folder / "o")
    words = [{number: word for word, number in ids.items()} for ids in read]
    for record, texts in zip(records, rows, strict=True):
        for side, key, text, ids in zip(words, ("source", "target"), texts, read, strict=True):
            found = [side[number] for number in record.features[key].int32_tensor.values]
            assert found == [word if word in ids else "<unk>" for word in text.split()]
    assert all(list(ids)[:4] == ["<pad>", "<unk>", "<s>", "</s>"] and len(ids) <= most + 4 for ids in read)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(TEXTS, TEXTS, st.floats(-9, 9)), min_size=1, max_size=20), apart=st.booleans())
def test_pairs_name_their_words(rows: list[tuple[str, str, float]], apart: bool) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        convert(
            rows_of(rows, folder), held="json-lines", to="sequence-pairs", first="0", second="1", label="2",
            apart=apart, tokens="cell", output=folder / "o", vocabulary=folder / "v",
        )  # fmt: skip
        lines = [json.loads(line) for line in (folder / "o").read_text("utf-8").splitlines()]
        sides = ("in0.", "in1.") if apart else ("", "")
        read = [json.loads((folder / f"v/vocab.{side}json").read_text("utf-8")) for side in sides]
    for line, (one, other, label) in zip(lines, rows, strict=True):
        assert line == {"label": label, "in0": [read[0][one.strip()]], "in1": [read[1][other.strip()]]}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    animals = ("cat", "dog", "bird", "fish", "horse")
    rows = [f"The {animals[i % 5]} saw a {animals[i % 4]} {i},Ein {animals[i % 3]} {i},{i % 2}\n" for i in range(80)]
    write(tmp_path, {"a.csv": "english,german,same\n" + "".join(rows)})
    return tmp_path / "a.csv"


def test_counts_pass(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "o"
    convert(texts, to="recordio-protobuf", text="english", output=out, vocabulary=out / "auxiliary", **FULL)
    settings = {"num_topics": 4, "feature_dim": len((out / "auxiliary/vocab.txt").read_text().splitlines())}
    assert places(check(out, algorithm="ntm", hyperparameters=settings)) == []
    told: dict[str, Any] = {"stop_words": "english", "vocabulary": tmp_path / "v"}
    convert(texts, to="csv", text="english", output=tmp_path / "lda/train/a.csv", **told)
    assert places(check(tmp_path / "lda", algorithm="lda")) == []
    assert not {"the", "an"} & {*(tmp_path / "v/vocab.txt").read_text("utf-8").split()}


def test_pairs_pass(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "o2v"
    sides: dict[str, Any] = {"first": "english", "second": "german"}
    convert(texts, to="sequence-pairs", label="same", output=out, vocabulary=out / "auxiliary", **sides, **FULL)
    size = len(json.loads((out / "auxiliary/vocab.json").read_text("utf-8")))
    told = {"enc0_vocab_size": size, "enc0_max_seq_len": 6, "enc0_vocab_file": "vocab.json", "num_classes": 2}
    assert places(check(out, algorithm="object2vec", hyperparameters=told)) == []
    convert(texts, to="token-records", output=tmp_path / "s2s", vocabulary=tmp_path / "s2s/vocab", **sides, **FULL)
    assert places(check(tmp_path / "s2s", algorithm="seq2seq")) == []


def test_next_file_has_the_same_ids(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "u1,i1,5\nu2,i2,1\n", "b.csv": "u2,i9,3\n"})
    told: dict[str, Any] = {"to": "sequence-pairs", "first": 1, "second": 2, "label": 3, "tokens": "cell"}
    done = [
        convert(tmp_path / f"{name}.csv", output=tmp_path / name, vocabulary=tmp_path / "v", **told) for name in "ab"
    ]
    assert [one.unknown for one in done] == [0, 1]
    assert (tmp_path / "b").read_text() == '{"label": 3, "in0": [7], "in1": [1]}\n'
    kept = (tmp_path / "v/vocab.json").read_text()
    assert json.loads(kept) == {"<pad>": 0, "<unk>": 1, "<s>": 2, "</s>": 3, "i1": 4, "i2": 5, "u1": 6, "u2": 7}


@pytest.mark.parametrize(
    ("content", "told", "message"),
    [
        ("a b,c,1\n,c,1\n", {}, "a.csv:2: has no text in one of its sides: --missing drop"),
        ("a b,c,1\na,c,\n", {}, "a.csv:2: has no label: --missing drop"),
        ("a b,c,good\na,c,bad\n", {}, "a.csv:1: the label 'good' is no number: --classes"),
        ("a b,c,1\na,c\n", {}, "a.csv:2: the row has 2 cells, the first one 3"),
        ("a b,c,1\n", {"label": None}, "say which column it is, --label COLUMN"),
        ("a b,c,1\n", {"second": None}, "say which column it is: --second COLUMN"),
        ("a b,c,1\n", {"vocabulary": None}, "say where the words and their ids are kept: --vocabulary FOLDER"),
    ],
)
def test_what_is_not_told_is_not_guessed(tmp_path: Path, content: str, told: dict[str, Any], message: str) -> None:
    write(tmp_path, {"a.csv": content})
    usual: dict[str, Any] = {"first": 1, "second": 2, "label": 3, "vocabulary": tmp_path / "v", "header": False}
    with pytest.raises(AdvisorError, match=re.escape(message)):
        convert(tmp_path / "a.csv", held="csv", to="sequence-pairs", output=tmp_path / "o", **{**usual, **told})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]


def test_files_of_texts(tmp_path: Path) -> None:
    write(tmp_path, {"x/1.txt": "One text.\nIn two lines.\n", "y/2.txt": b"Caf\xe9"})
    told: dict[str, Any] = {"held": "text-files", "to": "sentences", "text": "text", "label": "folder"}
    with pytest.raises(AdvisorError, match=r"2\.txt: is not in utf-8: say what it is in, such as --encoding cp1252"):
        convert(tmp_path, output=tmp_path.parent / "o", **told)
    convert(tmp_path, output=tmp_path.parent / "o.txt", encoding="cp1252", force=True, **told)
    lines = (tmp_path.parent / "o.txt").read_text("utf-8").splitlines()
    assert lines == ["__label__x one text . in two lines .", "__label__y café"]


def test_files_line_by_line_are_of_one_length(tmp_path: Path) -> None:
    write(tmp_path / "in", {"a": "eins\nzwei\n", "b": "one\n"})
    with pytest.raises(AdvisorError, match="b: has 1 lines, and another file more: they do not belong together"):
        convert(
            tmp_path / "in", held="parallel-lines", to="token-records", first="a", second="b", output=tmp_path / "o",
            vocabulary=tmp_path / "v",
        )  # fmt: skip


def test_lines_of_json_as_a_table(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": '{"a": 1, "b": "x, y"}\n{"b": true, "c": 3}\n'})
    convert(tmp_path / "a.jsonl", held="json-lines", to="csv", output=tmp_path / "o")
    assert (tmp_path / "o").read_text() == '1,"x, y",\n,true,3\n'
    write(tmp_path, {"a.jsonl": '{"a": 1}\n[1]\n'})
    with pytest.raises(AdvisorError, match=r"a\.jsonl:2: holds no object of JSON"):
        convert(tmp_path / "a.jsonl", held="json-lines", to="csv", output=tmp_path / "p")


def test_texts_of_a_frame(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"body": ["the cat", "a dog and a cat"]})
    convert(frame, to="csv", text="body", output=tmp_path / "o", vocabulary=tmp_path / "v")
    assert (tmp_path / "o").read_text() == "0,1,0,1\n1,1,1,0\n"
    assert (tmp_path / "v/vocab.txt").read_text() == "and\ncat\ndog\nthe\n"


def test_words_are_counted_by_the_command(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "the cat\na dog\n"})
    words = [sys.executable, "-m", "advisor", "convert", "a.txt", "--from", "lines", "--to", "csv", "--text", "text"]
    told = ["--vocabulary", "v", "--output", "o.csv"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run([*words, *told], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "o.csv").read_text() == "1,0,1\n0,1,0\n"
