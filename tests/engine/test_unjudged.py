"""What no rule could judge is named, and is no fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from advisor.rules.examples import Given
from tests.builders.acceptance.examples import checked

PACKED = {"train/a.csv.gz": {"gzip": "0,1.5\n1,2.5\n"}}


@pytest.mark.parametrize(("packing", "refused"), [({"CompressionType": "Gzip"}, False), ({}, True)])
def test_what_pipe_mode_unpacks(packing: dict[str, Any], refused: bool, tmp_path: Path) -> None:
    channel = {"ChannelName": "train", "ContentType": "text/csv", **packing}
    request = {"AlgorithmSpecification": {"TrainingInputMode": "Pipe"}, "InputDataConfig": [channel]}
    report = checked(Given(algorithm="knn", request=request, files=PACKED), tmp_path)
    unread = [one for one in report.skipped if "train/a.csv.gz: packed with gzip" in one.because]
    assert bool(unread) is not refused
    assert any(finding.rule == "LAY107" for finding in report.findings) is refused
    assert {f.severity for f in report.findings if f.rule == "REQ110"} == (set() if refused else {"info"})
