"""What may be broken in the text of any format, by the name under which a profile keeps it."""

from __future__ import annotations

from typing import NewType

Fault = NewType("Fault", str)
"""The name of something broken in a file. Readers note it, and one rule or more report it."""

NOT_UTF8_ENCODING = Fault("not-utf8-encoding")
NOT_UTF8 = Fault("not-utf8")
BYTE_ORDER_MARK = Fault("byte-order-mark")
BLANK_LINE = Fault("blank-line")
CRLF_LINE_ENDS = Fault("crlf-line-ends")
LINE_TOO_LONG = Fault("line-too-long")

NOT_JSON = Fault("not-json")
PYTHON_LITERAL = Fault("python-literal")
PRETTY_PRINTED = Fault("pretty-printed")
NOT_AN_OBJECT = Fault("not-an-object")
TRAILING_COMMA = Fault("trailing-comma")
SEVERAL_OBJECTS = Fault("several-objects")
NOT_A_JSON_CONSTANT = Fault("not-a-json-constant")
REPEATED_KEY = Fault("repeated-key")
TOO_DEEP = Fault("too-deep")
TOO_LARGE = Fault("too-large")
