"""What is stored outside of the notebooks: known to the server alone, to mark and clean the outputs by."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ..stores.keyring_store import KEYRING_SERVICE, KeyringStore
from ..stores.known import NOTHING_KNOWN, EnvValues, KnownValues, keyring_names
from ..stores.refusal import Refusal
from .places import notebook_folder

ASK_AGAIN_S = 300.0
"""A keyring is asked again about a name after this long: asking takes time, and may open a dialog."""
_MAX_NOTEBOOKS = 1000


class Stored(NamedTuple):
    """The stored values that a notebook may print."""

    known: KnownValues = NOTHING_KNOWN
    version: str = ""
    """Another one where a ``.env`` changed."""


class StoredValues:
    """The ``.env`` files beside notebooks, and what their code asks the keyring for. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._env = EnvValues()
        self._names: OrderedDict[str, frozenset[str]] = OrderedDict()
        self._keyring: dict[str, tuple[float, str | None]] = {}
        self._made: OrderedDict[Path, tuple[object, KnownValues]] = OrderedDict()

    def of(self, contents_manager: Any, path: str, sources: Iterable[str] = ()) -> Stored:
        """Return what is stored for the notebook at ``path`` of the Contents API.

        Parameters
        ----------
        sources
            Of its cells, as far as they are at hand: entries of the keyring are those that code names, and a
            name that was seen once is remembered.
        """
        try:
            folder, _ = notebook_folder(contents_manager, path)
        except Refusal:
            return Stored()
        names = self._remembered(path, keyring_names(sources, KEYRING_SERVICE))
        env, stamps = self._env.of(folder)
        entries = {name: value for name in sorted(names) if (value := self._asked(name)) is not None}
        version = "".join(f"{stamp[0]:x}.{stamp[1]:x}." if stamp else "-" for stamp in stamps).strip("-")
        key = (stamps, tuple(sorted(entries.items())))
        with self._lock:
            made = self._made.get(folder)
            if made is None or made[0] != key:
                made = self._made[folder] = (key, KnownValues(entries | env))
            while len(self._made) > _MAX_NOTEBOOKS:
                self._made.popitem(last=False)
        return Stored(made[1], version)

    def _remembered(self, path: str, names: set[str]) -> frozenset[str]:
        with self._lock:
            known = self._names.get(path, frozenset()) | names
            if known:
                self._names[path] = known
                self._names.move_to_end(path)
            while len(self._names) > _MAX_NOTEBOOKS:
                self._names.popitem(last=False)
            return known

    def _asked(self, name: str) -> str | None:
        with self._lock:
            known = self._keyring.get(name)
        if known is not None and time.monotonic() - known[0] < ASK_AGAIN_S:
            return known[1]
        try:
            value = KeyringStore().get(name)
        except Refusal:
            value = None
        with self._lock:
            self._keyring[name] = (time.monotonic(), value)
        return value
