"""Loops that are compiled once and kept as object code, which LLVM loads by itself in a tenth of the time of numba.

numba is loaded only where no code is kept. An entry takes one address, at which words stand: those of the arguments, of
an array what numba's own functions take of it. Behind them is room for what it returns.
"""

from __future__ import annotations

import ctypes
import os
import struct
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import llvmlite.binding as llvm
import numpy as np

from advisor.formats.kernels import cache_folder

DISABLED = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
ENTRY = "advisor_loop"
ROOM = array("q", bytes(64))
"""Words for what a loop returns."""

_one_at_a_time = Lock()


class Loop:
    """A function that runs compiled, be it called from Python or from another such function."""

    def __init__(self, function: Callable[..., Any], **how: bool) -> None:
        self.function = function
        self.how = how
        self.known = False
        self.code: Native | None = None

    def __call__(self, *args: Any) -> Any:
        return Bound(self, args)()

    def on(self, *last: Any) -> Bound:
        """The loop on these last arguments, which are taken apart only once."""
        return Bound(self, last)

    @cached_property
    def dispatcher(self) -> Any:
        from numba import njit

        return njit(nogil=True, error_model="numpy", **self.how)(self.function)

    @property
    def _numba_type_(self) -> Any:
        """What numba asks of a name that it meets in a function."""
        return self.dispatcher._numba_type_

    @property
    def path(self) -> Path:
        """Where its code is kept."""
        return code_folder() / f"{self.function.__module__.rpartition('.')[2]}.{self.function.__name__}.o"

    def native(self, args: tuple[Any, ...]) -> Native | None:
        """Its code, compiled for arguments like these if none is kept; None where it cannot do without numba."""
        if not self.known:
            with _one_at_a_time:
                if not self.known:
                    code = _read(self.path) or self._compiled(args)
                    self.code, self.known = Native(code) if code else None, True
        return self.code

    def _compiled(self, args: tuple[Any, ...]) -> bytes | None:
        from advisor.formats.kernels.object_code import object_code

        code = object_code(self.dispatcher, args)
        if code:
            _keep(code, self.path)
        return code


class Bound:
    """A loop and the last of its arguments."""

    def __init__(self, loop: Loop, last: tuple[Any, ...]) -> None:
        self.loop = loop
        self.last = last

    @cached_property
    def words(self) -> array[int]:
        return array("q", _words(self.last))

    def __call__(self, *first: Any) -> Any:
        if DISABLED:
            return self.loop.function(*first, *self.last)
        native = self.loop.native(first + self.last)
        return native(array("q", first) + self.words) if native else self.loop.dispatcher(*first, *self.last)


class Instruction:
    """A step that compiled loops do as `instructions` says, and all others as the function does."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function

    def __call__(self, *args: Any) -> Any:
        return self.function(*args)

    @property
    def _numba_type_(self) -> Any:
        from numba.core.registry import cpu_target

        from advisor.formats.kernels import instructions

        return cpu_target.typing_context.resolve_value_type(getattr(instructions, self.function.__name__))


class Native:
    """Object code. Its first line says which numbers are returned, as `struct` does, a tuple in brackets."""

    def __init__(self, code: bytes) -> None:
        returned, _, code = code.partition(b"\n")
        self.is_tuple = returned.startswith(b"(")
        self.returned = struct.Struct(returned.strip(b"()"))
        self.engine = _engine()
        self.engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        self.engine.finalize_object()
        self.entry = ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self.engine.get_function_address(ENTRY))

    def __call__(self, words: array[int]) -> Any:
        end = 8 * len(words)
        words.extend(ROOM)
        self.entry(words.buffer_info()[0])
        found = self.returned.unpack_from(words, end)
        return found if self.is_tuple else next(iter(found), None)


def _words(args: tuple[Any, ...]) -> Iterator[int]:
    """Whole numbers and arrays, as numba passes them on."""
    for value in args:
        if isinstance(value, np.ndarray):
            yield from (0, 0, value.size, value.itemsize, value.ctypes.data, *value.shape, *value.strides)
        elif isinstance(value, tuple):
            yield from _words(value)
        else:
            yield int(value)


@cache
def code_folder() -> Path:
    """Where the code is kept that was made for a processor like this one."""
    host = f"{llvm.get_default_triple()} {llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}"
    return cache_folder() / sha256(host.encode()).hexdigest()[:16]


def _engine() -> Any:
    """What turns object code into functions. It owns its machine."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(jit=True)
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _keep(code: bytes, path: Path) -> None:
    """As a whole or, where nothing can be written, not at all: others may read it meanwhile."""
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(code)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()


def jit(function: Callable[..., Any]) -> Loop:
    return Loop(function)


def inlined(function: Callable[..., Any]) -> Loop:
    return Loop(function, forceinline=True)
