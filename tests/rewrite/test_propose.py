from __future__ import annotations

import pytest

from ct_jupyter.rewrite.propose import propose_fix

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
        'os.environ.setdefault("PASSWORD", "«PassXYZ»")',
        '%%bash\nlogin -p "«PassXYZ»"',
        'password = b"«PassXYZ»"',
        'password = f"«PassXYZ»"',
        'password = rb"«PassXYZ»"',
        'name = "my «PassXYZ»"',
        'password = "«PassXYZ» "',
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
        '%%login "«PassXYZ»"\nx = 1',
        'os.environ["PASSWORD"] = "«PassXYZ»"',
        'os.putenv("PASSWORD", "«PassXYZ»")',
        'match x:\n    case "«PassXYZ»": ...',
    ],
)
def test_a_value_in_python_code_of_any_form_has_a_fix(text: str) -> None:
    assert proposed(text) == 'os.environ["PASSWORD"]'


@pytest.mark.parametrize(
    "text",
    [
        '# password = "«PassXYZ»"',
        'x = 1  # password = "«PassXYZ»"',
        'password = "«PassXYZ»',  # not closed
        "password = «PassXYZ»",
    ],
)
def test_where_a_lookup_cannot_stand_there_is_none(text: str) -> None:
    assert proposed(text) is None


@pytest.mark.parametrize(
    ("language", "replacement"),
    [
        ("r", 'Sys.getenv("PASSWORD")'),
        ("julia", 'ENV["PASSWORD"]'),
        ("scala", 'sys.env("PASSWORD")'),
        ("java", 'System.getenv("PASSWORD")'),
        ("javascript", "process.env.PASSWORD"),
        ("c#", 'Environment.GetEnvironmentVariable("PASSWORD")'),
        ("bash", "$PASSWORD"),
    ],
)
def test_each_language_has_its_own_lookup(language: str, replacement: str) -> None:
    assert proposed('login = "«PassXYZ»"', language) == replacement


@pytest.mark.parametrize("language", ["text", "sql", "ruby", "cobol"])
def test_a_language_whose_lookup_is_not_known_has_none(language: str) -> None:
    assert proposed('password = "«PassXYZ»"', language) is None


def test_the_body_of_a_cell_magic_is_in_its_own_language() -> None:
    assert proposed('%%bash\nlogin -p "«PassXYZ»"', "bash") == "$PASSWORD"
    assert proposed('%%R\nlogin <- "«PassXYZ»"', "r") == 'Sys.getenv("PASSWORD")'
    assert proposed('%%js\nlogin = "«PassXYZ»"', "javascript") is None  # it runs in the browser


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


def test_a_default_with_more_behind_it_is_replaced_by_itself() -> None:
    assert proposed('os.getenv("DB_SECRET", "«PassXYZ»" + x)') == 'os.environ["PASSWORD"]'


def test_a_default_of_a_system_variable_keeps_that_variable() -> None:
    assert proposed('os.getenv("PATH", "«PassXYZ»")') == 'os.environ["PASSWORD"]'
