"""Advice: what to train with, on what data, on which machines, with which first settings. Its JSON is the contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from advisor.advise.problem import Problem
from advisor.contract import Model
from advisor.knowledge.load import page_address
from advisor.knowledge.models.algorithm import Mode, Scalar

Sources = Annotated[tuple[str, ...], AfterValidator(lambda refs: tuple(map(page_address, refs)))]
"""Where something is said: `notes:LINE` or an address; pages of the guide become their address."""

Family = Literal["cpu", "gpu"]


class Reason(Model):
    text: str
    source: Sources = ()
    general: bool = Field(False, description="whether it is true of the algorithm, whatever the problem")


class ChannelAdvice(Model):
    """`manifest` and `attributes`: the file name of the augmented manifest that is there, and what of it is sent."""

    name: str
    required: bool
    content_type: str
    purpose: str = ""
    found: bool = Field(False, description="whether the data that was looked at has it")
    advised: bool = Field(False, description="whether the settings have something of it, such as early stopping")
    manifest: str | None = None
    attributes: tuple[str, ...] = ()


class InputAdvice(Model):
    """`content_type` is that of the channel the problem asks about, else of the training data."""

    content_type: str
    alternatives: tuple[str, ...]
    mode: Mode
    modes: tuple[Mode, ...]
    channels: tuple[ChannelAdvice, ...]
    reasons: tuple[Reason, ...] = ()


class TrainingAdvice(Model):
    instance_type: str
    family: Family
    instance_count: int
    alternatives: tuple[str, ...]
    max_runtime_seconds: int = Field(86_400, description="after how long the job is stopped")
    volume_gb: int = Field(description="size of the volume of each instance")
    spot: bool = Field(description="whether managed spot training is worth a try: it costs less and may be interrupted")
    reasons: tuple[Reason, ...] = ()


class InferenceAdvice(Model):
    instance_type: str
    family: Family
    content_types: tuple[str, ...]
    accepts: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


class Setting(Model):
    """A first value of a hyperparameter; None where only the person can know it.

    `curve`: where whole numbers were tried on the data, what came out for 1, 2, ..., over what came out for 1.
    """

    value: Scalar | None
    required: bool
    reason: str
    source: Sources
    curve: tuple[float, ...] = ()
    said: bool = Field(False, description="whether the words state it, or most likely mean it")


class TuningAdvice(Model):
    """What a tuning job may vary: the metric to go by, and ranges as text."""

    metric: str
    direction: Literal["minimize", "maximize"]
    ranges: dict[str, str]


class Step(Model):
    """One thing to do to the files before the algorithm takes them."""

    kind: Literal["header", "label", "classes", "columns", "values", "format", "name", "fault"]
    text: str
    source: Sources = ()


class Recommendation(Model):
    """`accepts`: what a check says of the data that was looked at; `steps`: what must be done to it."""

    algorithm: str
    score: float
    reasons: tuple[Reason, ...]
    cautions: tuple[Reason, ...]
    input: InputAdvice
    training: TrainingAdvice
    inference: InferenceAdvice
    hyperparameters: dict[str, Setting]
    tuning: TuningAdvice | None = None
    better_with: tuple[str, ...] = Field((), description="what would speak for it that is not said of the problem")
    accepts: Literal["as-is", "after-conversion", "no"] | None = None
    steps: tuple[Step, ...] = ()
    command: str | None = Field(None, description="what does the steps, where one command can")


class Rejected(Model):
    algorithm: str
    because: str


class Question(Model):
    """A choice is answered by the whole text or by what stands before its colon."""

    id: str
    text: str
    choices: tuple[str, ...]


class Advice(Model):
    schema_version: Literal["1.0"] = "1.0"
    problem: Problem
    recommendations: tuple[Recommendation, ...]
    rejected: tuple[Rejected, ...]
    none_fits: bool
    instead: str | None
    confidence: float = Field(ge=0, le=1, description="how sure the first recommendation is, or that none fits")
    unused: tuple[str, ...] = Field((), description="numbers in the words that the first recommendation does not go by")
    questions: tuple[Question, ...]
