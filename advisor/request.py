"""A CreateTrainingJob request, as far as advice and checks need it.

Shapes: botocore's `sagemaker` service model, `CreateTrainingJobRequest`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_pascal

from advisor.errors import AdvisorError, read_errors_as
from advisor.knowledge.shapes import is_known_later
from advisor.small_files import bounded, small_text

PLACEHOLDER = "fill-in-"
"""How a value begins, or a part of it, that only the person can know. It fits the API's patterns."""

MOST_CHANNELS = 100
"""The API takes 20: of a request with far more, which a rule finds, the rest is not judged."""


class RequestError(AdvisorError):
    """The file is no CreateTrainingJob request; the message says why and where."""


_IMAGE = re.compile(
    r"(?P<account>[^./:@]+)\.dkr[.-]ecr(?:-fips)?\.(?P<region>[^./:@]+)\.(?P<suffix>[^/:@]+)"
    r"/(?P<repository>[^:@]+)(?::(?P<tag>[^@]*))?(?:@(?P<digest>.+))?"
)


class Image(NamedTuple):
    """The address of an image in a registry of AWS."""

    account: str
    region: str
    suffix: str
    repository: str
    tag: str | None
    digest: str | None

    @classmethod
    def parse(cls, text: str) -> Image | None:
        """None where the text is no such address."""
        match = _IMAGE.fullmatch(text)
        return cls(**match.groupdict()) if match else None


class _Part(BaseModel):
    """A part of the request under the API's names; keys that are not listed are kept."""

    model_config = ConfigDict(
        frozen=True, extra="allow", alias_generator=to_pascal, populate_by_name=True, defer_build=True
    )


def _as_text(value: Any) -> Any:
    """A hyperparameter value as text: YAML and notebooks often hold numbers where the API wants strings."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


class S3DataSource(_Part):
    s3_data_type: str | None = None
    s3_uri: str = ""
    s3_data_distribution_type: str | None = None
    attribute_names: tuple[str, ...] = ()


class DataSource(_Part):
    s3_data_source: S3DataSource | None = None


class InputChannel(_Part):
    channel_name: str = ""
    data_source: DataSource | None = None
    content_type: str | None = None
    compression_type: str | None = None
    record_wrapper_type: str | None = None
    input_mode: str | None = None

    @property
    def s3(self) -> S3DataSource | None:
        return self.data_source.s3_data_source if self.data_source else None

    @property
    def is_augmented(self) -> bool:
        """Whether its samples stand in an augmented manifest."""
        return self.s3 is not None and self.s3.s3_data_type == "AugmentedManifestFile"

    @property
    def manifest_name(self) -> str | None:
        """The file name of the manifest that stands for this channel's data, if it has one."""
        s3 = self.s3
        if s3 is None or not (self.is_augmented or s3.s3_data_type == "ManifestFile"):
            return None
        return s3.s3_uri.rstrip("/").rpartition("/")[2]


class AlgorithmSpecification(_Part):
    training_image: str | None = None
    algorithm_name: str | None = None
    training_input_mode: str | None = None


class ResourceConfig(_Part):
    instance_type: str | None = None
    instance_count: int | None = None
    volume_size_in_gb: int | None = Field(None, alias="VolumeSizeInGB")


class Request(_Part):
    training_job_name: str | None = None
    algorithm_specification: AlgorithmSpecification | None = None
    hyper_parameters: dict[str, Annotated[str, BeforeValidator(_as_text)]] = Field(default_factory=dict)
    input_data_config: tuple[InputChannel, ...] = ()
    resource_config: ResourceConfig | None = None

    path: str = Field("", alias="path", exclude=True, description="the file as given, for findings")
    raw: dict[str, Any] = Field(
        default_factory=dict, alias="raw", exclude=True, description="the request as it was written"
    )
    places: dict[str, str] = Field(
        default_factory=dict, alias="places", exclude=True, description="key of the request -> key in its document"
    )
    tuning: dict[str, Any] | None = Field(
        None, alias="tuning", exclude=True, description="configuration of the tuning job that it is a part of"
    )

    @property
    def searched(self) -> set[str]:
        """The hyperparameters whose values the tuning job finds."""
        listed = (self.tuning or {}).get("config", {}).get((self.tuning or {}).get("ranges", "").rpartition(".")[2])
        groups = listed.values() if isinstance(listed, dict) else ()
        ranges = [item for group in groups if isinstance(group, list) for item in group if isinstance(item, dict)]
        return {str(item.get("Name")) for item in ranges}

    def place(self, key: str) -> str:
        """Where a key of the request stands in the document that holds it."""
        for end in range(len(key), -1, -1):
            if (end == len(key) or key[end] in ".[" or end == 0) and key[:end] in self.places:
                rest = key[end:].removeprefix(".")
                there = self.places[key[:end]]
                return f"{there}{rest}" if rest.startswith("[") or not there or not rest else f"{there}.{rest}"
        return key

    def channel(self, name: str) -> InputChannel | None:
        return next((c for c in self.input_data_config if c.channel_name == name), None)

    def mode(self, channel: str) -> str | None:
        """The input mode of a channel: its own, else the job's."""
        own = self.channel(channel)
        job = self.algorithm_specification.training_input_mode if self.algorithm_specification else None
        return (own.input_mode if own else None) or job

    def states(self, key: str) -> bool:
        """Whether something but an empty list stands at a key of the request as written, of whatever type."""
        place: Any = self.raw
        for step in re.findall(r"[^.\[\]]+", key):
            if isinstance(place, list) and step.isdecimal() and int(step) < len(place):
                place = place[int(step)]
            elif isinstance(place, dict) and f"{step}.$" in place:
                return True
            elif isinstance(place, dict) and step in place:
                place = place[step]
            else:
                return False
            if is_known_later(place):
                return True
        return bool(place != [])

    @property
    def is_fed_later(self) -> bool:
        """Whether it is known only when the job runs which channels there are."""
        listed = self.raw.get("InputDataConfig")
        items = listed if isinstance(listed, list) else []
        return "InputDataConfig.$" in self.raw or any(map(is_known_later, [listed, *items]))

    @property
    def container(self) -> str | None:
        """The repository name of the training image, or the algorithm's name."""
        spec = self.algorithm_specification
        if spec is None:
            return None
        if spec.training_image:
            return spec.training_image.rpartition("/")[2].partition("@")[0].partition(":")[0]
        return spec.algorithm_name

    @property
    def image_version(self) -> str | None:
        """The tag of the training image; None where it has none."""
        image = self.algorithm_specification.training_image if self.algorithm_specification else None
        return (image or "").rpartition("/")[2].partition("@")[0].partition(":")[2] or None

    @property
    def source(self) -> str:
        """The address of the code that a framework's container is to run; empty where there is none."""
        return self.hyper_parameters.get("sagemaker_submit_directory", "").lower()

    @property
    def script_version(self) -> str | None:
        """The version of that code, where its address names one: `.../v1.2.2/sourcedir.tar.gz`."""
        found = re.search(r"/v(\d+(?:\.\d+)+)/[^/]*$", self.source)
        return found[1] if found else None


def as_texts(values: Mapping[str, object] | None) -> dict[str, str]:
    """Hyperparameters as the API wants them: every value as text."""
    return {name: str(_as_text(value)) for name, value in (values or {}).items()}


def decoded(value: str) -> str:
    """A hyperparameter as a script is given it: the SDK writes it as JSON, and the toolkit in the image reads it so."""
    try:
        text = json.loads(value) if value.startswith('"') else value
    except ValueError:
        return value
    return text if isinstance(text, str) else value


def parsed(path: Path) -> list[dict[str, Any]]:
    """The documents in a JSON or YAML file, which in YAML may be several. Raises `RequestError` where it has none."""
    try:
        with read_errors_as(RequestError, path):
            text = small_text(path)
    except UnicodeDecodeError as error:
        raise RequestError(f"{path}: cannot be read: it is no text in UTF-8 ({error.reason})") from None
    try:
        documents = documents_of(text)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"{path}: is neither JSON nor YAML: {error}") from None
    if not documents:
        raise RequestError(f"{path}: is no CreateTrainingJob request: a mapping is expected at the top")
    return documents


def documents_of(text: str) -> list[dict[str, Any]]:
    """The objects in a text of JSON or YAML. Raises `ValueError` or `RecursionError` where it is neither."""
    content = [json.loads(text)] if text.lstrip().startswith(("{", "[")) else _yaml(text)
    bounded(content)
    return [document for document in content if isinstance(document, dict)]


def _yaml(text: str) -> list[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import SafeConstructor
    from ruamel.yaml.error import YAMLError

    class Constructor(SafeConstructor):
        """Knows the short forms of CloudFormation, too: `!Ref Name`, `!Sub text`."""

    Constructor.add_multi_constructor("!", _function)
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Constructor
    try:
        return list(yaml.load_all(text))
    except YAMLError as error:
        raise ValueError(str(error)) from None


def _function(constructor: Any, name: str, node: Any) -> dict[str, Any]:
    """The long form of a function of CloudFormation: `{"Fn::Sub": text}`."""
    if isinstance(node.value, str):
        content: Any = node.value
    else:
        make = constructor.construct_sequence if node.id == "sequence" else constructor.construct_mapping
        content = make(node, deep=True)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": content}


def request_of(
    content: Mapping[str, Any],
    path: str,
    places: Mapping[str, str] | None = None,
    tuning: Mapping[str, Any] | None = None,
) -> Request:
    """A request from its content. `path` is the name that findings give it; `places` and `tuning` as in `Request`."""
    typed = _typed(_known(content))
    channels = tuple(typed.get("InputDataConfig") or ())[:MOST_CHANNELS]
    return Request.model_validate(
        {**typed, "InputDataConfig": channels, "path": path, "raw": content, "places": places or {}, "tuning": tuning}
    )  # fmt: skip


def _known(content: Any) -> Any:
    """The content without what is known only when the job runs. An image tells the algorithm by a part of its name.

    Nor with what has a name that is no text, such as a number in YAML or a lone surrogate.
    """
    if isinstance(content, Mapping):
        return {
            key: _known(value)
            for key, value in content.items()
            if _is_text(key) and (not is_known_later(value, key) or (key == "TrainingImage" and isinstance(value, str)))
        }
    if isinstance(content, list):
        return [({} if isinstance(item, dict) else "") if is_known_later(item) else _known(item) for item in content]
    return content


def _is_text(name: object) -> bool:
    try:
        return isinstance(name, str) and name.encode() is not None
    except UnicodeEncodeError:
        return False


def known_later(content: object) -> Iterator[str]:
    """The keys of all that is known only when the job runs."""
    waiting: list[tuple[str, str, object]] = [("", "", content)]
    while waiting:
        key, name, value = waiting.pop()
        if is_known_later(value, name):
            yield key.removesuffix(".$")
        elif isinstance(value, dict):
            waiting += [(f"{key}.{n}" if key else str(n), str(n), inner) for n, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(f"{key}[{number}]", "", inner) for number, inner in reversed(list(enumerate(value)))]


def _typed(content: dict[str, Any]) -> dict[str, Any]:
    """The content without members of a wrong type, which the rules on shapes report."""
    try:
        Request.model_validate(content)
    except ValidationError as error:
        content = deepcopy(content)
        for fault in error.errors(include_url=False):
            _leave_out(content, fault["loc"])
    return content


def _leave_out(content: Any, path: tuple[int | str, ...]) -> None:
    """Takes away what lies at a path; an item of a list leaves an empty one, so that the others keep their numbers."""
    *parents, last = path
    for step in parents:
        inner = content.get(step) if isinstance(content, dict) else content[step]
        if not isinstance(inner, (dict, list)):
            last = step
            break
        content = inner
    if isinstance(content, list):
        content[int(last)] = {} if path[0] == "InputDataConfig" and len(path) == 2 else ""
    else:
        content.pop(last, None)


def texts(content: object) -> Iterator[tuple[str, str]]:
    """Every text in the request with its key, however deep."""
    waiting: list[tuple[str, object]] = [("", content)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):
            waiting += [(f"{key}.{name}" if key else str(name), inner) for name, inner in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(f"{key}[{number}]", inner) for number, inner in reversed(list(enumerate(value)))]
