"""What of the data no rule could judge, and why: said so that it does not count as passed."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.asked import is_unpacked
from advisor.case.augmented_roles import samples
from advisor.case.model import Case
from advisor.findings import Skipped, escaped

NAMED = 5


def unjudged(case: Case) -> Iterator[Skipped]:
    """Augmented manifests whose label could be any of several attributes, and files that Pipe mode unpacks."""
    yield from _packed(case)
    for one in samples(case):
        names = sorted(one.candidates)
        if names and not one.label and one.source:
            shown = escaped(", ".join(names[:NAMED])) + (", ..." if len(names) > NAMED else "")
            because = (
                f"labels of {escaped(one.file.path)}: AttributeNames of a request (--job) say which is it: {shown}"
            )
            yield Skipped(rule=None, because=because)
        elif one.profile.usual and not one.source:
            yield Skipped(rule=None, because=f"{escaped(one.file.path)}: nothing shows which attribute is the sample")


def _packed(case: Case) -> Iterator[Skipped]:
    for channel in case.channels.values():
        for file in channel.files if is_unpacked(case, channel) else ():
            if file.kind == "gzip":
                because = f"{escaped(file.path)}: packed with gzip; what Pipe mode unpacks of it was not read"
                yield Skipped(rule=None, because=because)
