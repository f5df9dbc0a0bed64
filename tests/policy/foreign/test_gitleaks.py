"""gitleaks' configuration becomes a part of a policy, and what cannot is told with its reason."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import fill
from ct_jupyter.policy.config import load_config
from ct_jupyter.policy.foreign.take_over import ForeignError, take_over
from ct_jupyter.policy.foreign.taken import Taken, to_toml

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CONFIG = r"""
title = "made up"
[extend]
useDefault = true
disabledRules = ["generic-api-key"]

[[rules]]
id = "acme-token"
description = "A token of Acme"
regex = '''(?i)(acme[_-]key)\s*=\s*['"]([a-z0-9]{24})['"]'''
secretGroup = 2
entropy = 3.1
keywords = ["acme"]
path = '''\.(?:py|ipynb)$'''
  [[rules.allowlists]]
  description = "samples"
  regexes = ['''^000''']
  stopwords = ["sample"]
  [[rules.allowlists]]
  condition = "AND"
  regexTarget = "line"
  regexes = ['''# test''']
  paths = ['''^tests/''']

[[rules]]
id = "hex-code"
regex = '''\b[0-9a-f]{12}\b'''
keywords = ["badge", "id"]

[[rules]]
id = "only-a-path"
path = '''\.p12$'''

[[rules]]
id = "evil"
regex = '''(a+)+b key'''

[[rules]]
id = "far"
regex = '''acme.*key.*=.*token.*!'''

[[allowlists]]
description = "generated"
paths = ['''package-lock\.json''', '''[0-9]+\.txt''']
regexTarget = "match"
regexes = ['''^all of it$''', '''not-a-secret''']
commits = ["0123456789abcdef"]
[[allowlists]]
targetRules = ["acme-token", "gone"]
regexes = ["zzz"]
[[allowlists]]
targetRules = ["gone"]
regexes = ["zzz"]
"""


def taken() -> Taken:
    tool, found = take_over(CONFIG.encode(), Path(".gitleaks.toml"))
    assert tool == "gitleaks"
    return found


def test_a_rule_is_taken_over_with_its_group_its_entropy_and_its_files() -> None:
    rule = taken().rules[0]
    assert rule == {
        "id": "secret.custom.acme-token",
        "title": "A token of Acme",
        "pattern": r"""(?i)(?:acme[_-]key)\s*=\s*['"](?P<value>[a-z0-9]{24})['"]""",
        "checks": ["entropy:3.1"],
        "paths": ["**.py", "**.ipynb"],
    }


def test_keywords_are_kept_where_the_pattern_alone_gives_no_line_away() -> None:
    rule = taken().rules[1]
    assert (rule["id"], rule["keywords"]) == ("secret.custom.hex-code", ["badge"])


def test_allowlists_become_allows_and_ignores() -> None:
    found = taken()
    of_rule = {"weakness": "secret.custom.acme-token"}
    assert found.allows == [
        {"reason": "samples", **of_rule, "value": "^000"},
        {"reason": "samples", **of_rule, "words": ["sample"]},
        {"reason": "allowed in .gitleaks.toml", **of_rule, "line": r"\#\ test", "paths": ["/tests/**"]},
        {"reason": "generated", "line": r"not\-a\-secret"},
        {"reason": "allowed in .gitleaks.toml", **of_rule, "value": "zzz"},
    ]
    assert found.ignores == [{"paths": ["**package-lock.json**"], "reason": "generated"}]


@pytest.mark.parametrize(
    ("what", "name", "why"),
    [
        ("rule", "only-a-path", "finds files by their names"),
        ("rule", "evil", "could take for ever"),
        ("allow", "path [0-9]+\\.txt", "glob cannot say"),
        ("allow", "regex ^all of it$", "tied to the ends of a match"),
        ("allow", "commit 0123456789ab", "content is scanned"),
        ("allow", "allowlist", "rules that are not here: gone"),
        ("setting", "extend.disabledRules", "name those in disable"),
    ],
)
def test_what_is_not_taken_over_is_told(what: str, name: str, why: str) -> None:
    (said,) = [one for one in taken().said if (one.what, one.name) == (what, name)]
    assert not said.taken
    assert why in said.why


def test_what_is_taken_over_with_a_change_is_told() -> None:
    said = {one.name: one.why for one in taken().said if one.taken}
    assert "bounded at" in said["far"]
    assert "same line" in said["hex-code"]
    assert "whole line" in said["regex not-a-secret"]
    assert "in place of the default ones" in said["extend.useDefault"]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = taken()
    written = tomllib.loads(to_toml(found))
    assert written == {"rule": found.rules, "allow": found.allows, "ignore": found.ignores}
    (tmp_path / "more.toml").write_text(to_toml(found))
    (tmp_path / ".ct-jupyter.toml").write_text('rule_files = ["more.toml"]')
    config = load_config(tmp_path, {})
    assert len(config.own.rules) == len(found.rules)
    assert (len(config.allow), len(config.ignore)) == (len(found.allows), len(found.ignores))
    lines = to_toml(found).splitlines()
    assert config.ignore[0].at == f"more.toml:{lines.index('[[ignore]]') + 1}"


def test_init_from_writes_a_policy_that_finds_and_lets_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".gitleaks.toml").write_text(CONFIG)
    value = fill("{alnum-lower:24}", 5)
    (tmp_path / "a.py").write_text(f'acme_key = "{value}"\n')
    (tmp_path / "b.txt").write_text(f'acme_key = "{value}"\n')
    assert main(["init", "--from", ".gitleaks.toml"]) == 0
    shown = capsys.readouterr().out
    assert "taken over: rule acme-token" in shown
    assert "not taken over: rule evil: could take for ever" in shown
    assert "3 of 5 rules" in shown
    assert "Wrote .ct-jupyter/from-gitleaks.toml and .ct-jupyter.toml." in shown
    assert main(["scan", "a.py"]) == 1
    assert "secret.custom.acme-token" in capsys.readouterr().out
    assert main(["config", "--check"]) == 0
    assert main(["init", "--from", ".gitleaks.toml"]) == 2  # written by hand since, perhaps
    assert main(["init", "--from", ".gitleaks.toml", "--force"]) == 0
    assert "Add to your settings: rule_files" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["", "x = 1", "{}", "[1]", "\0", "no toml", '{"results": {}}'])
def test_other_files_are_no_configuration(content: str) -> None:
    with pytest.raises(ForeignError, match="neither"):
        take_over(content.encode(), Path("x"))


@pytest.mark.parametrize(
    "content",
    [
        "rules = 1",
        "[[rules]]\nid = 1\nregex = 2",
        "[[rules]]\nregex = 'key'\nallowlist = 3\nkeywords = 4\nentropy = 'x'",
        "[allowlist]\npaths = 1\nregexes = [1, 2]\nstopwords = {}",
        "[extend]\nuseDefault = 'x'\ndisabledRules = 1",
        "[[rules]]\nregex = '''" + "(" * 3000 + "'''",
        "[[rules]]\nid = ''\nregex = '''key\\p{Greek}'''",
    ],
)
def test_a_damaged_configuration_raises_nothing(content: str) -> None:
    take_over(content.encode(), Path(".gitleaks.toml"))


def test_lines_of_a_gitleaksignore_are_told_one_by_one() -> None:
    lines = "# known\ncd5226711335c68be1e720b318b7bc3135a30eb2:a/b.py:generic-api-key:37\nc.py:x:1\n"
    _, found = take_over(lines.encode(), Path(".gitleaksignore"))
    assert [one.taken for one in found.said] == [False, False]
