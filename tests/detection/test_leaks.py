"""Code that will leak a secret, told from code that handles one with care."""

from __future__ import annotations

import pytest

from ct_jupyter.detection import Severity, get_detector


def leaks(text: str, language: str = "python") -> list[tuple[str, str]]:
    return [
        (m.rule.id.removeprefix("leak."), text[m.start : m.end]) for m in get_detector().scan(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "leaked"),
    [
        ("print(api_key)", "api_key"),
        ("    print('key', self.api_key, sep='')", "self.api_key"),
        ("print(api_key[:8])", "api_key[:8]"),
        ('print(f"{client_secret!r}")', "client_secret"),
        ('print(f"{api_key[:6]}...")', "api_key[:6]"),
        ('print(f"{api_key=}")', "api_key"),
        ("print(api_key[4:])", "api_key[4:]"),
        ("print(api_key[:n])", "api_key[:n]"),
        ("print(api_key[-8:])", "api_key[-8:]"),
        ("print(1 / 0, api_key)", "api_key"),
        ('print(x == 1, api_key, "y" in z)', "api_key"),
        ("print(sep=api_key)", "api_key"),
        ('print("key: " + api_key)', "api_key"),
        ('print("key: %s" % api_key)', "api_key"),
        ('logging.debug("password %s", db_password)', "db_password"),
        ("display(access_token)", "access_token"),
        ("print(os.environ['OPENAI_API_KEY'])", "os.environ['OPENAI_API_KEY']"),
        ('print("x", os.getenv("DB_PASSWORD"))', 'os.getenv("DB_PASSWORD")'),
        ("print(senha)", "senha"),
    ],
)
def test_a_printed_secret_is_a_leak(text: str, leaked: str) -> None:
    assert leaks(text) == [("printed-secret", leaked)]


@pytest.mark.parametrize(
    "text", ["print(os.environ)", "print(dict(os.environ))", "x = 1\n%env\ny = 2", "!env"]
)
def test_a_printed_environment_is_a_leak(text: str) -> None:
    assert [kind for kind, _ in leaks(text)] == ["printed-environment"]


def test_a_secret_in_the_query_of_a_url_is_a_leak() -> None:
    text = 'r = requests.get(f"https://api.internal/v1/{city}?q={q}&appid={api_key}")'
    assert leaks(text) == [("secret-in-url", "api_key")]


@pytest.mark.parametrize(
    "text",
    [
        "for token in doc:\n    print(token, token.pos_)",
        "print(len(api_key))",
        "print(tokens)",
        "print(tokenizer)",
        "print(next_token)",
        'print("password", end="")',
        'print(f"{len(password)} characters")',
        "print(key, value)",
        "print(type(api_key))",
        'print("set" if api_key else "unset")',
        "print(bool(os.getenv('OPENAI_API_KEY')))",
        'print("OPENAI_API_KEY" in os.environ)',
        'print(os.environ["HOME"])',
        "# print(api_key)",
        "s = 'print(api_key)'",
        "print(pwd)",
        "print(get_password())",
        "fingerprint(api_key)",
        "%env HF_HOME=/data",
        'f"https://api.internal/{api_key_id}"',
        'f"postgresql://{user}:{password}@{host}/db"',
        "print(api_key_count)",
        "print(password.strength())",
        'print(password == os.environ["PASSWORD"])',
        'print(os.environ["PASSWORD"] == password)',
        "print(other == password)",
        "print(other != password, flush=True)",
        "print(a + password == b)",
        'print("same:", os.getenv("PASSWORD") != password)',
        "print(os.environ['API_KEY'] in known)",
        "print(password is not None, not password)",
        "print(len(os.environ['API_KEY']))",
        "print(check('user', os.environ['API_KEY']))",
        'logging.info("%d characters", len(db_password))',
        "display(type(access_token))",
        "display(db_password == other)",
        "print(isinstance(password, str), hash(password))",
        "print(hashlib.sha256(password.encode()).hexdigest())",
        "print(api_key[:2])",
        "print(api_key[:4], api_key[-4:], api_key[0], api_key[2:5])",
        'print(os.environ["API_KEY"][:2])',
        'print(f"{api_key[:4]}...{api_key[-2:]}")',
        'print(f"{password == other}")',
        'logger.info(f"key {api_key[:3]}")',
    ],
)
def test_code_that_only_speaks_of_a_secret_is_none(text: str) -> None:
    assert leaks(text) == []


@pytest.mark.parametrize(
    "text", ["print(api_key)", "print(os.environ)", "%env", 'logging.info("%s", api_key)', "display(api_key)"]
)
def test_what_a_line_may_print_is_low(text: str) -> None:
    (match,) = get_detector().scan(text, "python")
    assert match.rule.severity is Severity.LOW
    assert match.rule.title.startswith("May print")


@pytest.mark.parametrize("language", ["markdown", "text", "r", "bash"])
def test_only_python_is_read(language: str) -> None:
    assert leaks("print(api_key)\nprint(os.environ)\n", language) == []
