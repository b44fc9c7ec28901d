"""Data in Amazon S3, or in what speaks its protocol: listed in pages, read by ranges, never copied and never written.

Credentials, profiles, roles to be assumed and region come from the usual chain, another endpoint from a profile or from
`AWS_ENDPOINT_URL`. Objects are read as they were when they were listed: one that has changed is refused. An object
may be named in one of its versions: `s3://bucket/key?versionId=...`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from threading import Lock
from typing import Any, BinaryIO, cast

from advisor.dataset.storage import S3_SCHEME, ChangedError, Entry, Identity, UnreadableError

try:
    import fsspec
    from aiohttp import ClientError as HttpError
    from botocore.exceptions import BotoCoreError, NoCredentialsError
    from fsspec.caching import BaseCache, register_cache
    from s3fs.utils import FileExpired
except ImportError:
    raise UnreadableError('s3:// needs s3fs: pip install "sagemaker-advisor[s3]"') from None

FIRST = 1 << 18
LONGEST = 1 << 23
"""Bytes of a request: few where reading begins, for it may only be a look, then more, and the next ones ahead."""

VERSION = "?versionId="
NOT_LISTED = "may not be listed: the credentials lack s3:ListBucket there, or the requester pays (--requester-pays)"
NOT_READ = "may not be read: the credentials lack s3:GetObject on it, or kms:Decrypt on its key"

ATTEMPTS = 8
"""How often a request is made that the server refuses for the moment, or that breaks off."""

_ahead = ThreadPoolExecutor(16, "s3-ahead")
"""One request for each stream that is being read, and there may be one in each of several threads."""

_opening = Lock()
"""Threads may share a file system, whose memory of a folder holds the one object that is being opened."""


class S3Storage:
    """What lies below `s3://bucket/prefix`, or one object."""

    def __init__(
        self,
        url: str,
        listed: dict[str, tuple[int, str]] | None = None,
        base: str | None = None,
        requester_pays: bool = False,
    ) -> None:
        address, _, version = url.partition(VERSION)
        bucket, _, prefix = address.removeprefix(S3_SCHEME).partition("/")
        if not bucket:
            raise UnreadableError(f"{url}: names no bucket")
        self.url = url
        self.bucket = bucket
        self._prefix = prefix
        self._version = version or None
        self._requester_pays = requester_pays
        self._base = base if base is not None else prefix and prefix.rstrip("/") + "/"
        self._listed = listed or {}

    def __reduce__(self) -> tuple[type[S3Storage], tuple[Any, ...]]:
        return S3Storage, (self.url, self._listed, self._base, self._requester_pays)

    @cached_property
    def _s3(self) -> Any:
        retries = {"max_attempts": ATTEMPTS, "mode": "standard"}
        return fsspec.filesystem(
            "s3", config_kwargs={"retries": retries}, requester_pays=self._requester_pays,
            version_aware=self._version is not None,
        )  # fmt: skip

    def entries(self) -> Iterator[Entry]:
        if self._version:
            yield self._of_version()
            return
        if not (found := any(self._note(item) for item in self._objects(self._base, 1))):
            key, self._base = self._prefix, self._folder
            alone = [item for item in self._objects(key, 1) if key and item["Key"] == key]
            if not alone:
                raise UnreadableError(f"{self.url}: there is no such object, and none below it")
            self._note(alone[0])
        for item in self._objects(self._base) if found else alone:
            if self._note(item):
                yield self.entry(item["Key"].removeprefix(self._base))

    @property
    def _folder(self) -> str:
        """What the one object lies in."""
        return "".join(self._prefix.rpartition("/")[:2])

    def _of_version(self) -> Entry:
        """The one object, as it is in the version that is named."""
        self._base = self._folder
        with _as_unreadable(self.url):
            asked = {"Bucket": self.bucket, "Key": self._prefix, "VersionId": self._version}
            head = self._s3.call_s3("head_object", **asked, **self._s3.req_kw)
        self._note({"Key": self._prefix, "Size": head["ContentLength"], "ETag": head["ETag"]})
        return self.entry(self._prefix.removeprefix(self._base))

    def _note(self, item: dict[str, Any]) -> bool:
        """False for what only stands for the prefix itself."""
        path = item["Key"].removeprefix(self._base)
        if path:
            self._listed[path] = (item["Size"], item["ETag"])
        return bool(path)

    def _objects(self, prefix: str, most: int | None = None, delimiter: str = "") -> Iterator[dict[str, Any]]:
        """The objects whose keys begin so, in the order of their keys, page by page."""
        asked: dict[str, Any] = {"Bucket": self.bucket, "Prefix": prefix, "Delimiter": delimiter}
        while True:
            with _as_unreadable(f"{S3_SCHEME}{self.bucket}/{prefix}", NOT_LISTED):
                few = {"MaxKeys": most + 1} if most else {}
                page = self._s3.call_s3("list_objects_v2", **asked, **few, **self._s3.req_kw)
            yield from page.get("Contents", ())
            if most or not page.get("IsTruncated"):
                return
            asked["ContinuationToken"] = page["NextContinuationToken"]

    def any_object(self) -> bool:
        """Whether there is an object whose key begins with the prefix as it stands."""
        return any(True for _ in self._objects(self._prefix, 1))

    def direct(self) -> S3Storage:
        """The same prefix, knowing what lies directly below it."""
        for item in self._objects(self._base, delimiter="/"):
            self._note(item)
        return self

    def holds(self, path: str) -> bool:
        """Whether an object was listed."""
        return path in self._listed

    def entry(self, path: str) -> Entry:
        """An object that was listed."""
        size, etag = self._listed[path]
        return Entry(path, size, identity=Identity(f"{S3_SCHEME}{self.bucket}/{self._base}{path}", f"{size} {etag}"))

    def ends(self, path: str, first: int, last: int) -> None:
        return None

    def only(self, *paths: str) -> S3Storage:
        known = {path: self._listed[path] for path in paths if path in self._listed}
        return S3Storage(self.url, known, self._base, self._requester_pays)

    def open(self, path: str) -> BinaryIO:
        name = f"{self.bucket}/{self._base}{path}"
        folder = name.rpartition("/")[0]
        with _as_unreadable(S3_SCHEME + name), _opening:
            if path in self._listed:
                # What is known of the object need not be asked again, and its ETag goes with each request.
                size, etag = self._listed[path]
                known = {"name": name, "Key": name, "size": size, "Size": size, "type": "file", "ETag": etag}
                self._s3.dircache[folder] = [known]
            versioned = {"version_id": self._version} if self._version else {}
            try:
                stream = self._s3.open(name, "rb", cache_type=ReadAhead.name, **versioned)
            finally:
                self._s3.dircache.pop(folder, None)  # or who opens another would be told that the folder holds one
            return cast(BinaryIO, io.BufferedReader(stream, 1 << 16))


@contextmanager
def _as_unreadable(url: str, forbidden: str = NOT_READ) -> Iterator[None]:
    """Turns what the libraries raise into a message about the object. `forbidden`: what the credentials may not do."""
    try:
        yield
    except NoCredentialsError:
        raise UnreadableError(f"{url}: there are no credentials for S3; see `aws configure`") from None
    except PermissionError:
        raise UnreadableError(f"{url}: {forbidden}") from None
    except (OSError, BotoCoreError, HttpError) as error:
        raise UnreadableError(f"{url}: {getattr(error, 'strerror', None) or error}") from error


class ReadAhead(BaseCache):  # type: ignore[misc]  # fsspec has no types
    """Reads by growing ranges, and the next one while this one is worked on. Holds three of them at most."""

    name = "advisor-read-ahead"

    def __init__(self, blocksize: int, fetcher: Any, size: int) -> None:
        super().__init__(blocksize, fetcher, size)
        self._held: list[tuple[int, bytes]] = []
        self._next: tuple[int, Future[bytes]] | None = None
        self._step = FIRST

    def _fetch(self, start: int | None, stop: int | None) -> bytes:
        start, stop = start or 0, self.size if stop is None else min(stop, self.size)
        parts = []
        while start < stop:
            begin, block = self._block(start)
            parts.append(block[start - begin : stop - begin])
            start += len(parts[-1])
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def _block(self, position: int) -> tuple[int, bytes]:
        for begin, block in self._held:
            if begin <= position < begin + len(block):
                return begin, block
        follows = bool(self._held) and position == self._held[-1][0] + len(self._held[-1][1])
        self._step = min(self._step * 4, LONGEST) if follows else FIRST
        if self._next and self._next[0] == position:
            block = self._next[1].result()
        else:
            block = self._request(position, self._end(position))
        self._held = [*self._held[-1:], (position, block)]
        after = position + len(block)
        self._next = (after, _ahead.submit(self._request, after, self._end(after))) if follows else None
        return self._held[-1]

    def _end(self, begin: int) -> int:
        size = int(self.size)
        return min(begin + self._step, size) if size > LONGEST else size

    def _request(self, begin: int, end: int) -> bytes:
        if begin == end:
            return b""
        try:
            block = bytes(self.fetcher(begin, end))
        except FileExpired:
            raise ChangedError("it was changed while it was being read") from None
        except FileNotFoundError:
            raise ChangedError("it was deleted while it was being read") from None
        except PermissionError:
            raise OSError(NOT_READ) from None
        except (BotoCoreError, HttpError) as error:
            raise OSError(str(error)) from error
        if len(block) != end - begin:
            raise OSError(f"{len(block)} bytes came where {end - begin} were asked for")
        return block


register_cache(ReadAhead, clobber=True)
