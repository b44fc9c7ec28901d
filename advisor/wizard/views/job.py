"""The training job: filled from advice and data, judged as it is edited, and taken along."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import streamlit as st

from advisor.advise import Recommendation
from advisor.advise.plan.emit import EmitError, script
from advisor.case.words import number_of
from advisor.errors import AdvisorError
from advisor.findings import Report
from advisor.gate.first import for_job
from advisor.knowledge.images import images
from advisor.knowledge.load import algorithm, algorithm_ids, instances
from advisor.knowledge.models.algorithm import Algorithm
from advisor.report import renderer
from advisor.report.terminal import Shown
from advisor.wizard import link, show
from advisor.wizard.job import fields
from advisor.wizard.job.draft import draft, judged, left_open
from advisor.wizard.session import Session, session
from advisor.wizard.steps import heading, lead

DISTRIBUTIONS = ("FullyReplicated", "ShardedByS3Key")
SUCH = {
    "name": "such as churn-2026-11",
    "role": "such as arn:aws:iam::123456789012:role/training",
    "bucket": "such as my-bucket",
    "address": "such as s3://my-bucket/{name}/",
}
"""What stands in empty fields: examples that nobody takes for values."""
COMPRESSIONS, WRAPPERS = ("None", "Gzip"), ("None", "RecordIO")


def choose() -> None:
    session().choose(st.session_state["job-algorithm"])


def which(now: Session) -> Recommendation | None:
    """The algorithm of the job."""
    st.session_state["job-algorithm"] = now.plan.algorithm
    st.selectbox(
        "Algorithm", algorithm_ids(), key="job-algorithm", on_change=choose, placeholder="Choose one",
        format_func=lambda name: algorithm(name).name,
    )  # fmt: skip
    return now.recommended


def where(form: fields.Fields, facts: Algorithm, content: dict[str, Any]) -> None:
    edits = form.now.edits
    left, right = st.columns(2)
    with left:
        form.text("TrainingJobName", content["TrainingJobName"], "Name of the job", placeholder=SUCH["name"])
        form.text("role", edits.get("role"), "Role", "RoleArn", placeholder=SUCH["role"])
    with right:
        regions = sorted(images().accounts(facts.containers.names[0]))
        form.choice("region", edits.get("region"), "Region", regions, "AlgorithmSpecification.TrainingImage")
        form.text("bucket", edits.get("bucket"), "Bucket", "OutputDataConfig.S3OutputPath", placeholder=SUCH["bucket"])


def machine(form: fields.Fields, recommendation: Recommendation, content: dict[str, Any]) -> None:
    resources = content["ResourceConfig"]
    sizes = [size for family in instances().families.values() for size in family.sizes]
    first = [recommendation.training.instance_type, *recommendation.training.alternatives]
    types = [*first, *(size for size in sizes if size not in first)]
    mode, longest = "AlgorithmSpecification.TrainingInputMode", "StoppingCondition.MaxRuntimeInSeconds"
    left, right = st.columns(2)
    with left:
        form.choice("ResourceConfig.InstanceType", resources.get("InstanceType"), "Instance", types)
        form.choice(
            mode, content["AlgorithmSpecification"].get("TrainingInputMode"), "Input mode", recommendation.input.modes
        )
        form.text(longest, content["StoppingCondition"].get("MaxRuntimeInSeconds"), "Stop after (seconds)")
    with right:
        form.text("ResourceConfig.InstanceCount", resources.get("InstanceCount"), "How many")
        form.text("ResourceConfig.VolumeSizeInGB", resources.get("VolumeSizeInGB"), "Disk (GB)")


def channels(form: fields.Fields, facts: Algorithm, content: dict[str, Any]) -> None:
    """One block a channel: name, where its data lies, and how it is sent belong together."""
    for number, channel in enumerate(content["InputDataConfig"]):
        _channel(form, facts, channel, f"InputDataConfig[{number}]")


def _channel(form: fields.Fields, facts: Algorithm, channel: dict[str, Any], at: str) -> None:
    name, source = channel["ChannelName"], channel["DataSource"]["S3DataSource"]
    key, known, in_source = f"InputDataConfig.{name}", facts.channel(name), f"{at}.DataSource.S3DataSource"
    with st.container(border=True):
        st.text(f"{name}: {known.purpose}" if known else name)
        left, right = st.columns(2)
        with left:
            address, such = source.get("S3Uri"), SUCH["address"].format(name=name)
            form.text(f"{key}.S3Uri", address, f"{name}: S3 address", f"{in_source}.S3Uri", placeholder=such)
        with right:
            stated, types = channel.get("ContentType"), known.content_types if known else ()
            form.choice(f"{key}.ContentType", stated, f"{name}: content type", types, f"{at}.ContentType")
        if "AttributeNames" in source:
            names = source["AttributeNames"]
            form.text(f"{key}.AttributeNames", names, f"{name}: attributes, in order", f"{in_source}.AttributeNames")
        _delivery(form, facts, channel, at)


def _delivery(form: fields.Fields, facts: Algorithm, channel: dict[str, Any], at: str) -> None:
    """What hardly anyone changes, folded away unless it is wrong."""
    name, source, in_source = channel["ChannelName"], channel["DataSource"]["S3DataSource"], "DataSource.S3DataSource."
    choices = {
        f"{in_source}S3DataType": ("kind of address", source.get("S3DataType"), facts.s3_data_types),
        f"{in_source}S3DataDistributionType": ("distribution", source.get("S3DataDistributionType"), DISTRIBUTIONS),
        "CompressionType": ("compression", channel.get("CompressionType"), COMPRESSIONS),
        "RecordWrapperType": ("record wrapper", channel.get("RecordWrapperType", "None"), WRAPPERS),
    }
    with st.expander(f"{name}: how it is delivered", expanded=any(f"{at}.{place}" in form.wrong for place in choices)):
        columns = st.columns(2)
        for number, (place, (label, value, options)) in enumerate(choices.items()):
            with columns[number % 2]:
                key = f"InputDataConfig.{name}.{place.removeprefix(in_source)}"
                form.choice(key, value, f"{name}: {label}", options, f"{at}.{place}")


def settings(form: fields.Fields, recommendation: Recommendation, facts: Algorithm, content: dict[str, Any]) -> None:
    values = content["HyperParameters"]
    columns = st.columns(2)
    for number, (name, value) in enumerate(values.items()):
        advised, known = recommendation.hyperparameters.get(name), facts.hyperparameters.values.get(name)
        hint = advised.reason if advised else known.does if known else None
        with columns[number % 2]:
            form.text(f"HyperParameters.{name}", value, name, help=hint and hint.replace("`", ""))
    more = [name for name in facts.hyperparameters.values if name not in values]
    st.selectbox("Add a setting", more, index=None, key="add-setting", placeholder="Type to search", on_change=add)


def add() -> None:
    name = st.session_state["add-setting"]
    if name:
        facts = algorithm(session().plan.algorithm or "").hyperparameters.values[name]
        session().edits[f"HyperParameters.{name}"] = str(facts.default if facts.default is not None else "?")


def verdict(report: Report, content: dict[str, Any]) -> None:
    """What a check says of it, in a line."""
    missing = number_of(len(list(left_open(content))), "value")
    name = algorithm(report.algorithm).name if report.algorithm else "It"
    if report.summary.errors:
        first = next(finding for finding in report.findings if finding.severity == "error").message
        message = f"{number_of(report.summary.errors, 'error')}: {name} would not train. {show.plain(first)}"
        st.error(message, icon=":material/error:")
    elif any(left_open(content)):
        st.info(f"Nothing speaks against it. {missing} that only you know are open.", icon=":material/edit:")
    else:
        st.success(f"Nothing speaks against it: {name} would train.", icon=":material/check_circle:")


def downloads(now: Session, facts: Algorithm, report: Report, content: dict[str, Any]) -> None:
    job = json.dumps(content, indent=2) + "\n"

    def page() -> str:
        return renderer("html")([Shown(report, replace(now.data.look, job="job.json"))])

    st.download_button("Download the request", job, "job.json", "application/json", type="primary",
                       icon=":material/download:", on_click="ignore", width="stretch")  # fmt: skip
    with st.container(horizontal=True):
        for label, about, text, name, kind in (
            ("Script", "starts this job", script(content, facts, now.advice.problem), "train.py", "text/x-python"),
            (
                "Pipeline check",
                "has a pipeline check data and request before it trains",
                for_job(facts.id, "job.json", now.data.address),
                "advisor.toml",
                "application/toml",
            ),
            ("Report", "says all that was found", page, "report.html", "text/html"),
        ):
            st.download_button(label, text, name, kind, on_click="ignore", help=f"{name} {about}.")
        with st.popover("Link"):
            st.caption("Restores problem, answers, algorithm, changes and an S3 path. Your files are not in it.")
            st.code(link.address(now), language=None, wrap_lines=True)


def drafted(now: Session, recommendation: Recommendation) -> dict[str, Any]:
    """The request as it stands. A region without an image of the algorithm is taken back."""
    try:
        return draft(recommendation, now.edits)
    except EmitError as error:
        now.notice = str(error)
        now.edits.pop("region", None)
        return draft(recommendation, now.edits)


def sheet(now: Session, recommendation: Recommendation) -> None:
    """The form on the left, what a check says of it on the right."""
    facts, content = algorithm(recommendation.algorithm), drafted(now, recommendation)
    report = judged(content, now.data)
    form = fields.Fields(now, report.findings)
    verdict(report, content)
    left, right = st.columns([5, 3], gap="large")
    with left:
        st.subheader("Where it runs", anchor=False)
        where(form, facts, content)
        st.subheader("Machine", anchor=False)
        machine(form, recommendation, content)
        st.subheader("Channels", anchor=False)
        channels(form, facts, content)
        st.subheader("Settings", anchor=False)
        settings(form, recommendation, facts, content)
    with right:
        downloads(now, facts, report, content)
        for found in form.rest(report.findings):
            with st.container(border=True):
                fields.finding(found)
        with st.expander("The request"):
            st.code(json.dumps(content, indent=2), language=None)


now = session()
heading("Your training job")
recommendation = which(now)
if recommendation is None:
    st.info("Choose an algorithm, or say first what you want to find out.", icon=":material/info:")
    lead("problem", "Describe my problem")
else:
    try:
        sheet(now, recommendation)
    except AdvisorError as error:
        show.refusal(str(error), "The job cannot be written like this.")
