"""An S3 server on this machine, and a proxy before it that fails in the ways that networks and servers do."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer
from s3fs import S3FileSystem

BUCKET = "some-bucket"
HELD_SECONDS = 300

Fault = Callable[["Handler"], bool]
"""Fails a request; False lets it through."""


@dataclass
class S3Server:
    """`faults` befall the next GETs of objects, one each. `requests` have been seen.

    `demanded`: a header without which every request is refused, as a bucket does whose requester pays. `held`: the
    objects, by a part of their keys, that no GET receives before their event.
    """

    url: str
    client: Any
    faults: list[Fault] = field(default_factory=list)
    requests: list[tuple[str, str, str | None]] = field(default_factory=list)
    demanded: str | None = None
    held: dict[str, threading.Event] = field(default_factory=dict)

    def put(self, files: dict[str, bytes], prefix: str = "data/") -> None:
        for path, content in files.items():
            self.client.put_object(Bucket=BUCKET, Key=prefix + path, Body=content)

    def put_folder(self, folder: Path, prefix: str = "data/") -> None:
        files = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        self.put(files, prefix)

    def gets(self, path: str) -> int:
        return sum(method == "GET" and path in asked for method, asked, _ in self.requests)


class Handler(BaseHTTPRequestHandler):
    """Passes each request on to the server behind."""

    protocol_version = "HTTP/1.1"
    server: Proxy

    def do_GET(self) -> None:
        s3 = self.server.s3
        s3.requests.append((self.command, self.path, self.headers.get("Range")))
        if s3.demanded and s3.demanded not in self.headers:
            status(403, "AccessDenied")(self)
            return
        is_object = "list-type" not in self.path and self.headers.get("Range")
        for part, event in s3.held.items():
            if is_object and part in self.path:
                event.wait(HELD_SECONDS)
        if self.command == "GET" and is_object and s3.faults and s3.faults.pop(0)(self):
            return
        self.answer(*self.ask())

    do_HEAD = do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815 (names of the base class)

    def ask(self) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        connection.request(self.command, self.path, body or None, dict(self.headers))
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, response.getheaders(), content

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes, sent: int | None = None) -> None:
        """`sent`: bytes of the body after which the connection is closed."""
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in ("transfer-encoding", "connection") and not (
                name.lower() == "content-length" and self.command != "HEAD"
            ):
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:sent])
        if sent is not None:
            self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


class Proxy(ThreadingHTTPServer):
    daemon_threads = True
    s3: S3Server
    behind: int

    def handle_error(self, *_: Any) -> None:
        pass


def slow(handler: Handler) -> bool:
    time.sleep(1)
    return False


def status(code: int, name: str) -> Fault:
    def fail(handler: Handler) -> bool:
        body = f"<Error><Code>{name}</Code><Message>later</Message></Error>".encode()
        handler.answer(code, [("Content-Type", "application/xml")], body)
        return True

    return fail


def reset(handler: Handler) -> bool:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True
    return True


def cut_short(handler: Handler) -> bool:
    code, headers, body = handler.ask()
    handler.answer(code, headers, body, sent=len(body) // 2)
    return True


@contextmanager
def s3_server() -> Iterator[S3Server]:
    moto = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    moto.start()
    _, behind = moto.get_host_and_port()
    proxy = Proxy(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{proxy.server_address[1]}"
    client = boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{behind}", region_name="us-east-1",
        aws_access_key_id="key", aws_secret_access_key="secret",
    )  # fmt: skip
    client.create_bucket(Bucket=BUCKET)
    proxy.s3, proxy.behind = S3Server(url, client), behind
    thread = threading.Thread(target=proxy.serve_forever, daemon=True)
    thread.start()
    try:
        yield proxy.s3
    finally:
        proxy.shutdown()
        proxy.server_close()
        client.close()
        moto.stop()


def emptied(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Server]:
    """The server, in use and without objects and faults; what asks it must not write."""
    use(server, monkeypatch)
    for page in server.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
        if keys := [{"Key": item["Key"]} for item in page.get("Contents", ())]:
            server.client.delete_objects(Bucket=BUCKET, Delete={"Objects": keys})
    server.faults.clear()
    server.demanded = None
    server.requests.clear()
    yield server
    assert {method for method, _, _ in server.requests} <= {"GET", "HEAD"}, "nothing is ever written"


def use(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes the server the S3 of this process, and of those that it starts."""
    for name, value in {
        "AWS_ENDPOINT_URL": server.url, "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    # A client that is kept would go on asking the server that it began with.
    S3FileSystem.clear_instance_cache()
