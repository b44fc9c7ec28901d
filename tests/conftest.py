"""Properties are held by what comes out, never by how long it takes: a busy machine is no failure.

The examples are the same in every run, so that only a change can turn a test red. New ones are tried by
`scripts/test --hypothesis-profile=explore`.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("advisor", settings.get_profile("explore"), derandomize=True)
settings.load_profile("advisor")
