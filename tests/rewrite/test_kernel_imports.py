"""What a kernel is given that ran the notebook's imports before they were added."""

from __future__ import annotations

import os
import urllib.parse
from typing import Any

import pytest

from ct_jupyter.rewrite.imports import Scope, import_of


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("import os", "import os"),
        ("import os.path", "import os"),
        ("import os as o", "import os as o"),
        ("from os import environ", "from os import environ"),
        ("from os import environ as env", "from os import environ as env"),
        ("from os import *", "from os import environ"),
    ],
)
def test_the_statement_binds_what_the_lookup_says(source: str, statement: str) -> None:
    scope = Scope()
    scope.add(source + "\n")
    assert scope.environ is not None
    assert import_of(scope.environ, "os", "environ") == statement
    assert bound(statement, scope.environ) is os.environ


@pytest.mark.parametrize(
    ("source", "statement"),
    [
        ("from urllib.parse import quote", "from urllib.parse import quote"),
        ("from urllib.parse import quote as q", "from urllib.parse import quote as q"),
        ("import urllib.parse", "import urllib.parse"),
    ],
)
def test_so_does_that_for_quote(source: str, statement: str) -> None:
    scope = Scope()
    scope.add(source + "\n")
    assert scope.quote is not None
    assert import_of(scope.quote, "urllib.parse", "quote") == statement
    assert bound(statement, scope.quote) is urllib.parse.quote


def test_a_name_of_the_users_stays_what_it_is() -> None:
    scope = Scope()
    scope.add("os = 3\n")
    statement = scope.environ_statement
    assert import_of(statement.expression, "os", "environ") == statement.text == "import os as _os"


def bound(statement: str, expression: str) -> Any:
    space: dict[str, Any] = {}
    exec(statement, space)
    return eval(expression, space)
