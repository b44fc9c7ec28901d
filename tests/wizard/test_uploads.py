"""The folder of an upload goes when it is no longer needed."""

from __future__ import annotations

import gc

from advisor.wizard.data.uploads import UploadFolder


def test_the_folder_goes_with_its_object() -> None:
    folder = UploadFolder()
    path = folder.path
    (path / "a.csv").write_text("1\n")
    del folder
    gc.collect()
    assert not path.exists()
