"""Rules on how a file is written that every text, JSON Lines or JSON document format has: one table for all.

A family calls `written` with the codes that it gives to these faults, and with what it says of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict, Unpack

from advisor.findings import Severity
from advisor.profile import faults
from advisor.profile.faults import Fault
from advisor.rules.base import fault_rule


class Own(TypedDict, total=False):
    """What may differ. {the} stands for what the file is, such as `the list`; {The} begins a sentence with it."""

    name: str
    severity: Severity
    message: str
    summary: str
    why: str
    fix: str
    sources: tuple[str, ...]
    requires: tuple[str, ...]
    unless: str
    training_error: str | None
    conversion: str | None


EACH_LINE = "Each line is read by itself, as one complete JSON object."

SHARED: dict[Fault, Own] = {
    faults.NOT_UTF8_ENCODING: {
        "message": "{The} is in UTF-16 or UTF-32, not UTF-8, and was not read.",
        "summary": "{The} is encoded in UTF-16 or UTF-32.",
        "why": "Readers expect UTF-8; to them, every other byte is a NUL.",
        "fix": "Write {the} in UTF-8, for example with `iconv -f UTF-16 -t UTF-8`.",
    },
    faults.NOT_UTF8: {
        "message": "Lines with bytes that are not UTF-8: {count}.",
        "summary": "A line of {the} has bytes that are not UTF-8.",
        "why": "Readers that decode the text stop there.",
        "fix": "Write {the} in UTF-8.",
    },
    faults.BYTE_ORDER_MARK: {
        "message": "{The} begins with a byte order mark (EF BB BF).",
        "summary": "{The} begins with a byte order mark.",
        "why": "A reader that does not know the mark takes its three bytes for part of the first value.",
        "fix": "Write {the} as plain UTF-8 (`utf-8`, not `utf-8-sig`).",
    },
    faults.BLANK_LINE: {
        "severity": "warning",
        "message": "Blank lines: {count}.",
        "summary": "{The} has blank lines.",
        "why": "Some readers skip a blank line; others stop, or read it as a sample.",
        "fix": "Delete the blank lines.",
    },
    faults.CRLF_LINE_ENDS: {
        "severity": "warning",
        "message": "Lines that end in CR LF: {count}.",
        "summary": "Lines end in carriage return and line feed, as Windows writes them.",
        "why": "A reader that splits at line feeds takes the carriage return for part of the last value.",
        "fix": "End lines with only a line feed: write them with `newline='\\n'`, or run dos2unix.",
    },
    faults.LINE_TOO_LONG: {
        "summary": "A line of {the} is too long to be read.",
        "why": "A line this long is hardly one sample; it was not examined.",
        "fix": "Write one sample per line.",
    },
    faults.NOT_JSON: {
        "name": "not-json-line",
        "message": "Lines that are not JSON: {count}.",
        "summary": "A line of {the} is not JSON.",
        "why": EACH_LINE,
        "fix": "Write each line as JSON, for example with json.dumps.",
    },
    faults.PYTHON_LITERAL: {
        "message": "Lines with single quotes, True, False or None, as Python prints a dict: {count}.",
        "summary": "A line of {the} is written as Python prints a dict.",
        "why": "Single quotes, True, False and None are not JSON.",
        "fix": "Write each line with json.dumps instead of str.",
    },
    faults.PRETTY_PRINTED: {
        "message": "Lines that hold only a part of an object or array: {count}.",
        "summary": "{The} spreads JSON over several lines.",
        "why": EACH_LINE + " An object spread over several lines is not one, nor is an array around all of them.",
        "fix": "Write one object per line: no indentation, no brackets around the objects, no commas between them.",
    },
    faults.NOT_AN_OBJECT: {
        "message": "Lines that are JSON but not an object: {count}.",
        "summary": "A line of {the} is JSON, but not an object.",
        "why": "Values are looked up by name; an array or a bare value has no names.",
        "fix": "Write one object per line.",
        "unless": faults.PRETTY_PRINTED,
    },
    faults.TRAILING_COMMA: {
        "message": "Lines that end in a comma: {count}.",
        "summary": "A line of {the} ends in a comma.",
        "why": "The lines are not members of an array: nothing may follow the object.",
        "fix": "Delete the commas at the ends of the lines.",
    },
    faults.SEVERAL_OBJECTS: {
        "message": "Lines that hold more than one object: {count}.",
        "summary": "A line of {the} holds more than one object.",
        "why": "One line is one sample; what follows the first object is lost, or is an error.",
        "fix": "Write each object on a line of its own.",
    },
    faults.NOT_A_JSON_CONSTANT: {
        "message": "Lines with NaN or Infinity outside quotes: {count}.",
        "summary": "A line of {the} has NaN or Infinity outside quotes.",
        "why": "JSON has no such numbers, though json.dumps writes them; strict readers refuse the line.",
        "fix": "Write null, or leave the value out; `json.dumps(..., allow_nan=False)` finds where they come from.",
    },
    faults.REPEATED_KEY: {
        "severity": "warning",
        "message": "Lines with the same key twice: {count}. In the first, it is {value}.",
        "summary": "An object of {the} has the same key twice.",
        "why": "Readers keep one of the two values, usually the last; the other is silently lost.",
        "fix": "Keep one of the two.",
    },
    faults.TOO_DEEP: {
        "name": "nested-too-deep",
        "message": "Lines that are nested too deeply: {count}.",
        "summary": "A line of {the} is nested too deeply to be read.",
        "why": "No sample is nested hundreds of levels deep; the line was not examined.",
        "fix": "Write the line again, without the nesting.",
    },
}  # fmt: skip


def written(fmt: str, the: str, codes: Mapping[str, tuple[Fault, Own]], **common: Unpack[Own]) -> None:
    """The rules of one format: for each code its fault and what is its own. `common`: what all of them share."""

    def said(text: str) -> str:
        return text.replace("{the}", the).replace("{The}", the[0].upper() + the[1:])

    for code, (fault, own) in codes.items():
        words: Own = {"name": fault, "severity": "error", "unless": "", **SHARED.get(fault, {}), **common, **own}
        fault_rule(
            code, words["name"], words["severity"], said(words["message"]), fmt,
            fault=fault, unless=words["unless"],
            summary=said(words["summary"]), why=said(words["why"]), fix=said(words["fix"]),
            sources=words["sources"], requires=words.get("requires", ()),
            training_error=words.get("training_error"), conversion=words.get("conversion"),
        )  # fmt: skip
