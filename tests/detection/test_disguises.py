"""A known value is found however it is written, and nothing is found that only looks like it."""

from __future__ import annotations

import base64
import codecs
import html
import json
import quopri
import random
import string
import unicodedata
import urllib.parse
from collections.abc import Callable

import pytest

from ct_jupyter.detection.secrets.copies import Needles
from tests.cost import assert_linear


def random_value(seed: int, length: int = 32, letters: str = string.ascii_letters + string.digits) -> str:
    return "".join(random.Random(seed).choices(letters, k=length))


VALUES = {
    "letters and digits": random_value(1),
    "short": random_value(2, 16),
    "punctuated": random_value(3, 24, string.ascii_letters + string.digits + "+/-_.!$&@#"),
    "long": random_value(4, 300),
    "not ASCII": random_value(5, 20) + "é中" + random_value(6, 8),
}


def b64(data: str | bytes) -> str:
    return base64.b64encode(data if isinstance(data, bytes) else data.encode()).decode()


def each(value: str, form: str) -> str:
    return "".join(form.format(ord(c)) for c in value)


def codes(value: str, form: str, between: str = ", ") -> str:
    return between.join(form.format(code) for code in value.encode())


WAYS: dict[str, Callable[[str], str]] = {
    "hexadecimal": lambda v: v.encode().hex(),
    "hexadecimal in capitals": lambda v: v.encode().hex().upper(),
    "hexadecimal with blanks": lambda v: v.encode().hex(" "),
    "hexadecimal with colons": lambda v: v.encode().hex(":"),
    "hexadecimal of UTF-16": lambda v: v.encode("utf-16-le").hex(),
    "bytes by hexadecimal": lambda v: codes(v, "0x{:02x}"),
    "bytes by number": lambda v: codes(v, "{}"),
    "bytes in a list": lambda v: str(list(v.encode())),
    "bytes by octal number": lambda v: codes(v, "0o{:o}"),
    "bits": lambda v: codes(v, "{:08b}", " "),
    "escapes of strings": lambda v: "".join(f"\\x{code:02x}" for code in v.encode("latin-1", "replace")),
    "unicode escapes": lambda v: each(v, "\\u{:04x}"),
    "octal escapes": lambda v: "".join(f"\\{code:03o}" for code in v.encode()),
    "percent": lambda v: "".join(f"%{code:02X}" for code in v.encode()),
    "percent, some": lambda v: "".join(
        f"%{ord(c):02x}" if n % 3 == 0 and ord(c) < 128 else c for n, c in enumerate(v)
    ),
    "percent twice": lambda v: urllib.parse.quote("".join(f"%{code:02X}" for code in v.encode())),
    "entities": lambda v: each(v, "&#{};"),
    "entities by hexadecimal": lambda v: each(v, "&#x{:x};"),
    "entities, some": lambda v: "".join(
        f"&#{ord(c)};" if n % 4 == 0 else html.escape(c) for n, c in enumerate(v)
    ),
    "base64": b64,
    "base64 inside": lambda v: b64(f"user:{v}:x"),
    "base64 twice": lambda v: b64(b64(v)),
    "base64 three times": lambda v: b64(b64(b64(v))),
    "base64 of UTF-16": lambda v: b64(v.encode("utf-16")),
    "base64 of hexadecimal": lambda v: b64(v.encode().hex()),
    "base64 in short lines": lambda v: "\n".join(b64(v)[at : at + 10] for at in range(0, len(b64(v)), 10)),
    "base32": lambda v: base64.b32encode(v.encode()).decode(),
    "base85": lambda v: base64.b85encode(v.encode()).decode(),
    "ascii85": lambda v: base64.a85encode(v.encode()).decode(),
    "quoted-printable": lambda v: "".join(f"={code:02X}" for code in v.encode()),
    "quoted-printable lines": lambda v: quopri.encodestring(v.encode()).decode(),
    "a character without width": lambda v: f"{v[:9]}\u200b{v[9:]}",
    "characters without width": lambda v: "\u200b".join(v),
    "a soft hyphen": lambda v: f"{v[:9]}\u00ad{v[9:]}",
    "a line break": lambda v: f"{v[:9]}\n    {v[9:]}",
    "a line that goes on": lambda v: f"{v[:9]}\\\n{v[9:]}",
    "two strings": lambda v: f'{v[:9]}" + "{v[9:]}',
    "blanks": lambda v: " ".join(v),
    "a list of characters": lambda v: str(list(v)),
    "full width": lambda v: "".join(chr(ord(c) + 0xFEE0) if 0x21 <= ord(c) <= 0x7E else c for c in v),
    "tags": lambda v: f"<b>{v[:9]}</b><i class='x'>{v[9:]}</i>",
    "terminal codes": lambda v: f"{v[:9]}\x1b[31m{v[9:]}",
    "terminal codes, escaped": lambda v: f"{v[:9]}\\x1b[31m{v[9:]}",
    "JSON twice": lambda v: json.dumps(json.dumps({"k": v})),
    "reversed": lambda v: v[::-1],
    "ROT13": lambda v: codecs.encode(v, "rot13"),
    "capitals": lambda v: v.upper(),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", VALUES)
def test_a_copy_is_found_with_all_that_it_is_made_of(way: str, kind: str) -> None:
    value = VALUES[kind]
    if kind == "not ASCII" and way in ("escapes of strings",):
        value = value.replace("中", "")  # no such escape holds it
    before, written, after = "x = '", WAYS[way](value), "' # end"
    found = Needles({value: "NAME"}).find(before + written + after)
    assert [copy.name for copy in found] == ["NAME"]
    left = (before + written + after)[: found[0].start] + (before + written + after)[found[0].end :]
    kept = "".join(filter(str.isalnum, left))
    # Of the way of writing, a prefix or a bracket may stay, and of nothing that tells the value.
    assert len(kept) - len("xend") <= 6, left


def test_the_names_of_characters_are_read() -> None:
    value = random_value(7, 20, string.ascii_lowercase)
    written = "".join(f"\\N{{{unicodedata.name(c)}}}" for c in value)
    [copy] = Needles({value: "NAME"}).find(f'"{written}"')
    assert (copy.start, copy.end) == (1, 1 + len(written))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("correct-horse-battery", "the Correct Horse Battery is a well known picture"),
        ("postgres-password", "POSTGRES_PASSWORD is the name of a variable"),
        ("2024-01-02-2024", "2024 01 02 2024"),
        ("123456789012", "0.1234 56789 012"),
        ("changeme", "change me"),
    ],
)
def test_words_and_numbers_stand_for_themselves(value: str, text: str) -> None:
    assert Needles({value: "NAME"}).find(text) == []


def test_a_word_in_a_disguise_that_has_no_other_reason_is_found() -> None:
    value = "correct-horse-battery"
    for text in (f"{value[:9]}\u200b{value[9:]}", each(value, "&#{};"), value.encode().hex()):
        assert [copy.name for copy in Needles({value: "NAME"}).find(text)] == ["NAME"], text


def test_a_placeholder_holds_no_copy() -> None:
    value = random_value(8, 16)
    assert Needles({value: "NAME"}).find(f"<REDACTED:{value.upper()}>") == []


def test_copies_of_two_texts_are_no_copy_over_both() -> None:
    value = random_value(9)
    assert Needles({value: "NAME"}).find_each([value[:16], value[16:]]) == [[], []]


def test_without_disguises_only_escaped_copies_count() -> None:
    value = random_value(10)
    assert Needles({value: "NAME"}, disguised=False).find(value.encode().hex()) == []


HOSTILE = {
    "base64 of it, on and on": lambda v, n: b64(v)[:-1] * n,
    "escapes": lambda v, n: "\\x41%41&#65;" * n,
    "tags that never end": lambda v, n: "<a " * n,
    "entities in entities": lambda v, n: "&amp;" * n + "#103;",
    "copies": lambda v, n: f"{v[:5]}\u200b{v[5:]} " * n,
    "backslashes": lambda v, n: "\\" * n,
    "names without an end": lambda v, n: "\\N{A" * n,
    "terminal codes without an end": lambda v, n: "\x1b[0" * n,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_the_search_takes_linear_time(kind: str) -> None:
    value = random_value(11)
    needles = Needles({value: "NAME"})
    assert needles.find("nothing here") == []

    def prepared(size: int) -> Callable[[], object]:
        text = HOSTILE[kind](value, size)
        return lambda: needles.find(text)

    assert_linear(prepared, 16_000, kind)
