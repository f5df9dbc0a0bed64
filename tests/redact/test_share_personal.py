from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, display, dumped, markdown, notebook, stream

MAILS = [f"{name}@mail-{number}.net" for number, name in enumerate(("ann.lee", "bo.ek", "cy.ray"))]
IBAN = sample_value("pii.iban", 3)
KEY = sample_value("secret.openai.api-key", 3)

HTML = (
    "<table><thead><tr><th></th><th>email</th><th>n</th></tr></thead><tbody>"
    + "".join(f"<tr><th>{n}</th><td>{mail}</td><td>7</td></tr>" for n, mail in enumerate(MAILS))
    + "</tbody></table>"
)
TEXT = f"{'':2}{'email':>20}  n\n" + "".join(f"{n} {mail:>20}  7\n" for n, mail in enumerate(MAILS))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, *cells: dict[str, Any]) -> None:
    (folder / "a.ipynb").write_bytes(dumped(notebook(*cells)))


def share(*arguments: str) -> int:
    return main(["share", "a.ipynb", "--output", "clean.ipynb", "--force", *arguments])


def copy_in(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "clean.ipynb").read_bytes()))


def test_personal_data_goes_by_default_from_every_part_and_the_copy_is_proved(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        folder,
        code(f'key = "{KEY}"\nowner = "{MAILS[0]}"'),
        markdown(f"Ask **{MAILS[1]}**, account {IBAN}."),
        code("df", display(text_html=HTML, text_plain=TEXT), stream(f"sent to {MAILS[2]}\n")),
    )
    assert share() == 0
    out = capsys.readouterr().out
    assert "clean.ipynb: a scan of the copy found no secrets and no personal data" in out
    clean = (folder / "clean.ipynb").read_text()
    for value in (*MAILS, IBAN, KEY):
        assert value not in clean
        assert value not in out
    first, second, third = copy_in(folder)["cells"]
    assert 'owner = "<REDACTED:EMAIL>"' in "".join(first["source"])
    assert "".join(second["source"]) == "Ask **<REDACTED:EMAIL>**, account <REDACTED:IBAN>."
    # What is no personal data stands as it stood, in both forms of the table.
    data = third["outputs"][0]["data"]
    assert "".join(data["text/html"]).count("<td>7</td>") == 3
    assert "".join(data["text/plain"]).count("  7\n") == 3
    assert main(["scan", "clean.ipynb"]) == 0


def test_a_number_among_code_becomes_a_text_so_that_the_cell_still_parses(folder: Path) -> None:
    number = sample_value("pii.national-id.us-ssn", 2).replace("-", "")
    write(folder, code(f"ssn = {number}  # social security number\nprint(ssn)"))
    assert share() == 0
    source = "".join(copy_in(folder)["cells"][0]["source"])
    assert number not in source
    ast.parse(source)


def test_kinds_are_chosen_and_what_stays_is_told_without_a_claim_that_it_is_clean(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, markdown(f"Ask {MAILS[1]}, account {IBAN}."))
    assert share("--personal=iban") == 0
    out = capsys.readouterr().out
    assert "a scan of the copy found no secrets and no personal data" not in out
    assert "Personal data redacted: 1 iban." in out
    assert "Personal data that stays, as it was not chosen: 1 email (cell 1)." in out
    source = "".join(copy_in(folder)["cells"][0]["source"])
    assert source == f"Ask {MAILS[1]}, account <REDACTED:IBAN>."


@pytest.mark.parametrize("option", ["--no-personal", "--personal="])
def test_personal_data_may_stay(folder: Path, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, markdown(f"Ask {MAILS[1]}."))
    assert share(option) == 0
    assert MAILS[1] in (folder / "clean.ipynb").read_text()
    assert "stays, as it was not chosen: 1 email (cell 1)" in capsys.readouterr().out


def test_the_option_does_not_swallow_the_notebook(folder: Path) -> None:
    write(folder, markdown(f"Ask {MAILS[1]}."))
    assert main(["share", "--output", "clean.ipynb", "--personal", "a.ipynb"]) == 0
    assert MAILS[1] not in (folder / "clean.ipynb").read_text()


def test_an_unknown_kind_is_wrong_usage_with_the_nearest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, markdown("x"))
    assert share("--personal=email,phnoe") == 2
    assert "'phnoe' is no kind of personal data; did you mean 'phone'?" in capsys.readouterr().err
    assert not (folder / "clean.ipynb").exists()


def test_images_are_named_as_what_nobody_looked_into(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, code("plot()", display(image_png="iVBORw0KGgo=")))
    assert share() == 0
    assert "Images and attachments are not read: look at cell 1." in capsys.readouterr().out


def test_what_somebody_ignored_stays_and_the_copy_is_not_called_clean(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, code(f'owner = "{MAILS[0]}"  # ct: ignore[pii.email] the public address'))
    assert share() == 0
    out = capsys.readouterr().out
    assert "a scan of the copy found no secrets and no personal data" not in out
    assert "Findings that somebody chose to ignore, and that are in the copy: 1" in out
    assert MAILS[0] in (folder / "clean.ipynb").read_text()


def test_columns_of_a_data_file_that_is_read_go_from_the_outputs(folder: Path) -> None:
    rows = [f"{n},{sample_value('pii.iban', n)},Ward {n % 3}" for n in range(60)]
    (folder / "people.csv").write_text("\n".join(["id,account,ward", *rows]) + "\n")
    account = sample_value("pii.iban", 1)
    shown = f"   account  ward\n1  {account[:10]}…  Ward 1\n"
    read = 'import pandas as pd\ndf = pd.read_csv("people.csv")\ndf'
    write(folder, code(read, display(text_plain=shown)))
    assert share() == 0
    text = "".join(copy_in(folder)["cells"][0]["outputs"][0]["data"]["text/plain"])
    assert account[:10] not in text
    assert "Ward 1" in text


def test_a_stored_value_that_is_printed_goes_too(folder: Path) -> None:
    value = sample_value("secret.generic.password", 5)
    (folder / ".env").write_text(f"PASSWORD='{value}'\n")
    write(folder, code("print(p)", stream(f"it is {value}\n")))
    assert share() == 0
    assert "".join(copy_in(folder)["cells"][0]["outputs"][0]["text"]) == "it is <REDACTED:PASSWORD>\n"


def test_outputs_that_held_personal_data_go_where_that_was_asked(folder: Path) -> None:
    write(folder, code("x", stream(f"{MAILS[0]}\n"), display(text_plain="fine")))
    assert share("--outputs", "scrub") == 0
    [output] = copy_in(folder)["cells"][0]["outputs"]
    assert "fine" in json.dumps(output)


def test_a_name_that_words_announce_goes_from_markdown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = " ".join(["Maria", "Lopez"])
    write(folder, markdown(f"Call **{name}** on Monday."))
    assert share() == 0
    assert name not in (folder / "clean.ipynb").read_text()
    assert "a scan of the copy found no secrets and no personal data" in capsys.readouterr().out


def test_what_was_not_looked_for_is_said_beside_what_was_not_found(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ct_jupyter.cli.share.enabled", lambda: False)
    write(folder, code("x = 1"))
    assert share() == 0
    out = capsys.readouterr().out
    assert "no secrets and no personal data; names of people were not looked for." in out


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (code("print(api_key)"), "1 leak.printed-secret (cell 1)"),
        (code('url = "http://10.20.30.40/x"'), "1 ip-address (cell 1)"),
    ],
)
def test_whatever_a_scan_finds_keeps_the_copy_from_being_called_clean(
    folder: Path, capsys: pytest.CaptureFixture[str], cell: dict[str, Any], told: str
) -> None:
    write(folder, cell)
    assert share() == 0
    out = capsys.readouterr().out
    assert "no secrets and no personal data" not in out
    assert f"Also found in the copy, some of it of low confidence: {told}." in out


def test_data_that_the_copy_reads_is_named_as_no_part_of_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{n},{sample_value('pii.iban', n)}" for n in range(60)]
    (folder / "people.csv").write_text("\n".join(["id,account", *rows]) + "\n")
    write(folder, code('import pandas as pd\ndf = pd.read_csv("people.csv")'))
    assert share() == 0
    out = capsys.readouterr().out
    assert "no secrets and no personal data" not in out
    assert "Personal data in files that it reads, and that are not part of it: people.csv" in out
