"""Gives memory that is no longer used back to the system."""

import ctypes


def give_back() -> None:
    """What loading or computing left behind, some 95 MB: glibc keeps freed memory in the thread that freed it, and only
    there is it used again. Other C libraries give it back by themselves."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):
        return
