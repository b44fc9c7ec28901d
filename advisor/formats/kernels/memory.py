"""Bytes at an address, one, eight or sixty-four at a time: what each step means. Compiled, `instructions` does it."""

from __future__ import annotations

import ctypes

import numpy as np

from advisor.formats.kernels.loops import Instruction

WIDTH = 64
EDGE = 32


@Instruction
def byte_at(address):
    return ctypes.c_uint8.from_address(int(address)).value


@Instruction
def word_at(address):
    """Eight bytes, the first of them the least."""
    return np.uint64(ctypes.c_uint64.from_address(int(address)).value)


@Instruction
def float_at(address):
    return np.float32(ctypes.c_float.from_address(int(address)).value)


@Instruction
def bits_at(address, index):
    """One of the 32-bit numbers that begin at an address, aligned or not; a loop over them is compiled to vectors."""
    return np.int32(ctypes.c_int32.from_address(int(address) + 4 * int(index)).value)


@Instruction
def cell_masks(address, delimiter):
    """Three masks of 64 bytes: the ends of cells, all but digits, all but printable ASCII (a quote is not, here)."""
    ends = others = strange = 0
    for i, byte in enumerate(ctypes.string_at(int(address), WIDTH)):
        ends |= (byte in (int(delimiter), 10)) << i
        others |= (not 48 <= byte <= 57) << i
        strange |= (not 32 <= byte <= 126 or byte == 34) << i
    return np.uint64(ends), np.uint64(others), np.uint64(strange)


@Instruction
def end_mask(address, delimiter, other):
    """A mask of 64 bytes: the two delimiters, and line feeds."""
    return cell_masks(address, delimiter)[0] | cell_masks(address, other)[0]


@Instruction
def no_digits(address):
    """A mask of 32 bytes: all but digits."""
    block = ctypes.string_at(int(address), EDGE)
    return np.uint64(sum((not 48 <= byte <= 57) << i for i, byte in enumerate(block)))


@Instruction
def set_bits(word):
    """How many bits of a word are set."""
    return int(word).bit_count()


@Instruction
def field_masks(address):
    """Five masks of 64 bytes: ends of fields, all but digits, what is odd in a path, slashes, and slashes or points."""
    block = ctypes.string_at(int(address), WIDTH)
    kinds = (b"\t\n", _NO_DIGITS, _ODD_IN_PATHS, b"/", b"/.")
    return tuple(np.uint64(sum((byte in kind) << i for i, byte in enumerate(block))) for kind in kinds)


_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_ODD_IN_PATHS = bytes({*range(32), *range(127, 256), *b":\\"})


@Instruction
def copy_block(target, source):
    """Copies 64 bytes."""
    ctypes.memmove(int(target), int(source), WIDTH)


@Instruction
def differences(address, wanted, mask):
    """Where 32 bytes differ from the wanted ones in a bit of the mask, as bits of half a word."""
    blocks = (ctypes.string_at(int(a), EDGE) for a in (address, wanted, mask))
    return np.uint32(sum(((a ^ b) & m != 0) << i for i, (a, b, m) in enumerate(zip(*blocks, strict=True))))


@Instruction
def feeds(address):
    """How many of 64 bytes are line feeds."""
    return ctypes.string_at(int(address), WIDTH).count(b"\n")


@Instruction
def highest(word):
    """How many zeros stand above the highest bit that is set; 64 where there is none."""
    return WIDTH - int(word).bit_length()


@Instruction
def product(a, b):
    """The upper and the lower half of the 128-bit product of two words."""
    wide = int(a) * int(b)
    return np.uint64(wide >> 64), np.uint64(wide & (1 << 64) - 1)


@Instruction
def lowest(word):
    """The number of the lowest bit that is set; 64 where there is none."""
    return (int(word) & -int(word)).bit_length() - 1 if word else WIDTH
