"""People who exist nowhere else, in cells, outputs and data; all that is written or sent is searched."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from ct_jupyter.detection.examples import fill, sample_value
from ct_jupyter.detection.personal.names import available
from tests.conftest import code, display, dumped, markdown, notebook, stream
from tests.server.conftest import Call
from tests.server.test_canaries import Talk, as_sent, everything_written_here, forms, heard_events, settled
from tests.server.test_data import READ, body_of, look
from tests.server.test_names import look as look_for_names

__all__ = ["everything_written_here"]

PEOPLE = 8


def person(number: int) -> dict[str, str]:
    """Return what is known of somebody; each value is long enough to stand nowhere by chance."""
    word = fill("{upper:1}{lower:9}", 5_000 + number)
    other = fill("{upper:1}{lower:9}", 6_000 + number)
    return {
        "name": f"{word} {other}",
        "email": f"{word.lower()}.{other.lower()}@{fill('{lower:8}', 7_000 + number)}.net",
        "iban": sample_value("pii.iban", number),
        "card": sample_value("pii.credit-card", number),
    }


EVERYBODY = [person(number) for number in range(PEOPLE)]


def leaks(where: str, data: bytes) -> list[str]:
    return [
        f"{where}: the {what} of person {number}"
        for number, one in enumerate(EVERYBODY)
        for what, value in one.items()
        if any(form in data for form in forms(value))
    ]


def planted() -> dict[str, Any]:
    """Return a notebook that says something of everybody."""
    rows = "".join(
        f"<tr><th>{n}</th><td>{one['name']}</td><td>{one['email']}</td><td>{one['iban']}</td></tr>"
        for n, one in enumerate(EVERYBODY[:4])
    )
    frame = (
        '<table class="dataframe"><thead><tr><th></th><th>customer_name</th><th>email</th><th>iban</th></tr>'
        f"</thead><tbody>{rows}</tbody></table>"
    )
    a, b, c, d = EVERYBODY[4:]
    return notebook(
        code(f"{READ}\ndf.head()", display(text_html=frame), id="a"),
        code(
            f'customer_name = "{a["name"]}"\nemail = "{a["email"]}"\ncard = "{a["card"]}"',
            stream(f"INFO user={b['name']} mail={b['email']} iban={b['iban']}\n"),
            display(
                application_json={"customer": {"name": c["name"], "email": c["email"], "card": c["card"]}}
            ),
            id="b",
            metadata={"contact": d["email"]},
        ),
        markdown(f"Yesterday our nurse {d['name']} called about {d['iban']}.", id="c"),
        owner=d["email"],
    )


async def test_nothing_of_anybody_is_in_an_answer_an_event_a_log_or_a_file(
    everything_written_here: Path,
    jp_fetch: Any,
    jp_serverapp: Any,
    call: Call,
    app: Any,
    root: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    jp_logging_stream: Any,
) -> None:
    caplog.set_level(logging.DEBUG)
    events = heard_events(jp_serverapp)
    talk = Talk(jp_fetch)
    document = planted()
    table = "customer_name,email,iban,card\n" + "".join(",".join(one.values()) + "\n" for one in EVERYBODY)
    (root / "people.csv").write_text(table)
    (root / "cut.parquet").write_bytes(b"PAR1" + table.encode())

    cells = as_sent(document)
    body = {"path": "a.ipynb", "cells": cells, "metadata": document["metadata"]}
    answer = await talk("POST", "ct_jupyter", "scan", body=body)
    kinds = {finding["weakness_id"] for finding in answer["findings"]}
    assert {"pii.email", "pii.iban", "pii.credit-card", "pii.person"} <= kinds
    assert answer["errors"] == []

    read = document["cells"][0]["source"]
    looked = await look(call, body_of(read, 'pd.read_parquet("cut.parquet")'))
    assert {"customer_name", "email", "iban", "card"} == {
        f["column_name"] for f in looked["result"]["findings"]
    }
    assert [error["path"] for error in looked["result"]["errors"]] == ["cut.parquet"]
    talk.heard.append(("the look at the data", json.dumps(looked).encode()))
    if available():
        named = await look_for_names(
            call, *({k: v for k, v in cell.items() if k != "cell"} for cell in cells)
        )
        assert named["state"] == "done"
        talk.heard.append(("the look for names", json.dumps(named).encode()))
    start = read.index('"people.csv"')
    plan = {
        "cells": [{"id": "a", "source": read}],
        "cell": 1,
        "start": start,
        "columns": {"customer_name": "pii.person"},
        "action": "fake",
    }
    assert "treat(" in (await talk("POST", "ct_jupyter", "data-cell", body=plan))["source"]

    for mode in ("warn", "block"):
        await talk("PUT", "ct_jupyter", "save-mode", body={"mode": mode})
        saved = {"type": "notebook", "format": "json", "content": document}
        await talk("PUT", "api", "contents", "a.ipynb", body=saved)
        as_file = {"type": "file", "format": "text", "content": dumped(document).decode()[:-9]}
        await talk("PUT", "api", "contents", "b.ipynb", body=as_file)
    await settled(app)

    def break_with_everybody(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"cannot handle {EVERYBODY}")

    with monkeypatch.context() as broken:
        broken.setattr(app.checker, "scan_text", break_with_everybody)
        await talk("POST", "ct_jupyter", "scan", body=body)
        broken.setattr("ct_jupyter.server.handlers.data.look_at_data", break_with_everybody)
        failed = await look(call, body_of(read))
        assert failed["state"] == "failed"
        talk.heard.append(("the look that fails", json.dumps(failed).encode()))
    await settled(app)

    outputs = capfd.readouterr()
    found = leaks("log", caplog.text.encode()) + leaks("log stream", jp_logging_stream.getvalue().encode())
    found += leaks("stdout", outputs.out.encode()) + leaks("stderr", outputs.err.encode())
    found += leaks("events", json.dumps(events).encode())
    assert events
    for where, data in talk.heard:
        found += leaks(where, data)
    mine = [path for path in everything_written_here.rglob("*") if path.is_file()]
    for path in mine:
        if path.suffix not in (".ipynb", ".csv", ".parquet"):
            found += leaks(str(path), path.read_bytes() + path.name.encode())
    assert any(not path.is_relative_to(root) for path in mine)
    assert found == []
