"""From what a person was told to the rules that would have prevented it, or to what it is instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from advisor.explanation.answer import Answer, explanation, with_example
from advisor.explanation.assigned import broken_by
from advisor.explanation.catalogue import elsewhere
from advisor.explanation.concerned import speaks_of
from advisor.explanation.contradictions import contradicted
from advisor.explanation.named import named_rules
from advisor.explanation.recognised import Recognised, recognised
from advisor.explanation.stories.reader import likeness
from advisor.explanation.told import Told, read
from advisor.knowledge.load import algorithm_named, algorithms, algorithms_in, page_address
from advisor.knowledge.models.algorithm import Algorithm
from advisor.rules import by_code, by_family

MOST = 8
"""Rules that are given at most."""
LEAST = 0.02
"""How likely a rule must be to be named."""
UNSURE = 0.28
"""How likely the likeliest must be by the words, so that they name any."""
SHARE = 0.05
"""The share of the surest rule's sureness that another must have to be named beside it."""
BESIDE = 0.4
"""How much likeness by words counts beside a message that is recognised."""
ALONE = 0.4
"""How sure it must be that the data is not at fault, so that no rule is named beside it."""
APART = 0.9
"""The share of the surest message's sureness from which another is an error of its own."""
WEAK = 0.5
"""How sure a message must be to be one: a mere type of exception is but a word of a story."""
SUREST = 0.99
"""The greatest probability that is given for an explanation."""
SPOKEN = 0.7
"""The factor for a rule that cannot concern the algorithm that the text mentions; 0 where the algorithm is certain."""
CONTRADICTED = 10.0
"""The factor for a rule that the numbers in the text break."""
OWN_SCRIPT, NO_SCRIPT = "script", 0.4
"""The fault of a script or image of one's own, and the factor for it where a built-in algorithm was trained."""
FOUND = 0.002
"""How likely a rule must be whose fault a check has found."""
LONGEST = 4
"""Words of the longest name of an algorithm."""

_WORD = re.compile(r"[a-z0-9]+")
_OF_TENSORFLOW = re.compile(r"(?<![a-z0-9])(?:tensorflow|tf|jumpstart|transfer_learning)(?![a-z0-9])")


def explain(text: str | None = None, algorithm: str | None = None, found: Collection[str] = ()) -> Answer:
    """The rule of a code or a name, or those that prevent what the text tells of, or what it is instead.

    Without a text all rules, family by family.

    `algorithm`: an id or a container's name; rules that cannot concern it are left out. `found`: codes of rules whose
    faults a check of the data has found; they come first. Raises `UnknownRuleError` for what looks like a code and is
    none, and `UnknownAlgorithmError`.
    """
    facts = algorithm_named(algorithm) if algorithm else None
    if text is None:
        listed = tuple(explanation(rule) for rule in by_family() if speaks_of(rule.code, facts))
        return Answer(rules=listed, algorithm=facts.id if facts else None)
    asked = text.strip()
    if named := named_rules(asked):
        return Answer(rules=tuple(map(with_example, named)), algorithm=facts.id if facts else None)
    return _behind(read(asked), facts, found)


def _behind(told: Told, given: Algorithm | None, found: Collection[str]) -> Answer:
    """What explains a failure. Where the text merely mentions an algorithm, rules on others are unlikely."""
    certain = given or _running(told)
    facts = certain or _spoken_of(told)
    against = 0.0 if certain else SPOKEN

    def plausible(subject: str) -> float:
        if subject == OWN_SCRIPT and certain:
            return NO_SCRIPT
        return 1.0 if speaks_of(subject, facts) else against

    hits = [
        hit if (factor := plausible(hit.subject)) == 1 else hit._replace(sure=hit.sure * factor, first=False)
        for hit in recognised(told, facts)
    ]
    hits += broken_by(told.story, facts) if facts else ()
    broken = contradicted(told.story, facts) if facts else set()

    def before(subject: str) -> float:
        return plausible(subject) * (CONTRADICTED if subject in broken else 1.0)

    near = likeness(told.story, facts.id if facts else None, before)
    if not found and max(near.values(), default=0.0) < UNSURE:
        near = {}
    told_surely = [hit for hit in hits if hit.sure >= WEAK]
    return _answer(_ranked(told_surely if near else hits, near, found), facts)


def _ranked(hits: Sequence[Recognised], near: dict[str, float], found: Collection[str]) -> list[Recognised]:
    """Every subject with how sure it is, the surest first; of several errors, the best rule of each before the rest."""
    surest = max((hit.sure for hit in hits), default=0.0)
    by_subject = {hit.subject: hit for hit in sorted(hits, key=lambda hit: hit.sure)}
    for subject, value in near.items():
        hit = by_subject.get(subject)
        if hit:
            by_subject[subject] = hit._replace(sure=1 - (1 - hit.sure) * (1 - BESIDE * value))
        elif value >= (FOUND if subject in found else LEAST):
            by_subject[subject] = Recognised(subject, value * (BESIDE if hits else 1.0), None, False)
    apart = {hit.subject for hit in hits if hit.first and hit.sure >= APART * surest}
    apart = apart if len(apart) > 1 else set()
    return sorted(
        by_subject.values(),
        key=lambda hit: (hit.subject not in found, hit.subject not in apart, -hit.sure, hit.subject),
    )


def _answer(ranked: Sequence[Recognised], facts: Algorithm | None) -> Answer:
    algorithm = facts.id if facts else None
    if not ranked:
        return Answer(algorithm=algorithm)
    fault = elsewhere().get(ranked[0].subject)
    sources = tuple(map(page_address, fault.source)) if fault else ()
    kept = [] if fault and fault.alone and ranked[0].sure >= ALONE else _kept(ranked)
    return Answer(
        rules=tuple(explanation(by_code()[hit.subject], _rounded(hit.sure), hit.evidence) for hit in kept),
        not_data=fault.what if fault else None,
        not_data_match=_rounded(ranked[0].sure) if fault else None,
        not_data_source=sources,
        algorithm=algorithm,
        settled_by=_settled_by([hit.subject for hit in kept], algorithm) if kept else None,
    )


def _rounded(sure: float) -> float:
    return min(round(sure, 2), SUREST)


def _kept(ranked: Sequence[Recognised]) -> list[Recognised]:
    """The rules that are not far less sure than the surest rule, one of each kind before the rest."""
    rules = [hit for hit in ranked if hit.subject in by_code()]
    return _kinds_first([hit for hit in rules if hit.sure >= SHARE * rules[0].sure])[:MOST]


def _kinds_first(ranked: Sequence[Recognised]) -> list[Recognised]:
    """The best rule of each kind before its twins, which say the same of other formats."""
    first: dict[str, Recognised] = {}
    for hit in ranked:
        kind = by_code()[hit.subject].name.removeprefix("packed-").removeprefix("record-")
        first.setdefault(kind, hit)
    heads = list(first.values())
    return [*heads, *(hit for hit in ranked if hit not in heads)]


def _settled_by(codes: Sequence[str], algorithm: str | None) -> str:
    """The command that would settle it: one with the request where a rule on requests comes first."""
    on_request = codes[0][:3] in ("REQ", "RES", "HYP")
    data = [] if codes[0][:3] in ("REQ", "RES") else ["DATA"]
    whose = [] if on_request and not algorithm else ["--algorithm", algorithm or "ID"]
    return " ".join(["advisor", "check", *data, *whose, *(["--job", "REQUEST"] if on_request else [])])


def _running(told: Told) -> Algorithm | None:
    """The algorithm whose image the text names; None where it names none, or one that several share."""
    running = algorithms_in(told.image.rpartition("/")[2].lower()) if told.image else ()
    return running[0] if len(running) == 1 else None


def _spoken_of(told: Told) -> Algorithm | None:
    """The algorithm that the text speaks of; None for none or several. TensorFlow's go by the name of another."""
    text = told.text.lower()
    words = _WORD.findall(text)
    spoken = {"".join(words[first : first + length]) for first in range(len(words)) for length in range(1, LONGEST + 1)}
    named = [name for name, facts in algorithms().items() if not _forms(name, facts.name).isdisjoint(spoken)]
    if len(named) != 1:
        return None
    twin = f"{named[0]}-tensorflow"
    return algorithm_named(twin if twin in algorithms() and _OF_TENSORFLOW.search(text) else named[0])


def _forms(name: str, called: str) -> set[str]:
    """The id, the name and what stands in brackets behind it, without what is between words."""
    return {"".join(_WORD.findall(form.lower())) for form in (name, *re.split("[()]", called))} - {""}
