"""The system's keyring as the place where values go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .refusal import Refusal

KEYRING_SERVICE = "ct-jupyter"
"""What the entries of notebooks are filed under."""

_ADVICE = "Unlock or set up the keyring of your system, or use another store."


class KeyringStore:
    """The entries of one service.

    Raises
    ------
    Refusal
        ``no-keyring`` where the package is not installed, or no keyring answers.
    """

    def __init__(self, service: str = KEYRING_SERVICE) -> None:
        try:
            import keyring
            from keyring.backends.fail import Keyring as NoKeyring
        except ImportError:
            raise Refusal(
                "no-keyring",
                'The keyring package is not installed: run `pip install "ct_jupyter[keyring]"`.',
            ) from None
        self._keyring: Any = keyring
        self._service = service
        if isinstance(keyring.get_keyring(), NoKeyring):
            raise Refusal("no-keyring", f"No keyring was found. {_ADVICE}")

    def read(self) -> Mapping[str, str | None]:
        """Return the values by name, each asked for when it is looked at: a keyring lists nothing."""
        return _Held(self)

    def add_all(self, values: Mapping[str, str]) -> int:
        """Store ``values`` by name; return how many were not there.

        Raises
        ------
        Refusal
            ``name-taken``, before anything is stored, or ``no-keyring``.
        """
        held = {name: self.get(name) for name in values}
        for name, value in values.items():
            if held[name] is not None and held[name] != value:
                raise Refusal("name-taken", f"{name} already holds another value in the keyring.")
        missing = {name: value for name, value in values.items() if held[name] is None}
        for name, value in missing.items():
            try:
                self._keyring.set_password(self._service, name, value)
            except Exception:  # each keyring raises its own; a message may quote what it could not store
                raise Refusal("no-keyring", f"The keyring did not take {name}. {_ADVICE}") from None
        return len(missing)

    def get(self, name: str) -> str | None:
        """Return the value of ``name``."""
        try:
            value = self._keyring.get_password(self._service, name)
        except Exception:
            raise Refusal("no-keyring", f"The keyring did not answer. {_ADVICE}") from None
        return value if isinstance(value, str) else None

    def remove(self, name: str) -> None:
        """Take out the entry of ``name``."""
        try:
            self._keyring.delete_password(self._service, name)
        except Exception:  # each keyring raises its own
            raise Refusal("no-keyring", f"The keyring did not give up {name}. {_ADVICE}") from None


class _Held(Mapping[str, "str | None"]):
    def __init__(self, store: KeyringStore) -> None:
        self._store = store

    def __getitem__(self, name: str) -> str | None:
        value = self._store.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
