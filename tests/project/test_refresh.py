"""What is generated of other people's packages: made of small ones here, which are then changed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from scripts.upstream import __main__ as refresh
from scripts.upstream import shapes
from scripts.upstream.packages import Wheel

KMEANS = {"scope": ["training"], "versions": {"1": {"registries": {"us-east-1": "1", "cn-north-1": "2"},
                                                    "repository": "kmeans"}}}  # fmt: skip
AUTOGLUON = {"training": {"processors": ["cpu", "gpu"], "version_aliases": {"1.5": "1.5.0"}, "versions": {
    "0.9.0": {"registries": {"us-east-1": "1"}, "repository": "autogluon-training", "py_versions": ["py39"]},
    "1.5.0": {"registries": {"us-east-1": "1"}, "repository": "autogluon-training", "py_versions": ["py311"]},
}}}  # fmt: skip
PARTITIONS = {"partitions": [
    {"id": "aws", "outputs": {"dnsSuffix": "amazonaws.com"}, "regions": {"us-east-1": {}, "aws-global": {}}},
]}  # fmt: skip
MODEL = {
    "operations": {name: {"input": {"shape": "Asked"}} for name in shapes.OPERATIONS},
    "shapes": {
        "Asked": {"type": "structure", "members": {"InstanceType": {"shape": "TrainingInstanceType", "location": "x"}}},
        "TrainingInstanceType": {"type": "string", "enum": ["ml.c5.xlarge"], "documentation": "x"},
        "NotReached": {"type": "string"},
    },
}  # fmt: skip
TYPES = {"c5.xlarge": {"VCpuInfo": {"DefaultVCpus": 4}, "MemoryInfo": {"SizeInMiB": 8192}}}


def wheel(folder: Path, name: str, files: dict[str, Any]) -> Wheel:
    path = folder / f"{name.replace('-', '_')}-1.2.3-py3-none-any.whl"
    with ZipFile(path, "w") as archive:
        for file, content in files.items():
            data = json.dumps(content).encode()
            archive.writestr(file, gzip.compress(data) if file.endswith(".gz") else data)
    return Wheel(path)


@pytest.fixture
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what is generated, and small packages to generate it of."""
    config = {"kmeans.json": KMEANS, "autogluon.json": AUTOGLUON}
    wheels: dict[str, dict[str, Any]] = {
        "sagemaker-core": {f"sagemaker/core/image_uri_config/{name}": one for name, one in config.items()},
        "botocore": {"botocore/data/partitions.json": PARTITIONS,
                     "botocore/data/sagemaker/2017-07-24/service-2.json.gz": MODEL},
        "moto": {"moto/ec2/resources/instance_types.json.gz": TYPES},
    }  # fmt: skip
    made = {name: wheel(tmp_path, name, files) for name, files in wheels.items()}
    monkeypatch.setattr(refresh, "download", lambda folder: made)
    monkeypatch.setattr(refresh, "KNOWLEDGE", tmp_path)
    (tmp_path / "generated").mkdir()
    (tmp_path / "instances.yaml").write_text(
        "families:\n  c5: {kind: cpu, generation: current, note: By hand., sizes: {}}\n"
    )
    return tmp_path


def test_what_differs_is_shown_and_written_on_request(knowledge: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert refresh.main([]) == 1
    assert '+  "kmeans": [{"tags":["1"],"registry":' in capsys.readouterr().out
    assert not (knowledge / "generated" / "images.json").exists()
    assert refresh.main(["--write"]) == 1
    assert refresh.main([]) == 0
    assert capsys.readouterr().out.endswith("No difference from sagemaker-core 1.2.3, botocore 1.2.3, moto 1.2.3.\n")


def test_a_stamp_alone_is_no_difference(knowledge: Path) -> None:
    refresh.main(["--write"])
    images = knowledge / "generated" / "images.json"
    images.write_text(images.read_text("utf-8").replace('"1.2.3"', '"1.2.2"'), "utf-8")
    assert refresh.main([]) == 0
    images.write_text(images.read_text("utf-8").replace('"tags":["1"]', '"tags":["2"]'), "utf-8")
    assert refresh.main([]) == 1


def test_what_is_generated(knowledge: Path) -> None:
    refresh.main(["--write"])
    images, cut = (json.loads((knowledge / "generated" / f"{n}.json").read_text("utf-8")) for n in ("images", "shapes"))
    tags = [
        ["1.5.0-cpu-py311", "1.5.0-gpu-py311", "1.5-cpu-py311", "1.5-gpu-py311"],
        ["0.9.0-cpu-py39", "0.9.0-gpu-py39"],
    ]
    assert [build["tags"] for build in images["repositories"]["autogluon-training"]] == tags
    assert images["registries"][images["repositories"]["kmeans"][0]["registry"]] == {
        "cn-north-1": "2",
        "us-east-1": "1",
    }
    assert images["partitions"] == {"aws": {"suffix": "amazonaws.com", "regions": ["us-east-1"]}}
    assert images["generated"]["of"] == {"sagemaker-core": "1.2.3", "botocore": "1.2.3"}
    assert cut["shapes"] == {
        "Asked": {"type": "structure", "members": {"InstanceType": "TrainingInstanceType"}},
        "TrainingInstanceType": {"type": "string", "enum": ["ml.c5.xlarge"]},
    }
    lines = (knowledge / "instances.yaml").read_text("utf-8").splitlines()
    assert "      ml.c5.xlarge: {vcpu: 4, memory_gib: 8, gpus: 0, gpu_memory_gib: 0}" in lines
    assert '    note: "By hand."' in lines
