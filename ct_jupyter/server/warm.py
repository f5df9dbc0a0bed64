"""What the first scan of a server would have to wait for, done before anybody asks for it."""

from __future__ import annotations

import secrets

from ..detection import Detector


def warm_up(detector: Detector) -> None:
    """Scan a text that has a bit of everything.

    It compiles the expressions that most notebooks need, imports what judges personal data, and takes the
    literals off a thousand patterns where Hyperscan is still to compile: two seconds, together, on the first
    start after an installation, and a quarter of one on others.
    """
    made = secrets.token_hex(12)
    detector.scan(
        f'password = "{made}"\n'
        f'headers = {{"Authorization": "Bearer {made}"}}\n'
        f'url = "postgresql://user:{made}@db.internal/app"\n'
        f"mail = '{made[:5]}@mail-{made[5:7]}.net'; phone = '+49 30 {int(made[7:13], 16):08d}'\n"
        f"%env API_TOKEN={made}\n"
    )
