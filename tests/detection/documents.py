"""Made-up documents: what the rules look for, what nearly is that, and what people write around it."""

from __future__ import annotations

import base64
import json
import random
import urllib.parse
from collections.abc import Callable

from ct_jupyter.detection import load_rules
from ct_jupyter.detection.examples import fill

TEMPLATES = [template for rule in load_rules() for template in (*rule.match, *rule.no_match)]
LANGUAGES = ["python", "markdown", "text", "json", "bash", "sql", "r", "html", "yaml", "javascript"]
NAMES = ["password", "DB_PASSWD", "apiKey", "client-secret", "token", "contraseña", "passwort", "auth", "key"]
SEPARATORS = [" = ", "=", ": ", ":", " := ", " == ", " => ", " <- ", "']='", '": "', " ", "\n", " or "]
QUOTES = ["", '"', "'", '"""', "`", '\\"', "&quot;", "”", "f'", 'b"']
VALUES = ["{password:10}", "{alnum:24}", "{hex:32}", "{base64url:40}", "{uuid}", "{digits:12}", "{jwt}"]
NOISE = [
    *("\r\n", "\n", " ", "\t", "\\n", "\x00", "\x0b", "\u2028", "\ufeff", "é", "e\u0301", "🔑", "日本", "ﬀ"),
    *('"', "'", "\\", "#", "//", "(", ")", "[", "}", "%%bash\n", "!export ", "%env ", "import os\n"),
    *('f"{x}"', "os.environ[", "-----BEGIN ", "://", "@", "Bearer ", "<b>", "ıİſK"),
]
JOINTS = ["", "", "\n", "\n", " ", "\r\n", ", ", "🙂", "\t"]


def document(rng: random.Random) -> tuple[str, str]:
    """Return a text of mostly under a kilobyte, and its language."""
    kinds: list[Callable[[random.Random], str]] = [
        _example,
        _example,
        _near_miss,
        _assignment,
        _encoded,
        _noise,
    ]
    pieces = [rng.choice(kinds)(rng) for _ in range(rng.randint(1, 6))]
    text = rng.choice(JOINTS).join(pieces)
    if rng.random() < 0.02:  # a line of several windows
        text = rng.choice(["a", "x ", "é", "=", "\\"]) * rng.randrange(8_000, 13_000) + text
    return text, rng.choice(LANGUAGES)


def _example(rng: random.Random) -> str:
    return fill(rng.choice(TEMPLATES), rng)


def _near_miss(rng: random.Random) -> str:
    text = _example(rng)
    at = rng.randrange(len(text))
    other = rng.choice(["", "é", "\n", text[at] * 2, text[at].swapcase(), rng.choice(NOISE)])
    changed = text[:at] + other + text[at + 1 :]
    return rng.choice([changed, text[:at], text[at:], text.upper(), text.replace("_", "-")])


def _assignment(rng: random.Random) -> str:
    quote = rng.choice(QUOTES)
    value = fill(rng.choice(VALUES), rng)
    return f"{rng.choice(NAMES)}{rng.choice(SEPARATORS)}{quote}{value}{quote[::-1]}"


def _encoded(rng: random.Random) -> str:
    text = _example(rng)
    return rng.choice(
        [
            json.dumps(text),
            json.dumps(json.dumps({"key": text})),
            base64.b64encode(text.encode()).decode(),
            text.encode().hex(),
            urllib.parse.quote(text),
            repr(text),
            text.replace("'", "' + '"),
        ]
    )


def _noise(rng: random.Random) -> str:
    return "".join(rng.choice(NOISE) for _ in range(rng.randint(1, 5)))
