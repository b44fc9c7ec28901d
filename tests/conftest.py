"""Properties are held by what comes out, never by how long it takes: a busy machine is no failure.

The examples are the same in every run, so that only a change can turn a test red. New ones are tried by
`scripts/test --hypothesis-profile=explore`.
"""

from __future__ import annotations

import gc
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("advisor", settings.get_profile("explore"), derandomize=True)
settings.load_profile("advisor")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Whatever collecting makes stays to the end, so that looking through it for garbage takes time for nothing."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
