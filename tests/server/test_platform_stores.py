"""``POST redact`` for notebooks of a platform that has a secret store of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from ct_jupyter.detection.examples import sample_value
from ct_jupyter.notebook.edit import Edit, apply_edits
from ct_jupyter.notebook.platforms import STORES
from ct_jupyter.protocol.requests import StoreName
from tests.conftest import code, notebook
from tests.server.conftest import Call

KEY = sample_value("secret.openai.api-key", 3)
FROM_COLAB = 'os.environ["OPENAI_API_KEY"] = userdata.get("OPENAI_API_KEY")'


def document(**metadata: Any) -> dict[str, Any]:
    return notebook(code(f'key = "{KEY}"', id="c0"), language_info={"name": "python"}, **metadata)


def body(content: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"path": "work/b.ipynb", "content": content, "store": "auto", "load": "dotenv"} | more


@pytest.fixture
def work(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (root / "work").mkdir()
    return root / "work"


def source_after(answer: dict[str, Any]) -> str:
    (cell,) = answer["cells"]
    return apply_edits(document()["cells"][0]["source"], [Edit(**edit) for edit in cell["edits"]])


def test_every_store_can_be_asked_for() -> None:
    assert get_args(StoreName) == STORES


async def test_the_store_of_the_platform_is_planned_with_what_to_enter(call: Call, work: Path) -> None:
    status, answer = await call("POST", "redact", body(document(colab={}), dry_run=True))
    assert status == 200
    assert answer["store_kind"] == "colab"
    assert FROM_COLAB in source_after(answer)
    assert answer["loader"]["module"] == "google.colab"
    platform = answer["platform"]
    assert (platform["title"], platform["store"]) == ("Google Colab", "Colab secrets")
    assert platform["keys"] == {"OPENAI_API_KEY": "OPENAI_API_KEY"}
    assert platform["steps"][0] == "In Colab, open the key icon (Secrets) in the left sidebar."
    assert "values" not in answer
    assert KEY not in str(answer)


async def test_values_come_with_a_plan_only_when_asked_for(call: Call, work: Path) -> None:
    _, answer = await call("POST", "redact", body(document(colab={}), dry_run=True, with_values=True))
    assert answer["values"] == {"OPENAI_API_KEY": KEY}
    assert list(work.iterdir()) == []


async def test_auto_takes_no_value_out_that_nobody_has_entered(call: Call, work: Path) -> None:
    status, answer = await call("POST", "redact", body(document(colab={})))
    assert (status, answer["reason"]) == (409, "preview-first")
    assert "Colab secrets" in answer["message"]
    assert KEY not in str(answer)


async def test_a_platform_that_was_chosen_stores_nothing(call: Call, work: Path) -> None:
    status, answer = await call("POST", "redact", body(document(colab={}), store="colab"))
    assert status == 200
    assert FROM_COLAB in source_after(answer)
    assert (answer["store"], answer["receipt"]) == (None, None)
    assert answer["values"] == {"OPENAI_API_KEY": KEY}
    assert list(work.iterdir()) == []


async def test_an_ordinary_notebook_has_its_env_file(call: Call, work: Path) -> None:
    _, answer = await call("POST", "redact", body(document()))
    assert answer["store_kind"] == "env"
    assert answer["platform"] is None
    assert "load_dotenv" in source_after(answer)
    assert (work / ".env").exists()


async def test_the_platform_is_offered_beside_what_was_chosen(call: Call, work: Path) -> None:
    _, answer = await call("POST", "redact", body(document(colab={}), store="env", dry_run=True))
    assert answer["store_kind"] == "env"
    assert answer["platform"]["id"] == "colab"
    assert "userdata" not in source_after(answer)


async def test_the_policy_names_the_store_where_the_user_left_it_open(call: Call, work: Path) -> None:
    (work / ".ct-jupyter.toml").write_text('store = "databricks"\nvault = "team"\n')
    _, answer = await call("POST", "redact", body(document(colab={}), dry_run=True))
    assert answer["platform"]["vault"] == "team"
    assert 'dbutils.secrets.get(scope="team", key="OPENAI_API_KEY")' in source_after(answer)
    _, answer = await call("POST", "redact", body(document(colab={}), store="env", dry_run=True))
    assert answer["store_kind"] == "env"


@pytest.mark.parametrize("store", ["none", "keyring"])
async def test_what_the_policy_keeps_out_of_env_files_is_shown_first(
    call: Call, work: Path, store: str
) -> None:
    (work / ".ct-jupyter.toml").write_text(f'store = "{store}"\n')
    status, answer = await call("POST", "redact", body(document()))
    assert (status, answer["reason"]) == (409, "preview-first")
    assert not (work / ".env").exists()


async def test_a_vault_of_the_users_wins_over_that_of_the_notebook(call: Call, work: Path) -> None:
    request = body(document(), store="databricks", vault="mine", dry_run=True)
    _, answer = await call("POST", "redact", request)
    assert 'scope="mine"' in source_after(answer)


@pytest.mark.parametrize("wrong", [{"store": "colb"}, {"vault": 'a"b'}, {"vault": "a\n"}])
async def test_what_is_no_store_or_vault_is_malformed(call: Call, work: Path, wrong: dict[str, str]) -> None:
    status, answer = await call("POST", "redact", body(document(), **wrong))
    assert (status, answer["reason"]) == (400, "malformed")


async def test_a_language_that_cannot_read_the_store_is_refused(call: Call, work: Path) -> None:
    r = notebook(code(f'key <- "{KEY}"', id="c0"), language_info={"name": "R"}, colab={})
    status, answer = await call("POST", "redact", body(r, store="colab", dry_run=True))
    assert (status, answer["reason"]) == (409, "unreadable-store")
    _, answer = await call("POST", "redact", body(r, dry_run=True))
    assert (answer["store_kind"], answer["platform"]) == ("env", None)
