"""How entries of a configuration name rules: by a code, a name, or the beginning of codes."""

from __future__ import annotations

from difflib import get_close_matches

from advisor.rules import all_rules

FAMILY = 3
"""Letters of a code that its family shares."""


def fits(code: str, name: str, key: str) -> int:
    """How closely an entry names a rule: 0 not at all, the longer a beginning of its code the closer."""
    if key == name or key.upper() == code:
        return len(code)
    return len(key) if key and code.startswith(key.upper()) else 0


def unknown(key: str) -> str | None:
    """What to say of an entry that names no rule."""
    if any(fits(rule.code, rule.name, key) for rule in all_rules()):
        return None
    known = dict.fromkeys(n for rule in all_rules() for n in (rule.code[:FAMILY], rule.code, rule.name))
    near = get_close_matches(key if key in known else key.upper(), known, n=1) or get_close_matches(key, known, n=1)
    return f"there is no rule {key!r}" + (f"; did you mean {near[0]}?" if near else "; `advisor explain` lists them")
