"""What the files in the archive of a trained model say of the hyperparameters that it was trained with."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

LONGEST = 200
"""Characters of a value beyond which it is none."""


def _settings(content: Any) -> dict[str, str]:
    """`hyperparams.json` of object detection and semantic segmentation: one object of all hyperparameters."""
    plain = (str, int, float)
    members = content.items() if isinstance(content, dict) else ()
    return {name: str(value) for name, value in members if isinstance(value, plain) and len(str(value)) <= LONGEST}


def _network(content: Any) -> dict[str, str]:
    """`image-classification-symbol.json`: its last fully connected layer has an output for each class."""
    nodes = content.get("nodes") if isinstance(content, dict) else None
    widths = [_width(node) for node in nodes if isinstance(node, dict)] if isinstance(nodes, list) else []
    known = [width for width in widths if width]
    return {"num_classes": known[-1]} if known else {}


def _width(node: Mapping[str, Any]) -> str:
    """The outputs of a fully connected layer, which releases of MXNet have under three names."""
    found = (node[name] for name in ("attrs", "attr", "param") if isinstance(node.get(name), dict))
    attributes: dict[str, Any] = next(filter(None, found), {})
    width = attributes.get("num_hidden", "") if node.get("op") == "FullyConnected" else ""
    return width if isinstance(width, str) and width.isascii() and width.isdecimal() and len(width) < 10 else ""


def _shapes(content: Any) -> dict[str, str]:
    """`model-shapes.json`: the shape of the input, of which the first number is that of a batch."""
    inputs = content if isinstance(content, list) else []
    shapes = [entry.get("shape") for entry in inputs if isinstance(entry, dict) and entry.get("name") == "data"]
    whole = [s[1:] for s in shapes if isinstance(s, list) and len(s) == 4 and all(isinstance(n, int) for n in s)]
    return {"image_shape": ",".join(map(str, whole[0]))} if whole else {}


def _of(take: Callable[[Any], dict[str, str]]) -> Callable[[bytes], dict[str, str]]:
    def read(raw: bytes) -> dict[str, str]:
        try:
            return take(json.loads(raw))
        except (ValueError, RecursionError):
            return {}

    return read


SETTINGS_IN = {
    "hyperparams.json": _of(_settings),
    "image-classification-symbol.json": _of(_network),
    "model-shapes.json": _of(_shapes),
}
"""Name of a file -> what it says, by hyperparameter."""
