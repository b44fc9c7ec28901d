"""What the frames of a RecordIO file are taken for, sound, damaged and hostile."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.recordio import frames as recordio
from advisor.formats.recordio.frames import LENGTH, MAGIC, read_records
from advisor.profile.base import Extent, Tally
from advisor.profile.recordio.frames import At, RecordioProfile, Spread
from tests.builders.recordio import frame, split_frames, write_recordio

LIMIT = 1 << 16

Fault = tuple[str, int | None, int | None, str | None]


def read(data: bytes, limit: int = LIMIT) -> tuple[list[tuple[At, bytes]], RecordioProfile]:
    profile = RecordioProfile()
    return list(read_records(io.BytesIO(data), len(data), profile, limit)), profile


def faults(data: bytes) -> list[Fault]:
    """Name, record, offset and value of every fault."""
    _, profile = read(data)
    return [
        (name, s.place.record, s.place.offset, s.value) for name, tally in profile.faults.items() for s in tally.first
    ]


def payloads(data: bytes) -> list[bytes]:
    return [payload for _, payload in read(data)[0]]


def test_sound_file() -> None:
    found, profile = read(write_recordio([b"a", b"bcde", b""]))
    assert found == [(At(1, 0), b"a"), (At(2, 12), b"bcde"), (At(3, 24), b"")]
    assert (profile.records, profile.payload, profile.faults) == (3, Extent(0, 4), {})


def test_empty_file() -> None:
    found, profile = read(b"")
    assert (found, profile) == ([], RecordioProfile())


def test_magic_is_what_the_format_says() -> None:
    assert struct.unpack("<I", MAGIC) == (0xCED7230A,)


def test_parts_are_one_record_with_the_magic_between_them() -> None:
    data = frame(b"one") + split_frames(b"abcd", b"efgh", b"ij") + frame(b"two")
    found, profile = read(data)
    assert [payload for _, payload in found] == [b"one", b"abcd" + MAGIC + b"efgh" + MAGIC + b"ij", b"two"]
    assert [at.record for at, _ in found] == [1, 2, 3]
    assert (profile.records, profile.faults, profile.payload) == (3, {}, Extent(3, 18))


@pytest.mark.parametrize(
    ("cut", "value"),
    [
        (1, "7 of 8 bytes of its header"),
        (7, "1 of 8 bytes of its header"),
    ],
)
def test_cut_header(cut: int, value: str) -> None:
    assert faults(frame(b"abcd") + frame(b"")[:-cut]) == [("truncated-record", 2, 12, value)]


@pytest.mark.parametrize(("cut", "value"), [(1, "3 of 4 bytes"), (4, "0 of 4 bytes")])
def test_cut_payload(cut: int, value: str) -> None:
    data = frame(b"abcd") + frame(b"efgh")[:-cut]
    assert faults(data) == [("truncated-record", 2, 12, value)]
    assert payloads(data) == [b"abcd"]


def test_cut_fill_bytes_lose_no_payload() -> None:
    data = frame(b"abcd") + frame(b"e")[:-1]
    assert faults(data) == [("truncated-record", 2, 12, "2 of 3 fill bytes")]
    assert payloads(data) == [b"abcd", b"e"]


@pytest.mark.parametrize("tail", [b"\n", b"\x00", b"\x0a\x23\xd7\xcf", bytes(64)])
def test_bytes_behind_the_last_record(tail: bytes) -> None:
    found = faults(frame(b"abcd") + tail)
    assert found == (
        [("bad-magic", 2, 12, tail[:4].hex(" "))]
        if tail != b"\n"
        else [("truncated-record", 2, 12, "1 of 8 bytes of its header")]
    )


def test_no_recordio_at_all() -> None:
    assert faults(b"1,2,3\n4,5,6\n" * 100) == [("bad-magic", 1, 0, "31 2c 32 2c")]


def test_reading_goes_on_behind_a_bad_magic() -> None:
    frames = [frame(bytes([i]) * 5) for i in range(8)]
    data = b"".join([*frames[:2], b"\xff" + frames[2][1:], *frames[3:]])
    assert faults(data) == [("bad-magic", 3, 32, "ff 23 d7 ce")]
    assert [payload[0] for payload in payloads(data)] == [0, 1, 3, 4, 5, 6, 7]


def test_lying_length_loses_what_it_swallows() -> None:
    frames = [frame(b"abcd") for _ in range(9)]
    data = b"".join([*frames[:2], frame(b"abcd", length=17), *frames[3:]])
    assert faults(data) == [("bad-magic", 4, 52, "04 00 00 00")]
    assert len(payloads(data)) == 2 + 1 + 4


def test_length_beyond_the_file_loses_one_record() -> None:
    frames = [frame(b"abcd") for _ in range(7)]
    data = b"".join([*frames[:2], frame(b"abcd", length=LENGTH), *frames[3:]])
    assert faults(data) == [("truncated-record", 3, 24, "52 of 536870911 bytes")]
    assert len(payloads(data)) == 6


def test_lone_magic_in_damage_is_no_record() -> None:
    """A chain of three frames that leads into more damage is not believed; one of four is."""
    junk, three, four = b"junkjunk", frame(b"abcd") * 3, frame(b"efgh") * 4
    data = junk + three + b"????" + four + b"!!!!"
    assert payloads(data) == [b"efgh"] * 4
    assert [fault[:3] for fault in faults(data)] == [("bad-magic", 1, 0), ("bad-magic", 6, 8 + 36 + 4 + 48)]


def test_magic_off_the_grid_is_no_record() -> None:
    assert payloads(b"junk!" + frame(b"abcd") * 8) == []


def test_damage_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordio, "FALSE_STARTS", 3)
    bad = frame(b"", length=LENGTH)
    assert payloads(b"junk" + bad * 2 + frame(b"abcd") * 4) == [b"abcd"] * 4
    data = b"junk" + bad * 3 + frame(b"abcd") * 4
    assert payloads(data) == []
    assert [fault[0] for fault in faults(data)] == ["bad-magic"]


@pytest.mark.parametrize(
    ("data", "record", "offset", "value"),
    [
        (frame(b"abcd", 2) + frame(b"x"), 1, 0, "flag 2 without a first part"),
        (frame(b"x") + frame(b"abcd", 3), 2, 12, "flag 3 without a first part"),
        (frame(b"abcd", 5) + frame(b"x"), 1, 0, "flag 5"),
        (frame(b"abcd", 1) + frame(b"x"), 1, 0, "the last part is missing"),
    ],
)
def test_parts_that_do_not_fit(data: bytes, record: int, offset: int, value: str) -> None:
    assert faults(data) == [("broken-continuation", record, offset, value)]
    assert payloads(data) == [b"x"]


def test_parts_that_begin_twice() -> None:
    data = frame(b"abcd", 1) + frame(b"efgh", 1) + frame(b"ij", 3)
    assert faults(data) == [("broken-continuation", 1, 0, "the last part is missing")]
    assert payloads(data) == [b"efgh" + MAGIC + b"ij"]


@pytest.mark.parametrize("end", [b"", frame(b"efgh", 3)[:-2]])
def test_file_that_ends_in_a_split_record(end: bytes) -> None:
    (name, record, offset, _), *more = faults(frame(b"x") + frame(b"abcd", 1) + end)
    assert ((name, record, offset), more) == (("truncated-record", 2, 12), [])


@pytest.mark.parametrize("data", [frame(b"12345678"), split_frames(b"", b"1234", b"")])
def test_limit_of_what_is_looked_into(data: bytes) -> None:
    size = 8 if data == frame(b"12345678") else 12
    found, profile = read(data + frame(b"x"), limit=size)
    assert (len(found), profile.faults) == (2, {})
    found, profile = read(data + frame(b"x"), limit=size - 1)
    assert [payload for _, payload in found] == [b"x"]
    assert profile.faults["record-too-large"].first[0].value == f"{size} bytes"
    assert profile.payload == Extent(1, size)


def test_size_that_is_not_the_stream_s() -> None:
    data = frame(b"abcd") * 2
    profile = RecordioProfile()
    found = list(read_records(io.BytesIO(data), len(data) + 100, profile, LIMIT))
    assert len(found) == 2
    assert list(profile.faults) == ["truncated-record"]


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_what_is_written_is_read(parts: list[bytes]) -> None:
    data = write_recordio(parts)
    assert payloads(data) == parts
    assert faults(data) == []


WORD = st.integers(0, (1 << 32) - 1)
PIECES = st.one_of(
    st.binary(max_size=30),
    st.just(MAGIC),
    st.binary(max_size=20).map(frame),
    st.builds(lambda flag, payload: frame(payload, flag), st.integers(0, 7), st.binary(max_size=9)),
    st.builds(lambda word: MAGIC + struct.pack("<I", word), WORD),
)


@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_any_bytes_are_read_to_their_end(data: bytes) -> None:
    found, profile = read(data)
    numbers = [at.record for at, _ in found]
    assert numbers == sorted(set(numbers))
    assert len(found) <= profile.records <= len(data) // 4 + 1
    assert all(data[at.offset : at.offset + 4] == MAGIC for at, _ in found)
    assert bool(data) == bool(profile.records)
    assert profile.faults or sum(len(p) for _, p in found) <= len(data)


@given(st.lists(st.integers(0, 5)), st.lists(st.integers(0, 5)))
def test_spreads_of_two_pieces_are_that_of_the_whole(left: list[int], right: list[int]) -> None:
    def spread(numbers: list[int], first: int) -> Spread:
        found = Spread()
        for i, number in enumerate(numbers, first):
            found.add(number, At(i, 0))
        return found

    assert spread(left, 1).merged(spread(right, 1), records=len(left)) == spread(left + right, 1)


def test_spread_of_too_many_numbers_is_given_up() -> None:
    spread = Spread()
    for number in range(1000):
        spread.add(number, At(1, 0))
    assert (spread.commonest, len(spread.others(0)), spread.count(5)) == (0, 999, 1)
    spread.add(7, At(2, 0))
    assert spread.tallies is not None
    spread.add(1000, At(2, 0))
    spread.add(7, At(2, 0))
    assert (spread, spread.commonest, spread.others(3), spread.count(7)) == (Spread(None), None, {}, 0)
    assert Spread({1: Tally(1)}).merged(spread) == Spread(None)
