"""Has numba compile a loop, and makes object code of it that needs neither numba nor Python."""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm
from numba import typeof, types
from numba.np.numpy_support import as_dtype

from advisor.formats.kernels import instructions as instructions  # numba must know them before it compiles
from advisor.formats.kernels.loops import ENTRY

NUMBAS_OWN = ("NRT_", "Py", "numba_")
"""How names begin that are there only while numba is loaded, or in some builds of Python."""


def object_code(dispatcher: Any, args: tuple[Any, ...]) -> bytes | None:
    """A line that says what is returned, and the code; None where that calls what only numba brings."""
    dispatcher.compile(tuple(map(typeof, args)))
    compiled = next(iter(dispatcher.overloads.values()))
    module = llvm.parse_assembly(compiled.library.get_llvm_str())
    function = module.get_function(compiled.fndesc.llvm_func_name)
    kinds = [str(argument.type) for argument in function.arguments]
    module.link_in(llvm.parse_assembly(_entry(function.name, kinds)))
    for symbol in (*module.functions, *module.global_variables):
        if not symbol.is_declaration and symbol.name != ENTRY:
            symbol.linkage = "internal"
    machine = compiled.library.codegen._tm
    with llvm.create_new_module_pass_manager() as passes:
        passes.add_global_dead_code_eliminate_pass()
        passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))
    if any(function.is_declaration and function.name.startswith(NUMBAS_OWN) for function in module.functions):
        return None
    return _returned(compiled.fndesc.restype).encode() + b"\n" + bytes(machine.emit_object(module))


def _returned(kind: types.Type) -> str:
    """The numbers that are returned, as `struct` names them."""
    several = isinstance(kind, types.BaseTuple)
    return f"({''.join(map(_returned, kind))})" if several else "" if kind == types.none else as_dtype(kind).char


def _entry(name: str, kinds: list[str]) -> str:
    """A function that calls another one, with arguments of these kinds, of the words at an address.

    Arrays belong to the caller: what frees them is never called.
    """
    returned, failed, *kinds = kinds
    loads = [
        f"%at{i} = getelementptr i64, ptr %words, i64 {i}\n%a{i} = load {kind}, ptr %at{i}"
        for i, kind in enumerate(kinds)
    ]
    given = ", ".join(f"{kind} %a{i}" for i, kind in enumerate(kinds))
    return f"""
        declare i32 @"{name}"({", ".join([returned, failed, *kinds])})
        define void @{ENTRY}(ptr %words) {{
            %failure = alloca ptr
            {chr(10).join(loads)}
            %returned = getelementptr i64, ptr %words, i64 {len(kinds)}
            call i32 @"{name}"({returned} %returned, {failed} %failure, {given})
            ret void
        }}
        define void @NRT_MemInfo_call_dtor(ptr %unused) {{
            ret void
        }}"""
