"""Reads the data files into models; a fault in one is named by file, line and key.

The YAML files are the source. Parsing them is slow, so each has a compiled form (see `compile`), which stands in
for the file as long as it bears the hash of its bytes.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from msgspec import MsgspecError, Raw, Struct, convert
from msgspec.json import decode

from advisor.errors import AdvisorError
from advisor.knowledge.misfits import Key, misfit
from advisor.knowledge.models.algorithm import Algorithm, Dispute, Disputes, Instances
from advisor.knowledge.models.base import Model

HERE = Path(__file__).parent
ALGORITHMS = HERE / "algorithms"
INSTANCES = HERE / "instances.yaml"
DISPUTES = HERE / "disputes.yaml"
COMPILED = HERE / "compiled"
M = TypeVar("M", bound=Model)
GUIDE = "https://docs.aws.amazon.com/sagemaker/latest/dg/"
ARCHIVE = "https://github.com/awsdocs/amazon-sagemaker-developer-guide/blob/0a58b94f16c483e259f13b1ef088f4661df3f392/doc_source/"


class KnowledgeError(AdvisorError):
    """A data file of the knowledge base is wrong; the message names file, line and key."""


def read_yaml(path: Path) -> Any:
    """The plain content of a YAML 1.2 file, with line marks kept on mappings and sequences (`.lc`)."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        return YAML(typ="rt").load(path.read_text("utf-8"))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise KnowledgeError(f"{path}:{line}: {error.problem or error.context}") from None


def _line_of(node: Any, path: tuple[Any, ...]) -> int:
    """The line of the deepest part of `path` that exists in a round-trip YAML node."""
    line = 1
    for step in path:
        marks: Any = getattr(node, "lc", None)
        if isinstance(node, dict) and step in node:
            line = marks.key(step)[0] + 1
        elif isinstance(node, list) and isinstance(step, int) and step < len(node):
            line = marks.item(step)[0] + 1
        else:
            continue  # a discriminator's tag, or a missing key: stay at its parent
        node = node[step]
    return line


def _plain(node: Any, checked: str) -> Any:
    """YAML's own types as plain ones; the file's date stands in for blocks that name none."""
    if isinstance(node, dict):
        plain = {key: _plain(value, checked) for key, value in node.items()}
        if "sources" in plain and "does" not in plain:
            plain.setdefault("checked", checked)
        return plain
    if isinstance(node, list):
        return [_plain(item, checked) for item in node]
    if isinstance(node, bool) or node is None:
        return node
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return str(node)


def content(path: Path) -> Any:
    """The plain content of a data file, without line marks. Raises `KnowledgeError` for broken YAML."""
    node = read_yaml(path)
    return _plain(node, str(node.get("checked", "")) if isinstance(node, dict) else "")


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


class _Compiled(Struct):
    sha256: str
    content: Raw


def _compiled(path: Path, model: type[M]) -> M | None:
    """What the compiled form of a data file holds; None where there is none that is up to date."""
    try:
        compiled = decode((COMPILED / f"{path.stem}.json").read_bytes(), type=_Compiled)
        return decode(compiled.content, type=model) if compiled.sha256 == fingerprint(path) else None
    except (OSError, MsgspecError, UnicodeDecodeError):
        return None


def validated(path: Path, model: type[M]) -> M:
    """One data file as `model`. Raises `KnowledgeError` with file, line and key for the first fault."""
    return _compiled(path, model) or _read(path, model)


def _read(path: Path, model: type[M]) -> M:
    plain = content(path)
    if fault := misfit(plain, model):
        raise _fault(path, *fault)
    return convert(plain, model)


def _fault(path: Path, key: Key, message: str) -> KnowledgeError:
    line = _line_of(read_yaml(path), key)
    return KnowledgeError(f"{path}:{line}: {'.'.join(map(str, key))}: {message}")


def read_algorithm(path: Path) -> Algorithm:
    """One algorithm from its file, every name in it followed. Raises `KnowledgeError` with file, line and key."""
    from advisor.knowledge.references import faults

    facts = validated(path, Algorithm)
    if facts.id != path.stem:
        raise _fault(path, ("id",), f"the file is called {path.name}")
    for key, message in faults(facts, algorithm_ids(), instances()):
        raise _fault(path, key, message)
    return facts


@cache
def algorithm_ids() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in ALGORITHMS.glob("*.yaml")))


@cache
def algorithm(name: str) -> Algorithm:
    """The facts of one algorithm by its id. Names are followed when the file is compiled, not at every start."""
    path = ALGORITHMS / f"{name}.yaml"
    return _compiled(path, Algorithm) or read_algorithm(path)


class UnknownAlgorithmError(AdvisorError):
    """No algorithm bears the name; the message names the near ones."""


def algorithm_named(name: str) -> Algorithm:
    """An algorithm by its id or its container's name. Raises `UnknownAlgorithmError`, also where several share it."""
    wanted = name.strip().lower()
    if wanted in algorithm_ids():
        return algorithm(wanted)
    sharing = algorithms_in(wanted)
    if len(sharing) == 1:
        return sharing[0]
    if sharing:
        raise UnknownAlgorithmError(
            f"{name!r} is the container of {', '.join(a.id for a in sharing)}: name one of them"
        )
    from difflib import get_close_matches

    names = {n: a.id for a in algorithms().values() for n in (a.id, *a.containers.names)}
    near = sorted({names[n] for n in get_close_matches(wanted, names, n=3, cutoff=0.5)})
    hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(algorithm_ids())}"
    raise UnknownAlgorithmError(f"unknown algorithm {name!r}: {hint}")


def algorithms_in(container: str) -> tuple[Algorithm, ...]:
    """The algorithms that run in the container of this name; some frameworks' containers are shared."""
    return tuple(known for known in algorithms().values() if container in known.containers.names)


def is_shared(facts: Algorithm) -> bool:
    """Whether it runs in the container of a framework, which is told by its hyperparameters what to run."""
    return len(algorithms_in(facts.containers.names[0])) > 1


@cache
def algorithms() -> dict[str, Algorithm]:
    """Every algorithm by its id."""
    return {name: algorithm(name) for name in algorithm_ids()}


def page_address(source: str) -> str:
    """The address of a source: a page of the guide by its file name, anything else as it stands."""
    if source.startswith("archived:"):
        return ARCHIVE + source.removeprefix("archived:")
    page, hash_, anchor = source.partition("#")
    return f"{GUIDE}{page.removesuffix('.md')}.html{hash_}{anchor}" if page.endswith(".md") else source


@cache
def instances() -> Instances:
    """The instance types that a training job may ask for."""
    return validated(INSTANCES, Instances)


@cache
def common_disputes() -> tuple[Dispute, ...]:
    """Where sources contradict each other on more than one algorithm."""
    return validated(DISPUTES, Disputes).disputes


@cache
def formats_beside() -> frozenset[str]:
    """What lies beside data in channels of some algorithms, and is none itself."""
    channels = (channel for algorithm in algorithms().values() for channel in algorithm.channels.values())
    return frozenset(name for channel in channels for name in channel.beside)
