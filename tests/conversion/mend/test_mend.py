"""Text mended line by line: whatever stood there, and to the byte where nothing was wrong."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import AdvisorError
from advisor.conversion.mend.files.json_lines import MENDS, one_a_line
from advisor.conversion.mend.files.kinds import mend as mend_file
from advisor.conversion.mend.files.lines import MENDS as LINE_MENDS
from advisor.conversion.mend.files.lines import mend
from advisor.conversion.mend.files.order import Order
from advisor.conversion.results import LeftOut

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-99, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=4), min_size=1, max_size=5)


@settings(max_examples=150, deadline=None)
@given(objects=OBJECTS, form=st.sampled_from(["lines", "array", "indented", "commas", "joined", "python", "spread"]))
def test_objects_end_up_one_a_line(objects: list[dict[str, Any]], form: str) -> None:
    lines = [json.dumps(one) for one in objects]
    text = {
        "lines": "\n".join(lines), "array": json.dumps(objects), "indented": json.dumps(objects, indent=2),
        "commas": ",\n".join(lines), "joined": " ".join(lines), "python": "\n".join(map(repr, objects)),
        "spread": "\n".join(json.dumps(one, indent=1) for one in objects),
    }[form]  # fmt: skip
    found = list(one_a_line(iter(text.split("\n"))))
    assert [json.loads(line) for line in found] == objects


@pytest.mark.parametrize("line", ["[1]", '{"a": 1', "words", '{"a": 1} words', "{'a': open('x')}", "[" * 5000])
def test_what_is_no_object_stays_for_a_person(line: str) -> None:
    assert list(one_a_line(iter([line]))) == [line]
    whole = '{"b":   2}'
    assert whole in list(one_a_line(iter([whole, line])))


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=200), repairs=st.sets(st.sampled_from(sorted(LINE_MENDS)), max_size=4))
def test_any_bytes_are_mended_or_refused(content: bytes, repairs: set[str]) -> None:
    with TemporaryDirectory() as name:
        source, target = Path(name, "a"), Path(name, "b")
        source.write_bytes(content)
        try:
            mend(source, target, Order(tuple(repairs)), LeftOut("a"))
        except AdvisorError as error:
            assert "encoding=" in str(error)  # noqa: PT017 - a text in UTF-16 that is cut short
        assert source.read_bytes() == content


@given(lines=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=20), max_size=5))
def test_lines_without_a_fault_keep_their_bytes(lines: list[str]) -> None:
    kept = [line for line in lines if line.strip() and "__label__" not in line and "\t" not in line]
    for name in ("drop-blank-lines", "end-lines", "part-labels", "unquote-texts", "tabs-to-blanks", *MENDS):
        if name not in MENDS or not any({*line} & {*"{}[],"} for line in kept):
            assert list(LINE_MENDS[name](iter(kept))) == kept


def test_encodings(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("\ufeffcaf\u00e9\r\n\r\nx\r\n".encode())
    mend(tmp_path / "a", tmp_path / "b", Order(("write-utf-8", "end-lines", "drop-blank-lines")), LeftOut("a"))
    assert (tmp_path / "b").read_bytes() == "caf\u00e9\nx\n".encode()
    (tmp_path / "a").write_bytes("caf\u00e9\n".encode("cp1252"))
    mend(tmp_path / "a", tmp_path / "b", Order(("write-utf-8",), answers={"encoding": "cp1252"}), LeftOut("a"))
    assert (tmp_path / "b").read_bytes() == "caf\u00e9\n".encode()
    with pytest.raises(AdvisorError, match="there is no encoding 'klingon'"):
        mend(tmp_path / "a", tmp_path / "c", Order(("write-utf-8",), answers={"encoding": "klingon"}), LeftOut("a"))


def test_a_file_with_nothing_to_mend_is_copied(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfno line feed at the end\r\n\r\nx"
    (tmp_path / "a").write_bytes(content)
    for held in ("lines", "picture", "annotation", "records", "csv"):
        mend_file(tmp_path / "a", tmp_path / "b", held, Order(("rename-channel",)), LeftOut("a"))
        assert (tmp_path / "b").read_bytes() == content


@pytest.mark.parametrize(
    ("content", "now"),
    [
        (b'[{"prefix": "s3://b/"}, "a,]", "b",]', b'[{"prefix": "s3://b/"}, "a,]", "b"]\n'),
        ('\ufeff[{"prefix": "s3://b/"},\n"\u00e9"]'.encode(), '[{"prefix": "s3://b/"}, "\u00e9"]\n'.encode()),
        ('["a"]'.encode("utf-16"), b'["a"]\n'),
        (b'["a", "b", "a"]', b'["a", "b"]\n'),
        (b'{"cat_index_list": [2, 1, 2, 1]}', b'{"cat_index_list": [2, 1]}\n'),
        (b'["a", b]', b'["a", b]'),
        (b"\xff\xfe[", b"\xff\xfe["),
    ],
)
def test_documents(tmp_path: Path, content: bytes, now: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    mend_file(tmp_path / "a", tmp_path / "b", "document", Order(("write-document", "drop-repeats")), LeftOut("a"))
    assert (tmp_path / "b").read_bytes() == now
