"""The base of every error that a caller may expect. Its message is for people: what is wrong, where, what to do."""

from __future__ import annotations


class AdvisorError(Exception):
    """Something could not be done as it was asked for; any other exception is a fault of this package."""
