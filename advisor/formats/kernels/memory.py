"""Bytes at an address, one, eight or sixty-four at a time; uncompiled (`NUMBA_DISABLE_JIT=1`) the same in Python."""

from __future__ import annotations

import ctypes
from functools import partial

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.core.cgutils import pack_array
from numba.extending import intrinsic

WIDTH = 64
EDGE = 32
_BYTE, _WORD = ir.IntType(8), ir.IntType(64)
_WIDE = ir.IntType(128)
_BYTES = ir.VectorType(_BYTE, WIDTH)
_FEW = ir.VectorType(_BYTE, EDGE)


def _load(builder, address, kind):
    return builder.load(builder.inttoptr(address, kind.as_pointer()), align=1)


@intrinsic
def _byte_at(typing, address):
    def code(context, builder, signature, args):
        return _load(builder, args[0], _BYTE)

    return types.uint8(types.int64), code


@intrinsic
def _word_at(typing, address):
    def code(context, builder, signature, args):
        return _load(builder, args[0], _WORD)

    return types.uint64(types.int64), code


@intrinsic
def _float_at(typing, address):
    def code(context, builder, signature, args):
        return _load(builder, args[0], ir.FloatType())

    return types.float32(types.int64), code


@intrinsic
def _bits_at(typing, address, index):
    def code(context, builder, signature, args):
        numbers = builder.inttoptr(args[0], ir.IntType(32).as_pointer())
        return builder.load(builder.gep(numbers, [args[1]]), align=1)

    return types.int32(types.int64, types.uint64), code


@intrinsic
def _cell_masks(typing, address, delimiter):
    def code(context, builder, signature, args):
        block = _load(builder, args[0], _BYTES)
        others = builder.icmp_unsigned(">", builder.sub(block, _constant(ord("0"))), _constant(9))
        strange = builder.or_(
            builder.icmp_unsigned(">", builder.sub(block, _constant(32)), _constant(94)),
            builder.icmp_unsigned("==", block, _constant(ord('"'))),
        )
        masks = _ends(builder, block, args[1]), others, strange
        return pack_array(builder, [builder.bitcast(mask, _WORD) for mask in masks])

    return types.UniTuple(types.uint64, 3)(types.int64, types.uint8), code


@intrinsic
def _end_mask(typing, address, delimiter, other):
    def code(context, builder, signature, args):
        return builder.bitcast(_ends(builder, _load(builder, args[0], _BYTES), *args[1:]), _WORD)

    return types.uint64(types.int64, types.uint8, types.uint8), code


def _ends(builder, block, *delimiters):
    """Which bytes are a delimiter or a line feed."""
    found = _equal(builder, block, "\n")
    for delimiter in delimiters:
        one = builder.insert_element(ir.Constant(_BYTES, ir.Undefined), delimiter, ir.Constant(ir.IntType(32), 0))
        splat = builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH))
        found = builder.or_(found, builder.icmp_unsigned("==", block, splat))
    return found


@intrinsic
def _no_digits(typing, address):
    def code(context, builder, signature, args):
        block = _load(builder, args[0], _FEW)
        zero, nine = (ir.Constant(_FEW, [n] * EDGE) for n in (ord("0"), 9))
        found = builder.icmp_unsigned(">", builder.sub(block, zero), nine)
        return builder.zext(builder.bitcast(found, ir.IntType(EDGE)), _WORD)

    return types.uint64(types.int64), code


@intrinsic
def _set_bits(typing, word):
    def code(context, builder, signature, args):
        return builder.ctpop(args[0])

    return types.int64(types.uint64), code


@intrinsic
def _field_masks(typing, address):
    def code(context, builder, signature, args):
        block = _load(builder, args[0], _BYTES)
        is_ = partial(_equal, builder, block)
        above = partial(builder.icmp_unsigned, ">")
        ends = builder.or_(is_("\t"), is_("\n"))
        others = above(builder.sub(block, _constant(ord("0"))), _constant(9))
        odd = above(builder.sub(block, _constant(32)), _constant(94))
        odd = builder.or_(odd, builder.or_(is_(":"), is_("\\")))
        slashes = is_("/")
        masks = (ends, others, odd, slashes, builder.or_(slashes, is_(".")))
        return pack_array(builder, [builder.bitcast(mask, _WORD) for mask in masks])

    return types.UniTuple(types.uint64, 5)(types.int64), code


def _equal(builder, block, character):
    return builder.icmp_unsigned("==", block, _constant(ord(character)))


@intrinsic
def _copy_block(typing, target, source):
    def code(context, builder, signature, args):
        pointer = builder.inttoptr(args[0], _BYTES.as_pointer())
        builder.store(_load(builder, args[1], _BYTES), pointer, align=1)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), code


@intrinsic
def _differences(typing, address, wanted, mask):
    def code(context, builder, signature, args):
        found, other, mask = (_load(builder, a, _FEW) for a in args)
        unlike = builder.icmp_unsigned(
            "!=", builder.and_(builder.xor(found, other), mask), ir.Constant(_FEW, [0] * EDGE)
        )
        return builder.bitcast(unlike, ir.IntType(EDGE))

    return types.uint32(types.int64, types.int64, types.int64), code


def _constant(byte):
    return ir.Constant(_BYTES, [byte] * WIDTH)


@intrinsic
def _feeds(typing, address):
    def code(context, builder, signature, args):
        found = builder.icmp_unsigned("==", _load(builder, args[0], _BYTES), _constant(ord("\n")))
        return builder.ctpop(builder.bitcast(found, _WORD))

    return types.int64(types.int64), code


@intrinsic
def _highest(typing, word):
    def code(context, builder, signature, args):
        return builder.ctlz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), code


@intrinsic
def _product(typing, a, b):
    def code(context, builder, signature, args):
        wide = builder.mul(*(builder.zext(word, _WIDE) for word in args))
        high = builder.lshr(wide, ir.Constant(_WIDE, 64))
        return pack_array(builder, [builder.trunc(half, _WORD) for half in (high, wide)])

    return types.UniTuple(types.uint64, 2)(types.uint64, types.uint64), code


@intrinsic
def _lowest(typing, word):
    def code(context, builder, signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), code


def _plain_byte_at(address):
    return ctypes.c_uint8.from_address(int(address)).value


def _plain_word_at(address):
    return np.uint64(ctypes.c_uint64.from_address(int(address)).value)


def _plain_float_at(address):
    return np.float32(ctypes.c_float.from_address(int(address)).value)


def _plain_bits_at(address, index):
    return np.int32(ctypes.c_int32.from_address(int(address) + 4 * int(index)).value)


def _plain_cell_masks(address, delimiter):
    ends = others = strange = 0
    for i, byte in enumerate(ctypes.string_at(int(address), WIDTH)):
        ends |= (byte in (int(delimiter), 10)) << i
        others |= (not 48 <= byte <= 57) << i
        strange |= (not 32 <= byte <= 126 or byte == 34) << i
    return np.uint64(ends), np.uint64(others), np.uint64(strange)


def _plain_end_mask(address, delimiter, other):
    return _plain_cell_masks(address, delimiter)[0] | _plain_cell_masks(address, other)[0]


def _plain_no_digits(address):
    block = ctypes.string_at(int(address), EDGE)
    return np.uint64(sum((not 48 <= byte <= 57) << i for i, byte in enumerate(block)))


def _plain_set_bits(word):
    return int(word).bit_count()


def _plain_field_masks(address):
    block = ctypes.string_at(int(address), WIDTH)
    kinds = (b"\t\n", _NO_DIGITS, _ODD_IN_PATHS, b"/", b"/.")
    return tuple(np.uint64(sum((byte in kind) << i for i, byte in enumerate(block))) for kind in kinds)


_NO_DIGITS = bytes(set(range(256)) - set(b"0123456789"))
_ODD_IN_PATHS = bytes({*range(32), *range(127, 256), *b":\\"})


def _plain_copy_block(target, source):
    ctypes.memmove(int(target), int(source), WIDTH)


def _plain_differences(address, wanted, mask):
    blocks = (ctypes.string_at(int(a), EDGE) for a in (address, wanted, mask))
    return np.uint32(sum(((a ^ b) & m != 0) << i for i, (a, b, m) in enumerate(zip(*blocks, strict=True))))


def _plain_feeds(address):
    return ctypes.string_at(int(address), WIDTH).count(b"\n")


def _plain_highest(word):
    return WIDTH - int(word).bit_length()


def _plain_product(a, b):
    wide = int(a) * int(b)
    return np.uint64(wide >> 64), np.uint64(wide & (1 << 64) - 1)


def _plain_lowest(word):
    return (int(word) & -int(word)).bit_length() - 1 if word else WIDTH


byte_at = _plain_byte_at if config.DISABLE_JIT else _byte_at

word_at = _plain_word_at if config.DISABLE_JIT else _word_at
"""Eight bytes, the first of them the least."""

float_at = _plain_float_at if config.DISABLE_JIT else _float_at

bits_at = _plain_bits_at if config.DISABLE_JIT else _bits_at
"""One of the 32-bit numbers that begin at an address, aligned or not; a loop over them is compiled to vectors."""

cell_masks = _plain_cell_masks if config.DISABLE_JIT else _cell_masks
"""Three masks of 64 bytes: the ends of cells, all but digits, and all but printable ASCII (a quote is not, here)."""

end_mask = _plain_end_mask if config.DISABLE_JIT else _end_mask
"""A mask of 64 bytes: the two delimiters, and line feeds."""

no_digits = _plain_no_digits if config.DISABLE_JIT else _no_digits
"""A mask of 32 bytes: all but digits."""

set_bits = _plain_set_bits if config.DISABLE_JIT else _set_bits
"""How many bits of a word are set."""

field_masks = _plain_field_masks if config.DISABLE_JIT else _field_masks
"""Five masks of 64 bytes: ends of fields, all but digits, what is odd in a path, slashes, and slashes or points."""

copy_block = _plain_copy_block if config.DISABLE_JIT else _copy_block
"""Copies 64 bytes."""

differences = _plain_differences if config.DISABLE_JIT else _differences
"""Where 32 bytes differ from the wanted ones in a bit of the mask, as bits of half a word."""

lowest = _plain_lowest if config.DISABLE_JIT else _lowest
"""The number of the lowest bit that is set; 64 where there is none."""

feeds = _plain_feeds if config.DISABLE_JIT else _feeds
"""How many of 64 bytes are line feeds."""

highest = _plain_highest if config.DISABLE_JIT else _highest
"""How many zeros stand above the highest bit that is set; 64 where there is none."""

product = _plain_product if config.DISABLE_JIT else _product
"""The upper and the lower half of the 128-bit product of two words."""
