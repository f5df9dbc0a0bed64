"""Notebooks that run: what stands between guillemets is a secret, made for the run.

``«key»`` and ``«token»`` have a provider's form, ``«password»`` has none, ``«odd»`` has characters that a
URL, a shell and a format string each read in their own way, ``«quoted»`` is ``«odd»`` as a URL has it.
``@http@`` and the like are the parties on the loopback.
"""

from __future__ import annotations

DIGEST = "from hashlib import sha256\n\ndef digest(value):\n    data = value if isinstance(value, bytes) else value.encode()\n    return sha256(data).hexdigest()\n"
LITERALS = {
    "plain": ['password = "«password»"', "print(digest(password))"],
    "single-quoted": ["password = '«odd»'", "print(digest(password))"],
    "raw": ['password = r"«password»"', "print(digest(password))"],
    "triple": ['password = """«password»"""', "print(digest(password))"],
    "bytes": ['api_key = b"«key»"', "print(digest(api_key), type(api_key))"],
    "bytes-inside": ['header = b"Bearer «key»"', "print(digest(header))"],
    "concatenated": ['api_key = ("«key:head»"\n           "«key:tail»")', "print(digest(api_key))"],
    "concatenated-below": [
        'password = (\n    "«pw:head»"  # one\n    "«pw:tail»"\n)',
        "print(digest(password))",
    ],
    "concatenated-keyword": [
        "def login(user, password):\n    return digest(user + password)",
        'print(login(\n    "ann",\n    password="«pw:head»"\n    "«pw:tail»",\n))',
    ],
    "concatenated-item": [
        'config = {\n    "password": ("«pw:head»"\n                 "«pw:tail»"),\n    "n": 1,\n}',
        "print(digest(config['password']), config['n'])",
    ],
    "concatenated-f": ['password = f"«pw:head»" "«pw:tail»"', "print(digest(password))"],
    "concatenated-bytes": ['password = b"«pw:head»" b"«pw:tail»"', "print(digest(password))"],
    "concatenated-lower": ['password = "«pw:head»" "«pw:tail»".lower()', "print(digest(password))"],
    "continued": [
        # In two pieces, so that no line of this file looks like a password.
        "password = " + '"«pw:head»\\' + '\n«pw:tail»"',  # ct: ignore[secret.generic.password] a template
        "print(digest(password))",
    ],
    # ct: ignore[secret.generic.password] templates that a test fills
    "join": ['password = "".join(["«pw:head»", "«pw:tail»"])', "print(digest(password))"],
    "added-over-lines": ['password = ("«pw:head»" +\n            "«pw:tail»")', "print(digest(password))"],
    "added-around": ['user = "x"\npassword = "«pw:head»" + user + "«pw:tail»"', "print(digest(password))"],
    "added": ['api_key = "«key:head»" + "«key:tail»"', "print(digest(api_key))"],
    "among-literals": ['header = ("Bearer "\n          "«key»"\n          " end")', "print(digest(header))"],
    "f-string": ['user = "ann"\nheader = f"{user}: «key» {{}}"', "print(digest(header))"],
    "f-string-nested": ["login = f\"{digest('«key»')}\"", "print(login)"],
    "format": ['user = "ann"\nheader = "{} «key» {{}}".format(user)', "print(digest(header))"],
    "format-keyword": [
        'header = "{user} «key»".format(\n    user="ann",\n)',
        "print(digest(header))",
    ],
    "percent": ['header = "%s «key»" % "ann"', "print(digest(header))"],
    "json-text": [
        'config = """{"api_key": "«key»", "n": {"a": 1}}"""',
        "import json\nprint(digest(json.loads(config)['api_key']))",
    ],
    "ini-text": [
        'text = """\n[db]\nuser = ann\napi_key = «key»\n"""',
        "import configparser\nparser = configparser.ConfigParser()\nparser.read_string(text)\n"
        "print(digest(parser['db']['api_key']))",
    ],
    "keyword": [
        "def login(user, password):\n    return digest(user + password)",
        'print(login("ann", password="«odd»"))',
    ],
    "dict-item": ['config = {"user": "ann", "password": "«odd»"}', "print(digest(config['password']))"],
    "list-item": [
        'password = "«password»"',
        'both = ["«password»", password]\nprint(digest(both[0]), both[0] == both[1])',
    ],
    "default": ['def login(password="«odd»"):\n    return digest(password)', "print(login())"],
    "class-attribute": [
        'class Login:\n    user = "ann"\n    password = "«odd»"',
        "print(digest(Login.password))",
    ],
    "decorator": [
        "def login(password):\n    return lambda function: lambda: function(password)",
        '@login(password="«password»")\ndef show(password):\n    return digest(password)\n\nprint(show())',
    ],
    "walrus": ['if (password := "«odd»"):\n    print(digest(password))'],
    "match": [
        "given = __import__('os').environ.get('GIVEN', 'other')",
        'api_key = "«key»"\nmatch api_key:\n    case "«key»":\n        print("same")\n    case _:\n        print("other")',
    ],
    "lambda": ['login = lambda password="«password»": digest(password)\nprint(login())'],
    "conditional": ['x = 1\npassword = "«password»" if x else ""\nprint(digest(password))'],
    "return": ['def password():\n    return"«key»"\n\nprint(digest(password()))'],
    "annotated": ['password: str = "«password»"\nprint(digest(password))'],
    "async": [
        'import asyncio\nasync def login(password="«password»"):\n    return digest(password)\n\nprint(await login())'
    ],
    "tuple": ['user, password = "ann", "«odd»"\nprint(user, digest(password))'],
    "two-in-one": ['pair = "«key» «token»"', "print(digest(pair))"],
    "same-value": [
        'first_password = "«odd»"',
        'second_password = "«odd»"',
        "print(first_password == second_password)",
    ],
    "pem": ['pem = """«pem»"""', "print(digest(pem), pem.count(chr(10)))"],
    "service-account": [
        'info = r"""{"type": "service_account", "private_key_id": "x", "private_key": "«pem:json»"}"""',
        "import json\nprint(digest(json.loads(info)['private_key']))",
    ],
}

ENVIRONMENT = {
    "getenv-default": ['import os\npassword = os.getenv("DB_PASSWORD", "«odd»")', "print(digest(password))"],
    "get-default": [
        'import os\npassword = os.environ.get("DB_PASSWORD", "«odd»")',
        "print(digest(password))",
    ],
    "get-or": ['import os\npassword = os.getenv("DB_PASSWORD") or "«password»"', "print(digest(password))"],
    "set-concatenated": [
        'import os\nos.environ["DB_PASSWORD"] = (\n    "«pw:head»"\n    "«pw:tail»"\n)',
        "print(digest(os.environ['DB_PASSWORD']))",
    ],
    "set": ['import os\nos.environ["DB_PASSWORD"] = "«odd»"', "print(digest(os.environ['DB_PASSWORD']))"],
    "setdefault": [
        'import os\nos.environ.setdefault("DB_PASSWORD", "«odd»")',
        "print(digest(os.environ['DB_PASSWORD']))",
    ],
    "update": [
        'import os\nos.environ.update({"DB_PASSWORD": "«odd»"})',
        "print(digest(os.environ['DB_PASSWORD']))",
    ],
    "set-in-block": [
        'import os\nif True:\n    os.environ["DB_PASSWORD"] = "«odd»"',
        "print(digest(os.environ['DB_PASSWORD']))",
    ],
    "aliased": ['import os as system\napi_key = "«key»"', "print(digest(api_key))"],
    "from-os": ['from os import environ, path\napi_key = "«key»"', "print(digest(api_key))"],
    "os-taken": ['import platform\nos = platform.system()\napi_key = "«key»"', "print(digest(api_key), os)"],
    "imports-kept": [
        "import json\nimport re\n\nimport nbformat",
        'api_key = "«key»"\nprint(digest(api_key))',
    ],
    "future": ['from __future__ import annotations\napi_key = "«key»"\nprint(digest(api_key))'],
    "magic-env": ["%env API_KEY=«key»", "import os\nprint(digest(os.environ['API_KEY']))"],
    "magic-set-env": ["%set_env API_KEY «key»\n", "import os\nprint(digest(os.environ['API_KEY']))"],
    "timed": ['%%time\nimport sys\napi_key = "«key»"', "print(digest(api_key))"],
    "captured": ['%%capture\napi_key = "«key»"\nprint(api_key)', "print(digest(api_key))"],
}

SHELL = {
    "shell-header": ['!curl -s -H "Authorization: Bearer «key»" @http@/bearer'],
    "shell-single-quotes": ["!curl -s -H 'Authorization: Bearer «key»' @http@/bearer"],
    "shell-json": ['!curl -s -d \'{"api_key": "«key»"}\' @http@/json'],
    "shell-user": ["!curl -s -u ann:«password» @http@/basic"],
    "shell-assigned": ['out = !curl -s -H "Authorization: Bearer «key»" @http@/bearer', "print(out)"],
    "shell-continued": ['!curl -s \\\n  -H "Authorization: Bearer «key»" \\\n  @http@/bearer'],
    "shell-glued": ["!printf %s ann:«key»/x | sha256sum"],
    "shell-url": ["!curl -s http://ann:«quoted»@@host@/odd"],
    "bash-cell": ['%%bash\ncurl -s -H "Authorization: Bearer «key»" @http@/bearer'],
    "bash-export": [
        '%%bash\nexport API_KEY="«key»"\ncurl -s -H "Authorization: Bearer $API_KEY" @http@/bearer'
    ],
    "bash-prefix": ["%%bash\nAPI_KEY='«key»' bash -c 'printf %s \"$API_KEY\" | sha256sum'"],
    "bash-heredoc": ["%%bash\nsha256sum <<EOF\nkey «key»\nEOF"],
    "bash-glued": ['%%bash\nprintf %s "a/«key»/b" | sha256sum'],
    "sh-variable": ["%%sh\ntoken=«token»\nprintf %s $token | sha256sum"],
}

HTTP = {
    "bearer": [
        "import requests",
        'headers = {"Authorization": "Bearer «key»"}\nprint(requests.get("@http@/bearer", headers=headers).text)',
    ],
    "token-header": [
        "import requests\n"
        'print(requests.get("@http@/token", headers={"Authorization": f"token «token»"}).text)'
    ],
    "basic-pair": [
        'import requests\nprint(requests.get("@http@/odd", auth=requests.auth.HTTPBasicAuth("ann", password="«odd»")).text)'
    ],
    "basic-url": ['import requests\nurl = "http://ann:«quoted»@@host@/odd"', "print(requests.get(url).text)"],
    "query": ['import requests\nprint(requests.get("@http@/query?api_key=«key»").text)'],
    "httpx": [
        'import httpx\nclient = httpx.Client(headers={"Authorization": "Bearer «key»"})\nprint(client.get("@http@/bearer").text)'
    ],
    "urllib": [
        "from urllib.request import Request, urlopen\n"
        'request = Request("@http@/bearer", headers={"Authorization": "Bearer " + "«key»"})\n'
        "print(urlopen(request).read().decode())"
    ],
}

SQL = {
    "sqlite": [
        "import sqlite3\nconnection = sqlite3.connect(':memory:')",
        "_ = connection.execute('create table login (name text, password text)')\n"
        "_ = connection.execute('insert into login values (?, ?)', ('ann', digest('x')))",
        'password = "«odd»"\nprint(connection.execute("select length(?), name from login", (password,)).fetchall())',
    ],
    "sqlite-text": [
        "import sqlite3",
        'row = sqlite3.connect(":memory:").execute("select ?", ["«token»"]).fetchone()\nprint(digest(row[0]))',
    ],
}

POSTGRES = {
    "postgres-keyword": [
        "import pg8000.dbapi as pg",
        'connection = pg.connect(user="ann", host="127.0.0.1", port=@pg_port@, database="postgres", password="«odd»")',
        "cursor = connection.cursor()\ncursor.execute('select current_user')\nprint(cursor.fetchall())",
    ],
    "postgres-url": [
        "import pg8000.dbapi as pg\nfrom urllib.parse import unquote, urlsplit",
        'url = "@pg@:«quoted»@127.0.0.1:@pg_port@/postgres"',
        "parts = urlsplit(url)\n"
        "connection = pg.connect(user=parts.username, host=parts.hostname, port=parts.port,\n"
        "                        database='postgres', password=unquote(parts.password))\n"
        "cursor = connection.cursor()\ncursor.execute('select current_user')\nprint(cursor.fetchall())",
    ],
    "postgres-built": [
        "import pg8000.dbapi as pg\nfrom urllib.parse import unquote, urlsplit",
        'host = "127.0.0.1"\nparts = urlsplit(f"@pg@:«quoted»@{host}:@pg_port@/postgres")',
        "connection = pg.connect(user='ann', host=host, port=parts.port, database='postgres',\n"
        "                        password=unquote(parts.password))\n"
        "cursor = connection.cursor()\ncursor.execute('select current_user')\nprint(cursor.fetchall())",
    ],
    "sql-magic": [
        "%load_ext sql\n%config SqlMagic.style='_DEPRECATED_DEFAULT'",
        "%sql @pg8000@:«quoted»@127.0.0.1:@pg_port@/postgres",
        "rows = %sql select current_user as who\nprint([tuple(row) for row in rows])",
    ],
    "postgres-psql": ['!psql "@pg@:«quoted»@127.0.0.1:@pg_port@/postgres" -Atc "select current_user"'],
    "postgres-pgpassword": [
        "%env PGPASSWORD=«odd»",
        '!psql -h 127.0.0.1 -p @pg_port@ -U ann -d postgres -Atc "select current_user"',
    ],
}

S3 = {
    "s3-client": [
        "import boto3",
        's3 = boto3.client("s3", endpoint_url="@s3@", region_name="us-east-1",\n'
        '                  aws_access_key_id="«aws-id»", aws_secret_access_key="«aws-secret»")',
        "print([bucket['Name'] for bucket in s3.list_buckets()['Buckets']])",
    ],
    "s3-environment": [
        'import os\nimport boto3\nos.environ["AWS_ACCESS_KEY_ID"] = "«aws-id»"\n'
        'os.environ["AWS_SECRET_ACCESS_KEY"] = "«aws-secret»"',
        's3 = boto3.client("s3", endpoint_url="@s3@", region_name="us-east-1")\n'
        "print([bucket['Name'] for bucket in s3.list_buckets()['Buckets']])",
    ],
}

R = {
    "r-assigned": ['password <- "«password»"', "cat(nchar(password), rev(utf8ToInt(password))[1:3])"],
    "r-pasted": ['header <- "Bearer «key»"', "cat(nchar(header), sum(utf8ToInt(header)))"],
    "r-set": ['Sys.setenv(API_KEY = "«key»")', 'cat(sum(utf8ToInt(Sys.getenv("API_KEY"))))'],
}

R_SHOWS = 'cat(sum(utf8ToInt(paste0(Sys.getenv("API_KEY"), password))))'

BASH = {
    "kernel-header": ['curl -s -H "Authorization: Bearer «key»" @http@/bearer'],
    "kernel-export": ["export API_KEY=«key»", 'printf %s "$API_KEY" | sha256sum'],
    "kernel-single": ["printf %s 'x/«key»' | sha256sum"],
}
