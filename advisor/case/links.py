"""The names under which files keep what others say of them, where more than one room speaks of a link."""

from __future__ import annotations

MISSING_OBJECT = "missing-object"
"""The link from a manifest to the places where it names objects that are not there."""


UNREAD_OBJECT = "unread-object"
"""The link from a manifest to the places where it names objects that were not looked for."""
