"""Secrets that are not there as they are: in base64, or put together from pieces."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest

from ct_jupyter.detection import get_detector
from ct_jupyter.detection.examples import fill, sample_value

RANDOM = "q7Zt" + "Xw2Lk9" + "Pb4RnV8sYd"


def found(text: str, language: str = "python") -> list[tuple[str, str]]:
    return [(m.rule.id, text[m.start : m.end]) for m in get_detector().scan(text, language)]


@pytest.mark.parametrize(
    "rule_id", ["secret.github.token", "secret.aws.access-key-id", "secret.huggingface.access-token"]
)
@pytest.mark.parametrize("template", ["data: {v}", 'x = b64decode("{v}")', '{"a": "{v}"}'])
def test_a_token_in_base64_is_found_by_its_rule(rule_id: str, template: str) -> None:
    encoded = base64.b64encode(sample_value(rule_id, 1).encode()).decode()
    assert found(template.replace("{v}", encoded)) == [(rule_id, encoded)]


def test_a_database_url_in_base64_is_found() -> None:
    url = fill("postgresql://etl:{password:10}@db.internal:5432/sales", 1)
    encoded = base64.b64encode(url.encode()).decode()
    assert found(f"  url: {encoded}", "text") == [("secret.database.url-password", encoded)]


@pytest.mark.parametrize(
    "plain", ["postgresql is a database, and a good one at that", "sk-learn is a library of models"]
)
def test_other_base64_is_left_alone(plain: str) -> None:
    assert found(f"x: {base64.b64encode(plain.encode()).decode()}", "text") == []


@pytest.mark.parametrize(
    "joint", ['" + "', '" "', '" \\\n    "', '" +\n    "', '"\n    + "', "\" + '", '" + r"']
)
def test_a_value_of_several_literals_is_found_whole(joint: str) -> None:
    end = "'" if joint.endswith("'") else '"'
    value = f"{RANDOM[:8]}{joint}{RANDOM[8:]}"
    assert found(f'api_key = ("{value}{end})') == [("secret.generic.api-key", value)]


@pytest.mark.parametrize(
    "text", ['token = "ab"\n"""A note."""', 'api_key = "ab" + suffix', 'api_key = "ab" + f"{x}"']
)
def test_what_only_stands_near_is_not_joined(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("change", [str.lower, str.upper])
def test_a_token_in_hexadecimal_is_found_by_its_rule(change: Callable[[str], str]) -> None:
    encoded = change(sample_value("secret.github.token", 1).encode().hex())
    assert found(f'x = bytes.fromhex("{encoded}")') == [("secret.github.token", encoded)]


def test_a_password_behind_url_escapes_is_found_at_the_escapes() -> None:
    password = fill("{password:10}", 2)
    url = quote(f"postgresql://ann:{password}@db.internal/sales", safe="")
    assert found(f'u = "https://host/?next={url}&page=1"') == [("secret.database.url-password", url)]
    fields = quote(json.dumps({"né": 1, "password": RANDOM}), safe="")
    assert found(f'u = "https://host/?q={fields}"') == [("secret.generic.password", RANDOM)]


@pytest.mark.parametrize(
    "text", ["https://host/?next=https%3A%2F%2Fexample.org%2Fa", "a%3Db", "%22%3A%22%ff%fe%00password%3D"]
)
def test_other_url_escapes_are_left_alone(text: str) -> None:
    assert found(f'u = "{text}"') == []


def test_the_literal_part_of_an_f_string_is_found() -> None:
    assert found(f'api_key = f"{RANDOM}{{suffix}}"') == [("secret.generic.api-key", RANDOM)]
    assert found(f'api_key = f"{{prefix}}{RANDOM}"') == [("secret.generic.api-key", RANDOM)]
    assert found('api_key = f"{prefix}-{suffix}"') == []
