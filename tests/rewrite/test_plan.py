from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.detection import get_detector
from ct_jupyter.detection.examples import fill
from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.rewrite.naming import Names
from ct_jupyter.stores.refusal import Refusal

from .kit import marked, match_at
from .one_fix import CodeCell, Plan, plan_fix


def plan_of(
    text: str, *above: str, names: Names | None = None, name: str | None = None, below: str = ""
) -> Plan:
    source, start, end = marked(text)
    cells = [CodeCell(f"above-{index}", one) for index, one in enumerate(above)]
    cells += [CodeCell("here", source), CodeCell("below", below)]
    return plan_fix(cells, "here", match_at(start, end), names=names or Names(), name=name)


def fixed(text: str, *above: str, names: Names | None = None) -> str:
    plan = plan_of(text, *above, names=names)
    assert {edit.cell_id for edit in plan.edits} == {"here"}
    return apply_edits(marked(text)[0], plan.edits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('password = "«PassXYZ»"', 'import os\n\npassword = os.environ["PASSWORD"]'),
        ('# Log in\npassword = "«PassXYZ»"', 'import os\n\n# Log in\npassword = os.environ["PASSWORD"]'),
        (
            '"""Load."""\n\nimport re\npassword = "«PassXYZ»"',
            '"""Load."""\n\nimport os\nimport re\npassword = os.environ["PASSWORD"]',
        ),
        (
            'from __future__ import annotations\npassword = "«PassXYZ»"',
            'from __future__ import annotations\n\nimport os\n\npassword = os.environ["PASSWORD"]',
        ),
        (
            'from __future__ import (\n    annotations,\n)\npassword = "«PassXYZ»"',
            'from __future__ import (\n    annotations,\n)\nimport os\n\npassword = os.environ["PASSWORD"]',
        ),
        (
            '%matplotlib inline\n!pip install a \\\n  b\npassword = "«PassXYZ»"',
            '%matplotlib inline\n!pip install a \\\n  b\nimport os\n\npassword = os.environ["PASSWORD"]',
        ),
        (
            '#@title Log in\npassword = "«PassXYZ»"',
            '#@title Log in\nimport os\n\npassword = os.environ["PASSWORD"]',
        ),
        (
            '# Load\nimport re\npassword = "«PassXYZ»"',
            '# Load\nimport os\nimport re\npassword = os.environ["PASSWORD"]',
        ),
        ('%%time\npassword = "«PassXYZ»"', '%%time\nimport os\n\npassword = os.environ["PASSWORD"]'),
        ('x = 1\r\npassword = "«PassXYZ»"', 'import os\r\n\r\nx = 1\r\npassword = os.environ["PASSWORD"]'),
        ('  x = 1\n  password = "«PassXYZ»"', '  import os\n\n  x = 1\n  password = os.environ["PASSWORD"]'),
        ('"«PassXYZ»"', 'import os\n\nos.environ["PASSWORD"]'),
        ('"«PassXYZ»"\nx = 1', 'import os\n\nos.environ["PASSWORD"]\nx = 1'),
        ('import os\npassword = "«PassXYZ»"', 'import os\npassword = os.environ["PASSWORD"]'),
        ('import re, os\npassword = "«PassXYZ»"', 'import re, os\npassword = os.environ["PASSWORD"]'),
        (
            'import re; import os\npassword = "«PassXYZ»"',
            'import re; import os\npassword = os.environ["PASSWORD"]',
        ),
        ('import os.path\npassword = "«PassXYZ»"', 'import os.path\npassword = os.environ["PASSWORD"]'),
        ('import os as o\npassword = "«PassXYZ»"', 'import os as o\npassword = o.environ["PASSWORD"]'),
        (
            'from os import environ\npassword = "«PassXYZ»"',
            'from os import environ\npassword = environ["PASSWORD"]',
        ),
        (
            'from os import (\n    path,\n    environ as env,\n)\npassword = "«PassXYZ»"',
            'from os import (\n    path,\n    environ as env,\n)\npassword = env["PASSWORD"]',
        ),
        ('f = lambda:"«PassXYZ»"if x else 1', 'import os\n\nf = lambda:os.environ["PASSWORD"] if x else 1'),
        ('def f():\n    return"«PassXYZ»"', 'import os\n\n\ndef f():\n    return os.environ["PASSWORD"]'),
        ('x = os.getenv("TOKEN", "«PassXYZ»")', 'import os\n\nx = os.environ["TOKEN"]'),
        ('connect(password="«PassXYZ»", hos', 'import os\n\nconnect(password=os.environ["PASSWORD"], hos'),
        (
            'password = "«PassXYZ»"  # "mine"',
            'import os\n\npassword = os.environ["PASSWORD"]  # "mine"',
        ),
    ],
)
def test_the_fixed_cell_is_what_a_person_would_write(text: str, expected: str) -> None:
    assert fixed(text) == expected


@pytest.mark.parametrize(
    "above",
    [
        "# import os",
        '"""\nimport os\n"""',
        "def f():\n    import os",
        "if x:\n    import os",
        "%%bash\nimport os",
        "%%timeit\nimport os",
        "!import os",
        "import oslo",
        "from osgeo import os_",
        "import os.path as p",
        "from os import path",
        "import os\nos = 3",
        "import os\ndel os",
    ],
)
def test_what_only_looks_like_an_import_is_not_relied_on(above: str) -> None:
    assert fixed('password = "«PassXYZ»"', above).splitlines()[0].startswith("import os")


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ("import os", 'password = os.environ["PASSWORD"]'),
        ("import os  # for paths", 'password = os.environ["PASSWORD"]'),
        ("x = (\nimport os\n", 'password = os.environ["PASSWORD"]'),
        ("from os import *", 'password = environ["PASSWORD"]'),
        ("from os import environ\nimport os", 'password = os.environ["PASSWORD"]'),
        ("%%time\nimport os", 'password = os.environ["PASSWORD"]'),
    ],
)
def test_an_import_in_a_cell_above_is_used(above: str, expected: str) -> None:
    assert fixed('password = "«PassXYZ»"', above) == expected


def test_an_import_below_the_value_or_in_a_later_cell_comes_too_late() -> None:
    plan = plan_of('password = "«PassXYZ»"\nimport os', below="import os")
    assert [edit.text for edit in plan.edits] == ["import os\n\n", 'os.environ["PASSWORD"]']


def test_a_variable_called_os_is_not_overwritten() -> None:
    assert fixed('password = "«PassXYZ»"', "os = platform.system()") == (
        'import os as _os\n\npassword = _os.environ["PASSWORD"]'
    )


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ('"«a\\tb\\x41»"', "a\tbA"),
        ('r"«a\\tb»"', "a\\tb"),
        ('"""«a\nb»"""', "a\nb"),
        ("'''«a\r\nb»'''", "a\nb"),
        ('"«a\\\nb»"', "ab"),
        ('"«\\N{SNOWMAN}\\d»"', "☃\\d"),
    ],
)
def test_the_value_is_what_python_makes_of_the_literal(literal: str, value: str) -> None:
    assert plan_of(f"password = {literal}").value == value


@given(st.text(st.characters(exclude_characters="\0«»", exclude_categories=["Cs"]), min_size=1))
def test_any_value_is_read_back_from_its_own_repr(value: str) -> None:
    literal = repr(value)
    plan = plan_of(f"password = {literal[0]}«{literal[1:-1]}»{literal[-1]}")
    assert plan.value == value


VALUE = "PassXYZ"
NAMES = Names(held={"PASSWORD": "x", "PASSWORD_2": VALUE, "TEMPLATE": None})


def test_a_name_that_holds_another_value_is_passed_over_and_the_same_value_reused() -> None:
    assert plan_of('password = "«PassXYZ»"', names=NAMES).name == "PASSWORD_2"
    assert plan_of('password = "«Third»"', names=NAMES).name == "PASSWORD_3"


def test_a_name_that_is_looked_up_elsewhere_is_passed_over() -> None:
    lookup = 'x = os.environ["PASSWORD"]; y = os.getenv("PASSWORD_2")'
    assert plan_of('password = "«PassXYZ»"', lookup).name == "PASSWORD_3"
    assert plan_of('password = "«PassXYZ»"', below=lookup).name == "PASSWORD_3"


def test_a_lookup_of_a_stored_variable_does_not_take_its_name() -> None:
    names = Names(held={"PASSWORD": VALUE})
    assert plan_of('password = "«PassXYZ»"', 'x = os.environ["PASSWORD"]', names=names).name == "PASSWORD"


def test_a_variable_that_is_set_in_the_server_wins_over_env_so_its_name_is_passed_over() -> None:
    assert plan_of('password = "«PassXYZ»"', names=Names(environment={"PASSWORD": "x"})).name == "PASSWORD_2"
    assert plan_of('password = "«PassXYZ»"', names=Names(environment={"PASSWORD": VALUE})).name == "PASSWORD"


def refused(text: str, **more: object) -> str:
    with pytest.raises(Refusal) as caught:
        plan_of(text, **more)  # type: ignore[arg-type]
    assert "PassXYZ" not in caught.value.message
    return caught.value.reason


def test_a_name_of_the_users_is_taken_or_refused_but_never_changed() -> None:
    assert plan_of('password = "«PassXYZ»"', name="MINE").name == "MINE"
    assert plan_of('password = "«PassXYZ»"', names=NAMES, name="PASSWORD_2").name == "PASSWORD_2"
    assert refused('password = "«PassXYZ»"', names=NAMES, name="PASSWORD") == "name-taken"
    assert refused('password = "«PassXYZ»"', names=NAMES, name="TEMPLATE") == "name-taken"
    assert refused('password = "«PassXYZ»"', name="lower case") == "invalid-name"
    assert refused('password = "«PassXYZ»"', name="PATH") == "invalid-name"


def test_what_cannot_be_replaced_is_refused_with_its_reason() -> None:
    assert refused('# password = "«PassXYZ»"') == "not-a-literal"
    assert refused('"""password: «PassXYZ»"""') == "not-a-literal"
    assert refused('password = "«PassXYZ\\x4»"') == "not-a-literal"
    assert refused('password = "«PassXYZ\\0»"') == "unsupported-value"
    assert refused('password = "«PassXYZ\\ud800»"') == "unsupported-value"


def test_a_language_without_a_known_lookup_is_refused(password: str) -> None:
    assert attempt_in("fortran", password) == "not-a-literal"
    assert attempt_in("r", password) is None


def attempt_in(language: str, password: str) -> str | None:
    try:
        plan_fix(
            [CodeCell("a", f'password = "{password}"')],
            "a",
            match_at(12, 12 + len(password)),
            language=language,
            names=Names(),
        )
    except Refusal as refusal:
        return refusal.reason
    return None


def test_neither_a_plan_nor_its_names_show_a_value_when_printed() -> None:
    assert "PassXYZ" not in repr(plan_of('password = "«PassXYZ»"'))
    assert "PassXYZ" not in f"{NAMES}"


LINES = st.sampled_from(
    ["x = 1", "# note", "", '"""doc"""', "import re", "%matplotlib inline", "def f(): pass", "if x:",
     "    y = (", "from __future__ import annotations", "foo[", "'''", 'print("a")', "!ls", "import os",
     "from os import environ"]
)  # fmt: skip


@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=3), st.sampled_from(["\n", "\r\n"]))
def test_nothing_but_the_import_and_the_literal_changes(
    above: list[str], below: list[str], newline: str
) -> None:
    text = newline.join([*above, 'password = "«PassXYZ»"', *below])
    source, start, end = marked(text)
    cells = [CodeCell("here", source)]
    try:
        plan = plan_fix(cells, "here", match_at(start, end), names=Names())
    except Refusal:
        return
    after = apply_edits(source, plan.edits)
    touched = [
        edit
        for edit in plan.edits
        if edit.text.strip() not in ("import os", "from urllib.parse import quote")
        and (edit.text or set(source[edit.start : edit.end].split()) != {"import", "os"})  # moved up
    ]
    line = source[: source.index("PassXYZ")].count("\n")
    if "f" not in (edit.text.strip() for edit in touched):  # else all of the literal becomes an f-string
        assert {source[: edit.start].count("\n") for edit in touched} == {line}
    assert parses(after) or not parses(source)


def parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def test_of_a_connection_string_only_the_password_moves() -> None:
    url = fill("postgresql://etl:{password:10}@db.internal:5432/sales", 2)
    source = f'engine = create_engine("{url}")'
    (match,) = get_detector().scan(source)
    plan = plan_fix([CodeCell("here", source)], "here", match, names=Names())
    assert (plan.name, plan.value) == ("PGPASSWORD", url.split(":")[2].split("@")[0])
    assert apply_edits(source, plan.edits) == (
        "import os\nfrom urllib.parse import quote\n\nengine = create_engine("
        "f\"postgresql://etl:{quote(os.environ['PGPASSWORD'], safe='')}@db.internal:5432/sales\")"
    )
