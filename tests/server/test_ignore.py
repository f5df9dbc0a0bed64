from __future__ import annotations

from typing import Any

from tests.server.conftest import Call

ID = "secret.generic.password"


def ignore_body(source: str, start: int | None, **more: Any) -> dict[str, Any]:
    cell = {"id": "c1", "type": "code", "source": source, "tags": []}
    return {
        "cell": cell,
        "part": "source",
        "start": start,
        "weakness_id": ID,
        "reason": "shown, in class",
    } | more


async def test_a_finding_in_code_gets_a_comment_on_its_line(call: Call) -> None:
    code, answer = await call("POST", "ignore", ignore_body('password = "<value>"\nx = 1', 12))
    assert code == 200
    [edit] = answer["edits"]
    assert (edit["cell_id"], edit["start"], edit["end"]) == ("c1", 20, 20)
    assert edit["text"] == f"  # ct: ignore[{ID}] shown, in class"


async def test_an_output_gets_a_tag_without_a_comma(call: Call) -> None:
    _, answer = await call("POST", "ignore", ignore_body("x", None, part="output"))
    assert answer == {"tag": f"ct: ignore[{ID}] shown; in class"}


async def test_a_markdown_cell_gets_a_comment_that_does_not_show(call: Call) -> None:
    cell = {"id": "c1", "type": "markdown", "source": "password: x"}
    _, answer = await call("POST", "ignore", ignore_body("", 10, cell=cell))
    assert answer["edits"][0]["text"].strip().startswith("<!-- ct: ignore[")


async def test_a_raw_cell_gets_a_tag(call: Call) -> None:
    cell = {"id": "c1", "type": "raw", "source": "password: x"}
    _, answer = await call("POST", "ignore", ignore_body("", 10, cell=cell))
    assert "tag" in answer


async def test_a_blank_reason_is_refused(call: Call) -> None:
    code, answer = await call("POST", "ignore", ignore_body("x", 0, reason=" \n"))
    assert (code, answer["reason"]) == (400, "reason")


async def test_a_reason_of_several_lines_becomes_one(call: Call) -> None:
    _, answer = await call("POST", "ignore", ignore_body('p = "x"', 5, reason="a\nb"))
    assert answer["edits"][0]["text"].endswith("] a b")


async def test_an_offset_behind_the_cell_and_an_id_that_is_none_are_refused(call: Call) -> None:
    for more in ({"start": 99}, {"weakness_id": "x] #"}):
        code, answer = await call("POST", "ignore", ignore_body("x", 0) | more)
        assert (code, answer["reason"]) == (400, "malformed")


async def test_a_day_stands_before_the_reason_and_one_that_passed_is_refused(call: Call) -> None:
    _, answer = await call("POST", "ignore", ignore_body('p = "x"', 5, until="2999-01-31"))
    assert answer["edits"][0]["text"].endswith(f"[{ID}] until 2999-01-31 shown, in class")
    code, answer = await call("POST", "ignore", ignore_body('p = "x"', 5, until="2020-01-31"))
    assert (code, answer["reason"]) == (400, "until")
