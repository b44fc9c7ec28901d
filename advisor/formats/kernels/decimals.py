"""From the digits of a number to the float64 next to it, exactly as `float` rounds.

Text is passed by the addresses of its bytes: arrays would be counted references at every call. Up to eight digits
are read at once, as one word. Beyond what a float64 divides exactly the method of Eisel and
Lemire is used ("Number Parsing at a Gigabyte per Second", Lemire 2021), with a table of 128-bit powers of five.
"""

from __future__ import annotations

import numpy as np

from advisor.formats.kernels.loops import inlined, jit
from advisor.formats.kernels.memory import byte_at, highest, product, word_at

U = np.uint64
NO_NUMBER = np.nan
TENS = 10.0 ** np.arange(23)
WHOLE_TENS = np.array([10**i for i in range(20)], np.uint64)
EXACT = U(1 << 53)

LEAST, MOST = -342, 308

ZEROS = U(0x3030303030303030)
TO_TOP = U(0x4646464646464646)
TOPS = U(0x8080808080808080)
PLACE = U(0x0001020304050607)
FRACTION = U((1 << 52) - 1)
ONE, SEVEN, EIGHT, SIXTEEN, HALF, LAST = U(1), U(7), U(8), U(16), U(32), U(56)
ALL = U(0xFFFFFFFFFFFFFFFF)
PAIRS = U(0x000000FF000000FF)
HUNDREDS = U(0x000F424000000064)
UNITS = U(0x0000271000000001)
TEN = U(10)


def _powers_of_five() -> tuple[np.ndarray, np.ndarray]:
    """The upper and lower halves of the 128 leading bits of 5**q, rounded as the method wants."""
    parts = []
    for q in range(LEAST, MOST + 1):
        if q >= 0:
            power = 5**q
            shift = power.bit_length() - 128
            bits = power >> shift if shift > 0 else power << -shift
        else:
            power = 5**-q
            length = power.bit_length()
            bits = 2 ** (length + 127 if q >= -27 else 2 * length + 128) // power + 1
            bits >>= max(bits.bit_length() - 128, 0)
        parts.append(bits)
    return np.array([b >> 64 for b in parts], np.uint64), np.array([b & (1 << 64) - 1 for b in parts], np.uint64)


UPPER, LOWER = _powers_of_five()


@inlined
def first_of(tops):
    """The number, from 0, of the lowest byte whose top bit is set."""
    return np.int64((((tops & (~tops + ONE)) >> SEVEN) * PLACE) >> LAST)


@inlined
def not_digits(word):
    """The top bit of the lowest byte that is no digit is set; those above it may be wrong."""
    return ((word + TO_TOP) | (word - ZEROS)) & TOPS


@inlined
def value_of(word, count):
    """The number that the first `count` (1 to 8) digits of a word are."""
    v = (word - ZEROS) << U(64 - 8 * count)
    v = v * TEN + (v >> EIGHT)
    return (((v & PAIRS) * HUNDREDS) + (((v >> SIXTEEN) & PAIRS) * UNITS)) >> HALF


@inlined
def rounded(w, q):
    """w * 10**q; infinity where it is too great, NaN where this method cannot say (subnormal numbers)."""
    if w == U(0):
        return 0.0
    if w <= EXACT and -22 <= q <= 22:
        return np.float64(w) / TENS[-q] if q < 0 else np.float64(w) * TENS[q]
    if q > MOST:
        return np.inf
    if q < LEAST:
        return NO_NUMBER
    zeros = highest(w)
    w <<= U(zeros)
    high, low = product(w, UPPER[q - LEAST])
    if high & U(0x1FF) == U(0x1FF):
        more, _ = product(w, LOWER[q - LEAST])
        low += more
        if more > low:
            high += ONE
    upper = high >> U(63)
    mantissa = high >> (upper + U(9))
    power = ((217706 * q) >> 16) + 63 + np.int64(upper) - zeros + 1023
    if power <= 0:
        return NO_NUMBER
    if low <= ONE and -4 <= q <= 23 and mantissa & U(3) == ONE and mantissa << (upper + U(9)) == high:
        mantissa ^= ONE
    mantissa = (mantissa + (mantissa & ONE)) >> ONE
    if mantissa >= U(1 << 53):
        mantissa = U(1 << 52)
        power += 1
    if power >= 2047:
        return np.inf
    return np.uint64((mantissa & FRACTION) | (U(power) << U(52))).view(np.float64)


@inlined
def digits(at, end, value):
    """Reads on in a number up to `end` or to the first byte that is no digit: the value so far, and where that is."""
    while at < end:
        word = word_at(at)
        tops = not_digits(word)
        count = min(8 if tops == U(0) else first_of(tops), end - at)
        if count == 0:
            break
        value = value * WHOLE_TENS[count] + value_of(word, count)
        at += count
        if count < 8:
            break
    return value, at


@jit
def number(at, end):
    """The number written in `at:end`, infinity beyond what a float64 holds; NaN where it is none or not sure."""
    negative = byte_at(at) == 45
    if negative or byte_at(at) == 43:
        at += 1
    start = at
    whole, at = digits(at, end, U(0))
    places = at - start
    fraction = at
    value = whole
    if at < end and byte_at(at) == 46:
        fraction = at + 1
        value, at = digits(fraction, end, whole)
        places += at - fraction
    if places == 0:
        return NO_NUMBER
    power = fraction - at if at > fraction else 0
    stop = at
    if at < end:
        if byte_at(at) != 101 and byte_at(at) != 69:
            return NO_NUMBER
        at += 1
        down = at < end and byte_at(at) == 45
        if down or (at < end and byte_at(at) == 43):
            at += 1
        if at >= end or end - at > 8:
            return NO_NUMBER
        exponent, reached = digits(at, end, U(0))
        if reached < end:
            return NO_NUMBER
        power += -np.int64(exponent) if down else np.int64(exponent)
    result = rounded(value, power) if places <= 19 else _long(start, stop, power)
    return -result if negative else result


@jit
def _long(start, stop, power):
    """A number of more digits than a word holds: sure only where the digits left out make no difference."""
    value, kept, left_out, more = U(0), 0, 0, False
    for i in range(start, stop):
        digit = byte_at(i)
        if digit == 46:
            continue
        if kept < 19:
            value = value * TEN + U(digit - 48)
            kept += kept > 0 or digit > 48
        else:
            left_out += 1
            more |= digit > 48
    result = rounded(value, power + left_out)
    if more and rounded(value + ONE, power + left_out) != result:
        return NO_NUMBER
    return result
