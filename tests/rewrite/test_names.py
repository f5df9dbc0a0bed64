from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.detection import load_rules
from ct_jupyter.rewrite.names import MAX_LENGTH, base_name, candidates, is_valid, problem_of
from ct_jupyter.rewrite.reserved import OWNERS, owner_of

RULES = {rule.id: rule for rule in load_rules()}
PASSWORD = RULES["secret.generic.password"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("password", "PASSWORD"),
        ("database_password", "DATABASE_PASSWORD"),
        ("dbPassword", "DB_PASSWORD"),
        ("APIKey", "API_KEY"),
        ("accessKeyID", "ACCESS_KEY_ID"),
        ("api-key", "API_KEY"),
        ("x-api-key", "X_API_KEY"),
        ("config.db.password", "CONFIG_DB_PASSWORD"),
        ("_password_", "PASSWORD"),
        ("contraseña", "CONTRASENA"),
        ("2fa", "_2FA"),
        ("пароль", "PASSWORD"),
        ("", "PASSWORD"),
        (None, "PASSWORD"),
        ("path", "PATH_SECRET"),
        ("user", "USER_SECRET"),
        ("ld_preload", "PASSWORD"),
    ],
)
def test_the_name_comes_from_what_the_value_was_given_to(written: str | None, name: str) -> None:
    assert base_name(PASSWORD, written) == name


def test_what_the_sdk_reads_by_itself_comes_first() -> None:
    rule = next(rule for rule in RULES.values() if rule.env == "OPENAI_API_KEY")
    assert base_name(rule, "my_key") == "OPENAI_API_KEY"


def test_without_a_name_the_rule_gives_one() -> None:
    secrets = [rule for rule in RULES.values() if not rule.id.startswith("pii.")]
    assert len(secrets) > 900
    for rule in secrets:  # no variable stands in the place of personal data
        assert is_valid(base_name(rule, None)), rule.id


@given(st.text())
def test_every_name_is_a_valid_one(written: str) -> None:
    name = base_name(PASSWORD, written)
    assert is_valid(name)
    assert re.fullmatch(r"[A-Z_][A-Z0-9_]*", name)
    assert len(name) <= MAX_LENGTH


def test_a_taken_name_gets_a_number() -> None:
    assert list(islice(candidates("PASSWORD"), 3)) == ["PASSWORD", "PASSWORD_2", "PASSWORD_3"]


def test_a_number_does_not_make_a_name_too_long() -> None:
    names = candidates("A" * MAX_LENGTH)
    assert [len(next(names)) for _ in range(12)] == [MAX_LENGTH] * 12


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        *((name, "the system") for name in ("PATH", "HOME", "LD_PRELOAD", "BROWSER", "LANG", "Path")),
        ("BASH_ENV", "the shell"),
        ("GIT_SSH_COMMAND", "Git"),
        ("NODE_OPTIONS", "Node.js"),
        ("PERL5OPT", "Perl"),
        ("PYTHONPATH", "Python"),
        ("PYTHONSTARTUP", "Python"),
        ("HTTPS_PROXY", "what connects to the network"),
        ("https_proxy", "what connects to the network"),
    ],
)
def test_a_refused_name_says_whose_it_is(name: str, owner: str) -> None:
    found = owner_of(name)
    assert found is not None
    assert found.title == owner
    if name.isupper():
        assert problem_of(name) == f"{name} belongs to {owner}; choose another name."
    assert "capital" not in problem_of(name.upper())
    documented = (Path(__file__).parents[2] / "docs" / "redaction.md").read_text(encoding="utf-8")
    assert all(one.title in documented for one in OWNERS)


@pytest.mark.parametrize(
    "name", ["PYTHONANYWHERE_TOKEN", "CONDA_TOKEN", "GIT_TOKEN", "NPM_TOKEN", "MY_PROXY_PASSWORD"]
)
def test_what_only_looks_like_it_is_nobodys(name: str) -> None:
    assert problem_of(name) == ""


@pytest.mark.parametrize(
    "name", ["password", "1A", "A-B", "A B", "", "PATH", "PYTHONPATH", "LD_PRELOAD", "A" * 65, "A\n"]
)
def test_a_name_that_would_harm_is_not_valid(name: str) -> None:
    assert not is_valid(name)
