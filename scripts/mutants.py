"""Changes one thing at a time in a module and asks whether its tests notice.

python -m scripts.mutants                                       # the modules of mutants.toml, all of their mutants
python -m scripts.mutants --sample 40 advisor/formats/lines.py  # 40 of one module, drawn by --seed

Each mutant runs in a fork of a process that has everything loaded but the project's own readers and rules. Those that
survive, and why they may, stand in `mutants.toml`; of others it ends with 1.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import signal
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from copy import deepcopy
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).with_name("mutants.toml")
SLOWEST = 4
"""How many times as long as the unchanged module a mutant may take; then it has no end, and is noticed."""

_SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult,
    ast.Mod: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
    ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip


class Mutant(NamedTuple):
    """`what`: where, and how it reads before and after."""

    what: str
    line: int
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """All mutants of a module, each with one change in what it does; texts for people in decorators are left alone."""
    tree = ast.parse(source)
    for where, at in _places(tree):
        for after in _changes(at.node):
            changed = deepcopy(tree)
            _put(changed, at.path, after)
            yield Mutant(f"{where}: {_text(at.node)} -> {_text(after)}", at.line, ast.fix_missing_locations(changed))


class _At(NamedTuple):
    """A node, the way to it from the top, and its line."""

    node: ast.AST
    path: tuple[tuple[str, int | None], ...]
    line: int


def _places(tree: ast.Module) -> Iterator[tuple[str, _At]]:
    stack: list[tuple[str, _At]] = [("module", _At(tree, (), 0))]
    while stack:
        where, at = stack.pop()
        if isinstance(at.node, ast.FunctionDef | ast.ClassDef):
            where = at.node.name
        yield where, at
        for name, value in ast.iter_fields(at.node):
            if name in _PASSED_OVER or (isinstance(at.node, ast.Subscript) and _is_type(at.node)):
                continue
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST) and not _is_words(child):
                    line = getattr(child, "lineno", at.line)
                    stack.append((where, _At(child, (*at.path, (name, index)), line)))


_PASSED_OVER = ("annotation", "returns", "decorator_list", "bases", "type_params")


def _is_type(node: ast.Subscript) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id[:1].isupper()


def _is_words(node: ast.AST) -> bool:
    """Docstrings, imports, and rules that are declared: what they say is held by their page."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr):
        return True
    value = node.value if isinstance(node, ast.Expr | ast.Assign) else None
    called = value.func if isinstance(value, ast.Call) else None
    return (isinstance(node, ast.Expr) and isinstance(value, ast.Constant)) or (
        isinstance(called, ast.Name) and called.id.endswith("_rule")
    )


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    if type(node) in _SWAPPED:
        yield _SWAPPED[type(node)]()
    match node:
        case ast.Constant():
            yield from _values(node.value)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            negated = deepcopy(node)
            negated.test = ast.UnaryOp(ast.Not(), test)
            yield negated
        case ast.comprehension(ifs=[first, *more]):
            yield ast.comprehension(node.target, node.iter, [ast.UnaryOp(ast.Not(), first), *more], node.is_async)
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Yield()) | ast.AugAssign():
            yield ast.Pass()


def _values(value: object) -> Iterator[ast.Constant]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int() | float():
            yield ast.Constant(value + 1)
        case str():
            yield ast.Constant(f"XX{value}")
        case bytes():
            yield ast.Constant(b"XX" + value)


def _put(tree: ast.AST, path: tuple[tuple[str, int | None], ...], node: ast.AST) -> None:
    for name, index in path[:-1]:
        tree = getattr(tree, name) if index is None else getattr(tree, name)[index]
    name, index = path[-1]
    if index is None:
        setattr(tree, name, node)
    else:
        getattr(tree, name)[index] = node


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        return f"if {ast.unparse(node.test)}"
    if isinstance(node, ast.operator | ast.cmpop | ast.boolop):
        return type(node).__name__
    return ast.unparse(node).partition("\n")[0]


class _Mutated(MetaPathFinder, Loader):
    """Imports one module as it was changed."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.path, self.tree = name, path, tree

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        return spec_from_loader(name, self, origin=str(self.path)) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self.path)
        exec(compile(self.tree, str(self.path), "exec"), module.__dict__)


def survivors(path: Path, made: Sequence[Mutant], tests: Sequence[str], seconds: float, processes: int) -> list[Mutant]:
    """The mutants of a module with which all tests pass. This process has one thread: it forks."""
    waiting, running, left = list(reversed(made)), dict[int, tuple[Mutant, float]](), []
    while waiting or running:
        while waiting and len(running) < processes:
            mutant = waiting.pop()
            child = os.fork()
            if child == 0:
                os._exit(_tested(path, mutant.tree, tests))
            running[child] = mutant, time.monotonic() + seconds
        for child, (mutant, until) in list(running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() > until:
                os.killpg(child, signal.SIGKILL)
                done, status = os.waitpid(child, 0)
            if done:
                del running[child]
                left += [mutant] if status == 0 else []
        time.sleep(0.02)
    return sorted(left, key=lambda mutant: mutant.line)


def _tested(path: Path, tree: ast.Module, tests: Sequence[str]) -> int:
    import pytest

    os.setpgid(0, 0)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    sys.meta_path.insert(0, _Mutated(".".join(path.with_suffix("").parts), path, tree))
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *tests]))


def _loaded() -> None:
    """What all mutants need and none changes."""
    import numpy
    import pyarrow.parquet
    import pytest
    from PIL import Image

    import advisor.findings
    import advisor.knowledge.load
    import advisor.profile.base
    import advisor.request
    from advisor.knowledge.load import algorithms

    with redirect_stdout(StringIO()):
        pytest.main(["--version", "--version"])  # names its plugins, for which it loads them
    import hypothesis.strategies

    del advisor, hypothesis, numpy, pyarrow, Image
    algorithms()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.mutants", description=__doc__)
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    os.chdir(ROOT)
    _loaded()
    table = tomllib.loads(TABLE.read_text("utf-8"))
    made = killed = unexplained = 0
    for module in args.modules or table["tests"]:
        chosen = list(mutants(Path(module).read_text("utf-8")))
        if args.sample and args.sample < len(chosen):
            chosen = sorted(random.Random(args.seed).sample(chosen, args.sample), key=lambda mutant: mutant.line)
        tests: Sequence[str] = table["tests"][module]
        known = table["survivors"].get(module, {})
        unchanged = Mutant("unchanged", 0, ast.parse(Path(module).read_text("utf-8")))
        started = time.monotonic()
        if not survivors(Path(module), [unchanged], tests, 600, 1):
            parser.error(f"the tests of {module} fail without any change")
        seconds = SLOWEST * (time.monotonic() - started + 3)
        left = survivors(Path(module), chosen, tests, seconds, args.processes)
        made, killed = made + len(chosen), killed + len(chosen) - len(left)
        print(f"{module}: {len(chosen) - len(left)} of {len(chosen)} noticed", flush=True)
        for mutant in left:
            unexplained += mutant.what not in known
            print(f"  {module}:{mutant.line}: {mutant.what}  # {known.get(mutant.what, 'why?')}", flush=True)
    print(f"{killed} of {made} noticed ({killed / max(made, 1):.1%}), {unexplained} left without a reason")
    return 1 if unexplained else 0


if __name__ == "__main__":
    raise SystemExit(main())
