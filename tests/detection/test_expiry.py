"""What says when it ends is judged by it; the day of today is set here."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timezone

import pytest

from ct_jupyter.detection import Confidence, Match, expiry, get_detector
from ct_jupyter.detection.examples import fill

TODAY = datetime(2025, 6, 1, tzinfo=timezone.utc).timestamp()
S3 = "https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={day}T120000Z&X-Amz-Expires=3600"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "now", lambda: TODAY)


def only(text: str) -> Match:
    (found,) = [m for m in get_detector().scan(text) if m.rule.id.startswith("secret.")]
    return found


def web_token(**claims: object) -> str:
    def part(fields: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(fields).encode()).decode().rstrip("=")

    signature = fill("{base64url:43}", 3)
    return f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part({'sub': '12345', **claims})}.{signature}"


def test_a_web_token_that_has_ended_is_low() -> None:
    found = only(f'header = "{web_token(exp=1_700_000_000)}"')
    assert (found.confidence, found.note) == (Confidence.LOW, "expired on 2023-11-14")


@pytest.mark.parametrize("claims", [{"exp": 1_900_000_000}, {}, {"exp": "soon"}, {"exp": True}, {"exp": -1}])
def test_a_web_token_that_may_be_good_is_not(claims: dict[str, object]) -> None:
    found = only(f'header = "{web_token(**claims)}"')
    assert (found.confidence, found.note) == (Confidence.HIGH, None)


@pytest.mark.parametrize(
    ("link", "note"),
    [
        (S3.replace("{day}", "20240501") + "&X-Amz-Signature={hex:64}", "expired on 2024-05-01"),
        (
            S3.replace("{day}", "20240501") + "&X-Amz-SignedHeaders=host&X-Amz-Signature={hex:64}",
            "expired on 2024-05-01",
        ),
        (S3.replace("{day}", "20250601") + "&X-Amz-Signature={hex:64}", None),
        (S3.replace("{day}", "20249999") + "&X-Amz-Signature={hex:64}", None),
        (
            "https://storage.googleapis.com/b/o?X-Goog-Date=20240501T120000Z&X-Goog-Expires=60&X-Goog-Signature={hex:512}",
            "expired on 2024-05-01",
        ),
    ],
)
def test_a_signed_link_is_judged_by_its_end(link: str, note: str | None) -> None:
    found = only(f'url = "{fill(link, 2)}"')
    assert found.note == note
    assert (found.confidence is Confidence.LOW) == (note is not None)


def test_a_date_beside_the_link_does_not_count() -> None:
    link = fill("https://b.s3.amazonaws.com/k?X-Amz-Signature={hex:64}", 2)
    assert only(f'"X-Amz-Date=20240501T120000Z&X-Amz-Expires=60" "{link}"').note is None
