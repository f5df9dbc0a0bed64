from __future__ import annotations

from collections.abc import Iterator

import pytest

from ct_jupyter.stores.keyring_store import KeyringStore
from ct_jupyter.stores.refusal import Refusal

keyring = pytest.importorskip("keyring", reason="keyring is not installed")


@pytest.fixture
def entries() -> Iterator[dict[tuple[str, str], str]]:
    """A keyring in memory, as the one of the system."""
    from keyring.backend import KeyringBackend

    class InMemory(KeyringBackend):
        priority = 1
        held: dict[tuple[str, str], str] = {}  # noqa: RUF012 - one for the test
        broken = False

        def get_password(self, service: str, username: str) -> str | None:
            if self.broken:
                raise OSError("secret service: " + "x")
            return self.held.get((service, username))

        def set_password(self, service: str, username: str, password: str) -> None:
            self.held[service, username] = password

        def delete_password(self, service: str, username: str) -> None:
            del self.held[service, username]

    before = keyring.get_keyring()
    backend = InMemory()
    keyring.set_keyring(backend)
    yield backend.held
    keyring.set_keyring(before)


def test_values_are_stored_and_read_by_name(entries: dict[tuple[str, str], str], password: str) -> None:
    store = KeyringStore()
    assert store.add_all({"A": password}) == 1
    assert store.add_all({"A": password}) == 0
    assert entries == {("ct-jupyter", "A"): password}
    held = store.read()
    assert held["A"] == password
    assert "A" in held
    assert held.get("B") is None


def test_another_value_is_never_overwritten(entries: dict[tuple[str, str], str], password: str) -> None:
    store = KeyringStore()
    store.add_all({"A": password})
    with pytest.raises(Refusal) as caught:
        store.add_all({"B": "new", "A": "other"})
    assert caught.value.reason == "name-taken"
    assert entries == {("ct-jupyter", "A"): password}


def test_without_a_keyring_the_user_is_told_what_to_do() -> None:
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        with pytest.raises(Refusal, match="No keyring was found"):
            KeyringStore()
    finally:
        keyring.set_keyring(before)
