from __future__ import annotations

import pytest

from ct_jupyter.redaction.propose import propose_fix

from .kit import PASSWORD, marked


def proposed(text: str, language: str = "python") -> str | None:
    source, start, end = marked(text)
    fix = propose_fix(source, language, start, end, PASSWORD, "password")
    return fix.replacement if fix else None


@pytest.mark.parametrize(
    "text",
    [
        'password = "«PassXYZ»"',
        "password = '«PassXYZ»'",
        'password = r"«PassXYZ»"',
        "password = u'«PassXYZ»'",
        'password = """«PassXYZ»"""',
        'connect(password="«PassXYZ»")',
        'connect(user="ann", password="«PassXYZ»", host="h")',
        '{"password": "«PassXYZ»"}',
        'def f(password="«PassXYZ»"): ...',
        'password: str = "«PassXYZ»"',
        'if (password := "«PassXYZ»"): ...',
        '@login(password="«PassXYZ»")\ndef f(): ...',
        'class A:\n    password = "«PassXYZ»"',
        'return"«PassXYZ»"',
        '%%time\npassword = "«PassXYZ»"',
        '%%capture out\npassword = "«PassXYZ»"',
        '!pip install x\npassword = "«PassXYZ»"',
        'password = "«PassXYZ»"\n"""a note"""',
        '"""a note"""\npassword = "«PassXYZ»"',
        'x = "a"\n"«PassXYZ»"',
        '["a",\n "«PassXYZ»"]',
        'connect(password="«PassXYZ»", hos',  # half typed
        'if x\n  password = "«PassXYZ»"\nfoo(((',
        '# it\'s here\npassword = "«PassXYZ»"',
        'url = f"{x}"; password = "«PassXYZ»"',
        'password = "🗝️" if x else "«PassXYZ»"',
        'x = 1 \\\n  if y else "«PassXYZ»"',
    ],
)
def test_a_plain_literal_in_python_code_has_a_fix(text: str) -> None:
    assert proposed(text) == 'os.environ["PASSWORD"]'


@pytest.mark.parametrize(
    "text",
    [
        '# password = "«PassXYZ»"',
        'x = 1  # password = "«PassXYZ»"',
        'password = b"«PassXYZ»"',
        'password = f"«PassXYZ»"',
        'password = rb"«PassXYZ»"',
        'name = "my «PassXYZ»"',
        'password = "«PassXYZ» "',
        'password = "«PassXYZ»',  # not closed
        'password = "a" "«PassXYZ»"',
        'password = "«PassXYZ»" "b"',
        'password = ("«PassXYZ»"\n  "b")',
        'password = ("a"  # first\n  "«PassXYZ»")',
        'password = "a" \\\n  "«PassXYZ»"',
        '%env PASSWORD="«PassXYZ»"',
        '  %login "«PassXYZ»"',
        '!login -p "«PassXYZ»"',
        '!login \\\n  -p "«PassXYZ»"',
        'out = !login -p "«PassXYZ»"',
        'out = %login "«PassXYZ»"',
        '%%bash\nlogin -p "«PassXYZ»"',
        '\n%%bash\nlogin -p "«PassXYZ»"',
        '%%login "«PassXYZ»"\nx = 1',
        'os.environ["PASSWORD"] = "«PassXYZ»"',
        'os.environ.setdefault("PASSWORD", "«PassXYZ»")',
        'os.putenv("PASSWORD", "«PassXYZ»")',
        'match x:\n    case "«PassXYZ»": ...',
        "password = «PassXYZ»",
    ],
)
def test_where_a_lookup_cannot_stand_there_is_none(text: str) -> None:
    assert proposed(text) is None


@pytest.mark.parametrize("language", ["r", "julia", "bash", "text", "sql"])
def test_other_languages_have_none_yet(language: str) -> None:
    assert proposed('password = "«PassXYZ»"', language) is None


@pytest.mark.parametrize(
    "text",
    [
        'x = os.getenv("DB_SECRET", "«PassXYZ»")',
        "x = os.environ.get('DB_SECRET', '«PassXYZ»')",
        'x = os.environ.get(\n    "DB_SECRET",\n    "«PassXYZ»",\n)',
        'x = os.getenv("DB_SECRET", default="«PassXYZ»")',
        'x = getenv("DB_SECRET", "«PassXYZ»")',
    ],
)
def test_a_default_gives_way_to_the_variable_it_stood_in_for(text: str) -> None:
    assert proposed(text) == 'os.environ["DB_SECRET"]'


def test_a_default_with_more_behind_it_has_none() -> None:
    assert proposed('os.getenv("DB_SECRET", "«PassXYZ»" + x)') is None


def test_a_default_of_a_system_variable_has_none() -> None:
    assert proposed('os.getenv("PATH", "«PassXYZ»")') is None
