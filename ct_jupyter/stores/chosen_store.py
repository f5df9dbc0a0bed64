"""Which store the values of one notebook go to, from what is wanted for all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from ..notebook.platforms import AUTO, PLATFORMS, SecretStore, platform_of, script_platform, secret_store
from .refusal import Refusal


class Wanted(msgspec.Struct, frozen=True):
    """What the user, or the policy, chose."""

    store: str = "env"
    """One of :data:`~ct_jupyter.notebook.platforms.STORES`."""
    vault: str = ""
    """Secret scope, key vault or project; empty for the one that the notebook names, or the default."""


class ChosenStore(NamedTuple):
    """Where the values of one notebook go."""

    kind: str
    """``env``, ``keyring``, ``none`` or a platform's id."""
    store: SecretStore | None
    """Of the platform, where ``kind`` is one."""
    offered: SecretStore | None
    """Of the platform that the notebook is of, whatever was chosen."""


def chosen_store(
    wanted: Wanted, notebook: Mapping[str, Any], language: str, *, is_notebook: bool = True
) -> ChosenStore:
    """Return where the values of a notebook, or of a text file as a notebook of one cell, go.

    Raises
    ------
    Refusal
        ``unreadable-store``: code in this language cannot read the store that was chosen.
    """
    sources = _sources(notebook)
    metadata = notebook.get("metadata")
    found = (
        platform_of(metadata if isinstance(metadata, dict) else {}, sources, os.environ)
        if is_notebook
        else script_platform("".join(sources))
    )
    offered = secret_store(found, language, sources, wanted.vault) if found is not None else None
    if wanted.store == AUTO:
        return ChosenStore(offered.platform.id if offered else "env", offered, offered)
    platform = PLATFORMS.get(wanted.store)
    if platform is None:
        return ChosenStore(wanted.store, None, offered)
    store = secret_store(platform, language, sources, wanted.vault)
    if store is None:
        raise Refusal(
            "unreadable-store",
            f"{platform.store} cannot be read from this language: choose another store.",
        )
    return ChosenStore(platform.id, store, store)


def _sources(notebook: Mapping[str, Any]) -> list[str]:
    cells = notebook.get("cells")
    return [
        stored if isinstance(stored, str) else "".join(stored)
        for cell in (cells if isinstance(cells, list) else [])
        if isinstance(cell, dict) and cell.get("cell_type") == "code"
        for stored in (cell.get("source", ""),)
        if isinstance(stored, (str, list))
    ]
