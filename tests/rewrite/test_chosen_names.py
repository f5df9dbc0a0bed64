"""Whatever a plan proposes can be chosen: its names sent back give the same plan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ct_jupyter.detection.examples import fill
from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.redact.notebook_plan import NotebookPlan, plan_notebook
from ct_jupyter.redact.one_document import located_secrets
from ct_jupyter.redact.share import parts_of
from ct_jupyter.rewrite.naming import Names
from ct_jupyter.stores.refusal import Refusal
from tests.conftest import code, notebook

VALUES = [fill("{upper:1}{lower:5}{digits:3}{upper:4}", seed) for seed in range(1, 4)]

GIVES = [
    'os.environ["{name}"] = "{value}"',
    'os.environ.setdefault("{name}", "{value}")',
    'os.putenv("{name}", "{value}")',
    "%env {name}={value}",
    "%set_env {name} {value}",
    'os.environ.update({{"{name}": "{value}"}})',
    'password = os.getenv("{name}", "{value}")',
    'password = os.environ.get("{name}") or "{value}"',
    'password = os.environ.setdefault("{name}", "{value}")',
    '{lower} = "{value}"',
    'login(user="ann", {lower}="{value}")',
    "%%bash\nexport {name}='{value}'\ncurl -u ann:${name} https://example.org",
    '!curl -u "ann:{value}" https://example.org',
    'url = "postgresql://ann:{value}@db.example.org/x"',
    "# the password: {value}",
]
ASKS = [
    'os.environ["{name}"]',
    'os.getenv("{name}")',
    'os.environ.pop("{name}", None)',
    'os.environ["{name}"] = input()',
    "!echo ${name}",
    'del os.environ["{name}"]',
    "x = 1",
]
R = [
    'Sys.setenv({name} = "{value}")',
    '{lower} <- "{value}"',
    'Sys.setenv("{name}"="{value}")',
    'print(Sys.getenv("{name}"))',
]
BASH = [
    'export {name}="{value}"',
    "{name}='{value}'",
    "curl -u ann:{value} x",
    'echo "${name}"',
    "unset {name}",
]

NAMES = ["API_TOKEN", "MY_DB_PASSWORD", "DB_PASSWORD", "password"]


def cells_of(forms: list[str]) -> st.SearchStrategy[list[str]]:
    one = st.builds(
        lambda form, name, value: form.format(name=name.upper(), lower=name.lower(), value=value),
        st.sampled_from(forms),
        st.sampled_from(NAMES),
        st.sampled_from(VALUES),
    )
    return st.lists(one, min_size=1, max_size=6)


NOTEBOOKS = st.one_of(
    st.tuples(st.just("python"), cells_of(GIVES + ASKS)),
    st.tuples(st.just("r"), cells_of(R)),
    st.tuples(st.just("bash"), cells_of(BASH)),
)
HELD = st.dictionaries(st.sampled_from([name.upper() for name in NAMES]), st.sampled_from([*VALUES, None]))


def planned(
    sources: list[str], language: str, names: Names, chosen: dict[str, str] | None = None
) -> tuple[NotebookPlan, dict[str, Any]]:
    document = notebook(*map(code, sources), language_info={"name": language})
    found, _ = located_secrets(parts_of(document), "n.ipynb")
    return plan_notebook(document, found, language=language, names=names, chosen=chosen), document


@given(NOTEBOOKS, HELD, HELD)
def test_the_names_of_a_plan_sent_back_give_the_same_plan(
    made: tuple[str, list[str]], held: dict[str, str | None], environment: dict[str, str | None]
) -> None:
    language, sources = made
    names = Names(held=held, environment={name: value for name, value in environment.items() if value})
    first, _ = planned(sources, language, names)
    chosen = {one.fingerprint: one.name for one in first.variables if one.fingerprint}
    again, _ = planned(sources, language, names, chosen)
    assert again.edits == first.edits
    assert again.variables == first.variables
    assert again.values == first.values
    # No name stands for two values, whatever else holds it.
    for name, value in again.values.items():
        assert held.get(name, value) == value
        assert names.environment.get(name, value) == value


def test_a_name_that_the_code_gives_can_be_chosen_although_the_notebook_reads_it() -> None:
    sources = ["import os", f'os.environ["API_TOKEN"] = "{VALUES[0]}"', 'print(os.environ["API_TOKEN"])']
    first, _ = planned(sources, "python", Names())
    (variable,) = first.variables
    assert variable.name == "API_TOKEN"
    again, document = planned(sources, "python", Names(), {variable.fingerprint: "API_TOKEN"})
    assert again.values == {"API_TOKEN": VALUES[0]}
    assert apply_edits(document["cells"][1]["source"], again.edits[1]) == ""


def test_another_name_than_the_code_gives_keeps_the_statement_that_gives_it() -> None:
    sources = ["import os", f'os.environ["API_TOKEN"] = "{VALUES[0]}"', 'print(os.environ["API_TOKEN"])']
    first, _ = planned(sources, "python", Names())
    again, document = planned(sources, "python", Names(), {first.variables[0].fingerprint: "MINE"})
    after = apply_edits(document["cells"][1]["source"], again.edits[1])
    assert after == 'os.environ["API_TOKEN"] = os.environ["MINE"]'
    assert again.values == {"MINE": VALUES[0]}


@pytest.mark.parametrize(
    ("name", "reason"), [("PATH", "invalid-name"), ("lower", "invalid-name"), ("OTHER_NAME", "name-taken")]
)
def test_a_refusal_says_which_field_is_wrong(name: str, reason: str) -> None:
    sources = [f'password = "{VALUES[0]}"', 'print(os.getenv("OTHER_NAME"))']
    first, _ = planned(sources, "python", Names())
    fingerprint = first.variables[0].fingerprint
    with pytest.raises(Refusal) as caught:
        planned(sources, "python", Names(), {fingerprint: name})
    refusal = caught.value
    assert (refusal.reason, refusal.name, refusal.fingerprint) == (reason, name, fingerprint)
    assert VALUES[0] not in str(refusal)


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ('x = os.getenv("DB_PASSWORD", "{value}")', 'x = os.environ["DB_PASSWORD_2"]'),
        ('x = os.environ.get("DB_PASSWORD", "{value}")', 'x = os.environ["DB_PASSWORD_2"]'),
        ('x = os.getenv("DB_PASSWORD") or "{value}"', 'x = os.environ["DB_PASSWORD_2"]'),
        (
            'os.environ.setdefault("DB_PASSWORD", "{value}")',
            'os.environ["DB_PASSWORD"] = os.environ["DB_PASSWORD_2"]',
        ),
        (
            'x = os.environ.setdefault("DB_PASSWORD", "{value}")',
            'x = (os.environ.update({{"DB_PASSWORD": os.environ["DB_PASSWORD_2"]}})'
            ' or os.environ["DB_PASSWORD"])',
        ),
        ('os.environ["DB_PASSWORD"] = "{value}"', 'os.environ["DB_PASSWORD"] = os.environ["DB_PASSWORD_2"]'),
        ("%env DB_PASSWORD={value}", "%env DB_PASSWORD={{os.environ['DB_PASSWORD_2']}}"),
    ],
)
@pytest.mark.parametrize("place", ["store", "environment"])
def test_no_lookup_reads_a_name_that_holds_another_value(place: str, source: str, after: str) -> None:
    other = {"DB_PASSWORD": VALUES[1]}
    names = Names(held=dict(other)) if place == "store" else Names(environment=other)
    plan, document = planned(["import os", source.format(value=VALUES[0])], "python", names)
    assert apply_edits(document["cells"][1]["source"], plan.edits[1]) == after.format()
    assert plan.values == {"DB_PASSWORD_2": VALUES[0]}
