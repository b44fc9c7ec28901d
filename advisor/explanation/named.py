"""Rules that are asked for by their code or their name."""

from __future__ import annotations

import re
from difflib import get_close_matches

from advisor.errors import AdvisorError
from advisor.rules import all_rules
from advisor.rules.base import Rule

_CODE = re.compile(r"[A-Za-z]{3}\d{1,4}")


class UnknownRuleError(AdvisorError):
    """No rule bears the code; the message names the near ones."""


def named_rules(asked: str) -> tuple[Rule, ...]:
    """The rules of a code or a name; empty where the text is neither.

    Raises `UnknownRuleError` for what looks like a code and is none.
    """
    named = tuple(rule for rule in all_rules() if asked.upper() == rule.code or asked.lower() == rule.name)
    if named or not _CODE.fullmatch(asked):
        return named
    codes = [rule.code for rule in all_rules()]
    near = [code for code in codes if code.startswith(asked.upper())] or get_close_matches(asked.upper(), codes)
    raise UnknownRuleError(f"there is no rule {asked.upper()}" + (f"; near are {', '.join(near)}" if near else ""))
