"""Rules and allows of a change are those of its base: what it brings itself holds once it is merged."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ct_jupyter.detection.examples import fill
from tests.conftest import code, dumped, notebook
from tests.pipelines.kit import Checkout, clean, leaky
from tests.pipelines.test_judged_by_base import POLICY, STRICT, Run, request_from

__all__ = ["request_from"]

RULE = "[[rule]]\nid = 'secret.custom.badge'\nseverity = 'critical'\npattern = '''badge_[a-z0-9]{24}'''\n"
ALLOW = "[[allow]]\nreason = 'let me in'\nvalue = '''.{3}'''\n"


def badge() -> bytes:
    return dumped(notebook(code(f'x = "{fill("badge_{alnum-lower:24}", 3)}"')))


def test_a_rule_of_the_base_breaks_the_gate_and_one_that_is_taken_out_still_does(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.write(POLICY, RULE.encode())
    repo.commit(a=clean())
    repo.write(POLICY, b"")
    request_from(b=badge())
    exit_code, report = ci()
    assert exit_code == 1
    assert [one["weakness_id"] for one in report["findings"]] == ["secret.custom.badge"]
    assert "sets rule to nothing, and secret.custom.badge still holds" in json.dumps(report["notices"])


@pytest.mark.parametrize("in_file", [False, True])
def test_an_allow_of_the_change_opens_no_gate(
    repo: Checkout, ci: Run, request_from: Callable[..., str], monkeypatch: pytest.MonkeyPatch, in_file: bool
) -> None:
    monkeypatch.setenv("FAILED_ARGS", STRICT)
    repo.commit(a=clean())
    if in_file:
        repo.write("more.toml", ALLOW.encode())
        repo.write(POLICY, b"rule_files = ['more.toml']\n")
    else:
        repo.write(POLICY, ALLOW.encode())
    request_from(b=leaky())
    exit_code, report = ci()
    assert (exit_code, [one["suppressed"] for one in report["findings"]]) == (1, [None])
    assert "sets allow to let me in" in json.dumps(report["notices"])
    monkeypatch.setenv("CT_POLICY_FROM", "head")
    assert ci()[0] == 0


def test_a_file_of_rules_is_read_at_the_base(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.write("more.toml", RULE.encode())
    repo.write(POLICY, b"rule_files = ['more.toml']\n")
    repo.commit(a=clean())
    repo.write("more.toml", RULE.replace("badge_", "nothing_").encode())
    request_from(b=badge())
    exit_code, report = ci()
    assert (exit_code, len(report["findings"])) == (1, 1)


def test_an_allow_of_the_base_lets_a_new_value_through_also_where_comments_do_not_count(
    repo: Checkout, ci: Run, request_from: Callable[..., str]
) -> None:
    repo.write(POLICY, f"suppressions_need = 'base'\n{RULE}{ALLOW}".encode())
    repo.commit(a=clean())
    request_from(b=badge())
    exit_code, report = ci()
    assert (exit_code, [one["suppressed"]["reason"] for one in report["findings"]]) == (0, ["let me in"])


def test_a_limit_may_name_them(repo: Checkout, ci: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write(POLICY, RULE.replace("custom", "acme").encode())
    repo.commit(a=badge())
    monkeypatch.setenv("FAILED_ARGS", json.dumps({"weakness_is": "secret.acme.*"}))
    assert ci("--all")[0] == 1
