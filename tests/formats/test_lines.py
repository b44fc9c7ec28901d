"""Reading lines in bounded memory, packing texts, and hashing stretches of a buffer."""

import io
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats.lines import Blocks, blocks, chosen, is_wide, lines_of, next_line, numbered, shown
from advisor.profile import packed
from advisor.profile.keys import keys_in, keys_of
from advisor.profile.packed import PackedTexts, Repeats


class Trickle(io.BytesIO):
    """A stream that gives fewer bytes than asked for, as pipes and networks do."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 3) if size and size > 0 else size)


@given(st.lists(st.binary(max_size=30).filter(lambda text: b"\n" not in text)), st.booleans(), st.integers(1, 20))
def test_lines_come_whole_and_in_order(lines: list[bytes], ended: bool, size: int) -> None:
    data = b"\n".join(lines) + b"\n" * ended
    wanted = data.split(b"\n")
    wanted = wanted[:-1] if not wanted[-1] else wanted
    found = [line for block in blocks(Trickle(data), 1000, size) for line in lines_of(block)]
    assert found == wanted
    assert list(numbered(io.BytesIO(data), 1000)) == list(enumerate(wanted, 1))
    odd = range(1, len(wanted) + 1, 2)
    assert list(chosen(io.BytesIO(data), 1000, odd)) == [(number, wanted[number - 1]) for number in odd]


@pytest.mark.parametrize("tail", [b"", b"\n", b"\nb", b"\nb\n"])
def test_a_line_that_is_too_long_is_cut_and_the_next_ones_come(tail: bytes) -> None:
    data = b"a\n" + b"x" * 1000 + tail
    given = list(blocks(io.BytesIO(data), 100, 50))
    assert [line for block in given for line in lines_of(block)] == [
        b"a",
        b"x" * 101,
        *([b"b"] if b"b" in tail else []),
    ]
    assert [block.endswith(b"\n") for block in given] == [*[True] * (len(given) - 1), data.endswith(b"\n")]


@given(
    st.lists(st.sampled_from([b"a", b"\n", b"b\n", b"x" * 30, b"y" * 60]), max_size=30).map(b"".join),
    st.integers(1, 70),
)
def test_lines_of_any_length_come_in_their_order(data: bytes, size: int) -> None:
    found = [line[:41] for block in blocks(io.BytesIO(data), 40, size) for line in lines_of(block)]
    assert found == [line[:41] for line in lines_of(data)]


@pytest.mark.parametrize("data", [b"ab\n\nc\nxxxxxxxxx\nd\nlast", b"ab\nxxxxxxxxx\n", b"xxxxxxxxx", b""])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_stretch_has_the_lines_that_begin_in_it(data: bytes, size: int) -> None:
    begins = [at for at in range(len(data)) if at == 0 or data[at - 1 : at] == b"\n"]
    for begin, end in combinations(range(len(data) + 2), 2):
        stream = io.BytesIO(data)
        first = next_line(stream, begin)
        assert stream.tell() == first
        stretch = Blocks(stream, 5, size, first, end)
        found = [line[:6] for block in stretch for line in lines_of(block)]
        within = [at for at in begins if begin <= at < end]
        assert found == [data[at:].partition(b"\n")[0][:6] for at in within]
        assert stretch.reached == (data.find(b"\n", within[-1]) + 1 or len(data) if within else first)


def test_the_first_line_from_a_place_on() -> None:
    data = b"ab\n" + b"x" * 2000 + b"\nc\nlast"
    wanted = {0: 0, 1: 3, 3: 3, 4: 2004, 2004: 2004, 2005: 2006, 2007: len(data), 9999: 9998}
    assert {begin: next_line(io.BytesIO(data), begin) for begin in wanted} == wanted


def test_only_the_lines_that_are_wanted_are_read() -> None:
    data = b"".join(b"%07d\n" % number for number in range(1 << 19))
    stream = io.BytesIO(data)
    assert list(chosen(stream, 100, [3, 4])) == [(3, b"0000002"), (4, b"0000003")]
    assert stream.tell() < len(data)
    assert list(chosen(io.BytesIO(data), 100, [1 << 18, 1 << 20])) == [(1 << 18, b"0262143")]
    assert list(chosen(io.BytesIO(b"a\nb"), 100, [2, 3])) == [(2, b"b")]


def test_a_line_is_shown_cut_and_with_escapes() -> None:
    assert shown(b"\xff" + b"x" * 300) == "\\xff" + "x" * 199


def test_a_line_of_the_greatest_length_is_whole() -> None:
    data = b"x" * 100 + b"\n"
    assert list(numbered(io.BytesIO(data), 100)) == [(1, b"x" * 100)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_seen(encoding: str) -> None:
    assert is_wide("0\t1\tabc.jpg\n".encode(encoding))
    assert is_wide("ab".encode(encoding))


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_mark_tells_a_wide_encoding(mark: bytes) -> None:
    assert is_wide(mark + "日本".encode("utf-16-le"))
    assert not is_wide("日本".encode("utf-16-le"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_beginning_tells_a_wide_encoding(encoding: str) -> None:
    assert is_wide(("ab" * 600).encode(encoding)[:512] + b"plain" * 900)


@pytest.mark.parametrize(
    "data", [b"", b"a", b"0\t1\tabc\n", "größe".encode(), b"a\0bcdef", b"a\0b", b"a\0bc", b"a\0b\0cdef"]
)
def test_plain_text_is_not_wide(data: bytes) -> None:
    assert not is_wide(data)


@given(st.lists(st.tuples(st.integers(1, 300), st.binary(min_size=1, max_size=20).filter(lambda b: b"\n" not in b))))
def test_packed_texts_come_back_with_their_numbers(found: list[tuple[int, bytes]]) -> None:
    texts, number, wanted = PackedTexts(), 0, []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "BLOCK", 50)
        for gap, text in found:
            number += gap
            texts.append(number, text)
            wanted.append((number, text))
        texts.seal()
    assert list(texts) == wanted
    moved = PackedTexts().merged(texts, lines=7)
    assert list(moved) == [(number + 7, text) for number, text in wanted]


def test_texts_beyond_the_bound_are_dropped_and_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "PACKED_KEPT", 40)
    texts = PackedTexts()
    texts.add_block(1, b"a\nb")
    texts.add_block(3, bytes(range(100, 200)))
    texts.add_block(4, b"c")
    assert (list(texts), texts.complete) == ([(1, b"a"), (2, b"b")], False)


@given(st.lists(st.binary(max_size=40)))
def test_the_key_of_a_text_is_its_own_wherever_it_stands(texts: list[bytes]) -> None:
    alone = [int(keys_of([text])[0]) for text in texts]
    assert keys_of(texts).tolist() == alone
    assert all((key == 0) == (text == b"") for key, text in zip(alone, texts, strict=True))
    assert len(set(alone)) == len(set(texts))


def test_keys_are_made_of_stretches_of_any_length() -> None:
    buffer = bytes(range(256)) * 9
    ends = np.arange(len(buffer) + 1)
    found = keys_in(buffer, np.zeros_like(ends), ends)
    assert len(set(found.tolist())) == len(ends)


@given(st.lists(st.integers(0, 9)), st.booleans())
def test_repeats_are_the_positions_of_keys_that_come_twice(keys: list[int], small: bool) -> None:
    repeats = Repeats.small() if small else Repeats()
    repeats.extend(np.array(keys[:3], np.uint64))
    repeats.append(keys[3:6])
    rest = Repeats(repeats.kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "CHUNK", 2)
        rest.extend(np.array(keys[6:10], np.uint64))
        rest.append(keys[10:])
    repeats = repeats.merged(rest)
    wanted = [at for at, key in enumerate(keys) if key and keys.count(key) > 1]
    assert repeats.positions().tolist() == wanted
    assert len(repeats) == len(keys)


@given(st.lists(st.integers(0, 9)), st.sets(st.integers(1, 9)))
def test_keys_are_looked_up_among_others(keys: list[int], wanted: set[int]) -> None:
    repeats = Repeats()
    repeats.append(keys)
    ordered = np.array(sorted(wanted), np.uint64)
    known = [at for at, key in enumerate(keys) if key]
    assert repeats.among(ordered).tolist() == [at for at in known if keys[at] in wanted]
    assert repeats.among(ordered, absent=True).tolist() == [at for at in known if keys[at] not in wanted]
    assert repeats.holds(ordered).tolist() == [key in keys for key in sorted(wanted)]
    assert repeats.ordered().tolist() == sorted(keys)
