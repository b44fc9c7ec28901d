"""The newest releases of the packages that facts are taken from, as the package index has them."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

PACKAGES = ("botocore", "moto", "sagemaker-core")


@dataclass(frozen=True, slots=True)
class Wheel:
    """A downloaded package; its files are read where they lie."""

    path: Path

    @property
    def version(self) -> str:
        return self.path.name.split("-")[1]

    def names(self, below: str) -> list[str]:
        with ZipFile(self.path) as archive:
            return sorted(name for name in archive.namelist() if name.startswith(below))

    def json(self, name: str) -> Any:
        with ZipFile(self.path) as archive:
            content = archive.read(name)
        return json.loads(gzip.decompress(content) if name.endswith(".gz") else content)


def download(folder: Path) -> dict[str, Wheel]:
    """The newest wheel of each package, without what it depends on."""
    command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", folder)
    subprocess.run((*command, *PACKAGES), check=True, stderr=subprocess.DEVNULL)
    wheels = {path.name.split("-")[0].replace("_", "-"): Wheel(path) for path in folder.glob("*.whl")}
    return {name: wheels[name] for name in PACKAGES}
