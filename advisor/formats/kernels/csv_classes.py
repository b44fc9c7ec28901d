"""The class of a cell of CSV that is no number: what it is by its bytes alone."""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.decimals import ONE, U, inlined, jit, value_of
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


@inlined
def is_part(at, end):
    """Whether this is a number up to 255 without needless zeros; that it is digits is known."""
    length = end - at
    if length < 1 or length > 3 or (length > 1 and byte_at(at) == 48):
        return False
    return value_of(word_at(at), length) < U(256)


@inlined
def is_address(at, end, others):
    """Whether these are four parts with points between; `others` has a bit for each byte that is no digit."""
    first = lowest(others)
    others &= others - ONE
    second = lowest(others)
    others &= others - ONE
    third = lowest(others)
    if third == 64 or others & (others - ONE) != U(0):
        return False
    first, second, third = at + first, at + second, at + third
    if byte_at(first) != 46 or byte_at(second) != 46 or byte_at(third) != 46:
        return False
    return is_part(at, first) and is_part(first + 1, second) and is_part(second + 1, third) and is_part(third + 1, end)
