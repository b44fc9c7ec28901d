"""Rules on what goes with the version of the training image: patches, and instance families."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.findings import Severity
from advisor.knowledge.versions import includes, is_numbered
from advisor.rules.base import rule

KEY = "AlgorithmSpecification.TrainingImage"
POLICY = "pre-built-containers-support-policy.md"


@rule(
    "SUP101",
    "image-without-patches",
    "warning",
    summary="AWS no longer patches the training image.",
    why="The job still trains, but security holes in the image's libraries stay open. If the algorithm has no "
    "newer image, this is only a note.",
    fix="Use a version that is still patched, or what the message names in its place.",
    sources=(POLICY,),
)
def image_without_patches(case: Case) -> Iterator[Hit]:
    support = case.algorithm.support if case.algorithm else None
    tag = case.request.image_version if case.request else None
    if support is None or tag is None:
        return
    today = date.today()
    last = support.ended(tag, today)
    if last or support.is_unsupported(tag):
        what = f"has had no patches since {last}" if last else "is not supported"
        severity: Severity = "warning" if support.deprecated or support.patched(today) else "info"
        message = f"The image with the tag {tag!r} {what}; consider {support.consider}."
        yield case.request_hit(KEY, message, value=tag, severity=severity, sources=support.sources)


@rule(
    "RES120",
    "instance-of-other-versions",
    "error",
    summary="This version of the image does not run on instances of this family.",
    why="The libraries in the image do not know the GPUs of this family, and the job fails on the machine.",
    fix="Use an instance of another family, or another version of the image.",
    sources=("xgboost.md",),
    needs=("algorithm", "request"),
)
def instance_of_other_versions(case: Case) -> Iterator[Hit]:
    resources = case.resources
    name, version = (resources.instance_type if resources else None) or "", case.image_version
    if not version or not is_numbered(version):
        return
    family = name.removeprefix("ml.").partition(".")[0]
    for without in case.facts.training.without:
        if family.startswith(without.families) and includes(without.versions, version):
            message = f"{case.facts.name} {version} does not run on {family.upper()} instances."
            yield case.request_hit("ResourceConfig.InstanceType", message, value=name, sources=without.sources)
            return
