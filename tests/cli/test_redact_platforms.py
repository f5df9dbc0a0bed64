"""``ct-jupyter redact`` where notebooks run on a platform that has a secret store of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dotenv import dotenv_values

from ct_jupyter.cli.main import main
from ct_jupyter.detection.examples import sample_value
from tests.conftest import code, dumped, notebook

KEY = sample_value("secret.openai.api-key", 3)
COLAB = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
FROM_COLAB = 'os.environ["OPENAI_API_KEY"] = userdata.get("OPENAI_API_KEY")'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (tmp_path / "colab.ipynb").write_bytes(dumped(notebook(code(f'key = "{KEY}"'), **COLAB)))
    (tmp_path / "plain.ipynb").write_bytes(dumped(notebook(code(f'key = "{KEY}"'))))
    return tmp_path


def redact(*arguments: str) -> int:
    return main(["redact", *arguments])


def source_of(path: Path) -> str:
    return "".join(json.loads(path.read_bytes())["cells"][0]["source"])


def test_each_notebook_reads_the_store_of_where_it_runs(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redact("--write") == 0
    said = capsys.readouterr()
    assert FROM_COLAB in source_of(folder / "colab.ipynb")
    assert "load_dotenv" not in source_of(folder / "colab.ipynb")
    assert "userdata" not in source_of(folder / "plain.ipynb")
    assert "The notebooks now read OPENAI_API_KEY from Colab secrets. Enter the values there:" in said.err
    assert "  - In Colab, open the key icon (Secrets) in the left sidebar." in said.err
    assert KEY not in said.out + said.err


def test_the_values_are_kept_until_a_person_entered_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redact("--write", "colab.ipynb") == 0
    assert dotenv_values(folder / ".env") == {"OPENAI_API_KEY": KEY}
    assert "Delete them there once you have entered them." in capsys.readouterr().err
    assert (folder / ".env").stat().st_mode & 0o077 == 0


def test_who_has_the_values_elsewhere_wants_no_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert redact("--write", "--no-env", "colab.ipynb") == 0
    assert not (folder / ".env").exists()
    assert "kept nowhere else" in capsys.readouterr().err
    assert redact("--write", "--no-env", "plain.ipynb") == 0
    assert dotenv_values(folder / ".env") == {"OPENAI_API_KEY": KEY}, (
        "an ordinary notebook still has its .env"
    )


def test_a_dry_run_writes_nothing_and_names_the_store(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert redact("colab.ipynb") == 0
    said = capsys.readouterr()
    assert "The notebooks would read OPENAI_API_KEY from Colab secrets." in said.err
    assert sorted(path.name for path in folder.iterdir()) == ["colab.ipynb", "plain.ipynb"]
    assert KEY not in said.out + said.err


@pytest.mark.parametrize("store", ["env", "none"])
def test_a_store_that_was_chosen_wins_over_the_platform(folder: Path, store: str) -> None:
    assert redact("--write", "--store", store, "colab.ipynb") == 0
    assert "userdata" not in source_of(folder / "colab.ipynb")
    assert (folder / ".env").exists() == (store == "env")


def test_a_store_can_be_chosen_for_any_notebook(folder: Path) -> None:
    assert redact("--write", "--store", "databricks", "--vault", "team", "plain.ipynb") == 0
    assert 'dbutils.secrets.get(scope="team", key="OPENAI_API_KEY")' in source_of(folder / "plain.ipynb")


@pytest.mark.parametrize("place", ["option", "policy"])
def test_an_unknown_store_is_answered_with_the_nearest(
    folder: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    if place == "policy":
        (folder / ".ct-jupyter.toml").write_text('store = "sagemakr"\n')
    assert redact(*(("--store", "sagemakr") if place == "option" else ()), "--write") == 2
    said = capsys.readouterr().err
    assert "has to be one of auto, env, keyring, none, colab," in said
    assert "did you mean 'sagemaker'?" in said
    assert KEY in source_of(folder / "plain.ipynb")


def test_the_policy_names_store_and_vault(folder: Path) -> None:
    (folder / ".ct-jupyter.toml").write_text('store = "databricks"\nvault = "team-b"\n')
    assert redact("--write") == 0
    for name in ("colab.ipynb", "plain.ipynb"):
        assert 'scope="team-b"' in source_of(folder / name)
    assert redact("--check") == 0


@pytest.mark.parametrize("vault", ['a"b', "x y", '{os.system("x")}'])
def test_a_vault_cannot_bring_code(folder: Path, capsys: pytest.CaptureFixture[str], vault: str) -> None:
    assert redact("--write", "--store", "databricks", "--vault", vault) == 2
    assert "--vault: vault has to be a name" in capsys.readouterr().err


def test_a_language_that_cannot_read_the_store_is_an_error_of_its_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    metadata = {"language_info": {"name": "R"}}
    before = dumped(notebook(code(f'key <- "{KEY}"'), **metadata))
    (folder / "r.ipynb").write_bytes(before)
    assert redact("--write", "--store", "colab", "r.ipynb") == 3
    assert "r.ipynb: Colab secrets cannot be read from this language" in capsys.readouterr().err
    assert (folder / "r.ipynb").read_bytes() == before


def test_in_a_language_without_the_store_auto_takes_env(folder: Path) -> None:
    metadata = {"language_info": {"name": "R"}, "colab": {}}
    (folder / "r.ipynb").write_bytes(dumped(notebook(code(f'key <- "{KEY}"'), **metadata)))
    assert redact("--write", "r.ipynb") == 0
    assert source_of(folder / "r.ipynb").endswith('key <- Sys.getenv("OPENAI_API_KEY")')
    assert (folder / ".env").exists()


def test_a_script_that_uses_a_platform_is_no_notebook_of_it(folder: Path) -> None:
    (folder / "train.py").write_text(f'import sagemaker\nkey = "{KEY}"\n')
    assert redact("--write", "train.py") == 0
    assert "secretsmanager" not in (folder / "train.py").read_text()


def test_config_shows_where_the_store_comes_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".ct-jupyter.toml").write_text('store = "vertex"\n')
    assert main(["config"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["store", "vertex", ".ct-jupyter.toml"] in lines
