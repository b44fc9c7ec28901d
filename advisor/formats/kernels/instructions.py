"""Bytes at an address, one, eight or sixty-four at a time: the steps of `memory` as they are compiled."""

from __future__ import annotations

from functools import partial

from llvmlite import ir
from numba import types
from numba.core.cgutils import pack_array
from numba.extending import intrinsic

from advisor.formats.kernels.memory import EDGE, WIDTH

_BYTE, _WORD = ir.IntType(8), ir.IntType(64)
_WIDE = ir.IntType(128)
_BYTES = ir.VectorType(_BYTE, WIDTH)
_FEW = ir.VectorType(_BYTE, EDGE)


def _load(builder, address, kind):
    return builder.load(builder.inttoptr(address, kind.as_pointer()), align=1)


@intrinsic
def byte_at(typing, address):
    def code(context, builder, signature, args):
        return _load(builder, args[0], _BYTE)

    return types.uint8(types.int64), code


@intrinsic
def word_at(typing, address):
    def code(context, builder, signature, args):
        return _load(builder, args[0], _WORD)

    return types.uint64(types.int64), code


@intrinsic
def float_at(typing, address):
    def code(context, builder, signature, args):
        return _load(builder, args[0], ir.FloatType())

    return types.float32(types.int64), code


@intrinsic
def bits_at(typing, address, index):
    def code(context, builder, signature, args):
        numbers = builder.inttoptr(args[0], ir.IntType(32).as_pointer())
        return builder.load(builder.gep(numbers, [args[1]]), align=1)

    return types.int32(types.int64, types.uint64), code


@intrinsic
def cell_masks(typing, address, delimiter):
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
def end_mask(typing, address, delimiter, other):
    def code(context, builder, signature, args):
        return builder.bitcast(_ends(builder, _load(builder, args[0], _BYTES), *args[1:]), _WORD)

    return types.uint64(types.int64, types.uint8, types.uint8), code


def _ends(builder, block, *delimiters):
    """Which bytes are a delimiter or a line feed."""
    found = _equal(builder, block, "\n")
    for delimiter in delimiters:
        vector = builder.insert_element(ir.Constant(_BYTES, ir.Undefined), delimiter, ir.Constant(ir.IntType(32), 0))
        splat = builder.shuffle_vector(vector, vector, ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH))
        found = builder.or_(found, builder.icmp_unsigned("==", block, splat))
    return found


@intrinsic
def no_digits(typing, address):
    def code(context, builder, signature, args):
        block = _load(builder, args[0], _FEW)
        zero, nine = (ir.Constant(_FEW, [n] * EDGE) for n in (ord("0"), 9))
        found = builder.icmp_unsigned(">", builder.sub(block, zero), nine)
        return builder.zext(builder.bitcast(found, ir.IntType(EDGE)), _WORD)

    return types.uint64(types.int64), code


@intrinsic
def set_bits(typing, word):
    def code(context, builder, signature, args):
        return builder.ctpop(args[0])

    return types.int64(types.uint64), code


@intrinsic
def field_masks(typing, address):
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
def copy_block(typing, target, source):
    def code(context, builder, signature, args):
        pointer = builder.inttoptr(args[0], _BYTES.as_pointer())
        builder.store(_load(builder, args[1], _BYTES), pointer, align=1)
        return context.get_dummy_value()

    return types.void(types.int64, types.int64), code


@intrinsic
def differences(typing, address, wanted, mask):
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
def feeds(typing, address):
    def code(context, builder, signature, args):
        found = builder.icmp_unsigned("==", _load(builder, args[0], _BYTES), _constant(ord("\n")))
        return builder.ctpop(builder.bitcast(found, _WORD))

    return types.int64(types.int64), code


@intrinsic
def highest(typing, word):
    def code(context, builder, signature, args):
        return builder.ctlz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), code


@intrinsic
def product(typing, a, b):
    def code(context, builder, signature, args):
        wide = builder.mul(*(builder.zext(word, _WIDE) for word in args))
        high = builder.lshr(wide, ir.Constant(_WIDE, 64))
        return pack_array(builder, [builder.trunc(half, _WORD) for half in (high, wide)])

    return types.UniTuple(types.uint64, 2)(types.uint64, types.uint64), code


@intrinsic
def lowest(typing, word):
    def code(context, builder, signature, args):
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.int64(types.uint64), code
