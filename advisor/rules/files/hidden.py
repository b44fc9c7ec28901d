"""Rules on files whose names mark them as hidden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from advisor.case.hit import Hit
from advisor.case.model import Case, Channel, at
from advisor.knowledge.models.requirements import ClassFolders, HiddenFiles
from advisor.rules.base import rule
from advisor.rules.raised import XGBOOST

MANIFEST = ".manifest"
"""The end of the names of manifests, those among them that the SDK writes."""
HIDDEN = (".", "_")


@rule(
    "LAY105",
    "hidden-file",
    "warning",
    summary="A channel holds files whose names begin with a dot or an underscore.",
    why="They are rarely meant as data. Some containers refuse them; others read them as data.",
    fix="Delete the file from the channel before the upload; rename it if it holds data.",
    sources=("https://github.com/aws/sagemaker-xgboost-container",),
    training_error="Hidden file found in the data path! Remove that before training.",
    raised_by=XGBOOST,
    requires=("CLF106",),
)
def hidden_file(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        own = [path for path in channel.hidden if not _is_companion(case, channel, path)]
        for folder, paths in _by_folder(own).items():
            path, stops = next(((p, s) for p in paths if (s := _stopping(case, channel, p))), (paths[0], None))
            message = "The name marks it as hidden; it is not read as data here."
            if len(paths) > 1:
                message = f"The folder's name marks it as hidden; its {len(paths)} files are not read as data here."
            fix = "Check it with the request that names it (--job), or delete it." if path.endswith(MANIFEST) else None
            if _may_be_class(case, channel, folder):
                fix, name = "Delete the folder from the channel before the upload.", PurePosixPath(folder).name
                message = (
                    f"The folder {name!r} of {channel.name!r} is hidden; Keras counts it as a class up to version 2.13."
                )
            severity, sources = (stops.severity, stops.sources) if stops else (None, None)
            yield Hit(message, channel.name, path, at(), severity=severity, sources=sources, fix=fix)


def _may_be_class(case: Case, channel: Channel, folder: str) -> bool:
    """Whether a hidden folder lies where those of the classes do."""
    inside = folder.removeprefix(f"{channel.name}/")
    has_classes = any(True for _ in case.requirements(ClassFolders, channel.name))
    return has_classes and inside.startswith(".") and inside.count("/") == 1


def _by_folder(paths: Iterable[str]) -> dict[str, list[str]]:
    """Hidden files by the hidden folder that they lie in; a file in none by itself."""
    found: dict[str, list[str]] = {}
    for path in paths:
        *folders, _ = path.split("/")
        depth = next((n for n, folder in enumerate(folders) if folder.startswith(HIDDEN)), None)
        found.setdefault(path if depth is None else "/".join(folders[: depth + 1]) + "/", []).append(path)
    return found


def _stopping(case: Case, channel: Channel, path: str) -> HiddenFiles | None:
    """What says that training stops at the file."""
    name = PurePosixPath(path).name
    return next(
        (
            stops
            for stops in case.requirements(HiddenFiles, channel.name)
            if name.startswith(stops.begin) and (not stops.suffixes or name.lower().endswith(stops.suffixes))
        ),
        None,
    )


def _is_companion(case: Case, channel: Channel, path: str) -> bool:
    """Whether a file may lie among the data by its name, and holds none."""
    facts = (channel.facts, case.content_type(channel))
    patterns = [pattern for known in facts if known for pattern in known.companions]
    return any(fnmatchcase(PurePosixPath(path).name, pattern) for pattern in patterns)
