"""Bytes at an address, one, eight or sixty-four at a time; uncompiled (`NUMBA_DISABLE_JIT=1`) the same in Python."""

from __future__ import annotations

import ctypes

import numpy as np
from llvmlite import ir
from numba import config, types
from numba.core.cgutils import pack_array
from numba.extending import intrinsic

WIDTH = 64
_BYTE, _WORD = ir.IntType(8), ir.IntType(64)
_BYTES = ir.VectorType(_BYTE, WIDTH)


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
def _cell_masks(typing, address, delimiter):
    def code(context, builder, signature, args):
        block = _load(builder, args[0], _BYTES)
        one = builder.insert_element(ir.Constant(_BYTES, ir.Undefined), args[1], ir.Constant(ir.IntType(32), 0))
        splat = builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH))
        ends = builder.or_(
            builder.icmp_unsigned("==", block, splat), builder.icmp_unsigned("==", block, _constant(ord("\n")))
        )
        others = builder.icmp_unsigned(">", builder.sub(block, _constant(ord("0"))), _constant(9))
        strange = builder.or_(
            builder.icmp_unsigned(">", builder.sub(block, _constant(32)), _constant(94)),
            builder.icmp_unsigned("==", block, _constant(ord('"'))),
        )
        return pack_array(builder, [builder.bitcast(mask, _WORD) for mask in (ends, others, strange)])

    return types.UniTuple(types.uint64, 3)(types.int64, types.uint8), code


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
        found, other, mask = (_load(builder, a, _BYTES) for a in args)
        unlike = builder.icmp_unsigned("!=", builder.and_(builder.xor(found, other), mask), _constant(0))
        return builder.bitcast(unlike, _WORD)

    return types.uint64(types.int64, types.int64, types.int64), code


def _constant(byte):
    return ir.Constant(_BYTES, [byte] * WIDTH)


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


def _plain_cell_masks(address, delimiter):
    ends = others = strange = 0
    for i, byte in enumerate(ctypes.string_at(int(address), WIDTH)):
        ends |= (byte in (int(delimiter), 10)) << i
        others |= (not 48 <= byte <= 57) << i
        strange |= (not 32 <= byte <= 126 or byte == 34) << i
    return np.uint64(ends), np.uint64(others), np.uint64(strange)


def _plain_copy_block(target, source):
    ctypes.memmove(int(target), int(source), WIDTH)


def _plain_differences(address, wanted, mask):
    blocks = (ctypes.string_at(int(a), WIDTH) for a in (address, wanted, mask))
    return np.uint64(sum(((a ^ b) & m != 0) << i for i, (a, b, m) in enumerate(zip(*blocks, strict=True))))


def _plain_lowest(word):
    return (int(word) & -int(word)).bit_length() - 1 if word else WIDTH


byte_at = _plain_byte_at if config.DISABLE_JIT else _byte_at

word_at = _plain_word_at if config.DISABLE_JIT else _word_at
"""Eight bytes, the first of them the least."""

float_at = _plain_float_at if config.DISABLE_JIT else _float_at

cell_masks = _plain_cell_masks if config.DISABLE_JIT else _cell_masks
"""Three masks of 64 bytes: the ends of cells, all but digits, and all but printable ASCII (a quote is not, here)."""

copy_block = _plain_copy_block if config.DISABLE_JIT else _copy_block
"""Copies 64 bytes."""

differences = _plain_differences if config.DISABLE_JIT else _differences
"""Where 64 bytes differ from the wanted ones in a bit of the mask, as bits of a word."""

lowest = _plain_lowest if config.DISABLE_JIT else _lowest
"""The number of the lowest bit that is set; 64 where there is none."""
