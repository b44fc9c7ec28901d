"""What in plain content does not fit a model: msgspec by itself tells neither the key of a mapping nor the choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

from msgspec import Struct, ValidationError, convert

Key = tuple[str | int, ...]
"""The way from the top of a file to a place in it."""

Fault = tuple[Key, str]


def misfit(plain: Any, kind: Any) -> Fault | None:
    """The innermost part that does not fit its type, by its key, and what is wrong there; None where all of it fits."""
    try:
        convert(plain, kind)
    except ValidationError as error:
        message = str(error).partition(" - at ")[0]
    else:
        return None
    for step, part, its_kind in _parts(plain, kind):
        if found := misfit(part, its_kind):
            return (step, *found[0]), found[1]
    choices = [
        repr(choice) for option in _options(kind) if get_origin(option) is Literal for choice in get_args(option)
    ]
    field = re.findall("field `(.+)`", message)
    return tuple(field), f"{plain!r} is none of {', '.join(choices)}" if choices else message


def _options(kind: Any) -> list[Any]:
    """The types one of which a value must have."""
    if get_origin(kind) is Annotated:
        return _options(get_args(kind)[0])
    return [option for of in get_args(kind) for option in _options(of)] if get_origin(kind) is UnionType else [kind]


def _parts(plain: Any, kind: Any) -> Iterator[tuple[str | int, Any, Any]]:
    """(step, part, its type) of what stands in a list or a mapping."""
    for option in _options(kind):
        of = get_args(option)
        if isinstance(plain, list) and get_origin(option) is tuple:
            yield from ((number, item, of[0]) for number, item in enumerate(plain))
        elif isinstance(plain, dict) and get_origin(option) is dict:
            yield from ((key, key, of[0]) for key in plain)
            yield from ((key, item, of[1]) for key, item in plain.items())
        elif (
            isinstance(plain, dict)
            and isinstance(option, type)
            and issubclass(option, Struct)
            and _is_meant(plain, option)
        ):
            kinds = get_type_hints(option, include_extras=True)
            yield from ((field, plain[field], kinds[field]) for field in option.__struct_fields__ if field in plain)


def _is_meant(plain: dict[str, Any], kind: type[Struct]) -> bool:
    config = kind.__struct_config__
    return config.tag_field is None or plain.get(config.tag_field) == config.tag
