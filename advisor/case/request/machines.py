"""The machines that the request asks for."""

from __future__ import annotations

from advisor.case.model import Case
from advisor.knowledge.load import instances
from advisor.knowledge.models.algorithm import Family, Size

GIB = 1 << 30


def instance(case: Case) -> tuple[str, Family] | None:
    """The instance type asked for and its family, where the API knows it."""
    resources = case.resources
    name = resources.instance_type if resources else None
    family = instances().family_of(name) if name else None
    return (name, family) if name and family else None


def machines(case: Case) -> tuple[str, Size, int] | None:
    """The instance type asked for, its size, and how many of them."""
    found = instance(case)
    resources = case.resources
    count = (resources.instance_count if resources else None) or 1
    return (found[0], found[1].sizes[found[0]], count) if found else None


def several_machines(case: Case) -> bool:
    """Whether the job is to run on more than one machine."""
    count = case.resources.instance_count if case.resources else None
    return count is not None and count > 1
