"""What redaction makes of the languages whose kernels are not at hand, held against their grammars."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from ct_jupyter.rewrite.naming import Names
from ct_jupyter.rewrite.sites import Spot
from ct_jupyter.rewrite.source_plan import Options, PlanCell, naming_for, plan_sources, sites_of

from .kit import PASSWORD, marked

CASES = [
    ("julia", 'token = "«PassXYZ1»"'),
    ("julia", 'headers = Dict("Authorization" => "Bearer «PassXYZ1»", "n" => 1)'),
    ("julia", 'url = """https://ann:«PassXYZ1»@host/$path"""'),
    ("julia", 'path = raw"C:\\«PassXYZ1»"'),
    ("julia", 'ENV["API_KEY"] = "«PassXYZ1»"\nprintln("ready")'),
    ("julia", '# token «PassXYZ1»\nx = 1'),
    ("julia", 'login(user; password = "«PassXYZ1»")'),
    ("scala", 'val token = "«PassXYZ1»"'),
    ("scala", 'val url = s"jdbc:postgresql://h/db?user=$user&password=«PassXYZ1»".trim'),
    ("scala", 'val text = """line\n«PassXYZ1»\n"""'),
    ("scala", 'spark.conf.set("fs.azure.key", "«PassXYZ1»")'),
    ("scala", 'val m = Map("password" -> "«PassXYZ1»", "user" -> "ann")'),
    ("scala", '// «PassXYZ1»\nval x = 1'),
    ("java", 'class A { String token = "«PassXYZ1»"; }'),
    ("java", 'class A { String header = ("Bearer «PassXYZ1»").trim(); }'),
    ("java", 'class A { int n = "key-«PassXYZ1»-x".length() + 1; }'),
    ("java", 'class A { /* «PassXYZ1» */ int n = 1; }'),
    ("javascript", "const token = '«PassXYZ1»';"),
    ("javascript", 'const headers = {"Authorization": "Bearer «PassXYZ1» ${x} `y`"};'),
    ("javascript", "fetch(`https://host/${path}?key=«PassXYZ1»`).then(r => r.json());"),
    ("javascript", 'process.env.API_KEY = "«PassXYZ1»";\nrun();'),
    ("javascript", "/* «PassXYZ1» */ run();"),
    ("javascript", "login({user: 'ann', password: '«PassXYZ1»'});"),
    ("c#", 'var token = "«PassXYZ1»";'),
    ("c#", 'var url = $"https://{host}/?key=«PassXYZ1»&n={n}".Trim();'),
    ("c#", 'var path = @"C:\\keys\\«PassXYZ1»";'),
    ("c#", 'Environment.SetEnvironmentVariable("API_KEY", "«PassXYZ1»");\nRun();'),
    ("c#", 'client.DefaultRequestHeaders.Add("Authorization", "Bearer «PassXYZ1»");'),
    ("c#", "// «PassXYZ1»\nRun();"),
]  # fmt: skip
GRAMMARS = {
    "julia": "tree_sitter_julia",
    "scala": "tree_sitter_scala",
    "java": "tree_sitter_java",
    "javascript": "tree_sitter_javascript",
    "c#": "tree_sitter_c_sharp",
}


def parser_for(language: str) -> Any:
    tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed")
    grammar = pytest.importorskip(GRAMMARS[language], reason=f"{GRAMMARS[language]} is not installed")
    return tree_sitter.Parser(tree_sitter.Language(importlib.import_module(grammar.__name__).language()))


@pytest.mark.parametrize(("language", "text"), CASES)
def test_the_result_is_code_of_its_language(language: str, text: str) -> None:
    parser = parser_for(language)
    source, start, end = marked(text)
    assert not parser.parse(source.encode()).root_node.has_error, "the example itself is no code"
    cells = [PlanCell("a", "code", source, (Spot(start, end, PASSWORD, "password"),))]
    sites = sites_of(cells, language, Options())
    plan = plan_sources(cells, sites, language, naming_for(cells, sites, Names()), Options())
    after = source
    for edit in reversed(plan.edits[0]):
        after = after[: edit.start] + edit.text + after[edit.end :]
    assert "PassXYZ1" not in after
    assert not parser.parse(after.encode()).root_node.has_error, after
    in_comment = any(text.startswith(opening) for opening in ("#", "//", "/*", "class A { /*"))
    assert [one.outcome for one in plan.replaced] == ["placeholder" if in_comment else "exact"]


def test_a_parser_tells_broken_code() -> None:
    for language in GRAMMARS:
        assert parser_for(language).parse(b'x = "a" + ) (').root_node.has_error
