"""The compiled loops find what the plain readers find: on sound data, on odd data, and on any bytes at all."""

from __future__ import annotations

import io
import math
import random
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats import kernels
from advisor.formats.images import image_recordio, lst
from advisor.formats.recordio import protobuf as recordio_protobuf
from advisor.formats.recordio import runs as recordio_runs
from advisor.formats.tables import csv
from advisor.profile.base import Place, Sighting
from advisor.profile.images.image_recordio import ImageRecordioProfile
from advisor.profile.images.lst import LstProfile
from advisor.profile.recordio.protobuf import RecordioProtobufProfile
from advisor.profile.tables.csv import CsvProfile
from tests.builders.pictures.images import jpeg, other, png
from tests.builders.pieces import scanned_in_pieces
from tests.builders.recordio import box_label, dense, frame, image_record, sparse

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from advisor.formats.kernels import text_blocks
from advisor.formats.kernels.images import image_recordio as kernel_images
from advisor.formats.kernels.recordio import frames as recordio_frames
from advisor.formats.kernels.recordio import runs as kernel_recordio
from advisor.formats.kernels.tables import csv as kernel_csv
from advisor.formats.kernels.tables import csv_names


def read_csv(data: bytes, quick: bool, block: int = 1 << 17, rows: int = 64) -> CsvProfile:
    """The profile, without the shown rows, of which the quick passes keep neither text nor offset."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "FROM", 0 if quick else 1 << 40)
        patch.setattr(kernel_csv, "BLOCK", block)
        patch.setattr(kernel_csv, "EXACT_ROWS", rows)
        profile = csv.scan(io.BytesIO(data), len(data))
    for tally in profile.widths.values():
        tally.first = [Sighting(Place(line=s.place.line)) for s in tally.first]
    return profile


CELLS = st.sampled_from(
    [
        "1", "-2.5", "1e3", "0", "-0.0", "7.", ".5", "+4", "", "x", "nan", "NaN", "-inf", "1e39", "-1E400", " 3", "3\t",
        "a\x00", "é", "10.0.0.1", "10.0.0.256", "1.2.3", "2020-01-01", "infinity", "in", "1e5e", "--1", "0x1F", "\r",
        "12345678", "123456789", "1.123456789", "12345678.12345678", "0.30000000000000004", "9007199254740993",
        "123456789012345678901234567890", "3.4028234663852886e38", "3.4028235e38", "5e-324", "1e-400", "0e99999999999",
        "0.000000000000000000000000000123", "y" * 70, "0" * 70,
    ]
)  # fmt: skip
NUMBERS = st.floats(allow_nan=False).map(repr) | st.integers(-(10**25), 10**25).map(str) | st.just("1")
WIDE_ROWS = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(NUMBERS | CELLS, min_size=width, max_size=width), max_size=20)
)
ROWS = WIDE_ROWS | st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=30)
ENDS = st.sampled_from(["\n", "\r\n"])
DELIMITERS = st.sampled_from([",", ";", "\t"])


NAMES = st.text(st.characters(codec="utf-8", exclude_characters='",\n\r'), max_size=12)


@given(st.lists(NAMES, min_size=1, max_size=60), ENDS, st.sampled_from([16, 200, 1 << 17]))
def test_names_before_addresses(names: list[str], end: str, block: int) -> None:
    data = "".join(f"{name},10.0.0.{number}{end}" for number, name in enumerate(names)).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("advisor.profile.sketch.KEPT", 7)
        assert read_csv(data, True, block).names == read_csv(data, False).names


@pytest.mark.parametrize("odd", ["user", "7", "", "na\u00efve", "many,10.0.0.1"])
def test_many_names_before_many_addresses(odd: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"{'user' if i % 90 else ''}{i * i % 7919},10.{i % 3}.{i % 200}.{i % 256}" for i in range(9000)]
    rows[5000:8000:200] = [f"{odd},10.0.0.7"] * 15
    data = "\n".join(rows).encode()
    monkeypatch.setattr("advisor.profile.sketch.KEPT", 50)
    monkeypatch.setattr(csv_names, "AT_ONCE", 130)
    plain = read_csv(data, False)
    assert read_csv(data, True) == plain
    assert read_csv(data, True, block=3000) == plain


@given(st.lists(st.sampled_from(["0", "00", "1", "9", "10", "01", "99", "100", "255", "256", "300", "1000", "", "a"]),
    min_size=3, max_size=5), st.sampled_from(["", ".", " "]))  # fmt: skip
def test_addresses(parts: list[str], behind: str) -> None:
    data = f"x,{'.'.join(parts)}{behind}\n".encode() * 3
    assert read_csv(data, True) == read_csv(data, False)


@given(ROWS, ENDS, DELIMITERS, st.sampled_from([16, 200, 1 << 17]), st.sampled_from([1, 64]))
@settings(max_examples=500)
def test_csv(rows: list[list[str]], end: str, delimiter: str, block: int, exact_rows: int) -> None:
    data = "".join(delimiter.join(row) + end for row in rows).encode()
    assert read_csv(data, True, block, exact_rows) == read_csv(data, False)


@given(st.lists(st.sampled_from(list(b'0123456789.,+-eEnaif\r\n\n\n, "\x00\xff\t:x')), max_size=300).map(bytes))
@settings(max_examples=500)
def test_csv_of_any_bytes(data: bytes) -> None:
    assert read_csv(data, True) == read_csv(data, False)


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize("rows", list(permutations(["0", "-0", "-8E-940"])))
def test_a_zero_has_no_sign(rows: tuple[str, ...], quick: bool) -> None:
    summary = read_csv("\n".join(rows).encode(), quick).summary()
    assert (str(summary["columns"][0]["min"]), summary["first_column"]) == ("0.0", {"0": 3})


@pytest.mark.parametrize("distinct", [1, 999, 1000, 1001, 5000])
@pytest.mark.parametrize("odd", ["", "abc", "7x", "nan"])
def test_csv_of_many_rows(distinct: int, odd: str) -> None:
    numbers = random.Random(distinct)
    rows = [f"{i % distinct},{numbers.gauss(0, 1):.6f},{i}" for i in range(6000)]
    for i in range(100, 6000, 70):
        rows[i] = f"{i % distinct},{odd},{i}"
    rows[3000] = "1,2"
    data = ("\n".join(rows)).encode()
    assert read_csv(data, True) == read_csv(data, False)


WORDS = st.text("nNaAiIfFtTyYeE+-. 17", max_size=10) | st.sampled_from(["male", "female", "-infinity", " nan", "nan "])


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2), max_size=30), st.sampled_from([16, 1 << 17]))
@settings(max_examples=500)
def test_csv_of_words_that_are_nearly_numbers(rows: list[list[str]], block: int) -> None:
    data = "".join(",".join(row) + "\n" for row in [["male", "female"], *rows]).encode()
    assert read_csv(data, True, block) == read_csv(data, False)


STEMS = ["", "F", "category of 32 bytes at the most"[:-3], "a text that is longer than what is kept"]
DISTINCT = [2, 999, 1000, 1001, 3000]
ODD = ["", "7", "7.5", "nan", "10.0.0.300", "tiny", "\u00e9"]


@pytest.mark.parametrize(
    ("distinct", "odd", "stem"),
    [(n, odd, STEMS[(i + j) % len(STEMS)]) for i, n in enumerate(DISTINCT) for j, odd in enumerate(ODD)],
)
def test_csv_of_texts(distinct: int, odd: str, stem: str) -> None:
    """Each number with each odd text; each stem with each of both."""
    rows = [f"{stem}{i % distinct:x}x,10.0.{i % 7}.{i % 5 * 60},{'FM'[i % 2]}" for i in range(5000)]
    for i in range(4000, 4900, 90):
        rows[i] = [f"{odd},10.0.0.1,F", f"a,{odd},M", f"a,10.0.0.1,{odd}"][i // 90 % 3]
    data = "\n".join(rows).encode()
    plain = read_csv(data, False)
    assert read_csv(data, True) == plain
    assert read_csv(data, True, block=5000) == plain


def test_one_number_in_many_writings() -> None:
    values = random.Random(7)
    texts = []
    for _ in range(3000):
        value = values.getrandbits(54) * 2.0 ** values.randrange(-90, 60)
        half = (Decimal(value) + Decimal(value * (1 + 2.0**-52))) / 2
        texts += [repr(value), f"{value:.18e}", f"{value:.3f}", str(half), f"{value:.40f}"]
        texts += [f"{value:.{places}e}".replace("e", values.choice("eE")) for places in (1, 7, 8, 9, 16, 17, 19)]
    data = "\n".join(texts).encode()
    plain = read_csv(data, False)
    assert read_csv(data, True) == plain
    assert read_csv(data, True, rows=1 << 30) == plain


def read_recordio(data: bytes, quick: bool, block: int = 1 << 19) -> RecordioProtobufProfile:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "FROM", 0 if quick else 1 << 40)
        patch.setattr(recordio_runs, "FROM", 0 if quick else 1 << 40)
        patch.setattr(kernel_recordio, "BLOCK", block)
        return recordio_protobuf.scan(io.BytesIO(data), len(data))


VALUES = st.sampled_from([0.0, -0.0, 1.0, 0.5, -2.0, math.nan, -math.nan, math.inf, -math.inf, 3e38, 1e-42, 2000.0])
LABELS = st.none() | VALUES | st.integers(-3, 2000).map(float)
VECTORS = st.builds(dense, st.lists(VALUES, min_size=1, max_size=5), LABELS)
LONG_VECTORS = st.builds(
    lambda value, n, label: dense([1.5] * n + [value], label), VALUES, st.integers(120, 300), LABELS
)
FRAMES = st.builds(lambda payload, times: frame(payload) * times, VECTORS | LONG_VECTORS, st.integers(1, 6))
DAMAGE = st.binary(max_size=12) | st.just(frame(sparse({1: 1.0}, 3))) | st.just(frame(b"", 2))


@given(st.lists(FRAMES | DAMAGE, max_size=10).map(b"".join), st.sampled_from([1, 200, 1 << 19]))
@settings(max_examples=300)
def test_recordio(data: bytes, block: int) -> None:
    assert read_recordio(data, True, block) == read_recordio(data, False)


@pytest.mark.parametrize("width", [1, 3, 10, 29, 127, 128, 200])
@pytest.mark.parametrize("classes", [2, 1500])
def test_recordio_of_many_records(width: int, classes: int) -> None:
    numbers = random.Random(width)
    payloads = [dense([numbers.gauss(0, 9) for _ in range(width)], float(i % classes)) for i in range(1600)]
    payloads[700] = dense([math.inf] * width, 1.0)
    payloads[900] = dense([1.0] * width, 0.5)
    payloads[1000] = dense([1.0] * width, math.nan)
    payloads[1100] = dense([1.0] * (width + 1), 1.0)
    data = b"".join(map(frame, payloads))
    assert read_recordio(data, True) == read_recordio(data, False)
    assert read_recordio(data + frame(payloads[0])[:-1] + b"\x01", True).records == 1601


def same_values(keys: list[int], value: float, width: int | None, label: float | None) -> bytes:
    return sparse(dict.fromkeys(keys, value), width, label)


KEYS = st.lists(
    st.integers(0, 40) | st.sampled_from([127, 128, 16383, 16384, 2**21 - 1, 2**21, 2**28, 2**40]), max_size=6
)
SPARSE = st.builds(
    lambda keys, value, width, label: same_values(keys, value, width, label),
    KEYS, VALUES, st.sampled_from([None, 30, 30, 1 << 22, 1 << 30, 1 << 50]), LABELS,
)  # fmt: skip
RISING = st.builds(lambda keys, value, label: same_values(sorted(keys), value, 1 << 30, label), KEYS, VALUES, LABELS)
BROKEN = RISING.flatmap(
    lambda payload: st.builds(
        lambda at, byte: payload[:at] + bytes([byte]) + payload[at + 1 :],
        st.integers(0, len(payload) - 1),
        st.integers(0, 255),
    )
)
SPARSE_FRAMES = st.builds(
    lambda payload, times: frame(payload) * times, RISING | RISING | SPARSE | BROKEN, st.integers(1, 5)
)


@given(st.lists(SPARSE_FRAMES | SPARSE_FRAMES | DAMAGE, max_size=10).map(b"".join))
@settings(max_examples=500)
def test_sparse_recordio(data: bytes) -> None:
    assert read_recordio(data, True) == read_recordio(data, False)


@pytest.mark.parametrize("label", [True, False])
def test_sparse_recordio_of_many_records(label: bool) -> None:
    numbers = random.Random(5)
    payloads = []
    for i in range(9000):
        keys = sorted(numbers.sample(range(100_000), numbers.randrange(1, 40)))
        payloads.append(sparse({key: numbers.gauss(0, 1) for key in keys}, 100_000, float(i % 7) if label else None))
    payloads[5000] = sparse({1: math.nan}, 100_000, 1.0 if label else None)
    payloads[6000] = sparse({5: 1.0, 1: 1.0}, 100_000, 1.0)
    data = b"".join(map(frame, payloads))
    assert read_recordio(data, True) == read_recordio(data, False)


def test_small_files_never_wait_for_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "are_kept", lambda: True)
    assert [kernels.available(size) for size in (0, kernels.FROM - 1, kernels.FROM)] == [False, False, True]
    monkeypatch.setattr(kernels, "are_kept", lambda: False)
    long = kernels.FROM * kernels.UNCOMPILED_FROM
    assert [kernels.available(size) for size in (kernels.FROM, long - 1, long)] == [False, False, True]


def test_without_the_extra_the_plain_readers_read_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_installed", lambda: False)
    assert not kernels.available(1 << 40)


def read_list(data: bytes, quick: bool, block: int = 1 << 17, odd: int = 64) -> LstProfile:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "FROM", 0 if quick else 1 << 40)
        patch.setattr(lst, "BLOCK", block)
        patch.setattr(text_blocks, "ODD_LINES", odd)
        return lst.scan(io.BytesIO(data), len(data))


INDICES = st.integers(0, 40).map(str) | st.sampled_from(
    ["", "x", "+1", "-1", "007", "1.0", "123456789", "1234567890123456", "12345678901234567", "9" * 20, " 1"]
)
CLASSES = st.integers(0, 7).map(str) | st.sampled_from(
    ["", "3.", "3.0", "5.000000", "5.00000000", "5.000000000", "5.0000001", "0.5", "65535", "65536", "123456789", "-1",
     "1e3", ".0", "2\r", "nan", "3.0.0", "00000002"]
)  # fmt: skip
PATHS = st.sampled_from(
    ["a.jpg", "b/a.jpg", "./a.jpg", "a//b", "a/.b", "/a", "a/", "a ", " a", "..", "a/../b", "C:a", "s3://a", "a\\b",
     "é", '"a"', "", "a\x7f", "a\x00", "a\r", "x" * 63, "x" * 63 + "//", "x" * 64, "x" * 127 + "/.a",
     "x" * 1024, "x" * 1025, "a b.jpg", ".a", "x" * 63 + "/" + "y" * 64 + "/z"]
)  # fmt: skip
LABELS_OF = st.integers(1, 8).flatmap(lambda width: st.lists(CLASSES, min_size=width, max_size=width))
ONE_LABEL = st.lists(CLASSES, min_size=1, max_size=1)
LIST_LINES = st.builds(
    lambda index, labels, path: "\t".join([index, *labels, path]),
    INDICES, ONE_LABEL | st.just(["2", "5", "1", "0", "0", "1", "1"]) | LABELS_OF, PATHS,
) | st.sampled_from(["", "1", "1\t2", "index\tlabel\tpath", "1\t" * 40 + "a"])  # fmt: skip


@given(st.lists(LIST_LINES, max_size=30), st.booleans(), st.sampled_from([16, 100, 1 << 17]), st.sampled_from([1, 64]))
@settings(max_examples=500)
def test_lists(lines: list[str], ended: bool, block: int, odd: int) -> None:
    data = ("\n".join(lines) + "\n" * ended).encode()
    assert read_list(data, True, block, odd) == read_list(data, False)


@given(st.lists(st.sampled_from(list(b"0123456789\t\t\t\n\n./ab-\r \xff:\\")), max_size=300).map(bytes))
@settings(max_examples=300)
def test_lists_of_any_bytes(data: bytes) -> None:
    assert read_list(data, True) == read_list(data, False)


@pytest.mark.parametrize("classes", [2, 1000, 1001, 70_000])
@pytest.mark.parametrize("width", [1, 2, 5])
def test_lists_of_many_lines(classes: int, width: int) -> None:
    numbers = random.Random(classes)
    lines = [
        f"{i}\t" + "".join(f"{(i + k) % classes % 65_536}.000000\t" for k in range(width)) + f"n{i % 90}/image-{i}.JPEG"
        for i in range(6000)
    ]
    for _ in range(20):
        lines[numbers.randrange(6000)] = numbers.choice(
            [lines[7], "1\tdog\ta.jpg", "5\t1\t./a.jpg", "", "3\t0.5\tb.jpg", lines[9].replace("image", "é")]
        )
    data = ("\n".join(lines)).encode()
    quick = read_list(data, True)
    assert quick == read_list(data, False)
    assert len(quick.path_keys) == 6000


def read_images(data: bytes, quick: bool, block: int = 1 << 22, step: int | None = None) -> ImageRecordioProfile:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "FROM", 0 if quick else 1 << 40)
        patch.setattr(kernel_images, "BLOCK", block)
        profile: ImageRecordioProfile = scanned_in_pieces(image_recordio, data, step or len(data) + 1)
        return profile


PICTURE = jpeg()
FRAME_AT = PICTURE.index(b"\xff\xc0")
EXIF = jpeg(orientation=6)
PICTURES = st.one_of(
    st.sampled_from([
        PICTURE, PICTURE, PICTURE, jpeg(7, 9, "L"), jpeg(5, 5, "CMYK"), jpeg(progressive=True), EXIF, png(),
        other("GIF"), b"", b"\xff\xd8\xff\xd9", b"\0" * 200, PICTURE[:-2], PICTURE + b"\0", PICTURE[:300],
        PICTURE[:FRAME_AT + 3], PICTURE[:2] + b"\xff\xfe\x00\x04ok" * 70 + PICTURE[2:],
        PICTURE[:2] + b"\xff\xff\xff" + PICTURE[2:], PICTURE[:2] + b"\xff\xe9\x00\x01" + PICTURE[2:],
        PICTURE[:2] + b"\xff\xe9\x00\x02" + PICTURE[2:],
    ]),
    st.builds(
        lambda at, byte: PICTURE[: FRAME_AT + at] + bytes([byte]) + PICTURE[FRAME_AT + at + 1 :],
        st.integers(0, 11), st.integers(0, 255),
    ),
)  # fmt: skip
PACKED = st.lists(VALUES, max_size=4) | st.just(box_label((1, 0.1, 0.1, 0.5, 0.5))) | VALUES
IMAGES = st.builds(
    lambda picture, label, times: frame(image_record(picture, label)) * times, PICTURES, PACKED, st.integers(1, 14)
) | st.builds(lambda label: frame(image_record(PICTURE, label)), st.integers(0, 1100).map(float))


@given(st.lists(IMAGES | DAMAGE, max_size=8).map(b"".join), st.sampled_from([900, 5000, 1 << 22]), st.integers(0, 9))
@settings(max_examples=300)
def test_image_records(data: bytes, block: int, lost: int) -> None:
    data = data[: len(data) - lost]
    assert read_images(data, True, block) == read_images(data, False)
    assert read_images(data, True, block, 1500) == read_images(data, False)


def test_image_records_of_many_classes() -> None:
    data = b"".join(frame(image_record(PICTURE, float(i % 1500))) for i in range(3000))
    quick = read_images(data, True)
    assert quick == read_images(data, False)
    assert quick.encodings["jpeg"].count == 3000


def test_compiled_code_is_kept_apart_from_that_of_other_sources(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one")
    first = kernels._digest(tmp_path)
    (tmp_path / "b.py").write_text("two")
    second = kernels._digest(tmp_path)
    (tmp_path / "b.py").write_text("too")
    assert len({first, second, kernels._digest(tmp_path)}) == 3
    assert kernels.cache_folder().name == kernels._digest(Path(kernels.__file__).parent)


def test_code_is_kept_there_for_this_processor() -> None:
    assert kernels.cache_folder() == recordio_frames.take_frames.path.parent.parent
