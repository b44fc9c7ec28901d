"""Properties are held by what comes out, never by how long it takes: a busy machine is no failure."""

from hypothesis import HealthCheck, settings

settings.register_profile("advisor", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("advisor")
