"""The training request: what the advice has for the chosen algorithm, with what the person changed of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.advise import Recommendation
from advisor.advise.plan.emit import Place, request
from advisor.dataset.opening import open_storage
from advisor.engine.check import check, check_scanned
from advisor.engine.options import Asked
from advisor.findings import Report
from advisor.request import PLACEHOLDER
from advisor.wizard.data.held import Held
from advisor.wizard.session import CHANNELS, SETTINGS, WHOEVER

SOURCE = ("S3Uri", "S3DataType", "S3DataDistributionType", "AttributeNames")
"""Keys of a channel that lie in its S3DataSource."""
CHANNEL = ("ContentType", "CompressionType", "RecordWrapperType", *SOURCE)
WHOLE = ("ResourceConfig.InstanceCount", "ResourceConfig.VolumeSizeInGB", "StoppingCondition.MaxRuntimeInSeconds")


SINGLE = (
    *WHOEVER,
    *WHOLE,
    "TrainingJobName",
    "ResourceConfig.InstanceType",
    "AlgorithmSpecification.TrainingInputMode",
)


def is_editable(key: str) -> bool:
    """Whether a key is one that the form edits."""
    if key.startswith(CHANNELS):
        return key.removeprefix(CHANNELS).partition(".")[2] in CHANNEL
    return key in SINGLE or (key.startswith(SETTINGS) and key != SETTINGS)


def place(edits: Mapping[str, str]) -> Place:
    return Place(**{name: edits.get(name, "") for name in WHOEVER})


def draft(recommendation: Recommendation, edits: Mapping[str, str]) -> dict[str, Any]:
    """The request as it stands. An edit is the new value of a key, in which channels go by their names; an empty one
    removes the key.

    Every key must be one that `is_editable`.
    """
    content = request(recommendation, place(edits))
    for key, value in edits.items():
        if key.startswith(CHANNELS):
            _edit_channel(content, key, value)
        elif key not in WHOEVER:
            _edit(content, key, value)
    return content


def _edit(content: dict[str, Any], key: str, value: str) -> None:
    *path, last = key.split(".", 1)
    inside = content.setdefault(path[0], {}) if path else content
    if value:
        inside[last] = int(value) if key in WHOLE and value.isdecimal() else value
    else:
        inside.pop(last, None)


def _edit_channel(content: dict[str, Any], key: str, value: str) -> None:
    name, _, field = key.removeprefix(CHANNELS).partition(".")
    channel = next((entry for entry in content["InputDataConfig"] if entry["ChannelName"] == name), None)
    if channel is None:
        return
    inside = channel["DataSource"]["S3DataSource"] if field in SOURCE else channel
    if not value:
        inside.pop(field, None)
    else:
        inside[field] = [part.strip() for part in value.split(",")] if field == "AttributeNames" else value


def judged(content: Mapping[str, Any], held: Held) -> Report:
    """What a check says of the request, with the data in hand where there is some. Raises `AdvisorError`."""
    if held.case is None or held.location is None:
        return check(None, job=content)
    return check_scanned(held.case, open_storage(held.location), Asked(job=content))


def left_open(content: Any, key: str = "") -> Iterator[str]:
    """The keys whose values only the person can know."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            yield from left_open(value, f"{key}.{name}" if key else str(name))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from left_open(value, f"{key}[{number}]")
    elif PLACEHOLDER in str(content):
        yield key
