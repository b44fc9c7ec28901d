from __future__ import annotations

import pytest

from advisor.case.words import number_of
from advisor.report.terminal import Look, size, text_width


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (4240, "4.24 kB"), (999_499, "999 kB"),
        (999_500, "1 MB"), (1_234_567_890, "1.23 GB"), (3_000_000_000_000, "3 TB"),
    ],
)  # fmt: skip
def test_size(count: int, shown: str) -> None:
    assert size(count) == shown


def test_counted() -> None:
    assert [number_of(n, "file") for n in (0, 1, 2000)] == ["0 files", "1 file", "2,000 files"]


def test_wide_and_combining_characters() -> None:
    assert [text_width(t) for t in ("abc", "日本", "e\u0301")] == [3, 4, 1]


def test_addresses_are_not_broken() -> None:
    address = "https://example.org/" + "x" * 100
    assert Look().wrap(f"see {address} there", "  ") == ["  see", f"  {address}", "  there"]


def test_what_a_terminal_would_act_on_stands_as_escapes() -> None:
    assert Look().wrap("the column \x1b[31mred\x9b,\nof \udc94", "  ") == ["  the column \\x1b[31mred\\x9b, of \\udc94"]


def test_paint() -> None:
    assert Look().paint("a", "red") == "a"
    assert Look(colour=True).paint("a", "bold", "red") == "\x1b[1;31ma\x1b[0m"
