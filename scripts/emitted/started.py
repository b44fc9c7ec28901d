"""Runs scripts for the SageMaker Python SDK against a server on loopback: `python started.py FOLDER`.

Runs in an environment that holds the SDK and nothing of ours. Prints a JSON object: the name of each script -> the
CreateTrainingJob request that it sent, or the text of the error that it ended with.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from botocore.httpsession import URLLib3Session

DENIED = b"<ErrorResponse><Error><Code>AccessDenied</Code><Message>denied</Message></Error></ErrorResponse>"
CALLER = b"<R><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></R>"
CREATED: list[dict[str, Any]] = []


class Service(BaseHTTPRequestHandler):
    """Takes every training job and each file for S3, and says of a job that it is done and has no logs."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        operation = self.headers.get("X-Amz-Target", "").rpartition(".")[2]
        if operation == "CreateTrainingJob":
            CREATED.append(json.loads(body))
        if operation in {"CreateTrainingJob", "DescribeTrainingJob"}:
            self._send(json.dumps(_done(CREATED[-1])).encode())
        elif operation == "DescribeLogStreams":
            self._send(b'{"logStreams": []}')
        elif operation == "DescribeHubContent":
            self._send(json.dumps(_model(json.loads(body)["HubContentName"])).encode())
        elif b"Action=GetCallerIdentity" in body:
            self._send(CALLER)
        elif b"Action=" in body:
            self._send(DENIED, 403)
        else:
            self._send(b"<R><Buckets></Buckets></R>")

    do_GET = do_PUT = do_HEAD = do_POST  # noqa: N815 (names of the base class)

    def _send(self, content: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Says nothing: standard output is the answer."""


def _done(request: dict[str, Any]) -> dict[str, Any]:
    name = request["TrainingJobName"]
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:training-job/{name}"
    return {
        **request,
        "TrainingJobArn": arn,
        "TrainingJobStatus": "Completed",
        "SecondaryStatus": "Completed",
        "SecondaryStatusTransitions": [],
        "ModelArtifacts": {"S3ModelArtifacts": "s3://bucket/model.tar.gz"},
        "CreationTime": 1700000000,
        "LastModifiedTime": 1700000000,
        "TrainingEndTime": 1700000001,
        "TrainingStartTime": 1700000000,
    }


def _send_to(server: str) -> None:
    """Sends every call of every client there: the SDK names the endpoint of some services itself."""
    send = URLLib3Session.send

    def sent(self: Any, request: Any) -> Any:
        address = urlsplit(request.url)
        request.url = f"{server}{address.path}?{address.query}"
        return send(self, request)

    URLLib3Session.send = sent


def _model(name: str) -> dict[str, Any]:
    """What SageMaker's public hub says of a model, in brief."""
    document = {
        "ModelTypes": ["OPEN_WEIGHTS"],
        "Url": "",
        "TrainingSupported": True,
        "IncrementalTrainingSupported": False,
        "Capabilities": [],
        "Hyperparameters": [],
        "TrainingEcrUri": "image",
        "TrainingScriptUri": "s3://jumpstart/sourcedir.tar.gz",
        "TrainingArtifactUri": "s3://jumpstart/model.tar.gz",
        "TrainingInstanceTypeVariants": {"Variants": {}},
    }
    arn = f"arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/{name}/1.0.0"
    return {
        "HubContentName": name,
        "HubContentArn": arn,
        "HubContentVersion": "1.0.0",
        "HubContentType": "Model",
        "DocumentSchemaVersion": "2.0.0",
        "HubName": "SageMakerPublicHub",
        "HubArn": "arn:aws:sagemaker:us-east-1:aws:hub/SageMakerPublicHub",
        "HubContentDocument": json.dumps(document),
        "HubContentStatus": "Available",
        "CreationTime": 1700000000,
    }


def main(folder: Path) -> dict[str, Any]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, daemon=True).start()
    _send_to(f"http://127.0.0.1:{server.server_port}")
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "none",
        "AWS_SECRET_ACCESS_KEY": "none",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    sent: dict[str, Any] = {}
    for script in sorted(folder.glob("*.py")):
        CREATED.clear()
        try:
            with contextlib.redirect_stdout(sys.stderr):
                runpy.run_path(str(script))
            sent[script.stem] = CREATED[-1]
        except Exception as error:
            sent[script.stem] = f"{type(error).__name__}: {error}"

    return sent


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
