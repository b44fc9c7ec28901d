"""What a project says of its data and of what is reported: `advisor.toml`, or `[tool.advisor]` in `pyproject.toml`.

The nearest file rules, none is merged with another, and paths are relative to the folder in which it lies.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AliasGenerator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
)

from advisor.engine.options import Asked
from advisor.errors import AdvisorError, read_errors_as
from advisor.findings import FailOn, Severity
from advisor.gate.faults import near, place, told
from advisor.gate.rule_names import unknown
from advisor.small_files import small_text

if TYPE_CHECKING:
    from advisor.engine.store import Store

NAMES = ("advisor.toml", ".advisor.toml")
PROJECT = "pyproject.toml"
TABLE = "advisor"
CONFIG, CACHE_DIR = "ADVISOR_CONFIG", "ADVISOR_CACHE_DIR"
"""The environment variables that name the file, and the folder in which is kept what was read."""

Reasons = dict[str, str]
"""Code, name, or the beginning of a code -> why findings of it are passed over."""


class ConfigError(AdvisorError):
    """The configuration is wrong; the message names the file, the key, and what it may have been."""


def _with(mark: str, said: str) -> AfterValidator:
    """A text that holds a mark."""

    def check(text: str) -> str:
        if mark not in text:
            raise ValueError(said)
        return text

    return AfterValidator(check)


ContentType = Annotated[str, _with("/", "must be a content type, such as text/csv")]
Address = Annotated[str, _with("s3://", "must be an address, such as s3://bucket/prefix")]


class Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid",
        alias_generator=AliasGenerator(alias=lambda name: name.replace("_", "-")),
    )  # fmt: skip


class DataSet(Part):
    """One data set and what it is judged for."""

    path: str | None = Field(None, description="folder, file or s3://bucket/prefix; without it the request alone")
    algorithm: str | None = Field(None, description="id of an algorithm or name of its container")
    job: str | None = Field(None, description="file with a training request")
    content_types: dict[str, ContentType] = Field(default_factory=dict, description="channel -> content type")
    hyperparameters: dict[str, str | int | float | bool] = Field(default_factory=dict, description="name -> value")
    input_mode: Literal["File", "Pipe", "FastFile"] | None = Field(None, description="how the data reaches it")
    maps: dict[Address, str] = Field(
        default_factory=dict, description="s3://bucket/prefix -> folder in which its objects are looked for"
    )
    decode: StrictBool = Field(False, description="decode every image in full")
    against: str | None = Field(None, description="data or JSON report of an earlier state that was good")
    follow_links: StrictBool = Field(False, description="read what links name that lead out of the folder")
    requester_pays: StrictBool = Field(False, description="pay for what is read from S3")


class Policy(Part):
    """What is reported, and what makes the check fail."""

    select: tuple[str, ...] = Field((), description="codes, names or beginnings of codes of the rules that report; all")
    ignore: Reasons = Field(default_factory=dict, description="code, name or beginning of codes -> the reason, printed")
    severity: dict[str, Severity] = Field(default_factory=dict, description="code, name or beginning -> severity")
    per_path_ignores: dict[str, Reasons] = Field(
        default_factory=dict, description="pattern of paths relative to the data -> what `ignore` holds"
    )
    fail_on: FailOn = Field("error", description="the least severity that fails: error, warning; or never")
    baseline: str | None = Field(None, description="file with the findings that are known and accepted")


class Config(Policy):
    """The whole file."""

    output: dict[str, str] = Field(default_factory=dict, description="format -> file that it is written to, or -")
    data: dict[str, DataSet] = Field(default_factory=dict, description="the data sets by their names")
    cache: StrictBool = Field(True, description="whether what was read of much data is kept for the next check")
    cache_dir: str | None = Field(None, description="the folder in which it is kept, which must be yours alone")
    cache_megabytes: StrictInt = Field(1024, ge=1, description="how much of it is kept at most")

    def data_set(self, name: str) -> DataSet:
        if name not in self.data:
            raise ConfigError(f"there is no data set {name!r}{near(name, self.data)}")
        return self.data[name]


class Found(BaseModel):
    """A configuration with where it was found: None where there is none."""

    model_config = ConfigDict(frozen=True)

    config: Config = Config()
    file: Path | None = None

    def path(self, name: str) -> str:
        """A path of the configuration as it is seen from the folder in which the command runs."""
        if "://" in name or self.file is None:
            return name
        joined = self.file.parent / name
        return str(joined.relative_to(Path.cwd()) if joined.is_relative_to(Path.cwd()) else joined)

    def outputs(self) -> dict[str, str]:
        """Format -> file, or - for standard output."""
        return {name: file if file == "-" else self.path(file) for name, file in self.config.output.items()}

    def store(self) -> Store | None:
        """What outlives a check; None where it is not wanted."""
        from advisor.engine.store import Store

        if not self.config.cache:
            return None
        named = os.environ.get(CACHE_DIR) or (self.config.cache_dir and self.path(self.config.cache_dir))
        user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(named) if named else Path(user, "sagemaker-advisor", "data")
        return Store(folder, self.config.cache_megabytes * 1_000_000)

    def asked(self, data: DataSet) -> Asked:
        """What a check of a data set is asked."""
        from advisor.request import as_texts

        return Asked(
            algorithm=data.algorithm,
            job=None if data.job is None else self.path(data.job),
            content_types=data.content_types,
            hyperparameters=as_texts(data.hyperparameters),
            input_mode=data.input_mode,
            maps={address: self.path(folder) for address, folder in data.maps.items()},
            decode=data.decode,
            follow_links=data.follow_links,
            requester_pays=data.requester_pays,
            against=None if data.against is None else self.path(data.against),
        )


def configuration(file: str | None, is_isolated: bool) -> Found:
    """The configuration that holds: the file that is named here or in the environment, else the nearest; or none."""
    if is_isolated:
        return Found()
    named = file or os.environ.get(CONFIG)
    return read(Path(named)) or Found() if named else find(Path.cwd())


def find(start: Path) -> Found:
    """The nearest configuration: in this folder, or in one above it. A `pyproject.toml` without the table is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        for name in (*NAMES, PROJECT):
            file = folder / name
            if file.is_file() and (found := read(file, is_optional=True)):
                return found
    return Found()


def read(file: Path, is_optional: bool = False) -> Found | None:
    """The configuration in a file; None where it may be missing there, and is. Raises `ConfigError`."""
    text, content = _content(file)
    table = content.get("tool", {}).get(TABLE) if file.name == PROJECT else content
    if table is None:
        if is_optional:
            return None
        raise ConfigError(f"{file}: has no table [tool.{TABLE}]")
    try:
        found = Found(config=Config.model_validate(table), file=file.resolve())
        _refuse(found.config, file, text)
        return found
    except ValidationError as error:
        keys, said = told(error, table, {1: Config, 3: DataSet})
        raise ConfigError(f"{place(file, text, keys)}: {said}") from None


def _content(file: Path) -> tuple[str, dict[str, Any]]:
    try:
        with read_errors_as(ConfigError, file):
            text = small_text(file)
        return text, tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: is not TOML: {error}") from None


def _refuse(config: Config, file: Path, text: str) -> None:
    """Raises `ConfigError` for what types let pass: entries that name no rule, data sets with neither path nor job."""
    entries: list[tuple[tuple[str, ...], str]] = [(("select",), key) for key in config.select]
    entries += [((table, key), key) for table in ("ignore", "severity") for key in getattr(config, table)]
    ignores = config.per_path_ignores.items()
    entries += [(("per-path-ignores", glob, key), key) for glob, reasons in ignores for key in reasons]
    for keys, key in entries:
        if said := unknown(key):
            raise ConfigError(f"{place(file, text, keys)}: {said}")
    for name, data in config.data.items():
        if data.path is None and data.job is None:
            raise ConfigError(f"{place(file, text, ('data', name))}: needs a path, a job, or both")
