"""Times MXNet's reader of records, in a Python of its own: MXNet 1.9.1 runs on Python 3.8 and numpy 1.23 at the latest.

`PYTHON3.8 benchmarks/mxnet_reader.py PATH` prints what `benchmarks.contestants` prints. What stands here must be
understood by that Python, and imports nothing else of this package.
"""

import json
import resource
import sys
import time

from mxnet import recordio


def read(path: str) -> int:
    """The number of records, each taken apart as training does."""
    reader, records = recordio.MXRecordIO(path, "r"), 0
    while item := reader.read():
        recordio.unpack(item)
        records += 1
    return records


def main(path: str) -> None:
    read(path)
    wall, processor = time.perf_counter(), time.process_time()
    read(path)
    seconds = {"wall": time.perf_counter() - wall, "processor": time.process_time() - processor}
    print(json.dumps({**seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))


if __name__ == "__main__":
    main(sys.argv[1])
