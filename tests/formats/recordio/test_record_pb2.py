"""The generated reader of records is that of the schema."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

from advisor.formats.recordio import record_pb2

ROOT = Path(__file__).parents[3]


def test_generated_code_is_fresh(tmp_path: Path) -> None:
    out = tmp_path / "record.desc"
    arguments = ["-I", "advisor/formats=schemas", f"--descriptor_set_out={out}", "advisor/formats/record.proto"]
    subprocess.run([sys.executable, "-m", "grpc_tools.protoc", *arguments], cwd=ROOT, check=True)
    (written,) = FileDescriptorSet.FromString(out.read_bytes()).file
    generated = FileDescriptorProto.FromString(record_pb2.DESCRIPTOR.serialized_pb)
    for message in [*written.message_type, *(nested for m in written.message_type for nested in m.nested_type)]:
        for field in message.field:
            field.ClearField("json_name")
    assert written == generated
