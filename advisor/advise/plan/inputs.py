"""What the training data looks like: content type, mode, channels."""

from __future__ import annotations

from advisor.advise.models import InputAdvice, Reason
from advisor.advise.plan.channels import channels, content_type, with_parameters
from advisor.advise.plan.starts import holding
from advisor.advise.problem import Problem, Reading
from advisor.knowledge.models.algorithm import Algorithm, Channel, Mode
from advisor.knowledge.models.requirements import Tensor
from advisor.media_type import MediaType
from advisor.profile.formats import called

BIG = 50
"""Gigabytes from which on streaming is worth while."""

_SAME = {"parquet": ("parquet", "time-series-parquet"), "image-recordio": ("image-recordio", "recordio-protobuf")}
"""What a format that is named may be for an algorithm."""
_OTHER = ("recordio-protobuf", "image-recordio")
_OTHER_RECORDIO = "The RecordIO that this algorithm takes is RecordIO-protobuf."
_TRAINING = ("train", "training")


def input_advice(algorithm: Algorithm, problem: Problem, reading: Reading) -> InputAdvice:
    """What to send, for the channel that is asked about or else the training data."""
    train = next(channel for name, channel in algorithm.channels.items() if name in _TRAINING)
    kind, why = _content_type(algorithm, problem, reading, train)
    base = MediaType.parse(kind).type
    asked = _asked_channel(algorithm, problem)
    modes = _modes(algorithm, base, problem)
    mode, because = _mode(algorithm, base, modes, problem)
    shown = _of_asked(algorithm, asked, kind, problem, reading) if asked else kind
    others = [with_parameters(algorithm, other) for other in train.content_types if other not in (base, shown)]
    return InputAdvice(
        content_type=shown,
        alternatives=tuple(other for other in others if _is_sample_type(algorithm, other)),
        mode=mode,
        modes=modes,
        channels=channels(algorithm, problem, kind),
        reasons=(*why, because, *_uncounted(algorithm, base, problem)),
    )


def _uncounted(algorithm: Algorithm, base: str, problem: Problem) -> tuple[Reason, ...]:
    """What was not measured of dense records, where sparse ones would do as well."""
    measured = problem.format is not None and problem.format.origin == "data"
    records = measured and algorithm.content_types[base].format == "recordio-protobuf"
    takes_sparse = any(isinstance(requirement, Tensor) and requirement.sparse for requirement in algorithm.data)
    if not (records and takes_sparse) or problem.number("zeros") is not None:
        return ()
    text = "How many values of the dense records are zero was not counted; if most are, sparse records are smaller."
    return (Reason(text=text, source=("cdf-training.md",)),)


def _content_type(
    algorithm: Algorithm, problem: Problem, reading: Reading, train: Channel
) -> tuple[str, tuple[Reason, ...]]:
    """The content type of the training data: by rule, by the format that is there, else the recommended one."""
    rules = (rule for rule in algorithm.starts.inputs if rule.channel is None)
    for rule in holding(rules, problem, reading):
        return rule.content_type, (Reason(text=rule.because, source=rule.sources),)
    wanted = problem.format.value if problem.format else None
    augmented = algorithm.augmented_manifest
    if wanted == "augmented-manifest" and augmented:
        return augmented.content_types[0], (Reason(text=augmented.attribute_order, source=augmented.sources),)
    for kind in _SAME.get(wanted or "", (wanted,)):
        for name in train.content_types:
            if algorithm.content_types[name].format == kind:
                text = _OTHER_RECORDIO if (kind, wanted) == _OTHER else f"Your data is {called(kind)}."
                return with_parameters(algorithm, name), (Reason(text=text, source=train.sources),)
    names = [name for name in train.content_types if name in algorithm.content_types]
    best = next((name for name in names if algorithm.content_types[name].recommended), names[0])
    return with_parameters(algorithm, best), ()


def _of_asked(algorithm: Algorithm, name: str, kind: str, problem: Problem, reading: Reading) -> str:
    """The content type of the channel that is asked about."""
    rules = (rule for rule in algorithm.starts.inputs if rule.channel == name)
    rule = next(holding(rules, problem, reading), None)
    return rule.content_type if rule else content_type(algorithm, name, kind)


def _is_sample_type(algorithm: Algorithm, kind: str) -> bool:
    fact = algorithm.content_types[MediaType.parse(kind).type]
    return fact.format not in ("model-archive", "vocabulary", "vocabulary-json", "label-map")


def _asked_channel(algorithm: Algorithm, problem: Problem) -> str | None:
    """The channel that the problem asks about, where it differs from the training data."""
    name = problem.channel.value if problem.channel else ""
    return name if name in algorithm.channels and name not in _TRAINING else None


def _modes(algorithm: Algorithm, base: str, problem: Problem) -> tuple[Mode, ...]:
    augmented = algorithm.augmented_manifest
    if augmented and problem.format and problem.format.value == "augmented-manifest":
        return (augmented.mode,)
    return algorithm.content_types[base].modes


def _mode(algorithm: Algorithm, base: str, modes: tuple[Mode, ...], problem: Problem) -> tuple[Mode, Reason]:
    """The one that is named; streaming where the data is big or it is wished for, as far as the content type allows."""
    sources = algorithm.content_types[base].sources
    if problem.mode is not None and problem.mode.value in modes:
        return problem.mode.value, Reason(text=f"As you say: {problem.mode.seen!r}.", source=sources)
    size = problem.number("gigabytes") or 0
    streams = size >= BIG or "streaming" in problem.trait_names or "very many rows" in problem.values("size")
    if "File" not in modes:
        return modes[0], Reason(text=f"This form of input comes in {modes[0]} mode only.", source=sources)
    if not streams:
        return "File", Reason(text="The data is copied before training begins, which is simplest.", source=sources)
    if "Pipe" in modes:
        return "Pipe", Reason(
            text="The data is streamed: no waiting for a copy, and no disk to hold it.", source=sources
        )
    others = [n for n, fact in algorithm.content_types.items() if "Pipe" in fact.modes]
    hint = f" To stream in Pipe mode, convert it to {others[0]}." if others else ""
    return "File", Reason(text=f"{base} is not taken in Pipe mode here.{hint}", source=sources)
