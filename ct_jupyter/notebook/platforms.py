"""The platforms that notebooks run on: what each is known by, and its own secret store.

A platform is one row in :data:`PLATFORMS`; command line, policy, server and preview have it from there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from ..text.lazy import lazy

AUTO = "auto"
"""The platform's store where a notebook is known to be of one, else a ``.env`` file."""

_DASHES = str.maketrans("_", "-")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a platform is known by."""

    metadata: tuple[str, ...] = ()
    """Keys of the notebook's metadata."""
    kernels: str = ""
    """Regular expression on the kernel's name and the name that is shown for it."""
    holds: Mapping[str, str] = {}
    """Regular expressions on the JSON text of an entry of the metadata, by its key."""
    code: str = ""
    """Regular expression on the code."""
    process: str = ""
    """Variable that is set in all processes there."""


PlatformId = Literal["colab", "databricks", "kaggle", "sagemaker", "vertex", "azureml", "snowflake"]


class Platform(msgspec.Struct, frozen=True, kw_only=True):
    """A platform with its secret store."""

    id: PlatformId
    title: str
    """Of the platform."""
    store: str
    """What its store is called there."""
    module: str = ""
    """That the kernel must be able to import; empty where nothing is imported."""
    imports: tuple[str, ...] = ()
    """Python statements that the lookup stands on."""
    lookup: str
    """Python expression, with ``KEY`` for the name of the secret and ``VAULT`` for the part of the store."""
    lookup_in_vault: str = ""
    """The same where the user named a vault, if it is another one; with ``imports_for_vault``."""
    imports_for_vault: tuple[str, ...] = ()
    module_for_vault: str = ""
    other_languages: Mapping[str, str] = {}
    """The same in other languages, by their canonical names."""
    vault: str = ""
    """What a part of the store is called: ``secret scope``; empty where it has no parts."""
    vault_default: str = ""
    vault_in_code: str = ""
    """Regular expression whose group 1 is the vault that a notebook names already."""
    keys: Literal["as they are", "with dashes"] = "as they are"
    """How a variable's name is written as the name of a secret."""
    steps: tuple[str, ...]
    """What a person does to enter the values, with ``NAME`` for a secret's name and ``VAULT``."""
    known_by: Evidence


COLAB = Platform(
    id="colab",
    title="Google Colab",
    store="Colab secrets",
    module="google.colab",
    imports=("from google.colab import userdata",),
    lookup='userdata.get("KEY")',
    steps=(
        "In Colab, open the key icon (Secrets) in the left sidebar.",
        "Add a secret for each name, paste its value, and switch on “Notebook access” for it.",
    ),
    known_by=Evidence(
        metadata=("colab",),
        code=r"^from google\.colab import|^import google\.colab|\buserdata\.get\(",
        process="COLAB_RELEASE_TAG",
    ),
)
DATABRICKS = Platform(
    id="databricks",
    title="Databricks",
    store="Databricks secrets",
    lookup='dbutils.secrets.get(scope="VAULT", key="KEY")',
    other_languages={
        "r": 'dbutils.secrets.get(scope="VAULT", key="KEY")',
        "scala": 'dbutils.secrets.get(scope="VAULT", key="KEY")',
    },
    vault="secret scope",
    vault_default="notebooks",
    vault_in_code=r"""dbutils\.secrets\.get\(\s*(?:scope\s*=\s*)?["']([\w.\-]+)["']""",
    steps=(
        "In a terminal with the Databricks CLI, create the scope unless it exists: "
        "databricks secrets create-scope VAULT",
        "For each name run: databricks secrets put-secret VAULT NAME. It asks for the value.",
    ),
    known_by=Evidence(
        metadata=("application/vnd.databricks.v1+notebook",),
        code=r"\bdbutils\.(?:secrets|fs|widgets|notebook|library)\.",
        process="DATABRICKS_RUNTIME_VERSION",
    ),
)
KAGGLE = Platform(
    id="kaggle",
    title="Kaggle",
    store="Kaggle secrets",
    module="kaggle_secrets",
    imports=("from kaggle_secrets import UserSecretsClient",),
    lookup='UserSecretsClient().get_secret("KEY")',
    steps=(
        "In Kaggle's editor, open Add-ons > Secrets.",
        "Add a secret with each name as its label, paste its value, and tick it to attach it.",
    ),
    known_by=Evidence(
        metadata=("kaggle",),
        code=r"^from kaggle_secrets import|[\"']/kaggle/(?:input|working)\b",
        process="KAGGLE_KERNEL_RUN_TYPE",
    ),
)
SAGEMAKER = Platform(
    id="sagemaker",
    title="Amazon SageMaker",
    store="AWS Secrets Manager",
    module="boto3",
    imports=("import boto3",),
    lookup='boto3.client("secretsmanager").get_secret_value(SecretId="KEY")["SecretString"]',
    steps=(
        "In the AWS console, open Secrets Manager > Store a new secret > Other type of secret > Plaintext, "
        "in the notebook's region.",
        "For each name, put the value alone in place of the braces, and give the secret that name.",
        "Allow the notebook's execution role secretsmanager:GetSecretValue on these secrets.",
    ),
    known_by=Evidence(
        metadata=("availableInstances",),
        kernels=r"arn:aws[\w-]*:sagemaker|^conda_(?:python3|\w*pytorch|\w*tensorflow|\w*mxnet)",
        holds={"instance_type": r'^"ml\.'},
        code=r"^\s*(?:import|from) sagemaker\b|\bget_execution_role\(",
    ),
)
VERTEX = Platform(
    id="vertex",
    title="Vertex AI Workbench and Colab Enterprise",
    store="Google Cloud Secret Manager",
    module="google.cloud.secretmanager",
    imports=("import google.auth", "from google.cloud import secretmanager"),
    lookup="secretmanager.SecretManagerServiceClient().access_secret_version("
    'name=f"projects/{google.auth.default()[1]}/secrets/KEY/versions/latest").payload.data.decode()',
    lookup_in_vault="secretmanager.SecretManagerServiceClient().access_secret_version("
    'name="projects/VAULT/secrets/KEY/versions/latest").payload.data.decode()',
    imports_for_vault=("from google.cloud import secretmanager",),
    module_for_vault="google.cloud.secretmanager",
    vault="Google Cloud project",
    vault_in_code=r"projects/([a-z][a-z0-9\-]{4,28}[a-z0-9])/secrets/",
    steps=(
        "In the Google Cloud console, open Secret Manager and create a secret with each name and its value.",
        "Give the account that runs the notebook the role Secret Manager Secret Accessor.",
        "The kernel needs the package google-cloud-secret-manager.",
    ),
    known_by=Evidence(
        holds={"environment": r"deeplearning-platform|\"type\": \"gcloud\""},
        code=r"^\s*(?:from|import) google\.cloud(?:\.| import )aiplatform|^\s*(?:import|from) vertexai\b"
        r"|\bvertexai\s*=\s*True|\bgcloud ai (?:models|endpoints|custom-jobs)\b",
    ),
)
AZURE_ML = Platform(
    id="azureml",
    title="Azure Machine Learning",
    store="Azure Key Vault",
    module="azureml.core",
    imports=("from azureml.core import Workspace",),
    lookup='Workspace.from_config().get_default_keyvault().get_secret("KEY")',
    lookup_in_vault='SecretClient("https://VAULT.vault.azure.net", DefaultAzureCredential())'
    '.get_secret("KEY").value',
    imports_for_vault=(
        "from azure.identity import DefaultAzureCredential",
        "from azure.keyvault.secrets import SecretClient",
    ),
    module_for_vault="azure.keyvault.secrets",
    vault="key vault",
    vault_in_code=r"https://([A-Za-z0-9\-]{3,24})\.vault\.azure\.net",
    keys="with dashes",
    steps=(
        "In the Azure portal, open the key vault (without a name here: that of the notebook's workspace) > "
        "Secrets > Generate/Import, and create a secret with each name and its value.",
        "Give who runs the notebook the role Key Vault Secrets User.",
        "The kernel needs azure-keyvault-secrets and azure-identity; without a named key vault azureml-core.",
    ),
    known_by=Evidence(
        kernels=r"(?i)azureml|sdkv2|SDK v2",
        code=r"^\s*(?:import|from) azureml\b|^\s*(?:import|from) azure\.ai\.ml\b",
    ),
)
SNOWFLAKE = Platform(
    id="snowflake",
    title="Snowflake",
    store="Snowflake secrets",
    module="streamlit",
    imports=("import streamlit as st",),
    lookup='st.secrets["KEY"]',
    steps=(
        "In a worksheet, create each secret: CREATE SECRET NAME TYPE = GENERIC_STRING SECRET_STRING = '…';",
        "Add the secrets to an external access integration (ALLOWED_AUTHENTICATION_SECRETS).",
        "Attach both to the notebook: ALTER NOTEBOOK … SET EXTERNAL_ACCESS_INTEGRATIONS = (…), "
        "SECRETS = ('NAME' = NAME);",
    ),
    known_by=Evidence(
        metadata=("lastEditStatus",),
        kernels=r"^streamlit$|^Streamlit Notebook$",
        code=r"\bget_active_session\(",
    ),
)

PLATFORMS: Mapping[str, Platform] = {
    row.id: row for row in (COLAB, DATABRICKS, KAGGLE, SAGEMAKER, VERTEX, AZURE_ML, SNOWFLAKE)
}  # fmt: skip
"""By what the setting ``store`` calls them."""

STORES = (AUTO, "env", "keyring", "none", *PLATFORMS)
"""All values of the setting ``store``."""

READERS = frozenset({"python", *(language for row in PLATFORMS.values() for language in row.other_languages)})
"""Languages in which some platform's store can be read."""

_BY_METADATA = (DATABRICKS, KAGGLE, SNOWFLAKE, SAGEMAKER, AZURE_ML)
_BY_CODE = (COLAB, KAGGLE, DATABRICKS, SNOWFLAKE, SAGEMAKER, AZURE_ML, VERTEX)
_ANY_KERNEL = frozenset({"", "Python 3", "Python 3 (ipykernel)", "Python 2", "R", "Julia"})
"""Names of kernels that say nothing: JupyterLab writes that of its own into each notebook it opens."""
_DATABRICKS_SOURCE = lazy(r"(?:#|//|--) Databricks notebook source\b")
_VAULT = lazy(r"[A-Za-z0-9][\w.@\-]{0,127}\Z")


class SecretStore(msgspec.Struct, frozen=True):
    """A platform's store as one notebook uses it."""

    platform: Platform
    vault: str = ""

    @property
    def imports(self) -> tuple[str, ...]:
        """Return the Python statements that :meth:`lookup` stands on."""
        return self.platform.imports_for_vault if self._by_vault else self.platform.imports

    @property
    def module(self) -> str:
        """Return the module that a Python kernel must have."""
        return self.platform.module_for_vault if self._by_vault else self.platform.module

    def lookup(self, name: str, language: str = "python") -> str | None:
        """Return the expression that reads the secret of a variable; None where a language has none."""
        platform = self.platform
        python = platform.lookup_in_vault if self._by_vault else platform.lookup
        template = python if language == "python" else platform.other_languages.get(language)
        if template is None:
            return None
        return _filled(template, {"VAULT": self.vault, "KEY": self.key(name)})

    def key(self, name: str) -> str:
        """Return what the secret of a variable is called in the store."""
        return name.translate(_DASHES) if self.platform.keys == "with dashes" else name

    @property
    def steps(self) -> list[str]:
        """Return what a person does to enter the values."""
        return [_filled(step, {"VAULT": self.vault}) for step in self.platform.steps]

    @property
    def _by_vault(self) -> bool:
        return bool(self.vault and self.platform.lookup_in_vault)


def platform_of(
    metadata: Mapping[str, Any], sources: Iterable[str], environment: Mapping[str, str] | None = None
) -> Platform | None:
    """Return the platform that a notebook is of; None where it is any Jupyter's.

    Parameters
    ----------
    metadata
        Of the notebook.
    sources
        Of its code cells; of a script the whole.
    environment
        Of the process that starts the kernels.
    """
    for platform in PLATFORMS.values():
        if platform.known_by.process and (environment or {}).get(platform.known_by.process):
            return platform
    found = next((one for one in _BY_METADATA if _in_metadata(one, metadata)), None)
    if found is not None:
        return found
    code = "\n".join(sources)
    of_colab, of_vertex = _of_colab(metadata), _in_metadata(VERTEX, metadata)
    # Google's own samples are for all three: Secret Manager can be read from Colab too.
    if (of_colab or of_vertex) and _in_code(VERTEX, code):
        return VERTEX
    if of_colab:
        return COLAB
    if of_vertex:
        return VERTEX
    return next((one for one in _BY_CODE if _in_code(one, code)), None)


def script_platform(text: str) -> Platform | None:
    """Return the platform that a script is the source of a notebook of; a script that uses one is none."""
    return DATABRICKS if _DATABRICKS_SOURCE.match(text) else None


def secret_store(
    platform: Platform, language: str, sources: Iterable[str], vault: str = ""
) -> SecretStore | None:
    """Return how a notebook uses a platform's store; None where its language cannot read it.

    Parameters
    ----------
    vault
        That the user named; without one that of the notebook's code, else the default.
    """
    if platform.vault and not vault:
        found = None
        if platform.vault_in_code:
            found = re.search(platform.vault_in_code, "\n".join(sources))
        vault = found[1] if found else platform.vault_default
    store = SecretStore(platform, vault if platform.vault else "")
    return store if store.lookup("NAME", language) is not None else None


def is_vault(name: str) -> bool:
    """Tell whether ``name`` can be put into code as the name of a vault; an empty one is the default."""
    return not name or _VAULT.match(name) is not None


def _filled(template: str, words: Mapping[str, str]) -> str:
    """Return the template with all words replaced at once: a vault may be called as another word."""
    return re.sub("|".join(words), lambda found: words[found[0]], template)


def _in_metadata(platform: Platform, metadata: Mapping[str, Any]) -> bool:
    known = platform.known_by
    if any(key in metadata for key in known.metadata):
        return True
    if any(
        re.search(pattern, json.dumps(metadata[key], ensure_ascii=False))
        for key, pattern in known.holds.items()
        if key in metadata
    ):
        return True
    return bool(known.kernels) and any(re.search(known.kernels, name) for name in _kernel_names(metadata))


def _of_colab(metadata: Mapping[str, Any]) -> bool:
    """Tell whether the notebook is Colab's still: who goes on with it elsewhere leaves its entry there."""
    _, shown = _kernel_names(metadata)
    return "colab" in metadata and "vscode" not in metadata and shown in _ANY_KERNEL


def _in_code(platform: Platform, code: str) -> bool:
    pattern = platform.known_by.code
    return bool(pattern) and re.search(pattern, code, re.MULTILINE) is not None


def _kernel_names(metadata: Mapping[str, Any]) -> tuple[str, str]:
    kernel = metadata.get("kernelspec")
    kernel = kernel if isinstance(kernel, dict) else {}
    name, shown = kernel.get("name"), kernel.get("display_name")
    return name if isinstance(name, str) else "", shown if isinstance(shown, str) else ""
