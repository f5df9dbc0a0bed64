"""Every form of source: what stands before, and what a person would write instead."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from ct_jupyter.rewrite import source_plan
from ct_jupyter.rewrite.naming import Names
from ct_jupyter.rewrite.sites import Change, Spot
from ct_jupyter.rewrite.source_plan import Options, PlanCell, SourcePlan, naming_for, plan_sources, sites_of
from tests.cost import assert_linear

from .kit import PASSWORD, marked

URL_IMPORTS = "import os\nfrom urllib.parse import quote\n\n"


def plan_of(
    *texts: str,
    language: str = "python",
    cell_type: str = "code",
    options: Options | None = None,
    names: Names | None = None,
) -> tuple[SourcePlan, list[str]]:
    """Return the plan for cells with marked values, and what the cells are afterwards."""
    cells = []
    for index, text in enumerate(texts):
        spots = []
        while "«" in text:
            before = text[: text.index("«")]
            rest = text[text.index("«") + 1 :]
            value, _, after = rest.partition("»")
            spots.append(Spot(len(before), len(before) + len(value), PASSWORD, "password"))
            text = before + value + after
        cells.append(PlanCell(str(index), cell_type, text, tuple(spots)))
    chosen = options or Options()
    sites = sites_of(cells, language, chosen)
    plan = plan_sources(cells, sites, language, naming_for(cells, sites, names or Names()), chosen)
    after = []
    for cell, edits in zip(cells, plan.edits, strict=True):
        source = cell.source
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            source = source[: edit.start] + edit.text + source[edit.end :]
        after.append(source)
    return plan, after


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ('export DB="${DB:-«PassXYZ1»}"', 'export DB="$PASSWORD"'),
        ("DB=${DB-«PassXYZ1»} run", 'DB="$PASSWORD" run'),
        (': "${DB:=«PassXYZ1»}"\nrun', 'DB="$PASSWORD"\nrun'),
        ('run "${DB:=«PassXYZ1»}"', 'run "$PASSWORD"'),
        ('export DB="${DB:-pre«PassXYZ1»}"', 'export DB="${DB:-pre$PASSWORD}"'),
    ],
)
def test_a_default_in_shell_never_lets_the_value_of_another_through(text: str, after: str) -> None:
    names = Names(held={"DB": "another"})
    _, (shown,) = plan_of("%%bash\n" + text, names=names)
    assert shown == "%%bash\n" + after


def redacted(text: str, **more: object) -> str:
    plan, (after,) = plan_of(text, **more)  # type: ignore[arg-type]
    assert {one.outcome for one in plan.replaced} == {"exact"}, plan.replaced
    return after


PYTHON = [
    ('k = "«PassXYZ1»"', 'import os\n\nk = os.environ["PASSWORD"]'),
    ('k = b"«PassXYZ1»"', 'import os\n\nk = os.environ["PASSWORD"].encode()'),
    ("k = rb'«PassXYZ1»'.hex()", 'import os\n\nk = os.environ["PASSWORD"].encode().hex()'),
    ('k = f"«PassXYZ1»"', 'import os\n\nk = os.environ["PASSWORD"]'),
    ('k = ("«Pass"\n     "XYZ1»")', 'import os\n\nk = (os.environ["PASSWORD"])'),
    ('k = "«Pass" + "XYZ1»"', 'import os\n\nk = os.environ["PASSWORD"]'),
    ('k = "id-«Pass" + "XYZ1»"', "import os\n\nk = f\"id-{os.environ['PASSWORD']}\""),
    ('k = "id-«Pass" "XYZ1»-x"', "import os\n\nk = f\"id-{os.environ['PASSWORD']}\" \"-x\""),
    ('k = "id-" "«PassXYZ1»"', "import os\n\nk = \"id-\" f\"{os.environ['PASSWORD']}\""),
    ('h = {"Authorization": "Bearer «PassXYZ1»"}',
     "import os\n\nh = {\"Authorization\": f\"Bearer {os.environ['PASSWORD']}\"}"),
    ("h = 'Bearer «PassXYZ1»'", "import os\n\nh = f'Bearer {os.environ[\"PASSWORD\"]}'"),
    ('h = r"\\d «PassXYZ1»"', "import os\n\nh = rf\"\\d {os.environ['PASSWORD']}\""),
    ('h = u"a «PassXYZ1»"', "import os\n\nh = f\"a {os.environ['PASSWORD']}\""),
    ('h = b"Bearer «PassXYZ1»!"', 'import os\n\nh = b"Bearer " + os.environ["PASSWORD"].encode() + b"!"'),
    ('h = b"Bearer «PassXYZ1»".hex()',
     'import os\n\nh = (b"Bearer " + os.environ["PASSWORD"].encode()).hex()'),
    ('h = return_"«PassXYZ1»"', 'import os\n\nh = return_ os.environ["PASSWORD"]'),
    ('t = """\n{"a": {}}\nkey: «PassXYZ1»\n"""',
     "import os\n\nt = f\"\"\"\n{{\"a\": {{}}}}\nkey: {os.environ['PASSWORD']}\n\"\"\""),
    ('t = "\\N{DASH} {} «PassXYZ1»"', "import os\n\nt = f\"\\N{DASH} {{}} {os.environ['PASSWORD']}\""),
    ('t = f"{{}} {x} «PassXYZ1»"', "import os\n\nt = f\"{{}} {x} {os.environ['PASSWORD']}\""),
    ("t = f\"{login('«PassXYZ1»')}\"", "import os\n\nt = f\"{login(os.environ['PASSWORD'])}\""),
    ('t = "{}:«PassXYZ1»".format(user)',
     'import os\n\nt = "{}:{password}".format(user, password=os.environ["PASSWORD"])'),
    ('t = "{}:«PassXYZ1»".format(\n    user,\n)',
     'import os\n\nt = "{}:{password}".format(\n    user, password=os.environ["PASSWORD"]\n)'),
    ('t = "«PassXYZ1» %s" % user', "import os\n\nt = f\"{os.environ['PASSWORD']} %s\" % user"),
    ('t = "«Pass%%XYZ1» %s" % user',
     "import os\n\nt = f\"{os.environ['PASSWORD'].replace('%', '%%')} %s\" % user"),
    ('u = "postgresql://ann:«PassXYZ1»@h/{db}"',
     URL_IMPORTS + "u = f\"postgresql://ann:{quote(os.environ['PASSWORD'], safe='')}@h/{{db}}\""),
    ('u = f"postgresql://{user}:«Pass%40XYZ»@h/db"',
     URL_IMPORTS + "u = f\"postgresql://{user}:{quote(os.environ['PASSWORD'], safe='')}@h/db\""),
    ('u = "redis://:«Pass!XYZ1»@h/0"',
     URL_IMPORTS + "u = f\"redis://:{quote(os.environ['PASSWORD'], safe='!')}@h/0\""),
    ('x = os.getenv("DB_PASSWORD", "«PassXYZ1»")', 'import os\n\nx = os.environ["DB_PASSWORD"]'),
    ('x = os.environ.get("DB_PASSWORD") or "«PassXYZ1»"', 'import os\n\nx = os.environ["DB_PASSWORD"]'),
    ('import os\nos.environ["DB_PASSWORD"] = "«PassXYZ1»"\nx = 1', "import os\nx = 1"),
    ('import os\nos.environ["DB_PASSWORD"] = "«PassXYZ1»"  # mine', "import os"),
    ('import os\nos.environ.setdefault("DB_PASSWORD", "«PassXYZ1»")\n', "import os\n"),
    ('import os\nif x:\n    os.environ["DB_PASSWORD"] = "«PassXYZ1»"\ny = 1',
     "import os\nif x:\n    pass\ny = 1"),
    ('import os\nos.environ["A_B"] = x = "«PassXYZ1»"',
     'import os\nos.environ["A_B"] = x = os.environ["PASSWORD"]'),
    ('import os\nos.environ.update({"A_B": "«PassXYZ1»"})',
     'import os\nos.environ.update({"A_B": os.environ["PASSWORD"]})'),
    ('match x:\n    case "«PassXYZ1»":\n        y = 1',
     'import os\n\nmatch x:\n    case value if value == os.environ["PASSWORD"]:\n        y = 1'),
    ('match x:\n    case "«PassXYZ1»" if z:\n        y = 1',
     'import os\n\nmatch x:\n    case value if value == os.environ["PASSWORD"] and (z):\n        y = 1'),
    ("pin = «48213377»", 'import os\n\npin = int(os.environ["PASSWORD"])'),
    ("from urllib.parse import quote as q\nimport os as o\nu = 'http://a:«PassXYZ1»@h'",
     "from urllib.parse import quote as q\nimport os as o\n"
     "u = f'http://a:{q(o.environ[\"PASSWORD\"], safe=\"\")}@h'"),
    ('a = "«PassXYZ1» «PassXYZ2»"',
     "import os\n\na = f\"{os.environ['PASSWORD']} {os.environ['PASSWORD_2']}\""),
    ('import json\nimport re\n\nimport numpy\nk = "«PassXYZ1»"',
     'import json\nimport os\nimport re\n\nimport numpy\nk = os.environ["PASSWORD"]'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PYTHON)
def test_python_becomes_what_a_person_would_write(text: str, expected: str) -> None:
    assert redacted(text) == expected


MAGICS = [
    ("%env API_KEY=«PassXYZ1»\nx = 1", "x = 1"),
    ("%env API_KEY «PassXYZ1»", ""),
    ("%set_env API_KEY=«PassXYZ1»\n", ""),
    (
        '!curl -H "Authorization: Bearer «PassXYZ1»" http://h',
        '!curl -H "Authorization: Bearer $PASSWORD" http://h',
    ),
    ("!curl -H 'Authorization: Bearer «PassXYZ1»' $u", '!curl -H "Authorization: Bearer $PASSWORD" $u'),
    ('!curl -d \'{"key": "«PassXYZ1»"}\' h', '!curl -d \'{"key": "\'"$PASSWORD"\'"}\' h'),
    ("!curl -u ann:«PassXYZ1» http://h", '!curl -u "ann:$PASSWORD" http://h'),
    ("out = !login -p«PassXYZ1»", 'out = !login "-p$PASSWORD"'),
    ("!docker login -u ann -p «PassXYZ1»", '!docker login -u ann -p "$PASSWORD"'),
    (
        "!aws configure set aws_secret_access_key «PassXYZ1»",
        '!aws configure set aws_secret_access_key "$PASSWORD"',
    ),
    ("!git clone https://«PassXYZ1»@github.com/a/b", '!git clone "https://$PASSWORD@github.com/a/b"'),
    ("!tool --password=«PassXYZ1» *.py", '!tool --password="$PASSWORD" *.py'),
    ("%pip install -i https://a:«PassXYZ1»@h/simple x", '%pip install -i "https://a:$PASSWORD@h/simple" x'),
    ("%sql postgresql://ann:«PassXYZ1»@h/db", "%sql postgresql://ann:$PASSWORD@h/db"),
    ("%%sql postgresql://ann:«PassXYZ1»@h/db\nselect 1", "%%sql postgresql://ann:$PASSWORD@h/db\nselect 1"),
    ('%%bash\nexport API_KEY="«PassXYZ1»"\nls', "%%bash\nls"),
    ("%%bash\nKEY='«PassXYZ1»' run", '%%bash\nKEY="$PASSWORD" run'),
    ('%%bash\necho "a«PassXYZ1»b"', '%%bash\necho "a${PASSWORD}b"'),
    ("%%bash\ncat <<EOF\n«PassXYZ1»\nEOF", "%%bash\ncat <<EOF\n$PASSWORD\nEOF"),
    # A default: the variable is asked for as a whole.
    ('%%bash\nexport DB="${DB:-«PassXYZ1»}"', '%%bash\nexport DB="$DB"'),
    ("%%bash\nDB=${DB-«PassXYZ1»} run", '%%bash\nDB="$DB" run'),
    ('%%bash\nDB=${DB:-"«PassXYZ1»"} run', '%%bash\nDB="$DB" run'),
    ('%%bash\necho "a${DB:-«PassXYZ1»}b"', '%%bash\necho "a${DB}b"'),
    ('%%bash\n: "${DB:=«PassXYZ1»}"\nrun', "%%bash\nrun"),
    ("%%bash\n: ${DB:=«PassXYZ1»}\nrun", "%%bash\nrun"),
    ("%%bash\ncat <<EOF\n${DB:-«PassXYZ1»}\nEOF", "%%bash\ncat <<EOF\n$DB\nEOF"),
    ("%%R\nx <- '«PassXYZ1»'", '%%R\nx <- Sys.getenv("PASSWORD")'),
]


@pytest.mark.parametrize(("text", "expected"), MAGICS)
def test_magics_and_shell_read_the_variable(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_a_magic_that_ipython_expands_evaluates_the_lookup() -> None:
    _, (imports, magic) = plan_of("import re", "%connect postgresql://ann:«PassXYZ1»@h/db")
    assert imports == "import os\nimport re\nfrom urllib.parse import quote"
    assert magic == "%connect postgresql://ann:{quote(os.environ['PASSWORD'], safe='')}@h/db"


OTHERS = [
    ("r", 'x <- "«PassXYZ1»"', 'x <- Sys.getenv("PASSWORD")'),
    ("r", "h <- c(a = 'Bearer «PassXYZ1»')", "h <- c(a = paste0('Bearer ', Sys.getenv(\"PASSWORD\")))"),
    ("r", 'Sys.setenv(API_KEY = "«PassXYZ1»")\nx', "x"),
    ("r", 'x <- r"(«PassXYZ1»)"', 'x <- Sys.getenv("PASSWORD")'),
    ("julia", 'x = "Bearer «PassXYZ1»"', 'x = "Bearer $(ENV["PASSWORD"])"'),
    ("julia", 'ENV["API_KEY"] = "«PassXYZ1»"', ""),
    ("scala", 'val x = s"Bearer «PassXYZ1» $y"', 'val x = s"Bearer " + sys.env("PASSWORD") + s" $y"'),
    ("java", 'var x = "a«PassXYZ1»".length();', 'var x = ("a" + System.getenv("PASSWORD")).length();'),
    ("javascript", "const x = 'a`«PassXYZ1»';", "const x = `a\\`${process.env.PASSWORD}`;"),
    ("typescript", "const x = '«PassXYZ1»';", "const x = process.env.PASSWORD;"),
    ("javascript", 'process.env.API_KEY = "«PassXYZ1»";\nf()', "f()"),
    ("c#", 'var x = @"a\\«PassXYZ1»";', 'var x = @"a\\" + Environment.GetEnvironmentVariable("PASSWORD");'),
    ("bash", 'curl -H "A: «PassXYZ1»"', 'curl -H "A: $PASSWORD"'),
]


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_other_kernels_read_the_environment_in_their_own_way(language: str, text: str, expected: str) -> None:
    assert redacted(text, language=language) == expected


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("# key = «PassXYZ1», mine", {}),
        ('def f():\n    """Log in with «PassXYZ1»."""', {}),
        ("The key is `«PassXYZ1»`.", {"cell_type": "markdown"}),
        ("key: «PassXYZ1»", {"cell_type": "raw"}),
        ("x = '«PassXYZ1»'", {"language": "cobol"}),
        ('x = 1 // "«PassXYZ1»"', {"language": "scala"}),
        ("%%writefile a.ini\nkey=«PassXYZ1»", {}),
        ("%%js\nkey = '«PassXYZ1»'", {}),
        ("%%bash\ncat <<'EOF'\n«PassXYZ1»\nEOF", {}),
        ('x = Literal["«PassXYZ1»', {}),
    ],
)
def test_where_nothing_reads_the_value_a_placeholder_takes_its_place_and_nothing_else_changes(
    text: str, more: dict[str, str]
) -> None:
    plan, (after,) = plan_of(text, **more)  # type: ignore[arg-type]
    source, start, end = marked(text)
    assert after == f"{source[:start]}<REDACTED:PASSWORD>{source[end:]}"
    assert [one.outcome for one in plan.replaced] == ["placeholder"]
    assert plan.values == {}


@pytest.mark.parametrize("options", [Options(imports="cell"), Options()])
@pytest.mark.parametrize("text", [text for text, _ in PYTHON])
def test_what_was_python_stays_python(text: str, options: Options) -> None:
    _, (after,) = plan_of(text, options=options)
    try:
        ast.parse(marked(text.replace("«", "", text.count("«") - 1))[0].replace("«", "").replace("»", ""))
    except SyntaxError:
        return
    ast.parse(after)


def test_one_value_in_several_cells_is_one_variable_and_imports_go_where_the_notebook_keeps_them() -> None:
    first, second = "PassXYZ1", "Other9876"
    plan, after = plan_of(
        "# Load\nimport pandas as pd", f'a = "«{first}»"', f'b = "«{first}»"', f'c = "«{second}»"'
    )
    assert after == [
        "# Load\nimport os\n\nimport pandas as pd",
        'a = os.environ["PASSWORD"]',
        'b = os.environ["PASSWORD"]',
        'c = os.environ["PASSWORD_2"]',
    ]
    assert plan.values == {"PASSWORD": first, "PASSWORD_2": second}


def test_load_dotenv_comes_once_before_the_first_use() -> None:
    options = Options(load="dotenv")
    _, after = plan_of("import pandas as pd\n\nx = 1", 'a = "«PassXYZ1»"', options=options)
    assert after[0] == (
        "import os\n\nimport pandas as pd\nfrom dotenv import load_dotenv\n\nload_dotenv()\n\nx = 1"
    )
    _, after = plan_of('a = "«PassXYZ1»"', 'b = "«Other9876»"', options=options)
    assert after[0] == (
        'import os\n\nfrom dotenv import load_dotenv\n\nload_dotenv()\n\na = os.environ["PASSWORD"]'
    )
    _, after = plan_of("from dotenv import load_dotenv\nload_dotenv()", 'a = "«PassXYZ1»"', options=options)
    assert after[0].count("load_dotenv()") == 1


def test_the_keyring_fills_the_environment_before_the_first_use() -> None:
    _, after = plan_of("import pandas", 'a = "«PassXYZ1»"', options=Options(load="keyring"))
    assert after == [
        "import os\n\nimport keyring\nimport pandas\n\n"
        'os.environ["PASSWORD"] = keyring.get_password("ct-jupyter", "PASSWORD")',
        'a = os.environ["PASSWORD"]',
    ]


def test_a_name_that_the_code_sets_once_is_that_of_the_value_everywhere() -> None:
    _, after = plan_of("import os", 'os.environ["KEY"] = "«PassXYZ1»"', 'x = "«PassXYZ1»"')
    assert after == ["import os", "", 'x = os.environ["KEY"]']


def test_a_name_that_gets_several_values_is_still_set_in_each_cell_so_that_each_can_run_again() -> None:
    _, after = plan_of(
        "import os",
        'os.environ["KEY"] = "«PassXYZ1»"',
        'os.environ["KEY"] = "«Other9876»"',
        'x = "«PassXYZ1»"',
    )
    assert after == [
        "import os",
        'os.environ["KEY"] = os.environ["PASSWORD"]',
        'os.environ["KEY"] = os.environ["PASSWORD_2"]',
        'x = os.environ["PASSWORD"]',
    ]
    _, after = plan_of(
        "import os", 'os.environ["KEY"] = "«PassXYZ1»"', 'os.environ.pop("KEY")\nprint("gone")'
    )
    assert after[1] == 'os.environ["KEY"] = os.environ["PASSWORD"]'


def test_a_half_written_cell_is_replaced_as_far_as_it_can_be() -> None:
    assert redacted('connect("«PassXYZ1»", x[') == 'import os\n\nconnect(os.environ["PASSWORD"], x['
    plan, (after,) = plan_of('connect("«PassXYZ1»')
    assert (after, plan.replaced[0].outcome) == ('connect("<REDACTED:PASSWORD>', "placeholder")


def test_a_cell_that_would_not_be_python_any_more_is_left_alone_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(source_plan, "preamble", lambda *_: [Change(0, 0, "import (\n")])
    plan, after = plan_of("x = 1", 'a = "«PassXYZ1»"', "%%time\ny = 2")
    assert after == ["x = 1", 'a = "PassXYZ1"', "%%time\ny = 2"]
    assert plan.notes == ("Cell 2 would not be code any more, so it was left as it is: change it by hand.",)
    assert (plan.replaced, plan.values) == ((), {})


def test_a_placeholder_does_not_go_where_it_would_break_the_code() -> None:
    plan, (after,) = plan_of("from «PassXYZ1» import x")
    assert after == "from PassXYZ1 import x"
    assert plan.replaced == ()
    assert plan.notes[0].startswith("Cell 1")


def test_neither_plan_nor_hole_shows_a_value_when_printed() -> None:
    plan, _ = plan_of('a = "«PassXYZ1»"')
    assert "PassXYZ1" not in repr(plan)


def test_a_long_comment_between_two_strings_takes_no_time() -> None:
    def commented(size: int) -> Callable[[], object]:
        source = 'k = "«PassXYZ1»"\n' + "#-" * size + "x\nx = y\nz = 'b'"
        return lambda: redacted(source)

    assert_linear(commented, 800)


def test_the_rest_of_an_f_string_with_its_own_quotes_inside_is_no_literal() -> None:
    plan, (after,) = plan_of('x = f"{a["b"]} «PassXYZ1»"')
    assert after == 'x = f"{a["b"]} <REDACTED:PASSWORD>"'
    assert plan.replaced[0].outcome == "placeholder"


def test_an_import_earlier_on_the_line_is_used() -> None:
    assert redacted('import os; k = "«PassXYZ1»"') == 'import os; k = os.environ["PASSWORD"]'
