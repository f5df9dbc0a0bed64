"""Secrets in Markdown, HTML and tables, and prose that only speaks of them."""

from __future__ import annotations

import pytest

from ct_jupyter.detection import Detector, get_detector, load_rules

# Put in where a test runs: our own scanner goes over this file.
STRONG = "Kq7!mPz" + "29xw"
WEAK = "winter" + "2024"
RANDOM = "q7Zt" + "Xw2Lk9" + "Pb4RnV8sYd"


def values(text: str, language: str = "markdown", detector: Detector | None = None) -> list[str]:
    matches = (detector or get_detector()).scan(text, language)
    return [text[m.start : m.end] for m in matches if m.rule.id.startswith("secret.")]


@pytest.mark.parametrize("value", [STRONG, WEAK])
@pytest.mark.parametrize(
    "text",
    [
        "Password: `<v>`",
        "Password: <v>",
        "**Password:** <v>",
        "**Password:** `<v>`",
        "**Password**: <v>",
        "**Password**: `<v>`",
        "__Password:__ <v>",
        "*Password:* <v>",
        "**Password: <v>**",
        "**password** = `<v>`",
        "- **Password:** <v>",
        "* Password: `<v>`",
        "1. **Password**: `<v>`.",
        "> Password: `<v>`",
        "> **Password:** <v>",
        "> - **Password:** <v>",
        "### Password: `<v>`",
        "The password is `<v>`.",
        "The password is **<v>**",
        "Password - `<v>`",
        "**DB password (prod):** `<v>`",
        "Password (staging): `<v>`",
        "Passwort: `<v>`",
        "**Contraseña:** `<v>`",
        "(**password:** <v>)",
        "<b>Password:</b> <v>",
        "<strong>Password</strong>: <code><v></code>",
        "<p>Password: <code><v></code></p>",
        "Password:<br><v>",
        "<tr><td>Password</td><td><v></td></tr>",
        "<tr><th>Password</th>\n    <td><code><v></code></td></tr>",
        "<dt>Password</dt><dd><v></dd>",
        "| Password | <v> |",
        "| **Password** | `<v>` |",
        "| key | value |\n|---|---|\n| user | ann |\n| password | `<v>` |",
        "| user | password |\n|---|---|\n| ann | <v> |",
        "| user | password | host |\n|:--|:-:|--:|\n| ann | `<v>` | db |",
        "> | user | **password** |\n> |---|---|\n> | ann | <v> |",
        "user | password\n--- | ---\nann | <v>",
        "<table><tr><th>user</th><th>password</th></tr><tr><td>ann</td><td><v></td></tr></table>",
        "login: ann / <v>",
        "Login: `ann` / `<v>`",
        "**Login:** ann / <v>",
        "- login: **ann** / **<v>**",
        "user/pass: ann/<v>",
        "User / password: ann / <v>",
        "username/password: `ann` / `<v>`",
        "Credentials: `ann` / `<v>`",
        "credentials: ann / <v>",
    ],
)
def test_a_password_is_found_across_markup(text: str, value: str) -> None:
    assert values(text.replace("<v>", value)) == [value]


@pytest.mark.parametrize("text", ["login: ann/<v>", "Login: ann:<v>", "credentials: ann:<v>"])
def test_a_strong_password_is_found_right_behind_its_user(text: str) -> None:
    assert values(text.replace("<v>", STRONG)) == [STRONG]


def test_every_row_of_a_table_is_read() -> None:
    rows = [f"| user{number} | {STRONG}{number} |" for number in range(300)]
    text = "\n".join(["| user | password |", "| --- | --- |", *rows])
    assert values(text) == [f"{STRONG}{number}" for number in range(300)]


def test_two_columns_and_two_tables_are_read() -> None:
    first = f"|password|api key|\n|---|---|\n|{STRONG}1|{RANDOM}|\n"
    second = f"|host|pwd|\n|---|---|\n|db|{STRONG}2|\n"
    assert values(f"{first}\nOthers:\n\n{second}") == [f"{STRONG}1", RANDOM, f"{STRONG}2"]


@pytest.mark.parametrize(
    "text",
    [
        "**API key:** `<v>`",
        "| API key | `<v>` |",
        "<b>Access token:</b> <code><v></code>",
        "| service | token |\n|---|---|\n| billing | <v> |",
    ],
)
def test_a_key_is_found_across_markup(text: str) -> None:
    assert values(text.replace("<v>", RANDOM)) == [RANDOM]


def test_a_table_that_is_printed_is_read() -> None:
    text = f" user | password\n------+------------\n ann  | {STRONG}\n"
    assert values(text, "text") == [STRONG]
    frame = f"   user     password\n0   ann  {STRONG}\n1   bob  {STRONG}\n"
    assert values(frame, "text") == [STRONG, STRONG]


@pytest.mark.parametrize("text", ["[db](https://ann:<v>@db.corp.net/x)", "<https://ann:<v>@db.corp.net/x>"])
def test_a_link_with_a_password_is_found(text: str) -> None:
    (found,) = values(text.replace("<v>", STRONG.replace("!", "")))
    assert found.startswith("https://ann:")
    assert not found.endswith((")", ">"))


@pytest.mark.parametrize(
    "text",
    [
        "Password: your password",
        "Password: see the vault",
        "Password: `your-password`",
        "**Password:** required",
        "**Password:** ask Anna",
        "Password: `<password>`",
        "Password: `changeme`",
        "Password: `********`",
        "Password: `${DB_PASSWORD}`",
        "Password: `{{ password }}`",
        'Password: `os.environ["DB_PASSWORD"]`',
        "password is required",
        "The password is **not** stored.",
        "Use `password` to log in",
        "The `password` field / `user` field",
        "Set the **password** parameter: `--password`",
        "- `password`: `str`",
        "- **password** (`str`): Database password.",
        "- `password` (str, optional): 8 to 64 characters",
        "**Token:** see https://wiki.corp.net/token",
        "**Password policy:** `min12chars`",
        "| user | password |\n|---|---|\n| ann | see vault |\n| bob | `your_password` |\n| eve | ******** |",
        "| password | string | the user's password |",
        "| password | varchar2 | yes |",
        "| password | VARCHAR2(64) | yes |",
        "| name | type |\n|---|---|\n| password | string |",
        "| password | min length 8 |",
        "| Pass | 2024-01-01 |",
        "| pass@1 | 0.67 |",
        "| model | pass |\n|---|---|\n| gpt4 | 67.1% |\n| llama3.1 | 55.2 |",
        "| player | pass | shot |\n|---|---|---|\n| Ann | 45/50 | 3 |\n| Bob | QB12 | x |",
        "| Token | Count |\n|---|---|\n| the | 123 |\n| 2nd | 4567 |",
        "| key | value |\n|---|---|\n| primary | int64 |",
        "login: ann / see vault",
        "login: click here / there",
        "login: username / password",
        "login: `username` / `password`",
        "login: user: admin123",
        "login: /users/login2",
        "login: http://example.net/abc1",
        "login: GitHub/user123",
        "Login: 12/24",
        "login: 2024-01-02 / 2024-02-03",
        "user/pass: see the wiki",
        "user/pass: user/pass",
        "credentials: s3/bucket01",
        "<td>Password</td><td>required</td>",
        "<label>Password:</label> <input type='password' name='password1'>",
    ],
)
def test_prose_about_secrets_stays_silent(text: str) -> None:
    assert values(text) == []


def test_markup_is_no_matter_of_code() -> None:
    assert values(f"# login: ann / {STRONG}", "python") == []


def test_the_fallback_engine_reads_markup() -> None:
    pytest.importorskip("hyperscan")
    fast, slow = Detector(load_rules(), "hyperscan"), Detector(load_rules(), "re")
    text = f"**Password:** {STRONG}\n\nlogin: ann / {STRONG}\n\n|a|password|\n|-|-|\n|b|{STRONG}|\n"
    assert values(text, detector=fast) == values(text, detector=slow) == [STRONG] * 3


@pytest.mark.parametrize(
    "unit",
    [
        "| password |\n|---|\n",
        "| password ",
        "**password** ",
        "login: ann / ",
        "password <b> <i> ",
        "<td>password</td>",
        "password (" + "x" * 39 + ")",
        "password:" + "*" * 9,
        "`password` ",
    ],
)
def test_reading_markup_takes_steps_in_proportion(unit: str) -> None:
    """Twice the text gives no more than twice the pairs and tables that are looked at."""
    seen: list[int] = []
    for count in (100, 200, 400):
        looked = _steps(unit * count)
        seen.append(looked)
    assert seen[2] <= 2 * seen[1] + 50
    assert seen[1] <= 2 * seen[0] + 50


def _steps(text: str) -> int:
    """Return the number of lines of our code that a scan of ``text`` runs."""
    import sys

    count = 0

    def trace(frame, event, argument):  # type: ignore[no-untyped-def]
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename.endswith(("markup.py", "tables.py")) else None

    detector = get_detector()
    sys.settrace(trace)
    try:
        detector.scan(text, "markdown")
    finally:
        sys.settrace(None)
    return count
