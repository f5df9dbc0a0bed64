"""Whole files: nothing is left, nothing else changes, and a second run changes nothing."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import random
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from dotenv import dotenv_values
from hypothesis import given, settings
from hypothesis import strategies as st

from ct_jupyter.check.walk import Target
from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.files import atomic
from ct_jupyter.findings.finding import ScanError
from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.redact.document import changed_text, read_document
from ct_jupyter.redact.files import Redaction, StoreKind, masked_lines
from ct_jupyter.redact.model import changed_cells, redacted_notebook
from ct_jupyter.redact.notebook_plan import NotebookPlan, plan_notebook
from ct_jupyter.redact.one_document import Redacted, located_secrets, redact_data
from ct_jupyter.redact.share import parts_of
from ct_jupyter.rewrite.source import parses
from ct_jupyter.rewrite.source_plan import Options
from tests.conftest import code, display, dumped, markdown, notebook, stream

KEY = sample_value("secret.openai.api-key", 3)
PASSWORD = fill("{upper:1}{lower:5}{digits:3}{upper:4}%/&{lower:2}", 7)
TOKEN = sample_value("secret.github.token", 5)


def redacted(document: dict[str, Any] | bytes, **more: Any) -> Redacted:
    data = document if isinstance(document, bytes) else dumped(document)
    result = redact_data(Target(Path("a.ipynb"), "a.ipynb"), data, **more)
    assert isinstance(result, Redacted), result
    return result


def forms_of(value: str) -> list[bytes]:
    """Return what a search for a leaked value looks for."""
    encoded = [base64.b64encode(b"x" * n + value.encode())[n and 4 : -4] for n in range(3)]
    texts = [
        value,
        quote(value, safe=""),
        quote(value),
        json.dumps(value)[1:-1],
        json.dumps(json.dumps(value))[3:-3],
    ]
    return [text.encode() for text in texts] + encoded


def error(message: str, *traceback: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": "E", "evalue": message, "traceback": list(traceback)}


def everywhere() -> dict[str, Any]:
    """Return a notebook with its secrets in every place that one can be in."""
    in_url = quote(PASSWORD, safe="")
    basic = base64.b64encode(f"ann:{PASSWORD}".encode()).decode()
    attachment = {"note.txt": {"text/plain": f"key {KEY}"}}
    return notebook(
        markdown(f"Use `{KEY}`.", attachments=attachment),
        {"cell_type": "raw", "metadata": {"tags": [f"t-{TOKEN}"]}, "source": f"token = {TOKEN}"},
        code(["import json\n", "import pandas as pd"]),
        code(
            [f'client = OpenAI(api_key="{KEY}")\n', f'url = "postgresql://ann:{in_url}@db.corp/x"'],
            stream([f"using {KEY[:20]}", f"{KEY[20:]}\n"]),
            stream(f"basic {basic} {PASSWORD[:6]}"),
            stream(f"{PASSWORD[6:]} split\n"),
            display(text_html=f"<a href='?k={in_url}'>{KEY}</a>", image_svg__xml=f"<svg>{KEY}</svg>"),
            display(application_json={"a": {KEY: 1}, "b": [PASSWORD]}, text_latex=f"${KEY}$"),
            display(application_vnd_plotly__v1__json={"layout": {"title": KEY}}),
            error(f"bad {KEY}", f"\x1b[31m{KEY}\x1b[0m"),
            metadata={"note": KEY},
        ),
        code([f"keys = ['{KEY}', '{TOKEN}']\n", f"# was {PASSWORD}\n", "x = 1"]),
        code(f"%env GITHUB_TOKEN={TOKEN}\nx = 2"),
        code(f'!curl -H "Authorization: token {TOKEN}" http://127.0.0.1'),
        widgets={"application/vnd.jupyter.widget-state+json": {"state": {"1": {"state": {"value": KEY}}}}},
        kernelspec={"name": "python3", "language": "python", "display_name": "Python"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "style", [{"indent": 1}, {"indent": 1, "ensure_ascii": False}, {"separators": (",", ":")}]
)
def test_no_form_of_a_value_is_left_in_the_file(style: dict[str, Any]) -> None:
    result = redacted(json.dumps(everywhere(), **style).encode())
    for value in (KEY, PASSWORD, TOKEN):
        assert [form for form in forms_of(value) if form in result.new] == []
    assert result.left == ()
    assert set(result.plan.values.values()) == {KEY, PASSWORD, TOKEN}
    json.loads(result.new)


def test_a_second_run_changes_nothing() -> None:
    once = redacted(everywhere(), options=Options(load="dotenv"))
    again = redacted(once.new, options=Options(load="dotenv"))
    assert again.new == once.new
    assert not again.plan.changes


def test_no_line_of_the_diff_shows_a_value() -> None:
    text = "\n".join(masked_lines(redacted(everywhere())))
    assert "os.environ" in text
    for value in (KEY, PASSWORD, TOKEN):
        assert [form for form in forms_of(value) if form.decode() in text] == []


def test_a_value_that_a_kernel_cut_in_two_leaves_one_placeholder() -> None:
    outputs = json.loads(redacted(everywhere()).new)["cells"][3]["outputs"]
    assert outputs[0]["text"] == ["using <REDACTED:OPENAI_API_KEY>\n"]
    assert outputs[1]["text"].endswith("<REDACTED:PGPASSWORD>")
    assert outputs[2]["text"] == " split\n"


def test_markup_stays_markup() -> None:
    outputs = json.loads(redacted(everywhere()).new)["cells"][3]["outputs"]
    assert outputs[3]["data"]["image/svg+xml"] == "<svg>&lt;REDACTED:OPENAI_API_KEY&gt;</svg>"
    assert outputs[4]["data"]["text/latex"] == "$<REDACTED:OPENAI\\_API\\_KEY>$"


def test_an_image_that_holds_a_value_as_bytes_goes_and_one_that_may_show_it_is_named() -> None:
    holds = base64.b64encode(b"\x89PNG tEXt key " + KEY.encode()).decode()
    shows = base64.b64encode(b"\x89PNG other").decode()
    document = notebook(code(f'k = "{KEY}"', display(image_png=holds), display(image_png=shows)))
    result = redacted(document)
    outputs = json.loads(result.new)["cells"][0]["outputs"]
    assert [output["data"]["image/png"] for output in outputs] == ["", shows]
    assert result.plan.pictures == (0,)


def test_cells_that_hold_nothing_keep_every_byte() -> None:
    odd = '{\n "cell_type" : "code", "source":["a = \\u0031\\n","b\\/c"],\t"outputs": [],"metadata":{} }'
    text = (
        '{"nbformat_minor":5,\n "cells": ['
        + odd
        + ",\n"
        + json.dumps(code(f'k = "{KEY}"'))
        + ",\n\n"
        + odd
        + "],"
    )
    text += '"metadata":{},"nbformat":4}'
    after = redacted(text.encode()).new.decode()
    assert after.count(odd) == 2
    assert after.startswith('{"nbformat_minor":5,\n "cells": [' + odd)
    assert after.endswith(odd + '],"metadata":{},"nbformat":4}')


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_file_keeps_its_encoding(mark: str) -> None:
    data = dumped(notebook(code(f'é = "x"; k = "{KEY}"'))).decode().encode(mark)
    after = redacted(data).new
    assert after[:2] == data[:2]
    assert KEY not in after.decode(mark)
    assert 'é = \\"x\\"' in after.decode(mark)


def test_an_old_format_is_refused_and_a_broken_file_is_an_error() -> None:
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": []}]}
    for data in (json.dumps(old).encode(), b'{"cells": [', b"\xff\xfe\xfa"):
        result = redact_data(Target(Path("a.ipynb"), "a.ipynb"), data)
        assert isinstance(result, ScanError)


IN_URL = quote(PASSWORD, safe="")
PIECES = st.sampled_from(
    ["x = 1\n", f'k = "{KEY}"\n', f"# {TOKEN}\n", "\n", f'url = "redis://:{IN_URL}@h.corp/0"\n',
     "if x:\n", '    y = "é😀"\n', "import os\n", "%matplotlib inline\n", f"!curl -u a:{TOKEN} h\n", "'''\n",
     "f(\n",     f"%env TOKEN={TOKEN}\n",
     f"print(f'{{x}} {KEY}')\n", "from __future__ import annotations\n", "%%bash\n"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=6).map("".join)
OUTPUTS = st.sampled_from([KEY, f"a{TOKEN}b", "plain", f"{quote(PASSWORD, safe='')}\n", KEY[:20]])


@st.composite
def notebooks(draw: st.DrawFn) -> dict[str, Any]:
    cells = []
    for _ in range(draw(st.integers(0, 4))):
        source: Any = draw(TEXTS)
        if draw(st.booleans()):
            source = source.splitlines(keepends=True)
        kind = draw(st.sampled_from(["code", "code", "markdown", "raw"]))
        outputs = [stream(draw(OUTPUTS)) for _ in range(draw(st.integers(0, 2)))]
        if kind == "code":
            cells.append(code(source, *outputs, metadata={"m": draw(OUTPUTS)}))
        else:
            cells.append({"cell_type": kind, "metadata": {}, "source": source})
    return notebook(*cells)


@settings(max_examples=150, deadline=None)
@given(
    notebooks(), st.sampled_from([Options(), Options(load="dotenv"), Options(imports="cell", load="keyring")])
)
def test_any_notebook_is_cleaned_once_and_undone_exactly(document: dict[str, Any], options: Options) -> None:
    result = redacted(document, options=options)
    for value in result.plan.by_value:
        assert value.encode() not in result.new
    assert redacted(result.new, options=options).new == result.new
    after = json.loads(result.new)
    for index, edits in enumerate(result.plan.edits):
        before = "".join(document["cells"][index]["source"])
        new = "".join(after["cells"][index]["source"])
        assert apply_edits(before, edits) == new
        assert apply_edits(new, undo_of(before, edits)) == before
    untouched = [i for i, edits in enumerate(result.plan.edits) if not edits and not touched(result.plan, i)]
    for index in untouched:
        assert after["cells"][index] == document["cells"][index]


def undo_of(before: str, edits: Any) -> list[Any]:
    shift, undo = 0, []
    for edit in edits:
        start = edit.start + shift
        undo.append(type(edit)(edit.cell_id, start, start + len(edit.text), before[edit.start : edit.end]))
        shift += len(edit.text) - (edit.end - edit.start)
    return undo


def touched(plan: NotebookPlan, index: int) -> bool:
    return any(edit.path[:2] == ("cells", index) for edit in plan.leaf_edits)


def written(place: Path, **more: Any) -> tuple[list[Redacted], list[ScanError]]:
    redaction = Redaction(StoreKind.ENV, **more)
    targets = [Target(path, path.name) for path in sorted(place.glob("*.ipynb"))]
    results = [one for one in redaction.plan(targets) if isinstance(one, Redacted) and one.changes]
    return results, redaction.write(results)


def test_nothing_is_left_in_the_folder_but_in_the_store(tmp_path: Path) -> None:
    (tmp_path / ".ipynb_checkpoints").mkdir()
    for path in ("a.ipynb", "b.ipynb", ".ipynb_checkpoints/a-checkpoint.ipynb"):
        (tmp_path / path).write_bytes(dumped(everywhere()))
    (tmp_path / "notes.md").write_text(f"see {KEY}\n")
    (tmp_path / "tool.py").write_text(f"import os\nkey = '{KEY}'\n")
    _, errors = written(tmp_path, folder=True)
    assert errors == []
    held = dotenv_values(tmp_path / ".env")
    assert set(held.values()) == {KEY, PASSWORD, TOKEN}
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.name != ".env":
            data = path.read_bytes()
            for value in (KEY, PASSWORD, TOKEN):
                assert [form for form in forms_of(value) if form in data] == [], path.name
    assert (tmp_path / "tool.py").read_text() == 'import os\nkey = os.environ["OPENAI_API_KEY"]\n'
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".env", ".ipynb_checkpoints", "a.ipynb", "b.ipynb", "notes.md", "tool.py",
    ]  # fmt: skip


def test_a_notebook_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_bytes(dumped(everywhere()))
    redaction = Redaction(StoreKind.ENV)
    results = [one for one in redaction.plan([Target(path, "a.ipynb")]) if isinstance(one, Redacted)]
    path.write_bytes(b"{}")
    (error,) = redaction.write(results)
    assert "in the meantime" in error.message
    assert path.read_bytes() == b"{}"


CALLS = ["open", "write", "flush", "fsync", "replace", "fchmod"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("number", range(4))
def test_a_crash_at_any_write_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    path = tmp_path / "a.ipynb"
    old = dumped(everywhere())
    path.write_bytes(old)
    new = redacted(old, names=None).new
    count = 0

    def crashing(real: Any) -> Any:
        def crash(*args: Any, **more: Any) -> Any:
            nonlocal count
            count += 1
            if count == number + 1:
                raise KeyboardInterrupt
            return real(*args, **more)

        return crash

    if call == "replace":
        monkeypatch.setattr(Path, "replace", crashing(Path.replace))
    elif call in ("write", "flush"):
        real = os.fdopen

        def opened(*args: Any, **more: Any) -> Any:
            file = real(*args, **more)
            return _Crashing(file, call, crashing)

        monkeypatch.setattr(atomic.os, "fdopen", opened)
    else:
        monkeypatch.setattr(atomic.os, call, crashing(getattr(os, call)))
    with contextlib.suppress(KeyboardInterrupt):
        written(tmp_path)
    monkeypatch.undo()
    data = path.read_bytes()
    assert data in (old, new)
    values = set(dotenv_values(tmp_path / ".env").values()) if (tmp_path / ".env").exists() else set()
    assert data == old or values == {KEY, PASSWORD, TOKEN}
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".tmp")] == []


class _Crashing:
    """A file one of whose methods fails."""

    def __init__(self, file: Any, call: str, crashing: Any) -> None:
        self._file = file
        setattr(self, call, crashing(getattr(file, call)))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Crashing:
        self._file.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        return self._file.__exit__(*error)


def test_a_secret_that_another_one_hides_goes_as_well() -> None:
    url = f'url = "postgresql://ann:{IN_URL}@db.corp/{KEY}"'
    result = redacted(notebook(code(url)))
    assert set(result.plan.values.values()) == {KEY, PASSWORD}
    assert result.left == ()


def test_real_notebooks_with_secrets_put_into_them_are_cleaned_and_stay_what_they_are(
    real_notebooks: list[Path],
) -> None:
    rng = random.Random(5)
    forms = [
        f'api_key = "{KEY}"\n',
        f'h = {{"Authorization": "Bearer {TOKEN}"}}\n',
        f"!curl -H 'Authorization: Bearer {KEY}' u\n",
        f"%env API_KEY={KEY}\n",
        f"# {TOKEN}\n",
        f'u = "redis://:{IN_URL}@db.corp/0"\n',
    ]
    done = 0
    for path in real_notebooks[::3]:
        document = json.loads(path.read_bytes())
        cells = [cell for cell in document.get("cells", []) if cell["cell_type"] == "code"]
        if not cells:
            continue
        for cell in rng.choices(cells, k=3):
            lines = "".join(cell["source"]).splitlines(keepends=True)
            lines.insert(rng.randrange(len(lines) or 1), rng.choice(forms))
            cell["source"] = lines
            cell["outputs"].append(stream([f"x {KEY}\n", TOKEN]))
        result = redacted(json.dumps(document, indent=1, ensure_ascii=rng.random() < 0.5).encode())
        assert [v for v in (KEY, TOKEN, PASSWORD, IN_URL) if v.encode() in result.new] == [], path.name
        assert result.left == (), path.name
        assert redacted(result.new).new == result.new, path.name
        after = json.loads(result.new)
        for index, (old, new) in enumerate(zip(document["cells"], after["cells"], strict=True)):
            before, behind = "".join(old["source"]), "".join(new["source"])
            assert parses(behind) or not parses(before), f"{path.name}, cell {index + 1}"
            if not result.plan.edits[index] and not touched(result.plan, index):
                assert new == old
        done += 1
    assert done >= 30


@settings(max_examples=100, deadline=None)
@given(notebooks(), st.data())
def test_any_choice_of_findings_is_the_same_plan_in_memory_and_in_the_file_and_can_be_taken_back(
    document: dict[str, Any], data: st.DataObject
) -> None:
    found, _ = located_secrets(parts_of(document), "a.ipynb")
    wanted = [one for one in found if data.draw(st.booleans())]
    plan = plan_notebook(document, wanted, language="python")
    for value in plan.by_value:
        assert value not in json.dumps(redacted_notebook(document, plan))
    in_file = changed_text(read_document(Path("a.ipynb"), dumped(document)), plan)
    assert json.loads(in_file) == redacted_notebook(document, plan)
    # As the front end: edits and new outputs in, the old ones kept, and back.
    shown = json.loads(json.dumps(document))
    for cell in changed_cells(document, plan.leaf_edits, plan.edits):
        here = shown["cells"][cell.index]
        before = "".join(here["source"])
        after = apply_edits(before, cell.edits)
        assert apply_edits(after, undo_of(before, cell.edits)) == before
        assert after == "".join(redacted_notebook(document, plan)["cells"][cell.index]["source"])
        for new in cell.outputs:
            assert new.output == redacted_notebook(document, plan)["cells"][cell.index]["outputs"][new.index]
    assert shown == document


def test_an_empty_source_can_get_an_import() -> None:
    document = notebook(code([]), code(f'%%bash\nkey="{KEY}"\necho $key\n'))
    result = redacted(document, options=Options(load="dotenv"))
    assert json.loads(result.new)["cells"][0]["source"] == [
        "from dotenv import load_dotenv\n",
        "\n",
        "load_dotenv()\n",
    ]
    assert result.left == ()
