"""The smallest data or request that each rule finds at fault, and its mended twin: `examples.yaml` of each family."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import unified_diff
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import Field

from advisor.contract import Model

if TYPE_CHECKING:
    from ruamel.yaml import YAML

FOLDER = Path(__file__).parent

_CODE = re.compile(r"^([A-Z]{3}\d+):\n", re.MULTILINE)


class Given(Model):
    """What is checked. A file is its text, or says how its bytes are made: `tests/builders/acceptance/examples.py`."""

    algorithm: str | None = None
    request: dict[str, Any] | None = None
    content_types: dict[str, str] = Field(default_factory=dict)
    hyperparameters: dict[str, str] = Field(default_factory=dict)
    input_mode: str | None = None
    decode: bool = False
    files: dict[str, Any] = Field(default_factory=dict)
    earlier: dict[str, Any] = Field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = Field(default_factory=dict)

    def shown(self) -> str:
        out = StringIO()
        _yaml().dump(self.model_dump(exclude_defaults=True), out)
        return out.getvalue()


class Example(NamedTuple):
    faulty: Given
    mended: Given

    def difference(self) -> str:
        """Both in one text: what to take away begins with `-`, what to put there with `+`."""
        both = self.faulty.shown().splitlines(), self.mended.shown().splitlines()
        return "\n".join([*unified_diff(*both, n=1_000, lineterm="")][3:])


def examples() -> Iterator[tuple[str, Example]]:
    """Every example with the code of its rule."""
    return ((code, _example(text)) for code, text in _entries().items())


def codes() -> tuple[str, ...]:
    """The rules that have an example; none of them is read."""
    return tuple(_entries())


def example_of(code: str) -> Example | None:
    """The example of one rule; no other is read."""
    text = _entries().get(code)
    return None if text is None else _example(text)


@cache
def _entries() -> Mapping[str, str]:
    """The text of each example by the code of its rule."""
    texts = (file.read_text("utf-8") for file in sorted(FOLDER.rglob("examples.yaml")))
    parted = (_CODE.split(text)[1:] for text in texts)
    return {code: text for parts in parted for code, text in zip(parts[::2], parts[1::2], strict=True)}


def _example(text: str) -> Example:
    given = _yaml().load(text)
    changes = given.pop("mended")
    return Example(Given(**given), Given(**changed(given, changes)))


def changed(given: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """What is given with changes put over it; a change to null takes a key away. A file is changed as a whole."""
    new = dict(given)
    for key, value in changes.items():
        both = isinstance(value, Mapping) and isinstance(new.get(key), Mapping) and "/" not in key
        new[key] = changed(new[key], value) if both else value
    return {key: value for key, value in new.items() if key not in changes or changes[key] is not None}


def _yaml() -> YAML:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = 110
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # typed as None only
    yaml.representer.add_representer(str, _text)
    yaml.representer.add_representer(list, _list)
    return yaml


def _text(representer: Any, text: str) -> Any:
    """Text of several lines as it is, unless it holds what does not show."""
    plain = text.replace("\n", "").replace("\t", "").isprintable()
    style = None if plain and "\n" not in text else "|" if plain else '"'
    return representer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _list(representer: Any, items: list[Any]) -> Any:
    """A list of plain values on one line."""
    plain = not any(isinstance(item, (dict, list)) or "\n" in str(item) for item in items)
    return representer.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=plain)
