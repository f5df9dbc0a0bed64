from __future__ import annotations

import os
from pathlib import Path

import pytest

from ct_jupyter.detection.examples import sample_value
from ct_jupyter.stores.known import EnvValues, KnownValues, is_worth_marking, keyring_names

PASSWORD = sample_value("secret.generic.password", 5)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "true"),
        ("HOST", "localhost"),
        ("DB_HOST", "db.internal.example"),
        ("AWS_REGION", "eu-central-1"),
        ("MODEL", "gpt-4o-mini"),
        ("DATA_DIR", "/srv/data/customers"),
        ("API_URL", "https://api.example.com/v2"),
        ("PORT", "54321"),
        ("SINCE", "2024-01-31"),
        ("ADMIN", "ann@example.com"),
        ("PASSWORD", "short1!"),
        ("PASSWORD", "password"),
        ("API_KEY", "your-api-key-here"),
    ],
)
def test_settings_short_values_and_words_are_not_looked_for(name: str, value: str) -> None:
    assert not is_worth_marking(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSWORD", PASSWORD),
        ("WHATEVER", PASSWORD),
        ("DB_PASSWORD", "correct-horse-battery-staple"),
        ("DATABASE_URL", f"postgres://ann:{PASSWORD}@db.example/x"),
        ("OPENAI_API_KEY", sample_value("secret.openai.api-key", 2)),
    ],
)
def test_secrets_are(name: str, value: str) -> None:
    assert is_worth_marking(name, value)


def test_settings_beside_a_secret_do_not_keep_it_from_being_found() -> None:
    known = KnownValues({"REGION": "eu-central-1", "PASSWORD": PASSWORD, "OTHER": None})
    assert [copy.name for copy in known.find(f"eu-central-1 {PASSWORD} eu-central-1")] == ["PASSWORD"]
    assert PASSWORD not in repr(known)


def test_the_password_of_a_stored_url_is_known_by_itself() -> None:
    known = KnownValues({"DATABASE_URL": f"postgres://ann:{PASSWORD}@db.internal.test/x"})
    assert [copy.name for copy in known.find(f"the password is {PASSWORD}.")] == ["DATABASE_URL"]


def test_a_file_is_read_again_only_where_it_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import ct_jupyter.stores.known as module

    reads = []
    real = module._read
    monkeypatch.setattr(module, "_read", lambda path: reads.append(path) or real(path))
    env = tmp_path / ".env"
    env.write_text(f"PASSWORD='{PASSWORD}'\n")
    values = EnvValues()
    for _ in range(5):
        held, stamp = values.of(tmp_path)
        assert held == {"PASSWORD": PASSWORD}
    assert len(reads) == 1
    env.write_text(f"PASSWORD='{PASSWORD}'\nOTHER=1\n")
    held, later = values.of(tmp_path)
    assert held == {"PASSWORD": PASSWORD, "OTHER": "1"}
    assert later != stamp
    assert len(reads) == 2
    env.unlink()
    assert values.of(tmp_path)[0] == {}


def test_the_nearer_of_two_files_counts(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    deep = tmp_path / "deep"
    deep.mkdir()
    (tmp_path / ".env").write_text("A=top\nB=top\n")
    (deep / ".env").write_text("B=near\n")
    assert EnvValues().of(deep)[0] == {"A": "top", "B": "near"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_and_what_is_no_text_hold_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".env")
    assert EnvValues().of(tmp_path)[0] == {}
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").write_bytes(b"A=\xff\xfe\n")
    assert EnvValues().of(tmp_path)[0] == {}


def test_names_that_code_asks_the_keyring_for() -> None:
    sources = [
        'os.environ["A_KEY"] = keyring.get_password("ct-jupyter", "A_KEY")',
        "keyring.get_password( 'other', 'B_KEY')",
        "x = 1",
    ]
    assert keyring_names(sources, "ct-jupyter") == {"A_KEY"}
