"""Python's collector of cycles, put off while the graph is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Look for no cycles meanwhile: millions of rows that live to the end are else gone through again and again.

    Derived data are frozen and hold none; what nothing refers to is freed at once as always.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
