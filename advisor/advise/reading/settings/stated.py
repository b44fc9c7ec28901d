"""Values of hyperparameters that a text states: `eta 0.05`, `trees nine levels deep`, `the dart booster`.

Every hyperparameter is found by its own name, by what `settings.txt` says people call it, and by its choices.
A number counts for it only right beside such a phrase, and only if it is of its type and within its range.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from advisor.advise.reading.counts.times import is_period
from advisor.advise.reading.phrases import Token
from advisor.advise.reading.retracted import corrected, last_sentence
from advisor.advise.reading.settings.denied import REACH, instead, is_denied
from advisor.advise.reading.settings.following import Said, add_following
from advisor.advise.reading.settings.mentions import BOTH, Mention, key_of, mentions, tokens_of
from advisor.advise.reading.settings.values import fitting, number_at
from advisor.knowledge.load import algorithm
from advisor.knowledge.models.algorithm import Hyperparameter, Scalar

_EQUALS = {"=", ":", "of", "is", "equal", "equals"}
"""What may stand between a name of one letter and its number."""
_LINKS = {
    "=", ":", "(", "of", "is", "to", "at", "be", "the", "a", "an", "should", "shall", "must", "about", "around",
    "roughly", "most", "least", "up", "exactly", "only", "set", "with", "by", "as", "say", "than", "value", "size",
    "width", "equal", "equals", "minus", "and", "it", "no", "more", "less", "fewer", "max", "maximum", "min", "minimum",
}  # fmt: skip
"""What may stand between a phrase and the value after it."""
_BETWEEN = _LINKS | {",", "again", "then", "epoch", "epochs"}
"""What may stand between the numbers of a list."""
_CLAIMING = {"for", "in", "of", "after", "than", "over", "to", "at", "exceeds", "every"}
"""A phrase that ends with one of them has the number after it, whatever follows."""
_BOUNDING = {"than", "least", "most", "minimum", "maximum", "over", "under"}
"""A phrase that ends with one of them has the number after it even where one stands before it."""
_FILLERS = {
    "%", "percent", "of", "the", "more", "different", "hidden", "latent", "small", "full", "such", "random",
}  # fmt: skip
"""What may stand between a value and the phrase after it."""
_BANDS = {"band", "bands", "interval", "intervals"}
_CORRECTIONS = {"sorry", "rather", "actually", "correction", "meant", "instead", "scratch", "wait", "make"}


def stated(text: str, name: str) -> dict[str, Said]:
    """What a text states of the hyperparameters of an algorithm."""
    found = tokens_of(text)
    facts = algorithm(name).hyperparameters.values
    taken: set[int] = set()
    said: dict[str, tuple[Said, int]] = {}
    lists: dict[str, list[str]] = defaultdict(list)
    meant: set[str] = set()
    named = list(mentions(found, name))
    for number, mention in enumerate(named):
        names = mention.name.split(BOTH)
        fact = facts[names[0]]
        if fact.type == "json" and mention.value not in fact.also:
            _take_list(text, found, mention, fact, said, lists)
            continue
        value = _worth(found, mention, named[number + 1 :], fact, taken)
        if value is None:
            continue
        known = said.get(names[0])
        if mention.value is None and fact.type != "bool" and names[0] in meant:
            known = None  # a name with its value beats what a phrase means by itself
        (meant.add if mention.value else meant.discard)(names[0])
        if known is None or _gives_way(found, known[1], mention):
            statement = Said(value[0], _quoted(text, found, mention), value[1])
            said |= dict.fromkeys(names, (statement, mention.past))
    add_following(said, text, found, named, facts)
    listed = {key: Said(choice, ", ".join(items)) for key, items in lists.items()
              if (choice := _listing(facts[key], items))}  # fmt: skip
    return {key: statement for key, (statement, _) in said.items()} | listed


def _gives_way(found: Sequence[Token], place: int, mention: Mention) -> bool:
    """Whether what was said up to `place` yields to a mention: it was only asked for, or is corrected."""
    end = next((token.text for token in found[place:] if token.text in ".;?!"), "")
    behind = [token.text for token in found[mention.past : mention.past + REACH]]
    if mention.value is not None and (end == "?" or "instead" in behind or behind[:2] == ["it", "is"]):
        return True
    if mention.value == "multiclass_classifier":
        return True  # logistic regression, the multinomial one
    return bool(_CORRECTIONS & set(last_sentence([token.text for token in found[place : mention.first]])))


def _take_list(
    text: str,
    found: Sequence[Token],
    mention: Mention,
    fact: Hyperparameter,
    said: dict[str, tuple[Said, int]],
    lists: dict[str, list[str]],
) -> None:
    """Takes the value of a hyperparameter that is a list: shares, or items named one by one."""
    if is_denied(found, mention):
        return
    if mention.value:
        lists[mention.name].append(mention.value)
    elif fact.items is not None and fact.items.type == "float" and (shares := _shares(found, mention)):
        said[mention.name] = (Said(shares, _quoted(text, found, mention)), mention.past)


def mentioned(text: str, name: str) -> set[str]:
    """The hyperparameters of an algorithm that a text names, with a value or without."""
    return {own for mention in mentions(tokens_of(text), name) for own in mention.name.split(BOTH)}


def _quoted(text: str, found: Sequence[Token], mention: Mention) -> str:
    """The words around a mention, as far as the numbers and links beside it go."""
    first, past = mention.first, mention.past
    while first and (found[first - 1].value is not None or found[first - 1].text in _FILLERS):
        first -= 1
    while past < len(found) and (found[past].value is not None or _is_linked(found, past, mention)):
        past += 1
    return text[found[first].start : found[past - 1].end]


def _is_linked(found: Sequence[Token], place: int, mention: Mention) -> bool:
    """Whether a word leads from a mention to a number, or from one number to the next."""
    if found[place - 1].value is not None and place + 1 < len(found) and found[place].text in ("and", "then", ","):
        return found[place + 1].value is not None
    return place - mention.past < REACH and found[place].text in _LINKS - {"and", "the", "a"}


def _listing(fact: Hyperparameter, items: Sequence[str]) -> Scalar | None:
    """The choice that lists just these items."""
    for choice in fact.choices:
        if set(json.loads(str(choice))) == set(items):
            return choice
    return None


def _worth(
    found: Sequence[Token], mention: Mention, later: Sequence[Mention], fact: Hyperparameter, taken: set[int]
) -> tuple[Scalar, float | None] | None:
    """What a mention says: its own value, a choice or a number beside it; for a switch, on or off."""
    denied = is_denied(found, mention) and not _is_preferred(found, mention, later)
    if mention.value in fact.also:
        return None if denied or mention.value is None else (mention.value, None)
    if mention.value is not None and fact.type == "bool":
        return ((mention.value == "true") != denied, None)
    if mention.value is not None:
        return None if denied else (_typed(mention.value, fact), None)
    if fact.type == "bool":
        return (not denied, None)
    if fact.items is not None:
        return None
    if fact.type in ("enum", "str", "regex") and not _counts(fact):
        choice = _choice(found, mention, fact)
        return (choice, None) if choice is not None and not denied else None
    place = instead(found, mention) if denied else _number(found, mention, later, taken)
    if place is not None:
        place = corrected(found, place, partial(_is_free, mention, later))
    return _checked(found, place, fact, taken, explicit=key_of(mention.name) == _joined(found, mention))


def _is_preferred(found: Sequence[Token], mention: Mention, later: Sequence[Mention]) -> bool:
    """Whether what is denied behind a mention is another value: `SGD not Adam`."""
    denies = mention.past < len(found) and found[mention.past].text == "not"
    return denies and any(other.name == mention.name and other.first == mention.past + 1 for other in later)


def _counts(fact: Hyperparameter) -> bool:
    """Whether all of its choices are numbers."""
    return bool(fact.choices) and all(str(choice).isdecimal() for choice in fact.choices)


def _shares(found: Sequence[Token], mention: Mention) -> str | None:
    """Shares one behind the other, `quantiles 0.1 and 0.9`; the edges of a band, `an 80 percent band`."""
    if found[mention.past - 1].text in _BANDS:
        place = mention.first - 1
        while place > 0 and found[place].text in ("%", "percent", "prediction"):
            place -= 1
        width = (found[place].value or 0.0) / 100 if place >= 0 else 0.0
        return json.dumps([round((1 - width) / 2, 4), round((1 + width) / 2, 4)]) if 0 < width < 1 else None
    numbers, place = list[float](), mention.past
    while place < len(found) and (found[place].value is not None or found[place].text in (*_BETWEEN, "%", "percent")):
        value = found[place].value
        if value is not None:
            numbers.append(value / 100 if value > 1 else value)
        place += 1
    return json.dumps(numbers) if numbers and all(0 < number < 1 for number in numbers) else None


def _is_free(mention: Mention, later: Sequence[Mention], place: int) -> bool:
    """Whether the number at a place stands beside no mention of anything else."""
    return not any(
        other.name != mention.name and other.first <= place + 1 and place <= other.past + 1 for other in later
    )


def _joined(found: Sequence[Token], mention: Mention) -> str:
    return "".join(token.text for token in found[mention.first : mention.past])


def _typed(value: str, fact: Hyperparameter) -> Scalar:
    return int(value) if fact.type == "int" else float(value) if fact.type == "float" else value


def _choice(found: Sequence[Token], mention: Mention, fact: Hyperparameter) -> Scalar | None:
    """The choice after a name, over links, or right before it."""
    choices = {key_of(str(choice)): choice for choice in fact.choices}
    place = _past_links(found, mention)
    spans = [(place, past) for past in range(min(place + 4, len(found)), place, -1)]
    spans += [(first, mention.first) for first in range(max(mention.first - 3, 0), mention.first)]
    keys = ("".join(token.text for token in found[first:past]) for first, past in spans)
    return next((choices[key] for key in keys if key in choices), None)


def _number(found: Sequence[Token], mention: Mention, later: Sequence[Mention], taken: set[int]) -> int | None:
    """The place of the number right before a phrase, or right after it; none that belongs to another phrase."""
    after = _after(found, mention, taken)
    before = mention.first - 1
    while before >= 0 and mention.first - before < REACH and found[before].text in _FILLERS:
        before -= 1
    ends = found[mention.past - 1].text
    leads = before >= 0 and found[before].value is not None and before not in taken and ends != "of"
    is_stated = after is not None and (ends in _BOUNDING if after == mention.past else found[mention.past].text in "=:")
    is_letter = len(_joined(found, mention)) == 1
    if leads and not is_stated and not is_letter:
        return before
    if after is None or (is_letter and after > mention.past and found[mention.past].text not in _EQUALS):
        return None
    if mention.name == "context_length" and _is_time(found, after + 1):
        return None
    following = next((other for other in later if other.first == after + 1), None)
    is_possessed = found[mention.past].text == "with"  # trees with up to 255 leaves
    is_claimed = (after > mention.past and not is_possessed) or ends in _CLAIMING
    return after if is_claimed or following is None or _after(found, following, taken) is not None else None


def _is_time(found: Sequence[Token], place: int) -> bool:
    """Whether a number is one of periods, not of steps: `look back 5 years`."""
    return place < len(found) and (is_period(found[place].text) or found[place].text.startswith("year"))


def _after(found: Sequence[Token], mention: Mention, taken: set[int]) -> int | None:
    """The place of the number after a phrase, with links only between them."""
    place = _past_links(found, mention)
    return place if place < len(found) and found[place].value is not None and place not in taken else None


def _past_links(found: Sequence[Token], mention: Mention) -> int:
    place = mention.past
    while place < len(found) and place - mention.past < REACH and found[place].text in _LINKS:
        place += 1
    return place


def _checked(
    found: Sequence[Token], place: int | None, fact: Hyperparameter, taken: set[int], *, explicit: bool
) -> tuple[Scalar, float | None] | None:
    """The number at a place, if the hyperparameter may have it; its nearest bound, if it was named outright."""
    if place is None:
        return None
    value = fitting(found, place, fact)
    if value is not None:
        taken.add(place)
        return value, None
    said = number_at(found, place, fact)
    if said is None or fact.choices or not explicit:
        return None
    taken.add(place)
    limits = [bounds for bounds in (fact, fact.enforced) if bounds is not None]
    nearest = min((b for limit in limits for b in (limit.min, limit.max) if b is not None), key=lambda b: abs(b - said))
    return (round(nearest) if fact.type == "int" else nearest), said
