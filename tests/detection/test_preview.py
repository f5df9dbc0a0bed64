from __future__ import annotations

import pytest

from ct_jupyter.detection import rules_by_id
from ct_jupyter.detection.preview import preview


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("pii.email", "jane.roe@mail.example", "j…@…"),
        ("pii.email", "_jane@mail.example", "…@…"),
        ("pii.credit-card", "1" * 12 + "9876", "…9876"),
        ("pii.iban", "XX00 0000 0000 00 4242 7", "…2427"),
        ("pii.phone", " ".join(["+49", "30", "90", "18", "20"]), "…1820"),
        ("pii.phone", "90-18", "…"),
        ("pii.ip-address", "203.0.113.7", "…"),
        ("pii.person", "Jane Roe", "…"),
        ("secret.openai.api-key", "sk-" + "a" * 40, "sk-…"),
    ],
)
def test_a_preview_shows_its_owner_which_one_it_is_and_nobody_else(kind: str, value: str, shown: str) -> None:
    assert preview(rules_by_id()[kind], value) == shown
    assert sum(character in shown for character in set(value)) <= 5
