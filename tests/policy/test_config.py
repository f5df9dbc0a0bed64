from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.model import Severity
from ct_jupyter.policy.config import Config, load_config
from ct_jupyter.policy.settings import ConfigError

CRITICAL, HIGH = Severity.CRITICAL, Severity.HIGH


def load(folder: Path, failed_args: str | None = None, **options: object) -> Config:
    environment = {} if failed_args is None else {"FAILED_ARGS": failed_args}
    return load_config(folder, environment, options)


def test_without_any_word_a_critical_or_high_finding_fails(tmp_path: Path) -> None:
    config = load(tmp_path)
    assert config.limits.most == {CRITICAL: 0, HIGH: 0}
    assert set(config.sources.values()) == {"default"}


def test_an_empty_object_sets_no_limit(tmp_path: Path) -> None:
    assert load(tmp_path, "{}").limits.most == {}


def test_failed_args_take_the_place_of_the_files_gate_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / ".ct-jupyter.toml").write_text(
        'max_number_of_high = 7\ncondition = "AND"\nexclude = ["a/**"]\n'
    )
    assert load(tmp_path).limits.most == {HIGH: 7}
    config = load(tmp_path, '{"max_number_of_critical": 1}')
    assert (config.limits.most, config.limits.condition) == ({CRITICAL: 1}, "OR")
    assert config.exclude == ("a/**",)
    assert config.sources["max_number_of_critical"] == "FAILED_ARGS"
    assert config.sources["exclude"] == ".ct-jupyter.toml"


def test_an_option_replaces_just_its_own_part(tmp_path: Path) -> None:
    config = load(tmp_path, max_number_of_high="3")
    assert config.limits.most == {CRITICAL: 0, HIGH: 3}
    assert config.sources["max_number_of_high"] == "option --max-high"
    assert load(tmp_path, "{}", max_number_of_high="3").limits.most == {HIGH: 3}


def test_the_file_may_be_in_a_folder_above_but_not_above_the_repository(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ct-jupyter]\nmax_number_of_low = 2\n")
    deep = tmp_path / "repository" / "a" / "b"
    deep.mkdir(parents=True)
    assert load(deep).root == tmp_path
    assert load(deep).limits.most == {Severity.LOW: 2}
    (tmp_path / "repository" / ".git").mkdir()
    assert load(deep).limits.most == {CRITICAL: 0, HIGH: 0}
    assert load(deep).root == tmp_path / "repository"


def test_ignored_paths_and_allowed_values_are_read_with_reason_and_date(tmp_path: Path) -> None:
    (tmp_path / ".ct-jupyter.toml").write_text(
        f"""
[[ignore]]
paths = ["tutorials/**"]
weakness = "secret.generic.*, pii.*"
reason = "made-up values"
until = 2027-01-31

[[allow]]
fingerprint = "{"0a" * 16}"
reason = "revoked"
until = "2027-02-28"
"""
    )
    config = load(tmp_path)
    [ignore], [allow] = config.ignore, config.allow
    assert ignore.weakness == ("secret.generic*", "pii*")
    assert (ignore.reason, ignore.until) == ("made-up values", datetime.date(2027, 1, 31))
    assert (allow.fingerprint, allow.until) == ("0a" * 16, datetime.date(2027, 2, 28))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max_number_of_hihg = 1", "did you mean 'max_number_of_high'"),
        ("include = 1", "include has to be a list of texts"),
        ("ignore = 1", "ignore has to be a list of tables"),
        ("[[ignore]]\npaths = ['a']", "ignore (entry 1) needs 'reason'"),
        ("[[ignore]]\npath = ['a']", "did you mean 'paths'"),
        ("[[ignore]]\npaths = ['a']\nreason = 'r'\nuntil = 'soon'", "until has to be a date"),
        ("[[allow]]\nfingerprint = 'xyz'\nreason = 'r'", "32 hexadecimal digits"),
        ("a = [", "is not valid TOML"),
    ],
)
def test_a_file_that_is_wrong_is_refused_and_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / ".ct-jupyter.toml").write_text(text)
    with pytest.raises(ConfigError, match=r"\.ct-jupyter\.toml") as raised:
        load(tmp_path)
    assert said in str(raised.value)


def test_a_misspelt_table_and_two_files_at_once_are_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ct_jupyter]\nmax_number_of_high = 1\n# ct-jupyter\n")
    with pytest.raises(ConfigError, match=r"did you mean 'tool\.ct-jupyter'"):
        load(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.ct-jupyter]\n")
    (tmp_path / ".ct-jupyter.toml").write_text("")
    with pytest.raises(ConfigError, match="keep one"):
        load(tmp_path)


def test_the_project_file_of_others_is_not_our_business(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.ruff\nbroken")
    assert load(tmp_path).limits.most == {CRITICAL: 0, HIGH: 0}


def test_config_shows_every_value_and_where_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.ct-jupyter]\nexclude = ["old/**"]\n')
    monkeypatch.setenv("FAILED_ARGS", '{"max_number_of_high": "2"}')
    assert main(["config", "--max-critical", "1"]) == 0
    lines = {
        line.split()[0]: line.split(maxsplit=1)[1].strip() for line in capsys.readouterr().out.splitlines()
    }
    assert lines["max_number_of_high"].split() == ["2", "FAILED_ARGS"]
    assert lines["max_number_of_critical"].split() == ["1", "option", "--max-critical"]
    assert lines["exclude"].split() == ["old/**", "pyproject.toml"]
    assert lines["condition"].split() == ["OR", "default"]


@pytest.mark.parametrize(("failed_args", "arguments"), [('{"x": 1}', []), ("{}", ["--condition", "NOR"])])
def test_a_malformed_source_exits_with_2(
    failed_args: str,
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FAILED_ARGS", failed_args)
    assert main(["config", *arguments]) == 2
    assert "did you mean" in capsys.readouterr().err or failed_args != "{}"


@pytest.mark.parametrize("written", ['["pii.ip-address", "pii.E*"]', '"pii.ip-address, pii.e*"'])
def test_what_is_switched_off_is_a_list_of_globs_on_the_weakness_id(tmp_path: Path, written: str) -> None:
    (tmp_path / ".ct-jupyter.toml").write_text(f"disable = {written}\n")
    assert load(tmp_path).disable == ("pii.ip-address", "pii.e*")


def test_a_wrong_list_of_what_is_switched_off_names_the_key(tmp_path: Path) -> None:
    (tmp_path / ".ct-jupyter.toml").write_text("disable = 3\n")
    with pytest.raises(ConfigError, match=r"\.ct-jupyter\.toml: disable has to be a list of globs"):
        load(tmp_path)


def test_what_is_switched_off_is_neither_reported_nor_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], password: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text(f'password = "{password}"\n')
    assert main(["scan", "a.py"]) == 1
    assert main(["scan", "a.py", "--disable", "secret.generic.*"]) == 0
    assert "No secrets found" in capsys.readouterr().out
