"""Where a notebook loads what was stored: once, before the first use, as a formatter has it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from ct_jupyter.detection.examples import fill
from ct_jupyter.notebook.edit import apply_edits
from ct_jupyter.redact.notebook_plan import NotebookPlan, plan_notebook
from ct_jupyter.redact.one_document import located_secrets
from ct_jupyter.redact.share import parts_of
from ct_jupyter.rewrite.loading import Loader
from ct_jupyter.rewrite.source_plan import Options
from ct_jupyter.stores.env_link import EnvLinks
from tests.conftest import code, notebook

VALUE = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 7)
OTHER = fill("{upper:1}{lower:5}{digits:3}{upper:4}", 8)
SECRET = f'password = "{VALUE}"'


def planned(*sources: str, options: Options, **tags: list[str]) -> tuple[NotebookPlan, list[str]]:
    """Plan a notebook; ``c1=["parameters"]`` tags its second cell."""
    cells = [code(source, metadata={"tags": tags.get(f"c{k}", [])}) for k, source in enumerate(sources)]
    document = notebook(*cells, language_info={"name": "python"})
    found, _ = located_secrets(parts_of(document), "n.ipynb")
    plan = plan_notebook(document, found, language="python", options=options)
    return plan, [apply_edits(source, edits) for source, edits in zip(sources, plan.edits, strict=True)]


@pytest.fixture
def links(tmp_path: Path) -> EnvLinks:
    (tmp_path / "work").mkdir()
    return EnvLinks(tmp_path / "work")


def loading(links: EnvLinks, **more: object) -> Options:
    return Options(load="dotenv", links=links, **more)  # type: ignore[arg-type]


def load_of(links: EnvLinks, os_name: str = "os") -> str:
    path = links.path_of(links.own)
    return f'if not load_dotenv({os_name}.path.expanduser("{path}")):\n    load_dotenv()'


@pytest.mark.parametrize("imports", ["notebook", "cell"])
def test_one_replacement_and_all_load_in_the_same_place(links: EnvLinks, imports: str) -> None:
    plan, after = planned("import pandas as pd", "x = 1", SECRET, options=loading(links, imports=imports))
    assert after == [
        f"import os\n\nimport pandas as pd\nfrom dotenv import load_dotenv\n\n{load_of(links)}",
        "x = 1",
        'password = os.environ["PASSWORD"]',
    ]
    assert plan.link == links.own
    assert plan.loader == Loader(
        "dotenv", module="dotenv", needs="python-dotenv", code="load_dotenv()", loads=True
    )
    assert plan.imports == ("import os",)


def test_whoever_does_not_part_the_sections_gets_no_empty_lines_between_them(links: EnvLinks) -> None:
    _, after = planned("import pandas\nimport sys\n", SECRET, options=loading(links))
    assert after[0].startswith(
        "import pandas\nfrom dotenv import load_dotenv\nimport os\nimport sys\n\nif not"
    )


def test_without_a_load_the_answer_says_what_the_notebook_could_load_with(links: EnvLinks) -> None:
    plan, after = planned("import os", SECRET, options=Options(links=links))
    assert after == ["import os", 'password = os.environ["PASSWORD"]']
    assert (plan.loader.kind, plan.loader.needs, plan.loader.loads) == ("dotenv", "python-dotenv", False)
    assert plan.link is None


@pytest.mark.parametrize(
    "first",
    [
        "from dotenv import load_dotenv\nload_dotenv()",
        "import dotenv\ndotenv.load_dotenv(dotenv.find_dotenv())",
        'from dotenv import load_dotenv\nload_dotenv("../.env", override=True)',
        "from dotenv import load_dotenv\nload_dotenv(path_of_mine)",
        "%load_ext dotenv\n%dotenv",
    ],
)
def test_a_load_that_is_there_is_left_alone(links: EnvLinks, first: str) -> None:
    plan, after = planned("import os\n", first, SECRET, options=loading(links))
    assert after == ["import os\n", first, 'password = os.environ["PASSWORD"]']
    assert plan.loader.loads


@pytest.mark.parametrize(
    "sources",
    [
        (SECRET, "from dotenv import load_dotenv\nload_dotenv()"),
        ("# load_dotenv() would do", SECRET),
        ('text = "load_dotenv()"', SECRET),
        ('from dotenv import load_dotenv\nload_dotenv("config/prod.env")', SECRET),
    ],
)
def test_a_load_that_comes_too_late_or_is_none_counts_for_nothing(
    links: EnvLinks, sources: tuple[str, ...]
) -> None:
    _, after = planned(*sources, options=loading(links))
    assert sum(load_of(links) in source for source in after) == 1


def test_a_second_replacement_adds_nothing_and_a_copied_notebook_gets_its_own_link(
    links: EnvLinks, tmp_path: Path
) -> None:
    _, after = planned(SECRET, options=loading(links))
    assert links.make(links.own)
    more = [*after, 'token = "' + fill("{upper:1}{lower:5}{digits:3}{upper:4}", 9) + '"']
    plan, again = planned(*more, options=loading(links, imports="cell"))
    assert again[0] == after[0]
    assert plan.link == links.own
    # A colleague has no such link: theirs is made under the same name, and the notebook stays as it is.
    (tmp_path / "copy").mkdir()
    copy = EnvLinks(tmp_path / "copy")
    plan, again = planned(*more, options=loading(copy))
    assert plan.link == copy.own != links.own
    assert again[0] == after[0].replace(links.own, copy.own)
    (tmp_path / "work").rmdir()
    plan, again = planned(*more, options=loading(copy))
    assert (plan.link, again[0]) == (links.own, after[0])
    assert copy.make(links.own)
    assert copy.own == copy.keep(copy.own)


def test_the_name_os_is_left_to_a_cell_that_means_something_else_by_it(links: EnvLinks) -> None:
    other = f"import platform\nos = platform.system()\n{SECRET}"
    _, after = planned("import json", other, "print(os)", options=loading(links))
    assert after[0] == (
        "import json\nimport os as _os\n\nfrom dotenv import load_dotenv\n\n" + load_of(links, "_os")
    )
    assert after[1].endswith('password = _os.environ["PASSWORD"]')


def test_links_are_made_once_and_never_turned_to_another_folder(links: EnvLinks, tmp_path: Path) -> None:
    identity = links.own
    assert links.make(identity)
    assert links.make(identity)
    assert links.own == identity
    (tmp_path / "other").mkdir()
    assert not EnvLinks(tmp_path / "other").make(identity)
    assert links.own == identity


@pytest.mark.parametrize(
    ("source", "after"),
    [
        (f'key = "{VALUE}"', 'key = os.environ.get("KEY", "")'),
        (SECRET, 'password = os.environ.get("PASSWORD", "")'),
        (f'password = b"{VALUE}"', 'password = os.environ.get("PASSWORD", "").encode()'),
        (
            f'url = "postgresql://ann:{VALUE}@db.example.org/x"',
            "url = f\"postgresql://ann:{quote(os.environ.get('PGPASSWORD', ''), safe='')}@db.example.org/x\"",
        ),
    ],
)
def test_in_a_cell_of_parameters_no_lookup_raises(links: EnvLinks, source: str, after: str) -> None:
    if source.startswith("key"):
        source = source.replace("key =", "password =")
        after = after.replace("key =", "password =").replace("KEY", "PASSWORD")
    imports = "import os\nfrom urllib.parse import quote"
    plan, cells = planned(imports, source, SECRET, options=Options(), c1=["parameters"])
    assert cells[1] == after
    # Elsewhere a variable that is missing is an error, and says so.
    assert cells[2].startswith("password = os.environ[")
    names = dict.fromkeys(plan.values)
    script = f"import os\nfor n in {list(names)}: os.environ.pop(n, None)\n{imports}\n{cells[1]}"
    subprocess.run([sys.executable, "-c", script], check=True, env=dict(os.environ))


SORTED = [
    "",
    "import json\n",
    "import json\nimport sys\n\nimport numpy as np\nimport pandas as pd\nfrom sklearn import svm\n",
    "from pathlib import Path\n",
    "import json\n\n# plotting\nimport seaborn as sns\nfrom matplotlib import pyplot as plt\n",
    "import numpy as np\n",
    "from __future__ import annotations\n",
    "import json\n\nfrom . import mine\n",
    "from aiohttp import web\nfrom zarr import open_group\n",
    "import pandas as pd\n\n\ndef f():\n    return pd\n",
    "import pandas as pd\n\npd.set_option('display.width', 80)\n",
    '"""About this."""\n\nimport yaml\n',
    "# Imports\nimport yaml\n",
    "import (\n",
]


SECRETS = [SECRET, f'url = "https://ann:{VALUE}@example.org/x"', f"def f():\n    {SECRET}"]


def test_imports_stand_where_a_formatter_has_them(links: EnvLinks, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for number, (head, secret, apart) in enumerate(product(SORTED, SECRETS, (True, False))):
        joined = f"{head}\n\n{secret}\n" if secret.startswith("def") else f"{head}\n{secret}\n"
        sources = [head, secret] if apart and head else [joined.lstrip("\n")]
        _, changed = planned(*sources, options=loading(links))
        assert sum(load_of(links) in source for source in changed) == 1
        for cell, (old, new) in enumerate(zip(sources, changed, strict=True)):
            for folder, source in ((before, old), (after, new)):
                folder.mkdir(exist_ok=True)
                (folder / f"{number}-{cell}.py").write_text(f"{source.rstrip()}\n" if source else "")
    fine = set(before.iterdir()) - complaints(before)
    assert len(fine) > 80
    spoilt = {path.name for path in fine} & {path.name for path in complaints(after)}
    assert {name: (after / name).read_text() for name in spoilt} == {}


def complaints(folder: Path) -> set[Path]:
    """Ask ruff in which files imports are not sorted, or blank lines not where they belong."""
    ruff = [sys.executable, "-m", "ruff"]
    check = [*ruff, "check", "--isolated", "--select", "I001", "--output-format", "json", folder]
    found = {Path(one["filename"]) for one in json.loads(subprocess.run(check, capture_output=True).stdout)}
    form = [*ruff, "format", "--isolated", "--line-length", "150", "--check", folder]
    shown = subprocess.run(form, capture_output=True, text=True, cwd=folder)
    names = re.findall(
        r"(?m)^(?:Would reformat: |error: Failed to parse )(\S+?\.py)", shown.stdout + shown.stderr
    )
    return found | {folder / Path(name).name for name in names}


def test_an_import_further_down_in_the_cell_moves_up(links: EnvLinks) -> None:
    setting = f'os.environ["DB_PASSWORD"] = "{VALUE}"'
    other = f'os.environ["DB_PASSWORD"] = "{OTHER}"'
    _, after = planned(f"x = 1\nimport os\n{setting}", other, options=loading(links))
    assert after[0].count("import os") == 1
    assert after[0].startswith("import os\n\nfrom dotenv import load_dotenv\n\nif not")
    assert after[0].endswith(
        'x = 1\nos.environ["DB_PASSWORD"]=os.environ["DB_PASSWORD_2"]'.replace("=os", " = os")
    )
    _, after = planned(f"import os\n{setting}", other, options=loading(links))
    assert after[0].count("import os") == 1
    _, after = planned(f"{SECRET}\nimport os  # for the rest\nos.sep", options=loading(links))
    assert "# for the rest" in after[0]
    assert after[0].count("import os") == 1
