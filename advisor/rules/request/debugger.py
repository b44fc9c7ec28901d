"""Rules on SageMaker Debugger: which algorithms it sees into, and where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.findings import Severity
from advisor.request import Image
from advisor.rules.base import rule

PAGE = "debugger-supported-frameworks.md"
SDK = "https://github.com/aws/sagemaker-python-sdk/blob/v2.257.6/src/sagemaker/fw_utils.py"
HOOK, RULES = "DebugHookConfig", "DebugRuleConfigurations"
WITHOUT = {
    "ap-south-2", "ap-southeast-3", "ap-southeast-4", "eu-central-2", "eu-south-2", "me-central-1", "us-gov-east-1",
    "us-iso-east-1", "us-isob-east-1",
}  # fmt: skip
"""Regions without Debugger: the page names Jakarta alone, the SDK all of these."""


def _asked(case: Case) -> tuple[str, ...]:
    """The members by which the request asks for Debugger."""
    return tuple(name for name in (RULES, HOOK) if case.request and case.request.states(name))


@rule(
    "REQ155",
    "debugger-without-effect",
    "warning",
    summary="The request asks for SageMaker Debugger, but the algorithm hands it nothing.",
    why="Debugger reads the tensors that a library in the image saves. Where the image has none, rules are started for "
    "nothing and never find anything. New customers cannot use Debugger at all.",
    fix="Leave DebugHookConfig and DebugRuleConfigurations out.",
    sources=(PAGE,),
    needs=("algorithm", "request"),
)
def debugger_without_effect(case: Case) -> Iterator[Hit]:
    known = case.facts.training.debugger_versions
    if case.facts.script is not None or (known and (case.image_version is None or case.has_version(known))):
        return
    for name in _asked(case)[:1]:
        version = f" {case.image_version}" if known else ""
        severity: Severity | None = None if name == RULES else "info"
        message = f"{case.facts.name}{version} does not work with Debugger."
        yield case.request_hit(name, message, severity=severity, sources=(PAGE, *case.facts.training.sources[:2]))


@rule(
    "REQ156",
    "debugger-not-in-region",
    "warning",
    summary="The request asks for SageMaker Debugger in a region where there is none.",
    why="AWS's SDK leaves Debugger out of requests there, and the guide says that the region has none.",
    fix="Leave DebugHookConfig and DebugRuleConfigurations out, or train in another region.",
    sources=(f"{PAGE}#debugger-support-aws-regions", SDK),
)
def debugger_not_in_region(case: Case) -> Iterator[Hit]:
    spec = case.request.algorithm_specification if case.request else None
    image = Image.parse((spec.training_image if spec else None) or "")
    if image and image.region in WITHOUT:
        for name in _asked(case)[:1]:
            yield case.request_hit(name, f"There is no Debugger in {image.region}.")
