"""Stand-ins of the clients of platforms' secret stores: as strict as those about what is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace
from typing import Any

PROJECT, SCOPE, VAULT = "project-of-the-notebook", "notebooks", "kv-team"


@contextmanager
def stand_ins(platform: str, values: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Have the modules of one platform, with ``values`` in its store; yield what cells find bound."""
    names = [name for made in _MAKERS.values() for name in made({})]
    before = {name: sys.modules.pop(name, None) for name in names}
    try:
        sys.modules.update(_MAKERS[platform](values))
        yield {"dbutils": _dbutils(values)} if platform == "databricks" else {}
    finally:
        for name, module in before.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


def _module(name: str, **members: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(members)
    return module


def _colab(values: Mapping[str, str]) -> dict[str, ModuleType]:
    userdata = _module("google.colab.userdata", get=lambda key: values[key])
    colab = _module("google.colab", userdata=userdata)
    return {
        "google": _module("google", colab=colab),
        "google.colab": colab,
        "google.colab.userdata": userdata,
    }


def _kaggle(values: Mapping[str, str]) -> dict[str, ModuleType]:
    class UserSecretsClient:
        def get_secret(self, label: str) -> str:
            return values[label]

    return {"kaggle_secrets": _module("kaggle_secrets", UserSecretsClient=UserSecretsClient)}


def _dbutils(values: Mapping[str, str]) -> Any:
    def get(*, scope: str, key: str) -> str:
        assert scope == SCOPE
        return values[key]

    return SimpleNamespace(secrets=SimpleNamespace(get=get))


def _boto3(values: Mapping[str, str]) -> dict[str, ModuleType]:
    def client(service: str) -> Any:
        assert service == "secretsmanager"

        def get_secret_value(*, SecretId: str) -> dict[str, str]:  # noqa: N803  # it is called so there
            return {"Name": SecretId, "SecretString": values[SecretId]}

        return SimpleNamespace(get_secret_value=get_secret_value)

    return {"boto3": _module("boto3", client=client)}


def _vertex(values: Mapping[str, str]) -> dict[str, ModuleType]:
    class SecretManagerServiceClient:
        def access_secret_version(self, *, name: str) -> Any:
            _, project, _, key, _, version = name.split("/")
            assert (project, version) == (PROJECT, "latest")
            return SimpleNamespace(payload=SimpleNamespace(data=values[key].encode()))

    auth = _module("google.auth", default=lambda: (object(), PROJECT))
    manager = _module("google.cloud.secretmanager", SecretManagerServiceClient=SecretManagerServiceClient)
    cloud = _module("google.cloud", secretmanager=manager)
    return {
        "google": _module("google", auth=auth, cloud=cloud),
        "google.auth": auth,
        "google.cloud": cloud,
        "google.cloud.secretmanager": manager,
    }


def _azure(values: Mapping[str, str]) -> dict[str, ModuleType]:
    held = {name.replace("_", "-"): value for name, value in values.items()}

    class Credential:
        pass

    class SecretClient:
        def __init__(self, vault_url: str, credential: Any) -> None:
            assert vault_url == f"https://{VAULT}.vault.azure.net"
            assert isinstance(credential, Credential)

        def get_secret(self, name: str) -> Any:
            return SimpleNamespace(value=held[name])

    class Workspace:
        @classmethod
        def from_config(cls) -> Workspace:
            return cls()

        def get_default_keyvault(self) -> Any:
            return SimpleNamespace(get_secret=lambda name: held[name])

    identity = _module("azure.identity", DefaultAzureCredential=Credential)
    secrets = _module("azure.keyvault.secrets", SecretClient=SecretClient)
    core = _module("azureml.core", Workspace=Workspace)
    keyvault = _module("azure.keyvault", secrets=secrets)
    return {
        "azure": _module("azure", identity=identity, keyvault=keyvault),
        "azure.identity": identity,
        "azure.keyvault": keyvault,
        "azure.keyvault.secrets": secrets,
        "azureml": _module("azureml", core=core),
        "azureml.core": core,
    }


def _snowflake(values: Mapping[str, str]) -> dict[str, ModuleType]:
    return {"streamlit": _module("streamlit", secrets=dict(values))}


_MAKERS = {
    "colab": _colab,
    "databricks": lambda _values: {},
    "kaggle": _kaggle,
    "sagemaker": _boto3,
    "vertex": _vertex,
    "azureml": _azure,
    "snowflake": _snowflake,
}
