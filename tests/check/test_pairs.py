"""Halves of one credential find each other across cells."""

from __future__ import annotations

import pytest

from ct_jupyter.check.located import scan_parts
from ct_jupyter.detection import get_detector, load_rules, rules_by_id
from ct_jupyter.detection.examples import fill
from ct_jupyter.findings.finding import Finding
from ct_jupyter.findings.fingerprint import Fingerprinter
from ct_jupyter.notebook import read_notebook
from tests.conftest import code, dumped, markdown, notebook

AWS_ID = "AKIA{base32:16}"


def findings(*cells: dict) -> list[Finding]:
    read = read_notebook(dumped(notebook(*cells)))
    return [
        located.finding
        for located in scan_parts(
            read.parts, "a.ipynb", scan_texts=get_detector().scan_all, fingerprint=Fingerprinter(b"k" * 32)
        )
    ]


def test_an_id_and_its_secret_name_each_other_across_cells() -> None:
    identifier, secret = findings(
        code(f'key_id = "{fill(AWS_ID, 1)}"'),
        markdown("Some text."),
        code(f'aws_secret_access_key = "{fill("{base64-bytes:30}", 2)}"'),
    )
    assert identifier.weakness_id == "secret.aws.access-key-id"
    assert secret.weakness_id == "secret.aws.secret-access-key"
    assert identifier.pair == secret.fingerprint
    assert secret.pair == identifier.fingerprint


def test_of_two_ids_the_nearer_one_belongs_to_the_secret() -> None:
    far, near, secret = findings(
        code(f'first = "{fill(AWS_ID, 1)}"'),
        code("1"),
        code(f'second = "{fill(AWS_ID, 2)}"'),
        code(f'aws_secret_access_key = "{fill("{base64-bytes:30}", 3)}"'),
    )
    assert secret.pair == near.fingerprint
    assert far.pair is None


@pytest.mark.parametrize(
    ("identifier", "secret", "weakness_id"),
    [
        (AWS_ID, "{base64-bytes:30}", "secret.aws.secret-access-key"),
        ("LTAI{alnum:20}", "{alnum:30}", "secret.alibaba.access-key-secret"),
        ("AKID{alnum:32}", "{alnum:32}", "secret.tencent.secret-key"),
        ("AC{hex:32}", "{hex:32}", "secret.twilio.auth-token"),
    ],
)
def test_a_secret_without_a_name_is_known_by_its_id_in_another_cell(
    identifier: str, secret: str, weakness_id: str
) -> None:
    nameless = code(f'connect(*pair, "{fill(secret, 5)}")')
    assert findings(nameless) == []
    found = findings(code(f'pair = ("{fill(identifier, 4)}",)'), nameless)
    assert [finding.weakness_id for finding in found][1:] == [weakness_id]
    assert found[1].pair == found[0].fingerprint


def test_a_digest_beside_an_id_is_no_secret() -> None:
    found = findings(code(f'pair = ("{fill(AWS_ID, 4)}",)'), code(f'commit = "{fill("{hex:40}", 5)}"'))
    assert [finding.weakness_id for finding in found] == ["secret.aws.access-key-id"]


def test_where_the_secret_has_a_name_nothing_else_is_taken_for_it() -> None:
    found = findings(
        code(f'pair = ("{fill(AWS_ID, 4)}",)'),
        code(f'aws_secret_access_key = "{fill("{base64-bytes:30}", 3)}"'),
        code(f'other = "{fill("{base64-bytes:30}", 6)}"'),
    )
    assert [finding.cell for finding in found] == [1, 2]


def test_every_pair_names_a_rule() -> None:
    known = rules_by_id()
    pairs = [rule for rule in load_rules() if rule.pair or rule.half]
    assert pairs
    assert all(rule.pair in known for rule in pairs)
