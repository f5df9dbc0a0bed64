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
    "unreadable-store",
    "preview-first",
    "not-clean",
    "no-frame",
    "env-file",
    "would-not-read",
    "key-unusable",
    "helper-unwritable",
]
"""Codes that the front end acts on; the message says the same to a person."""


class Refusal(Exception):  # noqa: N818  # it is an answer, not an error
    """Nothing was changed, and why; the message never holds a value.

    Parameters
    ----------
    reason, message
        For the front end, and for its user.
    name, fingerprint
        The variable, and the finding, that it is about: the field of a form that is to be marked. Empty
        where it is about none.
    """

    def __init__(self, reason: Reason, message: str, *, name: str = "", fingerprint: str = "") -> None:
        super().__init__(message)
        self.reason: Reason = reason
        self.message = message
        self.name = name
        self.fingerprint = fingerprint

    def about(self, name: str = "", fingerprint: str = "") -> Refusal:
        """Return the same, with the variable and the finding that it is about where it does not say."""
        return Refusal(
            self.reason,
            self.message,
            name=self.name or name,
            fingerprint=self.fingerprint or fingerprint,
        )
