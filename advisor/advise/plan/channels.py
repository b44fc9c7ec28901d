"""The channels of a training job: which there must be, and what is sent in each."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.advise.models import ChannelAdvice, InputAdvice, Setting
from advisor.advise.problem import Problem
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.requirements import Labels
from advisor.media_type import MediaType

LABEL_SIZE = "label_size"
VALIDATION = "validation"


def with_parameters(algorithm: Algorithm, name: str) -> str:
    """A content type with the parameters that training needs."""
    parameters = algorithm.content_types[name].parameters
    needed = {key: str(value.needed) for key, value in parameters.items() if value.needed is not None}
    return str(MediaType(name, needed))


def channels(algorithm: Algorithm, problem: Problem, kind: str) -> tuple[ChannelAdvice, ...]:
    """Every channel of the algorithm, where the training data is of a content type."""
    return tuple(
        ChannelAdvice(
            name=name,
            required=_is_required(algorithm, name, kind, problem),
            content_type=content_type(algorithm, name, kind),
            purpose=facts.purpose,
        )
        for name, facts in algorithm.channels.items()
    )


def _is_required(algorithm: Algorithm, name: str, kind: str, problem: Problem) -> bool:
    """Whether a job must have the channel. An augmented manifest bears the labels itself."""
    channel, augmented = algorithm.channels[name], algorithm.augmented_manifest
    if augmented and problem.format and problem.format.value == "augmented-manifest" and name not in augmented.channels:
        return False
    return channel.required or MediaType.parse(kind).type in channel.required_for


def content_type(algorithm: Algorithm, name: str, kind: str) -> str:
    """The content type of a channel: that of the training data where it takes it, with labels as it has them."""
    accepted = algorithm.channels[name].content_types
    chosen = kind if MediaType.parse(kind).type in accepted else with_parameters(algorithm, accepted[0])
    presence = {
        requirement.presence
        for requirement in algorithm.data
        if isinstance(requirement, Labels) and name in requirement.channels
    }
    return with_labels(chosen, int("required" in presence)) if presence & {"required", "none"} else chosen


def with_labels(kind: str, size: int) -> str:
    """The content type with another number of label columns, where it says how many there are."""
    media = MediaType.parse(kind)
    if LABEL_SIZE not in media.parameters:
        return kind
    return str(MediaType(media.type, {**media.parameters, LABEL_SIZE: str(size)}))


def with_settings(data: InputAdvice, chosen: Mapping[str, Setting]) -> InputAdvice:
    """The advice with the validation channel, where training stops by the score on it."""
    stops = any(name.startswith("early_stopping") and _is_on(setting) for name, setting in chosen.items())
    channels = tuple(
        channel.model_copy(update={"advised": stops and channel.name == VALIDATION}) for channel in data.channels
    )
    return data.model_copy(update={"channels": channels})


def _is_on(setting: Setting) -> bool:
    return str(setting.value).lower() not in ("false", "0", "none")
