from __future__ import annotations

import json

import pytest

from ct_jupyter.policy.failed_args import failed_args
from ct_jupyter.policy.settings import ConfigError

FULL = {
    "max_number_of_critical": 5,
    "max_number_of_high": 4,
    "weakness_is": ".*injection,buffer.over.read",
    "condition": "AND",
    "sync_scan": False,
    "policy_name": "Advanced",
}
READ = FULL | {"weakness_is": ("*injection", "buffer.over.read")}


@pytest.mark.parametrize("text", [None, "", "  \n"])
def test_unset_and_blank_are_no_word_on_the_policy(text: str | None) -> None:
    assert failed_args(text) is None


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(FULL),
        json.dumps([{key: value} for key, value in FULL.items()]),
        "\n".join(f"- {key}: {json.dumps(value)}" for key, value in FULL.items()),
        "\n".join(f"{key}: {json.dumps(value)}" for key, value in FULL.items()),
    ],
)
def test_every_form_reads_the_same(text: str) -> None:
    assert failed_args(text) == READ


def test_an_empty_object_is_a_policy_without_limits() -> None:
    assert failed_args("{}") == {}
    assert failed_args("[]") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"max_number_of_high": "3"}', {"max_number_of_high": 3}),
        ('{"sync_scan": "False"}', {"sync_scan": False}),
        ('{"condition": "and"}', {"condition": "AND"}),
        ('{"weakness_is": "*.injection.*"}', {"weakness_is": ("*.injection*",)}),
        ('{"weakness_is": ""}', {"weakness_is": ()}),
    ],
)
def test_azure_sends_everything_as_text(text: str, expected: dict[str, object]) -> None:
    assert failed_args(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"max_number_of_crit": 1}', "did you mean 'max_number_of_critical'"),
        ('{"maxHigh": 1}', "unknown key 'maxHigh'"),
        ('{"condition": "ORR"}', "condition has to be OR or AND; did you mean 'OR'"),
        ('{"condition": true}', "condition has to be OR or AND"),
        ('{"max_number_of_high": -1}', "max_number_of_high has to be a whole number from 0"),
        ('{"max_number_of_high": "-1"}', "whole number"),
        ('{"max_number_of_high": 1.0}', "whole number"),
        ('{"max_number_of_high": true}', "whole number"),
        ('{"max_number_of_high": null}', "whole number"),
        ('{"max_number_of_high": "٣"}', "whole number"),
        ('{"max_number_of_high": ""}', "whole number"),
        ('{"max_number_of_high": NaN}', "NaN"),
        ('{"sync_scan": 1}', "sync_scan has to be true or false"),
        ('{"policy_name": 3}', "policy_name has to be text"),
        ('{"weakness_is": ["a"]}', "weakness_is has to be text"),
        ('{"weakness_is": "a,,b"}', "empty glob"),
        ('{"max_number_of_high": 1, "max_number_of_high": 2}', "given twice"),
        ("- max_number_of_high: 1\n- max_number_of_high: 2", "given twice"),
        ("max_number_of_high: 1\nmax_number_of_high: 2", "given twice"),
        ('{"max_number_of_high": 1', "not valid JSON"),
        ("- weakness_is: *.injection", "into quotes"),
        ("- max_number_of_high: 1\n  condition: OR", "one key each"),
        ("- a: [", "neither JSON nor YAML"),
        ("- 1: 2", "every key has to be text"),
        ("5", "JSON object"),
        ('"OR"', "JSON object"),
        ("- max_number_of_high", "one key each"),
    ],
)
def test_what_is_wrong_is_refused_with_the_key_and_what_would_be_right(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match="FAILED_ARGS") as raised:
        failed_args(text)
    assert said in str(raised.value)
