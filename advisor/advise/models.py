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
    text: str = Field(description="one sentence")
    source: Sources = Field((), description="who says it: addresses, or lines of the notes")
    general: bool = Field(False, description="whether it is true of the algorithm, whatever the problem")


class ChannelAdvice(Model):
    name: str = Field(description="the name of the channel in the request")
    required: bool = Field(description="whether training stops without it")
    content_type: str = Field(description="the `ContentType` of the channel")
    purpose: str = Field("", description="what it is for")
    found: bool = Field(False, description="whether the data that was looked at has it")
    advised: bool = Field(False, description="whether the settings have something of it, such as early stopping")
    manifest: str | None = Field(None, description="the file name of the augmented manifest that is there")
    attributes: tuple[str, ...] = Field(
        (), description="the `AttributeNames` that are sent of the manifest, in their order"
    )


class InputAdvice(Model):
    """`content_type` is that of the channel the problem asks about, else of the training data."""

    content_type: str = Field(description="the content type that is proposed")
    alternatives: tuple[str, ...] = Field(description="further content types that the algorithm takes")
    mode: Mode = Field(description="the `TrainingInputMode` that is proposed")
    modes: tuple[Mode, ...] = Field(description="every mode in which the algorithm reads this content type")
    channels: tuple[ChannelAdvice, ...] = Field(description="the channels of the request, the training data first")
    reasons: tuple[Reason, ...] = Field((), description="why this content type and mode")


class TrainingAdvice(Model):
    instance_type: str = Field(description="the machine to train on, as `ml.m5.xlarge`")
    family: Family = Field(description="whether it computes on a CPU or on GPUs")
    instance_count: int = Field(description="how many machines")
    alternatives: tuple[str, ...] = Field(description="further instance types that would do")
    max_runtime_seconds: int = Field(86_400, description="after how long the job is stopped")
    volume_gb: int = Field(description="size of the volume of each instance")
    spot: bool = Field(description="whether managed spot training is worth a try: it costs less and may be interrupted")
    reasons: tuple[Reason, ...] = Field((), description="why these machines")


class InferenceAdvice(Model):
    instance_type: str = Field(description="the machine to serve the model from")
    family: Family = Field(description="whether it computes on a CPU or on GPUs")
    content_types: tuple[str, ...] = Field(description="what a request to the model may hold")
    accepts: tuple[str, ...] = Field(description="what its answer may be written in")
    reasons: tuple[Reason, ...] = Field((), description="why this machine")


class Setting(Model):
    """A first value of a hyperparameter."""

    value: Scalar | None = Field(description="the first value; null where only the person can know it")
    required: bool = Field(description="whether training stops without it")
    reason: str = Field(description="why this value")
    source: Sources = Field(description="who says it")
    curve: tuple[float, ...] = Field(
        (),
        description="where whole numbers were tried on the data: what came out for 1, 2, ..., over what came out for 1",
    )
    said: bool = Field(False, description="whether the words state it, or most likely mean it")


class TuningAdvice(Model):
    """What a tuning job may vary: the metric to go by, and ranges as text."""

    metric: str = Field(description="the objective metric to go by")
    direction: Literal["minimize", "maximize"] = Field(description="which way it gets better")
    ranges: dict[str, str] = Field(description="the values to try, by the name of the hyperparameter")


class Step(Model):
    """One thing to do to the files before the algorithm takes them."""

    kind: Literal["header", "label", "classes", "columns", "values", "format", "name", "fault"] = Field(
        description="what it is about"
    )
    text: str = Field(description="what to do, in a sentence")
    source: Sources = Field((), description="who asks for it")


class Recommendation(Model):
    algorithm: str = Field(description="its id, as `xgboost`")
    score: float = Field(description="how well it fits, from 0 to 1: a share of the first one's")
    reasons: tuple[Reason, ...] = Field(description="what speaks for it, weightiest first")
    cautions: tuple[Reason, ...] = Field(description="what speaks against it, or only for it in another case")
    input: InputAdvice = Field(description="the form of the data and its channels")
    training: TrainingAdvice = Field(description="the machines to train on")
    inference: InferenceAdvice = Field(description="the machine to serve from")
    hyperparameters: dict[str, Setting] = Field(description="first values by name")
    tuning: TuningAdvice | None = Field(None, description="what to tune, where the algorithm can be tuned")
    better_with: tuple[str, ...] = Field((), description="what would speak for it that is not said of the problem")
    accepts: Literal["as-is", "after-conversion", "no"] | None = Field(
        None, description="what a check says of the data that was looked at; null where there is none"
    )
    steps: tuple[Step, ...] = Field((), description="what must be done to the data before the algorithm takes it")
    command: str | None = Field(None, description="what does the steps, where one command can")


class Rejected(Model):
    algorithm: str = Field(description="its id")
    because: str = Field(description="why it is not recommended")


class Question(Model):
    """A choice is answered by the whole text or by what stands before its colon."""

    id: str = Field(description="what `--answer ID=CHOICE` calls it")
    text: str = Field(description="the question")
    choices: tuple[str, ...] = Field(description="what may be answered")


class Advice(Model):
    schema_version: Literal["1.0"] = Field(
        "1.0", description="of this document: the first number changes with what it promises"
    )
    problem: Problem = Field(description="the problem as it was understood")
    recommendations: tuple[Recommendation, ...] = Field(description="algorithms that fit, best first")
    rejected: tuple[Rejected, ...] = Field(description="all other algorithms")
    none_fits: bool = Field(description="whether it is likeliest that no built-in algorithm solves it")
    instead: str | None = Field(description="what to use where none fits")
    confidence: float = Field(ge=0, le=1, description="how sure the first recommendation is, or that none fits")
    unused: tuple[str, ...] = Field((), description="numbers in the words that the first recommendation does not go by")
    questions: tuple[Question, ...] = Field(description="what would make the advice surer, most telling first")
