"""The training images: accounts, regions and tags by the SageMaker Python SDK, hosts by botocore's partitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

from advisor.knowledge.load import algorithms
from scripts.upstream.layout import laid_out, stamp
from scripts.upstream.packages import Wheel

CONFIG = "sagemaker/core/image_uri_config/"
PARTITIONS = "botocore/data/partitions.json"
SCOPE = "training"
Build = tuple[str, str, dict[str, str], list[str]]
"""Repository, version, region -> account, tags."""


def text(wheels: dict[str, Wheel], today: date) -> str:
    wanted = {name for facts in algorithms().values() for name in facts.containers.names}
    builds = [build for build in _builds(wheels["sagemaker-core"]) if build[0] in wanted]
    registries: list[dict[str, str]] = []
    repositories: dict[str, list[dict[str, Any]]] = {}
    for repository, _, accounts, tags in sorted(builds, key=lambda build: _newest_first(build[1])):
        if accounts not in registries:
            registries.append(accounts)
        repositories.setdefault(repository, []).append({"tags": tags, "registry": registries.index(accounts)})
    return laid_out({
        "generated": stamp(wheels, today, "sagemaker-core", "botocore"),
        "partitions": _partitions(wheels["botocore"]),
        "registries": registries,
        "repositories": dict(sorted(repositories.items())),
    })  # fmt: skip


def _partitions(botocore: Wheel) -> dict[str, dict[str, Any]]:
    return {
        partition["id"]: {
            "suffix": partition["outputs"]["dnsSuffix"],
            "regions": sorted(name for name in partition["regions"] if not name.endswith("-global")),
        }
        for partition in botocore.json(PARTITIONS)["partitions"]
    }


def _builds(sdk: Wheel) -> Iterator[Build]:
    """Every version of every image for training; a version whose images differ by Python version is several."""
    for name in sdk.names(CONFIG):
        config = sdk.json(name) if name.endswith(".json") else {}
        config = config if SCOPE in config.get("scope", ()) else config.get(SCOPE, {})
        for version, known in config.get("versions", {}).items():
            for part in [known] if "repository" in known else known.values():
                if isinstance(part, dict) and "repository" in part:
                    tags = _tags([version, *_aliases(config, version)], config, part)
                    yield part["repository"], version, dict(sorted(part["registries"].items())), tags


def _aliases(config: dict[str, Any], version: str) -> list[str]:
    return [alias for alias, meant in config.get("version_aliases", {}).items() if meant == version]


def _tags(versions: list[str], config: dict[str, Any], known: dict[str, Any]) -> list[str]:
    """The tags under which a version is to be had: with processor and Python version where the SDK writes them."""
    processors = config.get("processors") or known.get("processors") or [""]
    pythons = known.get("py_versions") or [""]
    return ["-".join(part for part in parts if part) for parts in product(versions, processors, pythons)]


def _newest_first(version: str) -> list[int]:
    return [-int(number) for number in re.findall(r"\d+", version)]
