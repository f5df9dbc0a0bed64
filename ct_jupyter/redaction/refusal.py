"""Why a fix was not made."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "changed",
    "not-a-literal",
    "unsupported-language",
    "unsupported-value",
    "invalid-name",
    "name-taken",
    "git-tracked",
    "not-ignored",
    "outside-root",
    "no-local-files",
    "env-unreadable",
    "env-unwritable",
    "no-keyring",
    "not-clean",
    "no-frame",
]
"""Codes that the front end acts on; the message says the same to a person."""


class Refusal(Exception):  # noqa: N818  # it is an answer, not an error
    """Nothing was changed, and why; the message never holds a value."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.message = message
