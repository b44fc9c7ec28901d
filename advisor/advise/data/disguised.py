"""Tables in files that no algorithm reads as such: JSON, JSON Lines, Excel workbooks."""

from __future__ import annotations

from advisor.advise.models import Step
from advisor.case.measures import training_channel
from advisor.case.model import Case, Channel, File
from advisor.profile.images.detection_json import DetectionProfile
from advisor.profile.manifests.augmented_manifest import AugmentedManifestProfile

_READ_BY = {"JSON": "read_json(FILE)", "JSON Lines": "read_json(FILE, lines=True)",
            "an Excel workbook": "read_excel(FILE)"}  # fmt: skip


def disguised(channel: Channel) -> tuple[File, str] | None:
    """The first file of a channel all of whose files are such tables, and what it is."""
    found = [(file, name) for file in channel.files if (name := _name(file))]
    return found[0] if found and len(found) == len(channel.files) else None


def _name(file: File) -> str | None:
    profile = file.profile
    if file.kind in ("xlsx", "xls"):
        return "an Excel workbook"
    if file.kind == "json" and isinstance(profile, DetectionProfile) and profile.faults:
        return "JSON"
    bare = isinstance(profile, AugmentedManifestProfile) and not profile.source and not profile.label
    return "JSON Lines" if file.kind == "json-lines" and bare else None


def as_table(case: Case) -> tuple[Step, ...]:
    """How such a file becomes a table that can be looked at."""
    channel = training_channel(case) or next(iter(case.channels.values()), None)
    found = disguised(channel) if channel else None
    if found is None:
        return ()
    file, name = found
    code = f"pandas.{_READ_BY[name]}.to_csv('table.csv', index=False)"
    return (
        Step(kind="format", text=f"{file.path} is {name}: write it as CSV, for example with `{code}`, and look again."),
    )
