"""Unpacks the body on standard input, packed as the first argument says, and prints how that ends and its peak memory.

A process of its own for test_limits.py: tracemalloc counts what any thread allocates, and other tests leave some behind.
"""

import json
import sys
import tracemalloc

import httpx

from ingest.bodies import read_body
from ingest.breaking_off import ExchangeError


def main() -> None:
    """Arguments: the packing, and the bytes that are allowed."""
    encoding, most_bytes = sys.argv[1], int(sys.argv[2])
    response = httpx.Response(200, headers={"Content-Encoding": encoding}, content=iter([sys.stdin.buffer.read()]))
    reason = ""
    tracemalloc.start()
    try:
        read_body(response, most_bytes)
    except ExchangeError as error:
        reason = error.reason
    print(json.dumps([reason, tracemalloc.get_traced_memory()[1]]))


if __name__ == "__main__":
    main()
