"""What the commands' parsers share: usage errors as exceptions, and arguments of the form NAME=VALUE."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from advisor.errors import AdvisorError

PASSED, FOUND, FAILED = 0, 1, 2
"""Exit codes: no error, at least one error, could not be done."""


class UsageError(AdvisorError):
    """The command line cannot be understood; the message says what is wrong with it."""


class Parser(argparse.ArgumentParser):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **kwargs})

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


class Pairs(argparse.Action):
    """Gathers the pairs of an option that may be given again and again: first -> second, the last one rules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": {}, **kwargs})

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:
        setattr(namespace, self.dest, {**getattr(namespace, self.dest, {}), values[0]: values[1]})


def channel_type(text: str) -> tuple[str, str]:
    """CHANNEL=TYPE, such as `train=text/csv;label_size=0`."""
    channel, _, media_type = text.partition("=")
    if not re.fullmatch(r"[A-Za-z0-9._-]+", channel) or "/" not in media_type:
        raise argparse.ArgumentTypeError(f"{text!r} is not CHANNEL=TYPE, such as train=text/csv")
    return channel, media_type


def name_value(text: str) -> tuple[str, str]:
    """NAME=VALUE, such as `k=10`."""
    name, equals, value = text.partition("=")
    if not name.strip() or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=VALUE, such as k=10")
    return name.strip(), value


def folder_of_objects(text: str) -> tuple[str, str]:
    """s3://BUCKET/PREFIX=DIR, where a prefix may hold an equals sign and a folder may not."""
    address, _, folder = text.rpartition("=")
    if not re.match(r"s3://[^/]", address) or not folder:
        raise argparse.ArgumentTypeError(f"{text!r} is not s3://BUCKET/PREFIX=DIR")
    return address, folder


def with_reason(text: str) -> tuple[str, str]:
    """CODE, or CODE=REASON."""
    code, _, reason = text.partition("=")
    if not re.fullmatch(r"[A-Za-z0-9-]+", code):
        raise argparse.ArgumentTypeError(f"{text!r} is not CODE or CODE=REASON, such as CSV150=known")
    return code, reason


def count(text: str) -> int:
    """A number from 1 on."""
    if not text.isascii() or not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 up")
    return int(text)


def add_output_format(parser: argparse.ArgumentParser, *formats: str) -> None:
    parser.add_argument("--output-format", choices=formats, default="text", help="how to print it (default: text)")
