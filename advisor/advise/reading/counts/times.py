"""Steps and horizons of series in a text: `every 15 minutes`, `next two weeks`, `14 days ahead`, `tomorrow`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.advise.problem import Fact, Number, Problem
from advisor.advise.reading.phrases import Token, tokens

_STEPS = {"min": 1.0, "H": 60.0, "D": 1440.0, "W": 10080.0, "M": 43200.0}
_STEP_OF = {"min": "min", "minute": "min", "hour": "H", "day": "D", "week": "W", "month": "M"}
_STEP_WORDS = ("step", "interval", "resolution", "grid", "value", "reading", "sampl", "bin", "bucket", "data", "series")
"""How words begin that make a time before them the step of a series."""
_UNITS = {"minute": 1.0, "hour": 60.0, "day": 1440.0, "week": 10080.0, "fortnight": 20160.0, "month": 43200.0,
          "quarter": 129600.0, "year": 525600.0}  # fmt: skip
_NAMED = {"tomorrow": _UNITS["day"]}
_AHEAD = {"plan", "planning", "forecast", "predict", "horizon", "project", "foresee", "extrapolate"}
_LOOKING = {"look", "looks", "looking", "looked", "see", "sees", "seeing", "consider", "considers", "remember",
            "remembers", "context", "memory", "window"}  # fmt: skip
_BACKWARDS = {"back", "last", "past", "previous", "preceding", "of"}
_LOOK_BACK = {"look-back", "lookback"}
_WHOLE = {"full", "whole", "entire"}
_ONWARD = {"ahead", "in", "out", "forward", "onward"}
_STEP_NOUNS = {"step", "reading", "value", "point", "bin", "interval", "observation", "half-hour", "quarter-hour"}
"""What steps of a series are called."""
FAR = 8
"""Words before `the first 12 weeks` that may say that they are forecast."""
_COMING = {"next", "coming", "following", "upcoming"}


def is_period(word: str) -> bool:
    return word in _UNITS or word == "second"


def frequency(text: str, words: Sequence[Token]) -> Fact[str] | None:
    """The step of a series that is a number of units: `every 15 minutes`, `6-hour intervals`, `30 min values`."""
    for i, token in enumerate(words[:-1]):
        unit = _STEP_OF.get(words[i + 1].text.removesuffix("s"))
        before = words[i - 1].text if i else ""
        if token.text == "quarter" and before in ("every", "each", "per") and "hour" in _texts(words, i + 1, 3):
            return Fact(value="15min", origin="words", seen=text[token.start : words[i + 1].end])
        if token.value is None or token.value % 1 or unit is None:
            continue
        after = words[i + 2].text if i + 2 < len(words) else ""
        joined = text[token.end : token.end + 1] == "-"  # 15-min load
        joined |= before == "of" and words[i - 2].text.startswith(_STEP_WORDS)  # 48 steps of 30 minutes
        if before in ("every", "each") or after.startswith(_STEP_WORDS) or joined:
            step = f"{token.value:.0f}{unit}" if token.value > 1 else unit
            return Fact(value=step, origin="words", seen=text[token.start : words[i + 1].end])
    return None


def _texts(words: Sequence[Token], first: int, many: int) -> list[str]:
    return [token.text for token in words[max(first, 0) : max(first, 0) + many]]


def _minutes(step: str | None) -> float:
    """The length of a step such as `15min`; that of a day where it is not known."""
    unit = (step or "D").lstrip("0123456789")
    count = (step or "").removesuffix(unit)
    return (float(count or 1) or 1.0) * _STEPS.get(unit, _STEPS["D"])


def horizon(words: Sequence[Token], step: str | None) -> Iterator[tuple[Number, float, Token, Token]]:
    """How far ahead, in steps of the series."""
    length = _minutes(step)
    for i, token in enumerate(words):
        name = token.text.removesuffix("'s").removesuffix("'")
        if name in _NAMED:
            yield "horizon", max(1.0, round(_NAMED[name] / length)), token, token
            continue
        if name == "horizon" and (steps := _plain_steps(words, i + 1)) is not None:
            yield "horizon", steps, token, words[i + 1]
            continue
        amount, unit = _amount(words, i)
        if amount is None or unit >= len(words):
            continue
        name = words[unit].text.removesuffix("'s").rstrip("s'")
        if name in _UNITS:
            yield "horizon", max(1.0, round(amount * _UNITS[name] / length)), token, words[unit]
        elif name in _STEP_NOUNS:
            yield "horizon", amount, token, words[unit]


def _plain_steps(words: Sequence[Token], place: int) -> float | None:
    """The number of steps behind `horizon`, where no unit of time follows: `horizon 48`, `horizon of 24`."""
    while place < len(words) and words[place].text in ("of", "is", "=", ":", "(", "a"):
        place += 1
    after = "".join(_texts(words, place + 1, 1)).rstrip("s'")
    return words[place].value if place < len(words) and after not in _UNITS else None


def history(words: Sequence[Token], step: str | None) -> Iterator[tuple[Number, float, Token, Token]]:
    """How far back a model looks, in steps of the series: `look back one week`, `shown 48 readings before that`."""
    for i, token in enumerate(words):
        looks = token.text in _LOOKING and _BACKWARDS & set(_texts(words, i + 1, 4))
        if looks or token.text in _LOOK_BACK:
            for place in range(i + 1, min(i + 7, len(words) - 1)):
                value = 1.0 if words[place].text in _WHOLE else words[place].value
                if value is not None and (steps := steps_of(value, words[place + 1], step)):
                    yield "history", steps, token, words[place + 1]
                    break
        elif token.value is not None and i + 1 < len(words) and (steps := steps_of(token.value, words[i + 1], step)):
            ahead = _texts(words, i + 2, 2)
            if ahead in (["before", "that"], ["before", "it"]) or (i > 1 and _is_from_last(_texts(words, i - 3, 3))):
                yield "history", steps, token, words[i + 1]


def steps_of(value: float, unit: Token, step: str | None) -> float | None:
    """So many of a unit in steps of the series."""
    name = unit.text.rstrip("s")
    if name in _STEP_NOUNS:
        return value
    return max(1.0, round(value * _UNITS[name] / _minutes(step))) if name in _UNITS else None


def _is_from_last(before: Sequence[str]) -> bool:
    """`from the last 12 steps`"""
    return before[-1] in _BACKWARDS and "from" in before[:-1]


def _amount(words: Sequence[Token], i: int) -> tuple[float | None, int]:
    """How many units lie ahead, and where the unit stands."""
    token = words[i]
    value = token.value
    if token.text == "half" and _texts(words, i + 1, 1) in (["a"], ["an"]) and "ahead" in _texts(words, i + 3, 1):
        return 0.5, i + 2
    if token.text in _COMING and _texts(words, i + 1, 1) == ["half"]:
        return 0.5, i + 3 if _texts(words, i + 2, 1) in (["a"], ["an"]) else i + 2
    if value is not None and _COMING & set(_texts(words, i + 1, 1)):
        return value, i + 2
    if token.text in _COMING:
        given = words[i + 1].value if i + 1 < len(words) else None
        return (1.0, i + 1) if given is None else (given, i + 2)
    if token.text in ("a", "an", "whole", "full") and "ahead" in _texts(words, i + 2, 1):
        return 1.0, i + 1
    past = i + 3 if _is_bracketed(words, i) else i + 2
    before, after = set(_texts(words, i - 2, min(i, 2))), _texts(words, past, 2)
    if _texts(words, i - 1, 1) == ["first"] and _AHEAD & set(_texts(words, i - FAR, min(i, FAR))):
        return value, i + 1
    return (value, i + 1) if value is not None and (before & _AHEAD or _leads_on(after)) else (None, 0)


def _leads_on(after: Sequence[str]) -> bool:
    """`14 days ahead`, `14 days on.`"""
    return bool(_ONWARD & set(after[:1])) or (after[:1] == ["on"] and not "".join(after[1:]).isalnum())


def _is_bracketed(words: Sequence[Token], i: int) -> bool:
    """`half a year (26 weeks) ahead`"""
    return _texts(words, i - 1, 1) == ["("] and _texts(words, i + 2, 1) == [")"]


def in_steps(problem: Problem) -> Problem:
    """The problem with the horizon of the words in the steps of the data, where the data tells them."""
    known, ahead = problem.frequency, problem.numbers.get("horizon")
    if known is None or known.origin != "data" or ahead is None or ahead.origin != "words":
        return problem
    found = next(horizon(tokens(problem.text), known.value), None)
    if found is None:
        return problem
    return problem.model_copy(
        update={"numbers": {**problem.numbers, "horizon": ahead.model_copy(update={"value": found[1]})}}
    )
