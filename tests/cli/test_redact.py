from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from dotenv import dotenv_values

from ct_jupyter.cli.main import main
from ct_jupyter.cli.redact_words import closing_words
from ct_jupyter.detection.examples import sample_value
from ct_jupyter.redact.files import Redaction, StoreKind
from ct_jupyter.redact.one_document import located_secrets
from ct_jupyter.redact.share import parts_of
from ct_jupyter.reports.terminal import location
from ct_jupyter.stores.env_link import FOLDER_VARIABLE
from tests.conftest import code, dumped, notebook, stream

KEY = sample_value("secret.openai.api-key", 3)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (tmp_path / "a.ipynb").write_bytes(dumped(notebook(code(f'key = "{KEY}"', stream(KEY)))))
    (tmp_path / "b.ipynb").write_bytes(dumped(notebook(code("x = 1"))))
    return tmp_path


def redact(*arguments: str) -> int:
    return main(["redact", *arguments])


def source_of(path: Path) -> str:
    return "".join(json.loads(path.read_bytes())["cells"][0]["source"])


def test_without_write_a_diff_without_values_is_shown_and_nothing_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "a.ipynb").read_bytes()
    assert redact() == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("--- a/a.ipynb\n+++ b/a.ipynb\n")
    assert '-   "source": "key = \\"****\\""' in shown.out
    assert "Nothing was written" in shown.err
    assert KEY not in shown.out + shown.err
    assert (folder / "a.ipynb").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["a.ipynb", "b.ipynb"]


def test_write_stores_the_value_and_changes_the_notebook(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redact("--write", "--no-load-dotenv") == 0
    shown = capsys.readouterr()
    assert shown.out == "a.ipynb: 1 in the source and 1 in outputs and metadata\n"
    assert ".env has: OPENAI_API_KEY" in shown.err
    assert "rotate" in shown.err
    assert KEY not in shown.out + shown.err
    assert source_of(folder / "a.ipynb") == 'import os\n\nkey = os.environ["OPENAI_API_KEY"]'
    assert dotenv_values(folder / ".env") == {"OPENAI_API_KEY": KEY}
    assert redact("--check") == 0
    assert "No secrets to redact." in capsys.readouterr().err


@pytest.mark.parametrize(("options", "verb"), [((), "would get"), (("--write",), "has")])
def test_each_env_file_is_told_with_its_own_variables(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], verb: str
) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "c.py").write_text(f'password = "{KEY[-14:]}x1"\n')
    redact(*options, "a.ipynb", "deep/c.py")
    said = capsys.readouterr().err.splitlines()
    assert f".env {verb}: OPENAI_API_KEY" in said
    assert f"deep/.env {verb}: PASSWORD" in said


def test_check_names_what_is_to_do_and_exits_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert redact("--check") == 1
    assert capsys.readouterr().out == "a.ipynb: 1 in the source and 1 in outputs and metadata\n"
    assert redact("--check", "b.ipynb") == 0


def test_load_dotenv_is_called_where_it_is_asked_for(folder: Path) -> None:
    assert redact("--write", "--load-dotenv") == 0
    lines = source_of(folder / "a.ipynb")
    assert '/.env")):\n    load_dotenv()\n' in lines
    (link,) = Path(os.environ[FOLDER_VARIABLE]).iterdir()
    assert link.resolve() == folder.resolve()
    assert f"/{link.name}/.env" in lines
    assert redact("--write", "--load-dotenv") == 0
    assert source_of(folder / "a.ipynb") == lines


def test_without_a_store_the_user_is_told_which_variables_to_set(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redact("--write", "--store", "none") == 0
    shown = capsys.readouterr()
    assert "Before you run the notebooks, set: OPENAI_API_KEY" in shown.err
    assert not (folder / ".env").exists()
    assert KEY not in shown.out + shown.err


def test_the_env_file_may_lie_at_the_top_of_the_repository(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / "deep").mkdir()
    (folder / "a.ipynb").rename(folder / "deep" / "a.ipynb")
    assert redact("--write", "--env-at", "repository") == 0
    assert dotenv_values(folder / ".env") == {"OPENAI_API_KEY": KEY}
    assert not (folder / "deep" / ".env").exists()


def test_two_notebooks_share_a_value_and_two_values_share_no_name(folder: Path) -> None:
    other = sample_value("secret.openai.api-key", 4)
    (folder / "b.ipynb").write_bytes(dumped(notebook(code(f'key = "{other}"'), code(f'same = ["{KEY}"]'))))
    assert redact("--write") == 0
    assert dotenv_values(folder / ".env") == {"OPENAI_API_KEY": KEY, "OPENAI_API_KEY_2": other}
    cells = json.loads((folder / "b.ipynb").read_bytes())["cells"]
    assert 'os.environ["OPENAI_API_KEY_2"]' in "".join(cells[0]["source"])
    assert 'os.environ["OPENAI_API_KEY"]' in "".join(cells[1]["source"])


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_done(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "c.ipynb").write_text("{")
    assert redact("--write") == 3
    assert "c.ipynb: ends in the middle" in capsys.readouterr().err
    assert KEY not in (folder / "a.ipynb").read_text()


def test_an_env_file_that_git_tracks_is_not_written_and_no_notebook_changes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / ".env").symlink_to(folder / "elsewhere")
    before = (folder / "a.ipynb").read_bytes()
    assert redact("--write") == 2
    assert "is a link" in capsys.readouterr().err
    assert (folder / "a.ipynb").read_bytes() == before


def test_what_is_ignored_with_a_reason_stays(folder: Path) -> None:
    (folder / "a.ipynb").write_bytes(
        dumped(notebook(code(f'key = "{KEY}"  # ct: ignore[secret.*] a public sample')))
    )
    before = (folder / "a.ipynb").read_bytes()
    assert redact("--write") == 0
    assert (folder / "a.ipynb").read_bytes() == before


def test_the_keyring_holds_the_value_and_the_notebook_reads_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring = pytest.importorskip("keyring", reason="keyring is not installed")
    held: dict[tuple[str, str], str] = {}
    monkeypatch.setattr(keyring, "get_keyring", lambda: object())
    monkeypatch.setattr(keyring, "get_password", lambda service, name: held.get((service, name)))
    monkeypatch.setattr(
        keyring, "set_password", lambda service, name, value: held.update({(service, name): value})
    )
    assert redact("--write", "--store", "keyring") == 0
    assert held == {("ct-jupyter", "OPENAI_API_KEY"): KEY}
    assert not (folder / ".env").exists()
    assert source_of(folder / "a.ipynb") == (
        "import os\n\nimport keyring\n\n"
        'os.environ["OPENAI_API_KEY"] = keyring.get_password("ct-jupyter", "OPENAI_API_KEY")\n\n'
        'key = os.environ["OPENAI_API_KEY"]'
    )
    assert redact("--check", "--store", "keyring") == 0
    assert KEY not in "".join(capsys.readouterr())


def test_a_connection_string_may_go_whole_with_the_password_gone_everywhere(
    folder: Path, password: str
) -> None:
    url = f"postgresql://ann:{password}@db.corp/x"
    (folder / "a.ipynb").write_bytes(dumped(notebook(code(f'url = "{url}"', stream(f"as {password}\n")))))
    assert redact("--write", "--whole-urls", "--no-load-dotenv") == 0
    assert source_of(folder / "a.ipynb") == 'import os\n\nurl = os.environ["DATABASE_URL"]'
    assert dotenv_values(folder / ".env") == {"DATABASE_URL": url}
    assert password not in (folder / "a.ipynb").read_text()


def test_what_the_configuration_ignores_or_excludes_stays(folder: Path) -> None:
    (folder / ".ct-jupyter.toml").write_text(
        'exclude = ["b.ipynb"]\n[[ignore]]\npaths = ["a.ipynb"]\nreason = "public samples"\n'
    )
    (folder / "b.ipynb").write_bytes((folder / "a.ipynb").read_bytes())
    (folder / "c.ipynb").write_bytes((folder / "a.ipynb").read_bytes())
    before = (folder / "a.ipynb").read_bytes()
    assert redact("--write") == 0
    assert (folder / "a.ipynb").read_bytes() == before
    assert (folder / "b.ipynb").read_bytes() == before
    assert KEY not in (folder / "c.ipynb").read_text()


def test_without_a_keyring_nothing_changes_and_the_user_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keyring = pytest.importorskip("keyring", reason="keyring is not installed")
    from keyring.backends.fail import Keyring

    used = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        assert redact("--write", "--store", "keyring") == 2
    finally:
        keyring.set_keyring(used)
    assert "No keyring was found" in capsys.readouterr().err
    assert KEY in (folder / "a.ipynb").read_text()


def test_markdown_keeps_its_form(folder: Path) -> None:
    value = "Kq7!mPz" + "29xw"
    cell = (
        "**Password:** `{0}`\n\n"
        "| user | password |\n|:--|:-:|\n| ann | {0}1 |\n| bob | `{0}2` |\n\n"
        "- login: ann / {0}3\n\n<b>Password:</b> <code>{0}4</code>"
    )
    markdown = {
        "id": "m",
        "cell_type": "markdown",
        "metadata": {},
        "source": cell.replace("{0}", value),
    }
    (folder / "a.ipynb").write_bytes(dumped(notebook(markdown)))
    assert redact("--write", "a.ipynb") == 0
    assert source_of(folder / "a.ipynb") == (
        "**Password:** `<REDACTED:PASSWORD>`\n\n"
        "| user | password |\n|:--|:-:|\n| ann | <REDACTED:PASSWORD_2> |\n"
        "| bob | `<REDACTED:PASSWORD_3>` |\n\n"
        "- login: ann / <REDACTED:LOGIN_PASSWORD>\n\n"
        "<b>Password:</b> <code><REDACTED:PASSWORD_4></code>"
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config.yml", 'host: db\npassword: "{}"\n'),
        ("config.yaml", "db:\n  password: '{}'\n"),
        ("settings.json", '{{"password": "{}"}}\n'),
        ("settings.toml", '[db]\npassword = "{}"\n'),
        ("settings.ini", "[db]\npassword = {}\n"),
    ],
)
@pytest.mark.parametrize("write", [["--write"], []])
def test_a_placeholder_in_settings_is_told_with_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, write: list[str]
) -> None:
    value = sample_value("secret.generic.password", 5)
    (folder / name).write_text(text.format(value))
    redact(*write, name)
    shown = capsys.readouterr()
    assert f"PASSWORD is replaced by a placeholder: {name} will not work until" in shown.out + shown.err
    assert "look up PASSWORD, and set the variable" in shown.out + shown.err
    assert value not in shown.out + shown.err


def test_code_and_prose_get_no_such_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = sample_value("secret.generic.password", 5)
    (folder / "a.py").write_text(f'password = "{value}"\n')
    (folder / "a.md").write_text(f"Password: `{value}`\n")
    redact("--write", "a.py", "a.md")
    shown = capsys.readouterr()
    assert "will not work" not in shown.out + shown.err
    assert value not in (folder / "a.md").read_text()


@pytest.mark.parametrize("name", [".env.local", "prod.env"])
def test_a_file_that_is_for_values_keeps_them(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    text = f"DB_PASSWORD={sample_value('secret.generic.password', 5)}\n"
    (folder / name).write_text(text)
    (folder / ".env.example").write_text("DB_PASSWORD=\n")
    redact("--write", name, ".env.example")
    assert (folder / name).read_text() == text
    told = capsys.readouterr().err
    assert f"{name} is where values belong, so nothing is replaced in it." in told
    assert ".env.example" not in told


def test_what_is_no_lookup_is_named_with_its_place_and_why_before_and_after(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = [code("x = 1"), code(f"%%javascript\nconst api_key = '{KEY}';"), code(f"key = '{KEY}'")]
    (folder / "a.ipynb").write_bytes(dumped(notebook(*cells, language_info={"name": "python"})))
    place, why = "cell_2: OPENAI_API_KEY", "This code runs in the browser"
    assert redact("a.ipynb") == 0
    assert f"a.ipynb: {place}: {why}" in capsys.readouterr().err
    assert redact("--write", "a.ipynb") == 0
    shown = capsys.readouterr()
    assert f"  {place}: {why}" in shown.out
    assert "cell_3" not in shown.out
    assert KEY not in shown.out + shown.err


def test_what_stays_is_named_by_its_place() -> None:
    document = notebook(code("x = 1"), code(f"x = 2\nkey = '{KEY}'"), language_info={"name": "python"})
    found, _ = located_secrets(parts_of(document), "work/a.ipynb")
    left = [location(one.finding) for one in found]
    lines = list(closing_words(Redaction(StoreKind.NONE), [], [], left=left, written=False))
    assert lines[-2:] == ["1 secret could not be removed; change by hand:", "  work/a.ipynb:cell_2:2:8"]


@pytest.mark.skipif(os.name == "nt", reason="needs links")
def test_a_link_out_of_what_was_named_is_left_and_told(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "x.ipynb"
    before = (folder / "a.ipynb").read_bytes()
    outside.write_bytes(before)
    (folder / "link.ipynb").symlink_to(outside)
    (folder / "c.ipynb").symlink_to(folder / "b.ipynb")
    assert redact("--write", ".") == 3
    assert outside.read_bytes() == before
    assert "link.ipynb: is a link to a file outside of what was named" in capsys.readouterr().err
    assert "environ" in source_of(folder / "a.ipynb")
    # Who names it means it.
    assert redact("--write", "link.ipynb") == 0
    assert "environ" in source_of(outside)
    assert (folder / "link.ipynb").is_symlink()
