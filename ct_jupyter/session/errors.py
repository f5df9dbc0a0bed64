"""Saying what went wrong without quoting what it went wrong on."""

from __future__ import annotations

import traceback


def describe(error: BaseException) -> str:
    """Return type and place of an exception, without its message.

    A message may hold a value: ``SyntaxError`` quotes the line, ``KeyError`` the key.
    """
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"
