from __future__ import annotations

from ct_jupyter.check.parts import check_parts
from ct_jupyter.findings.finding import Finding
from ct_jupyter.notebook import read_notebook
from tests.conftest import code, dumped, markdown, notebook, stream


def checked(*cells: dict) -> list[Finding]:
    return check_parts(read_notebook(dumped(notebook(*cells))).parts, "a.ipynb")


def test_a_finding_comes_with_its_fix(password: str) -> None:
    [finding] = checked(code(f'database_password = "{password}"'))
    assert finding.fix is not None
    assert finding.fix.name == "DATABASE_PASSWORD"
    assert finding.fix.replacement == 'os.environ["DATABASE_PASSWORD"]'


def test_what_cannot_be_replaced_is_offered_no_fix(password: str) -> None:
    found = checked(code(f'# password = "{password}"'), code("", stream(f'password = "{password}"\n')))
    assert len(found) == 2
    assert [finding.fix for finding in found] == [None, None]


def test_a_suppressed_finding_is_kept_and_says_why(password: str) -> None:
    [finding] = checked(code(f'password = "{password}"  # ct: ignore[secret.generic.*] used in tests'))
    assert finding.suppressed is not None
    assert finding.suppressed.reason == "used in tests"


def test_one_secret_is_found_in_every_place_it_was_copied_to(password: str) -> None:
    url = f"postgresql://user:{password}@db.internal:5432/sales"
    found = checked(
        code(f'engine = create_engine("{url}")', stream(f"connecting to {url}\n")),
        markdown(f"Connect with `{url}`"),
        code(
            "", {"output_type": "error", "ename": "E", "evalue": "", "traceback": [f"could not open {url}"]}
        ),
    )
    assert [(finding.cell, finding.part) for finding in found] == [
        (1, "source"),
        (1, "output"),
        (2, "source"),
        (3, "output"),
    ]
    assert len({finding.fingerprint for finding in found}) == 1
