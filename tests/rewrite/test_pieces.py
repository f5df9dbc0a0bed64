"""Values that stand in several literals go as one, and a rewrite never leaves code that is none."""

from __future__ import annotations

import subprocess
from urllib.parse import quote

import pytest

from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.languages.joins import joined_at
from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.redact.notebook_plan import NotebookPlan, plan_notebook
from ct_jupyter.redact.one_document import located_secrets
from ct_jupyter.redact.share import parts_of
from ct_jupyter.rewrite.source import reads
from tests.conftest import code, notebook

PLAIN = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 11)
ODD = fill("{upper:1}{lower:5}{digits:3}{upper:4}%/&{lower:2}", 12)
KEY = sample_value("secret.openai.api-key", 13)
PIECES = {
    # Not as it is written, or a scan of this file would find what stands for pieces.
    "«pw»": "password",
    "«p1»": PLAIN[:6], "«p2»": PLAIN[6:], "«k1»": KEY[:20], "«k2»": KEY[20:],
    "«q1»": quote(ODD, safe="")[:6], "«q2»": quote(ODD, safe="")[6:], "«q»": quote(ODD, safe=""),
}  # fmt: skip
SECRETS = [piece for mark, piece in PIECES.items() if mark != "«pw»"]


def filled(source: str) -> str:
    for mark, piece in PIECES.items():
        source = source.replace(mark, piece)
    return source


def planned(language: str, *templates: str) -> tuple[NotebookPlan, list[str]]:
    sources = [filled(one) for one in templates]
    document = notebook(*map(code, sources), language_info={"name": language})
    found, _ = located_secrets(parts_of(document), "n.ipynb")
    plan = plan_notebook(document, found, language=language)
    return plan, [apply_edits(source, edits) for source, edits in zip(sources, plan.edits, strict=True)]


PYTHON = [
    'x = "postgresql://ann:" "«q»@db.internal/x"',
    'x = ("postgresql://ann:«q1»"\n     "«q2»@db.internal/x")',
    'x = "postgresql://ann:" + "«q»" + "@db.internal/x"',
    'host = "h"\nx = f"postgresql://ann:«q1»" f"«q2»@{host}/x"',
    'host = "h"\nx = ("postgresql://ann:"\n     f"«q»"\n     f"@{host}/x")',
    'x = "Server=x;Password=«p1»" "«p2»;Database=d"',
    'x = "Authorization: Bearer " "«k1»" "«k2»"',
    'user = "ann"\nx = f"{user} {{}} «k1»" "«k2» {}"',
    'x = "{}" "«k1»" f"«k2» {{}}"',
    'x = «pw» = "".join(["«p1»", "«p2»"])',
    'x = «pw» = r"«p1»" + "«p2»"',
    'x = «pw» = "{}{}".format("«p1»", "«p2»")',
    'x = «pw» = "{}{}".format(\n    "«p1»",\n    "«p2»",\n)',
    'x = «pw» = "%s%s" % ("«p1»", "«p2»")',
    'x = «pw» = "%s" % "«p1»«p2»"',
    'x = «pw» = "«p1»{}".format("«p2»")',
    'x = «pw» = "{}-{}".format("«p1»", "«p2»")',
    'x = «pw» = "-".join(["«p1»", "«p2»"])',
    'x = «pw» = "_".join(("«p1»", "«p2»",)).strip()',
    'x = api_key = "".join(["«k1»", "«k2»"])',
]


@pytest.mark.parametrize("template", PYTHON)
def test_a_value_over_several_python_literals_goes_whole(template: str) -> None:
    plan, (after,) = planned("python", template)
    assert [one.outcome for one in plan.replaced] == ["exact"]
    assert not any(piece in after for piece in SECRETS)
    before: dict[str, object] = {}
    exec(compile(filled(template), "before", "exec"), before)
    import os

    with pytest.MonkeyPatch.context() as patch:
        for name, value in plan.values.items():
            patch.setenv(name, value)
        now: dict[str, object] = {"os": os}
        exec(compile(after, "after", "exec"), now)
    assert now["x"] == before["x"]


def test_a_template_is_no_password() -> None:
    plan, _ = planned("python", 'password = "%s%s" % (first, second)')
    assert not plan.replaced


@pytest.mark.parametrize(
    "template",
    [
        'PASSWORD="«p1»""«p2»"\nx=$PASSWORD',
        "DB_PASSWORD=\"«p1»\"'«p2»'\nx=$DB_PASSWORD",
        "export DB_PASSWORD='«p1»''«p2»'\nx=\"$DB_PASSWORD\"",
        "password='«p1»''«p2»'\nx=$password",
        'password="«p1»""«p2»"\nx=$password',
        'PASSWORD="«p1»"«p2»\nx=$PASSWORD',
        'PASSWORD=«p1»"«p2»"\nx=$PASSWORD',
        "export DB_PASSWORD=«p1»'«p2»'\nx=\"$DB_PASSWORD\"",
        "password='«p1»'«p2»; x=$password",
    ],
)
def test_a_value_under_several_quotes_of_a_shell_goes_whole(template: str) -> None:
    plan, (after,) = planned("bash", template)
    assert list(plan.values.values()) == [PLAIN]
    assert not any(piece in after for piece in SECRETS)

    def run(source: str, **environment: str) -> str:
        command = ["bash", "-c", f'{source}\nprintf %s "$x"']
        done = subprocess.run(
            command, env={"PATH": "/usr/bin:/bin", **environment}, capture_output=True, text=True, check=True
        )
        return done.stdout

    assert run(after, **plan.values) == run(filled(template)) == PLAIN


@pytest.mark.parametrize(
    ("language", "template", "after"),
    [
        ("r", 'password <- paste0("«p1»", "«p2»")', 'password <- Sys.getenv("PASSWORD")'),
        ("r", 'password = paste0("«p1»",\n  "«p2»")', 'password = Sys.getenv("PASSWORD")'),
        ("r", 'api_key <- paste0("«k1»", "«k2»")', 'api_key <- Sys.getenv("API_KEY")'),
        ("r", 'password <- paste("«p1»", "«p2»", sep = "")', 'password <- Sys.getenv("PASSWORD")'),
        ("r", "password <- paste('«p1»', '«p2»', sep='')", 'password <- Sys.getenv("PASSWORD")'),
        (
            "javascript",
            'const password = ["«p1»", "«p2»"].join("");',
            "const password = process.env.PASSWORD;",
        ),
        ("javascript", 'let password = "«p1»".concat("«p2»");', "let password = process.env.PASSWORD;"),
        ("java", 'String password = "«p1»".concat("«p2»");', 'String password = System.getenv("PASSWORD");'),
        (
            "java",
            'String password = String.join("", "«p1»", "«p2»");',
            'String password = System.getenv("PASSWORD");',
        ),
        ("scala", 'val password = "«p1»".concat("«p2»")', 'val password = sys.env("PASSWORD")'),
        ("scala", 'val password = List("«p1»", "«p2»").mkString', 'val password = sys.env("PASSWORD")'),
        ("kotlin", 'val password = listOf("«p1»", "«p2»").joinToString("")', 'System.getenv("PASSWORD")'),
        ("julia", 'password = join(["«p1»", "«p2»"])', 'password = ENV["PASSWORD"]'),
        (
            "c#",
            'var password = string.Concat("«p1»", "«p2»");',
            'var password = Environment.GetEnvironmentVariable("PASSWORD");',
        ),
        ("julia", 'password = "«p1»" * "«p2»"', 'password = ENV["PASSWORD"]'),
        ("julia", 'password = string("«p1»", "«p2»")', 'password = ENV["PASSWORD"]'),
        ("javascript", "const password = `«p1»` + `«p2»`;", "const password = process.env.PASSWORD;"),
        ("javascript", "const password = '«p1»' + \"«p2»\";", "const password = process.env.PASSWORD;"),
        ("scala", 'val password = "«p1»" + "«p2»"', 'val password = sys.env("PASSWORD")'),
    ],
)
def test_a_value_over_several_literals_of_other_languages_goes_whole(
    language: str, template: str, after: str
) -> None:
    plan, (now,) = planned(language, template)
    assert now.endswith(after)
    assert list(plan.values.values()) in ([PLAIN], [KEY])


@pytest.mark.parametrize(
    ("language", "template", "glue"),
    [
        ("r", 'password <- paste("«p1»", "«p2»", sep = "-")', "-"),
        ("r", 'password <- paste("«p1»", "«p2»")', " "),
        ("javascript", 'const password = ["«p1»", "«p2»"].join("_");', "_"),
        ("java", 'String password = String.join("-", "«p1»", "«p2»");', "-"),
    ],
)
def test_what_stands_between_the_pieces_is_of_the_value(language: str, template: str, glue: str) -> None:
    plan, (after,) = planned(language, template)
    assert list(plan.values.values()) == [f"{PIECES['«p1»']}{glue}{PIECES['«p2»']}"]
    assert not any(PIECES[mark] in after for mark in ("«p1»", "«p2»"))


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("python", '"%s-%s" % (user, "b")'),
        ("python", '"{a}{}".format("b")'),
        ("python", '"{}".format("a", "b")'),
        ("python", '"a", "b")'),
        ("python", '"%s" % "a".upper()'),
        ("javascript", '["a", b].join("")'),
        ("javascript", '["a", `${b}`].join("")'),
        ("java", '"a", "b").concat("c")'),
        ("r", 'paste("a", b, sep = "")'),
        ("r", 'paste("a", "b", sep = glue)'),
        ("bash", '"a"$b'),
        ("bash", '"a"'),
        ("sql", "'a' || 'b'"),
    ],
)
def test_what_is_not_of_literals_alone_is_not_read_as_one(language: str, source: str) -> None:
    assert joined_at(source, 0, language) is None


def test_a_copy_without_which_the_code_would_be_none_is_left_and_reported() -> None:
    name = fill("{lower:8}{digits:2}", 14)
    call = f"connect(user=u, password={name}, host=h)"
    plan, (first, second) = planned("python", f'password = "{name}"', f"{name} = password\n{call}")
    assert first.endswith('os.environ["PASSWORD"]')
    assert second == f"{name} = password\n{call}"
    assert any(note.startswith("Cell 2: a value was left") for note in plan.notes)


@pytest.mark.parametrize(
    ("language", "whole", "broken"),
    [
        ("r", 'f(")", x) # (', 'f("a, x)'),
        ("scala", 'val x = """a"b""" // (', "val x = f(1"),
        ("julia", "x = [1, (2)]", "x = [1, (2])"),
        ("bash", "echo \"a\" 'b'", 'echo "a'),
        ("c#", 'var x = @"a""b";', 'var x = "a;'),
        ("unknown", "((", "(("),
    ],
)
def test_what_ends_is_told_from_what_does_not(language: str, whole: str, broken: str) -> None:
    assert reads(whole, language)
    assert reads(broken, language) == (language == "unknown")
