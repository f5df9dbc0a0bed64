from __future__ import annotations

from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.policy.config import load_config
from ct_jupyter.policy.kinds import families, unknown_kind
from ct_jupyter.policy.settings import ConfigError
from tests.conftest import code, dumped, notebook


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("pii.emial", "pii.email"),
        ("email", "pii.email"),
        ("PII.Emial", "pii.email"),
        ("secret.aws", "secret.aws.*"),
        ("openai", "secret.openai.*"),
        ("secret.opnai.api-key", "secret.openai.api-key"),
        ("pii.national-id", "pii.national-id.*"),
    ],
)
def test_of_a_slip_the_nearest_kind_is_named(given: str, meant: str) -> None:
    assert unknown_kind(given) == f"; did you mean {meant!r}?"


@pytest.mark.parametrize(
    "given", ["pii.email", "pii.*", "*", "PII.EMAIL", "secret.*.api-key", "secret.custom.ours"]
)
def test_what_names_something_is_taken(given: str) -> None:
    assert unknown_kind(given) is None


def test_every_family_names_something() -> None:
    assert [one for one in families() if unknown_kind(one) is not None] == []


def test_an_unknown_kind_to_disable_is_an_error_on_every_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(code("x = 1"))))
    for command in (["scan"], ["redact"], ["config"], ["baseline"]):
        assert main([*command, "--disable", "pii.emial"]) == 2, command
        said = capsys.readouterr()
        assert "--disable: disable names 'pii.emial'" in said.err
        assert "did you mean 'pii.email'?" in said.err
        assert said.out == ""


@pytest.mark.parametrize(
    "text",
    [
        'disable = ["pii.emial"]\n',
        'disable = "pii.phone, pii.emial"\n',
        '[[ignore]]\npaths = ["a"]\nreason = "r"\nweakness = "pii.emial"\n',
    ],
)
def test_an_unknown_kind_in_the_policy_file_is_an_error_that_names_the_file(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / ".ct-jupyter.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"\.ct-jupyter\.toml: .*'pii\.emial'.*did you mean 'pii\.email'"):
        load_config(tmp_path, {})


def test_a_comment_that_ignores_an_unknown_kind_is_told_which_was_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(code("x = 1  # ct: ignore[pii.emial] test"))))
    assert main(["scan"]) == 0
    assert "'pii.emial' is no kind of finding; did you mean 'pii.email'?" in capsys.readouterr().out
