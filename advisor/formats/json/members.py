"""Reads the lists of one large JSON object element by element, strictly and within bounds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from advisor.formats.json.document import refuse_constant
from advisor.formats.json.text import JsonText, NotJsonError

_parse = json.JSONDecoder(parse_constant=refuse_constant).raw_decode


def elements(stream: BinaryIO) -> Iterator[tuple[str, int | None, Any]]:
    """Each member of the object as (key, None, value): a list as an empty one, and then each of its elements as
    (key, index from 0, element).

    Raises `NotJsonError`.
    """
    text = JsonText(stream, _parse)
    text.take("{")
    separator = text.peek() != "}"
    while separator:
        key = text.value()
        if not isinstance(key, str):
            raise NotJsonError("a key is no string", text.line)
        text.take(":")
        if text.peek() == "[":
            yield key, None, []
            yield from ((key, index, value) for index, value in enumerate(_items(text)))
        else:
            yield key, None, text.value()
        separator = text.took(",")
    text.take("}")
    if text.peek():
        raise NotJsonError("something follows the JSON object", text.line)


def _items(text: JsonText) -> Iterator[Any]:
    text.take("[")
    separator = text.peek() != "]"
    while separator:
        yield text.value()
        separator = text.took(",")
    text.take("]")
