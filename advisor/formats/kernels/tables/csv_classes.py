"""The class of a cell of CSV that is no number: what it is by its bytes alone."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import ONE, U
from advisor.formats.kernels.loops import inlined, jit
from advisor.formats.kernels.memory import byte_at, lowest, word_at

EMPTY, NAN, INFINITE, BEYOND, TEXT, IPV4, UNSURE, NUMBER = range(8)
NUMERIC = -1
CLASSES = ("empty", "nan", "infinite", "beyond-float32", "text", "ipv4", "")
"""The classes of odd cells that are told apart here; an unsure one is left to the exact reader.

`NUMBER` marks a number among texts, `NUMERIC` stands for no class at all.
"""

_PRINTABLE, _TELLING, _WORDLIKE = 1, 2, 4
KIND = np.zeros(256, np.uint8)
KIND[32:127] = _PRINTABLE
KIND[9] = _PRINTABLE
KIND[[c for c in range(33, 127) if chr(c) not in '0123456789+-."eEnNaAiIfFtTyY']] |= _TELLING
KIND[[ord(c) for c in "nNaAiIfFtTyY"]] |= _WORDLIKE
KIND[34] = 0
"""Bytes that may stand in an odd cell; those that stand in no number, address, NaN or infinity are telling, those that
stand in NaN or infinity only are wordlike."""


@inlined
def is_no_word(length):
    """Whether this is neither as long as NaN and inf nor as infinity."""
    return length != 3 and length != 8


@inlined
def text_class(at, end, others, strange):
    """The class of a cell that is text by its first or last byte, or an address; `NUMERIC` where it may be a number.

    `others` and `strange` have bits for the bytes from `at` on: no digit, not printable.
    """
    inside = (ONE << U(end - at)) - ONE
    if strange & inside != U(0):
        return NUMERIC
    kind = KIND[byte_at(at)]
    if kind & _TELLING or KIND[byte_at(end - 1)] & _TELLING:
        return TEXT
    if kind & _WORDLIKE:
        # Without a digit only the words themselves, or blanks behind them, can make it anything but text.
        return TEXT if others & inside == inside and is_no_word(end - at) and byte_at(end - 1) > 32 else NUMERIC
    return IPV4 if is_address(at, end, others & inside) else NUMERIC


@jit
def class_of(at, end, others):
    """The class of a cell that is no number in float32's range; `NUMERIC` where its row must be read exactly."""
    if at == end:
        return EMPTY
    kinds, digit = 0, False
    for i in range(at, end):
        kind = KIND[byte_at(i)]
        if kind == 0:
            return NUMERIC
        kinds |= kind
        digit |= 48 <= byte_at(i) <= 57
    if kinds & _TELLING:
        return TEXT
    if end - at == 3:
        a, b, c = byte_at(at) | 32, byte_at(at + 1) | 32, byte_at(at + 2) | 32
        if a == 110 and b == 97 and c == 110:
            return NAN
        if a == 105 and b == 110 and c == 102:
            return INFINITE
    elif kinds & _WORDLIKE or not digit:
        signs = byte_at(at) == 43 or byte_at(at) == 45
        blanks = byte_at(at) <= 32 or byte_at(end - 1) <= 32
        return TEXT if not signs and not blanks and is_no_word(end - at) else UNSURE
    return IPV4 if is_address(at, end, others & ((ONE << U(end - at)) - ONE)) else UNSURE


LEAST, SPAN = np.full(65, 1 << 24, np.uint64), np.zeros(65, np.uint64)
LEAST[1:4] = int.from_bytes(b"0\0\0"), int.from_bytes(b"1\0\0"), int.from_bytes(b"100")
SPAN[1:4] = int.from_bytes(b"9\xff\xff"), int.from_bytes(b"9\xff\xff"), int.from_bytes(b"255")
SPAN[1:4] -= LEAST[1:4]
"""By the length of a part of an address: the least three bytes that it may begin with, as a number whose highest byte
is the first one, and how far above that the greatest are."""


@inlined
def is_part(at, length):
    """Whether this is a number up to 255 without needless zeros; that it is digits is known."""
    word = word_at(at)
    three = (word & U(0xFF)) << U(16) | word & U(0xFF00) | word >> U(16) & U(0xFF)
    return three - LEAST[length] <= SPAN[length]


@inlined
def is_address(at, end, others):
    """Whether these are four parts with points between; `others` has a bit for each byte that is no digit.

    Without branches where lengths, which are as good as random, would decide: wrong guesses cost more than the rest.
    """
    first = lowest(others)
    others &= others - ONE
    second = lowest(others)
    others &= others - ONE
    third = lowest(others)
    if third == 64 or others & (others - ONE) != U(0):
        return False
    points = (byte_at(at + first) == 46) & (byte_at(at + second) == 46) & (byte_at(at + third) == 46)
    left = is_part(at, first) & is_part(at + first + 1, second - first - 1)
    right = is_part(at + second + 1, third - second - 1) & is_part(at + third + 1, end - at - third - 1)
    return points & left & right
