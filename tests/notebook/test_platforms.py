from __future__ import annotations

from typing import Any

import pytest

from ct_jupyter.languages.cellcode import cell_magic
from ct_jupyter.notebook import language_of, language_of_cell
from ct_jupyter.notebook.platforms import (
    AZURE_ML,
    DATABRICKS,
    PLATFORMS,
    STORES,
    VERTEX,
    is_vault,
    platform_of,
    secret_store,
)

PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
DATABRICKS_ENTRY = "application/vnd.databricks.v1+notebook"


@pytest.mark.parametrize(
    ("metadata", "code", "platform"),
    [
        ({"colab": {"provenance": []}, **PYTHON}, "", "colab"),
        ({"colab": {}}, "", "colab"),
        # JupyterLab gives every notebook that it opens the kernel that it runs it with.
        ({"colab": {}, "kernelspec": {"display_name": "Python 3 (ipykernel)"}}, "", "colab"),
        (PYTHON, "from google.colab import drive\ndrive.mount('/content/drive')", "colab"),
        (PYTHON, "key = userdata.get('HF_TOKEN')", "colab"),
        ({DATABRICKS_ENTRY: {"language": "python"}}, "", "databricks"),
        ({DATABRICKS_ENTRY: {}, "colab": {}, **PYTHON}, "", "databricks"),
        (PYTHON, "dbutils.widgets.text('a', 'b')", "databricks"),
        ({"kaggle": {"accelerator": "none"}, **PYTHON}, "", "kaggle"),
        ({"kaggle": {}, "colab": {}, **PYTHON}, "", "kaggle"),
        (PYTHON, "pd.read_csv('/kaggle/input/titanic/train.csv')", "kaggle"),
        (PYTHON, "from kaggle_secrets import UserSecretsClient", "kaggle"),
        ({"instance_type": "ml.t3.medium", **PYTHON}, "", "sagemaker"),
        (
            {"kernelspec": {"name": "conda_pytorch_p310", "display_name": "conda_pytorch_p310"}},
            "",
            "sagemaker",
        ),
        (
            {"kernelspec": {"name": "python3__SAGEMAKER_INTERNAL__arn:aws:sagemaker:us-east-1:1:image/x"}},
            "",
            "sagemaker",
        ),
        (PYTHON, "role = sagemaker.get_execution_role()", "sagemaker"),
        ({"environment": {"type": "gcloud", "uri": "gcr.io/deeplearning-platform-release/x"}}, "", "vertex"),
        (PYTHON, "import google.cloud.aiplatform as aip", "vertex"),
        ({"colab": {}, **PYTHON}, "import vertexai\nvertexai.init()", "vertex"),
        ({"kernelspec": {"name": "python38-azureml", "display_name": "Python 3.8 - AzureML"}}, "", "azureml"),
        (PYTHON, "from azure.ai.ml import MLClient", "azureml"),
        ({"kernelspec": {"name": "streamlit", "display_name": "Streamlit Notebook"}}, "", "snowflake"),
        ({"lastEditStatus": {"notebookId": "x"}, **PYTHON}, "", "snowflake"),
        (PYTHON, "session = get_active_session()", "snowflake"),
    ],
)
def test_a_notebook_of_a_platform_is_known(metadata: dict[str, Any], code: str, platform: str) -> None:
    found = platform_of(metadata, [code])
    assert found is not None
    assert found.id == platform


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        (PYTHON, "import boto3\nboto3.client('s3')"),
        (PYTHON, "import sys\nif 'google.colab' in sys.modules:\n    from google.colab import drive"),
        (PYTHON, "IS_KAGGLE = 'kaggle_secrets' in sys.modules"),
        (PYTHON, "from azure.storage.blob import BlobServiceClient"),
        (PYTHON, "from google.cloud import bigquery"),
        (PYTHON, "import snowflake.connector"),
        (PYTHON, "import streamlit as st"),
        ({"kernelspec": {"name": "conda-env-x-py", "display_name": "Python [conda env:x]"}}, ""),
        # What Colab left in the metadata of a notebook that somebody went on with elsewhere.
        ({"colab": {}, "kernelspec": {"name": "python3", "display_name": ".venv"}}, ""),
        ({"colab": {}, "vscode": {"interpreter": {}}, **PYTHON}, ""),
        ({"kernelspec": None, "environment": None, "instance_type": None}, ""),
        ({"kernelspec": {"name": 3}, "instance_type": "large", "environment": "prod"}, ""),
    ],
)
def test_an_ordinary_notebook_is_of_none(metadata: dict[str, Any], code: str) -> None:
    assert platform_of(metadata, [code]) is None


def test_where_the_kernels_run_wins_over_what_the_notebook_says() -> None:
    found = platform_of({"colab": {}}, [], {"DATABRICKS_RUNTIME_VERSION": "16.4"})
    assert found is DATABRICKS


def test_the_vault_is_the_users_else_the_notebooks_else_the_default() -> None:
    code = ['dbutils.secrets.get(scope = "team-a", key = "x")']
    assert _vault("databricks", code, "mine") == "mine"
    assert _vault("databricks", code) == "team-a"
    assert _vault("databricks", ["dbutils.secrets.get('b.c', 'x')"]) == "b.c"
    assert _vault("databricks", []) == "notebooks"
    assert _vault("azureml", ['SecretClient("https://kv-1.vault.azure.net/", c)']) == "kv-1"
    assert _vault("vertex", ["name='projects/my-project-1/secrets/x/versions/2'"]) == "my-project-1"
    assert _vault("colab", code, "mine") == ""


def _vault(platform: str, code: list[str], named: str = "") -> str:
    store = secret_store(PLATFORMS[platform], "python", code, named)
    assert store is not None
    return store.vault


def test_a_vault_called_like_a_word_of_the_table_stays_what_it_is() -> None:
    store = secret_store(DATABRICKS, "scala", [], "KEY_NAME")
    assert store is not None
    assert store.lookup("API_KEY", "scala") == 'dbutils.secrets.get(scope="KEY_NAME", key="API_KEY")'
    assert any("create-scope KEY_NAME" in step for step in store.steps)


@pytest.mark.parametrize("name", ['a"b', "a b", "a\nb", "-a", "a'", "{x}"])
def test_what_would_leave_its_string_is_no_vault(name: str) -> None:
    assert not is_vault(name)


def test_only_databricks_can_be_read_from_r_and_scala() -> None:
    for platform in PLATFORMS.values():
        for language in ("r", "scala"):
            assert (secret_store(platform, language, []) is not None) == (platform is DATABRICKS)
        assert secret_store(platform, "julia", []) is None


def test_key_vault_knows_no_underscores() -> None:
    store = secret_store(AZURE_ML, "python", [])
    assert store is not None
    assert store.key("DB_PASSWORD") == "DB-PASSWORD"
    assert store.imports == ("from azureml.core import Workspace",)


def test_a_named_project_needs_no_default_credentials() -> None:
    store = secret_store(VERTEX, "python", [], "my-project")
    assert store is not None
    assert store.imports == ("from google.cloud import secretmanager",)
    assert '"projects/my-project/secrets/X/versions/latest"' in (store.lookup("X") or "")


def test_every_row_is_complete() -> None:
    assert STORES[:4] == ("auto", "env", "keyring", "none")
    for name, row in PLATFORMS.items():
        assert name == row.id
        assert "KEY" in row.lookup
        assert row.steps
        assert bool(row.vault) == ("VAULT" in row.lookup + row.lookup_in_vault)


@pytest.mark.parametrize(
    ("source", "name"),
    [("%r\nx <- 1", "r"), ("%scala\nval x = 1", "scala"), ("\n%sql\nselect 1", "sql"), ("%md\n# A", "md")],
)
def test_the_magics_of_databricks_have_one_percent_sign(source: str, name: str) -> None:
    found = cell_magic(source)
    assert found is not None
    assert found[0] == name
    assert source[: found[1]].endswith(f"%{name}")


@pytest.mark.parametrize("source", ["%sql select 1", "%R x <- 1", "%run a.py", "%shutdown", "%r", "x\n%r\n"])
def test_a_line_magic_is_no_cell_magic(source: str) -> None:
    assert cell_magic(source) is None


def test_the_language_of_databricks_is_in_its_own_entry() -> None:
    metadata = {DATABRICKS_ENTRY: {"language": "scala"}, "language_info": {"name": "python"}}
    assert language_of(metadata) == "scala"
    assert language_of_cell({}, "%python\nx = 1", "scala") == "python"


def test_the_cells_of_snowflake_say_their_language() -> None:
    assert (
        language_of({"kernelspec": {"name": "streamlit", "display_name": "Streamlit Notebook"}}) == "python"
    )
    assert language_of_cell({"language": "sql", "name": "cell2"}, "select 1", "python") == "sql"
    assert language_of_cell({"language": "python"}, "x = 1", "python") == "python"
