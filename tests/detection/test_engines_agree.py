"""Hyperscan and the fallback find the same, whatever the text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ct_jupyter.detection import Detector, load_rules
from ct_jupyter.detection.examples import fill

pytest.importorskip("hyperscan")

RULES = load_rules()
FAST = Detector(RULES, "hyperscan")
SLOW = Detector(RULES, "re")
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
TEMPLATES = [template for rule in RULES for template in (*rule.match, *rule.no_match)]
NOISE = ["\r\n", "\n", " ", "\t", "é", "🔑", "日本", '"', "'", '"""', "\\", "#", "(", ")", "=", ": ", "\x00"]
LANGUAGES = st.sampled_from(["python", "markdown", "text", "json", "bash", "sql", "r", "html"])


def assert_same(text: str, language: str = "python") -> None:
    fast, slow = FAST.scan(text, language), SLOW.scan(text, language)
    assert fast == slow
    for match in fast:
        assert 0 <= match.start < match.end <= len(text)
    assert all(a.end <= b.start for a, b in pairwise(fast))


pieces = st.one_of(
    st.sampled_from(NOISE),
    st.text(max_size=20),
    st.builds(fill, st.sampled_from(TEMPLATES), st.integers(0, 3)),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join), LANGUAGES)
def test_on_secrets_among_noise(text: str, language: str) -> None:
    assert_same(text, language)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="pasword=:\"'\\ \n-_.,()[]{}keytokn0aZ/@é", max_size=300), LANGUAGES)
def test_on_texts_of_the_letters_that_matter(text: str, language: str) -> None:
    assert_same(text, language)


MARKUP = (
    *("password", "**Password:** ", "Password", "login: ", "user/pass: ", "API key", "token", "pwd"),
    *("**", "__", "`", "|", " | ", "|---|---|\n", "\n", ": ", " / ", "/", "<b>", "</b>", "<td>", "</td>"),
    *("<table>", "<tr>", "<th>", "> ", "- ", "  ", "\t", "(prod)", " is ", "ann", "é", "🔑"),
)
markup_pieces = st.one_of(
    st.sampled_from(MARKUP),
    st.builds(fill, st.sampled_from(["{password:10}", "{password:12}", "{alnum:24}"]), st.integers(0, 3)),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(markup_pieces, max_size=16).map("".join), LANGUAGES)
def test_on_secrets_in_markup(text: str, language: str) -> None:
    assert_same(text, language)


PERSONAL = (
    *(
        "phone",
        "iban",
        "e-mail ",
        "Name",
        "name: ",
        "user=",
        "passport ",
        "born ",
        "card ",
        "Street 5",
        "Ms. ",
    ),
    *("a@b.co", ".@0.Za", "::1", "10.0.0.1", "+49 30", "4111 1111", "DE89", "00:1a:", "rue ", "Anna Road"),
    *("<td>", "</td>", "<table>", "</th>", "  ", "\n", "\t", "|", "123456789"),
)
personal_pieces = st.one_of(st.sampled_from(PERSONAL), st.text(alphabet="aZ0159 .-@:/+(),'é", max_size=4))


@settings(max_examples=300, deadline=None)
@given(st.lists(personal_pieces, max_size=60).map("".join), LANGUAGES)
@example("0-@0.Za", "python")
@example("a@b.co .@0.Za", "text")
@example("0@0.0.Za", "python")
def test_on_pieces_of_personal_data(text: str, language: str) -> None:
    assert_same(text, language)


@pytest.mark.parametrize("seed", range(6))
def test_on_many_examples_in_one_long_text(seed: int) -> None:
    rng = random.Random(seed)
    filled = [fill(template, rng) for template in rng.sample(TEMPLATES, 500)]
    for joint in ("\n", "\r\n", " ", "🙂", "\n" + "-" * 200 + "\n"):
        assert_same(joint.join(filled))


@pytest.mark.parametrize("length", [5_000, 9_000, 40_000])
def test_on_lines_longer_than_a_window(length: int) -> None:
    rng = random.Random(length)
    text = ""
    while len(text) < length * 3:
        text += fill(rng.choice(TEMPLATES), rng).replace("\n", " ")
        text += rng.choice([" ", "é", ";"]) * rng.randrange(200)
    assert_same(text)


def test_on_a_second_secret_behind_the_edge_of_the_last_window_of_a_long_line() -> None:
    secret = fill("ghp_{crc32-base62:30}", 1)
    for shift in range(7_900, 8_300, 40):
        assert_same("x " * 8192 + " " * shift + f"a {secret} b {secret} c\n", "text")
        assert_same("x " * 4096 + " " * shift + f"{secret} " * 8 + "\n", "text")


def notebook_texts() -> Iterator[str]:
    for path in sorted((SHARED / "notebooks").glob("*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8-sig"))
        for cell in notebook.get("cells", []):
            yield "".join(cell["source"])
            for output in cell.get("outputs", []):
                yield "".join(output.get("text", ""))
                yield "".join(output.get("data", {}).get("text/html", ""))


def test_on_a_name_with_an_upper_case_letter_beyond_ascii() -> None:
    for name in ("CONTRASE\u00d1A", "contrase\u00f1a", "HAS\u0141O", "\u041f\u0410\u0420\u041e\u041b\u042c"):
        assert_same(f'{name} = "{fill("{password:10}", 1)}"')


@pytest.mark.skipif(not (SHARED / "notebooks").is_dir(), reason="needs ../shared/data/notebooks")
def test_on_real_notebooks() -> None:
    for text in notebook_texts():
        assert_same(text)


@pytest.mark.skipif(not (SHARED / "secrets.jsonl").is_file(), reason="needs ../shared/data/secrets.jsonl")
def test_on_labelled_texts() -> None:
    for line in (SHARED / "secrets.jsonl").read_text(encoding="utf-8").splitlines():
        assert_same(json.loads(line)["text"])
