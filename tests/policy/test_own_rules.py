"""``[[rule]]``, ``rule_files`` and ``secret_names``: what a repository adds to what is looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ct_jupyter.detection.model import Severity
from ct_jupyter.policy.config import Config, load_config
from ct_jupyter.policy.settings import ConfigError

POLICY = ".ct-jupyter.toml"
RULE = """
[[rule]]
id = "secret.custom.badge"
pattern = '''\\bbadge_[a-z0-9]{24}\\b'''
"""


def load(folder: Path, text: str, **files: str) -> Config:
    (folder / POLICY).write_text(text)
    for name, content in files.items():
        (folder / f"{name}.toml").write_text(content)
    return load_config(folder, {})


def test_a_rule_needs_an_id_and_a_pattern(tmp_path: Path) -> None:
    (own,) = load(tmp_path, RULE).own.rules
    assert (own.rule.id, own.rule.title, own.rule.severity) == ("secret.custom.badge", "badge", Severity.HIGH)


def test_rules_may_stand_in_files_that_the_policy_names(tmp_path: Path) -> None:
    more = RULE.replace("badge", "seal") + "\n"
    config = load(tmp_path, f'rule_files = ["more.toml"]\n{RULE}', more='secret_names = ["losung"]\n' + more)
    assert config.own.ids == ("secret.custom.badge", "secret.custom.seal")
    assert config.own.names == ("losung",)


def test_what_they_find_can_be_switched_off_and_allowed_by_its_id(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        'disable = ["secret.acme.*"]\n'
        + RULE.replace("secret.custom", "secret.acme")
        + "[[allow]]\nvalue = '''^badge_0'''\nweakness = 'secret.acme.badge'\nreason = 'a sample'\n",
    )
    assert config.disable == ("secret.acme*",)
    assert config.allow[0].at == f"{POLICY}:6"


def rule(**keys: str) -> str:
    lines = {"id": '"secret.custom.badge"', "pattern": "'''badge_[a-z0-9]{24}'''"} | keys
    return "[[rule]]\n" + "\n".join(f"{key} = {value}" for key, value in lines.items() if value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (rule(pattern="'''(badge_[a-z]+)+x'''"), "rule 'secret.custom.badge': pattern could take for ever"),
        (rule(pattern="'''badge['''"), "rule 'secret.custom.badge': pattern is no regular expression"),
        (rule(pattern="'''[0-9]{12}'''"), "rule 'secret.custom.badge': pattern has no text of 3 characters"),
        (rule(pattern=""), "rule 'secret.custom.badge' needs 'pattern'"),
        (rule(id='"Badge"'), "rule 'Badge': id has to be secret.custom.NAME"),
        (rule(id='"secret.github.token"'), "id is one of ours"),
        (rule(id=""), r"rule \(entry 1\) needs 'id'"),
        (rule(severity='"urgent"'), "rule 'secret.custom.badge': severity has to be one of critical"),
        (rule(checks='["entrophy:3"]'), "rule 'secret.custom.badge': checks names 'entrophy'"),
        (rule(keywords='["ab"]'), "rule 'secret.custom.badge': keywords has 'ab'"),
        (rule(regex="'''x'''"), "rule 'secret.custom.badge' has the unknown key 'regex'"),
        (rule() + "\n" + rule(), "rule 'secret.custom.badge' is there twice"),
        ('secret_names = ["pw"]', "secret_names has 'pw'"),
        ('rule_files = ["gone.toml"]', "rule_files has 'gone.toml', and there is no such file"),
        ('rule_files = ["../x.toml"]', "not below the folder of the policy"),
        ('disable = ["secret.acme.*"]', "disable names 'secret.acme"),
        ("[[allow]]\nvalue = '''(a+)+$'''\nreason = 'x'", r"allow \(entry 1\): value could take for ever"),
        ("[[allow]]\nreason = 'x'", r"allow \(entry 1\) needs 'fingerprint', or what the value looks like"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_file_its_rule_and_its_key(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(ConfigError, match=rf"\.ct-jupyter\.toml: .*{said}"):
        load(tmp_path, text)


def test_an_error_in_a_file_of_rules_names_that_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"more\.toml: rule 'secret\.custom\.badge': pattern could"):
        load(tmp_path, 'rule_files = ["more.toml"]', more=rule(pattern="'''(badge_[a-z]+)+x'''"))
    with pytest.raises(ConfigError, match=r"more\.toml: 'disable' cannot stand here"):
        load(tmp_path, 'rule_files = ["more.toml"]', more='disable = ["*"]')
    with pytest.raises(ConfigError, match="is there twice"):
        load(tmp_path, f'rule_files = ["more.toml"]\n{rule()}', more=rule())
