"""Credentials as strangers write them: away from their name, wrapped, listed, by position.

The values are filled in by the seeded generator of ``examples.py``; nothing here is a literal token.
"""

from __future__ import annotations

import base64
import re

import pytest

from ct_jupyter.detection import get_detector
from ct_jupyter.detection.examples import fill
from ct_jupyter.detection.secrets import calls

VALUE = re.compile(r"\[\[(.*?)\]\](?!\])")

FOUND = {
    "wrapped": [
        'password = quote_plus("[[{password:10}]]")',
        'pw = urllib.parse.quote("[[{password:12}!]]", safe="")',
        'db_password = str("[[{password:10}]]")',
        'api_key = SecretStr("[[{alnum:24}]]")',
        'api_key: SecretStr = SecretStr(secret_value="[[{alnum:24}]]")',
        'api_secret: Optional[str] = Field(default="[[{alnum:24}]]")',
        'db_password: str = Field("[[{password:12}]]", description="of the warehouse")',
        'password = hashlib.sha256("[[{password:8}]]".encode("utf-8")).hexdigest()',
        'token = base64.b64encode(b"[[{alnum:30}]]").decode()',
        'parser.add_argument("--password", default="[[{password:10}]]")',
        'parser.add_argument("-p", "--db-password", type=str, default="[[{password:10}]]", help="of the db")',
        '@click.option("--api-key", default="[[{alnum:32}]]")',
        'dbutils.widgets.text("db_password", "[[{password:10}]]")',
        'password = config.get("db", "password", fallback="[[{password:10}]]")',
        'generator = OpenAIGenerator(api_key=Secret.from_token("[[{alnum:24}]]"))',
        'client = SearchClient(e, i, AzureKeyCredential("[[{alnum:52}]]"))',
        'driver.find_element(By.NAME, "password").send_keys("[[{password:10}]]")',
        'page.locator("#password").fill("[[{password:10}]]")',
        'page.fill("#password", "[[{password:10}]]")',
        'password = getpass.getpass() or "[[{password:10}]]"',
        'password = "" if debug else "[[{password:10}]]"',
        'password = "[[{password:10}]]" if debug else "[[{password:12}]]"',
        'api_key = "x" if debug else "[[{alnum:32}]]"',
        'val password = Some("[[{password:10}]]")',
        'String password = new String("[[{password:10}]]");',
        'let password = Buffer.from("[[{password:10}]]")',
        'password: "str | None" = "[[{password:10}]]"',
    ],
    "listed": [
        'passwords = ["[[{password:10}]]", "[[{password:12}!]]"]',
        'passwords = [os.environ["A"], "[[{password:10}]]"]',
        'user_passwords = {"ann": os.getenv("A"), "bob": "[[{password:10}]]"}',
        'user_passwords = {"ann": "[[{password:10}]]", "bob": "[[{password:12}]]"}',
        "api_keys = ['[[{alnum:24}]]', '[[{alnum:24}]]']",
        'TOKENS = ("[[{hex:32}]]", "[[{hex:32}]]")',
        '"tokens": ["[[{hex:24}]]", "[[{hex:24}]]"]',
        "secrets:\n  - [[{alnum:28}]]\n  - [[{alnum:28}]]",
        'api_keys = [\n    "[[{alnum:32}]]",  # of the team\n    "[[{alnum:32}]]",\n]',
        'val tokens = listOf("[[{alnum:32}]]", "[[{alnum:32}]]")',
        'for password in ("[[{password:10}]]", "[[{password:12}]]"):\n    login(password)',
        'passwords <- c("[[{password:10}]]", "[[{password:12}]]")',
    ],
    "defaults": [
        "const token = process.env.API_TOKEN || '[[{alnum:32}]]'",
        'const key = process.env["API_KEY"] ?? "[[{alnum:40}]]"',
        'var token = Environment.GetEnvironmentVariable("API_TOKEN") ?? "[[{alnum:32}]]";',
        'val token = sys.env.getOrElse("API_TOKEN", "[[{alnum:36}]]")',
        'String pw = System.getenv().getOrDefault("DB_PASSWORD", "[[{password:10}]]");',
        "$pw = getenv('DB_PASSWORD') ?: '[[{password:10}!]]';",
        'SECRET_KEY = env.str("SECRET_KEY", "[[{alnum:40}]]")',
        'SECRET_KEY = config("SECRET_KEY", default="[[{alnum:40}]]")',
        'password = ENV.fetch("DB_PASSWORD", "[[{password:10}]]")',
        'password = ENV["DB_PASSWORD"] || "[[{password:10}]]"',
        'password = os.Getenv("DB_PASSWORD") || "[[{password:10}]]"',
        'let password = env::var("DB_PASSWORD").unwrap_or("[[{password:10}]]".to_string());',
        'export DB_PASSWORD="${DB_PASSWORD:-[[{password:10}]]}"',
        '@Value("${db.password:[[{password:10}]]}")',
        'password <- Sys.getenv("DB_PASSWORD", "[[{password:10}]]")',
        'password = Optional.ofNullable(System.getenv("DB_PASSWORD")).orElse("[[{password:10}]]")',
        'variable "db_password" {\n  type = string\n  default = "[[{password:12}]]"\n}',
    ],
    "neighbours": [
        '{"key": "API_TOKEN", "value": "[[{alnum:32}]]"}',
        '[{"name": "client_secret", "value": "[[{alnum:36}]]"}]',
        '{"name": "DB_PASSWORD", "type": "string", "value": "[[{password:12}]]"}',
        '{"value": "[[{password:12}]]", "name": "DB_PASSWORD"}',
        '- name: SMTP_PASS\n  value: "[[{password:10}!]]"',
        "- key: admin.password\n  value: [[{password:10}]]",
        "<key>db_password</key>\n<string>[[{password:10}!]]</string>",
        "<key>db_password</key>\n<value>[[{password:10}!]]</value>",
        '<entry key="jdbc.password" value="[[{password:12}]]"/>',
        '<meta-data android:name="com.acme.weatherly.ApiKey" android:value="[[{alnum:32}]]"/>',
        '<Password encoding="plain">[[{password:12}]]</Password>',
        "<strong>APP_SECRET</strong> = '[[{hex:32}]]'<br>",
    ],
    "values": [
        'token = "[[{lower:40}]]"',
        "CLIENT_SECRET='[[{upper:36}]]'",
        "secret=[[{alnum:15}]]",
        "any_token=[[{alnum:15}]]",
        "password: [[cobaltRiver{digits:2}]]",
        "db.password=[[Tulip-harbor{digits:2}]]",
        "  admin_password: [[NoonFalcon{digits:2}]]",
        "MYSQL_ROOT_PASSWORD: [[dragonfly]]",
        'app_password = "[[abqd efgh wjkl mnop]]"',  # ct: ignore[secret.generic.password] a template
        "token = `[[{alnum:40}]]`",
        "lemlist token - '[[{hex:32}]]'",
        'acme secret - "[[{alnum:32}]]"',
        "passwrod = '[[{password:10}]]'",
        "Master Passwrd: [[Zorilla!{digits:3}k]]",
        "GITHUBKEY=[[{alnum:32}]]",
        "  secret_key_base: [[{hex:128}]]",
        'val creds = mapOf("user" to "admin", "token" to "[[{alnum:32}]]")',
        'var dbPassword, dbUser string = "[[{password:12}!]]", "svc"',
        'client.SetAuthToken("[[{alnum:40}]]")',
        'assertThat(app.getClientSecret(), equalTo("[[{hex:40}]]"))',
    ],
    "positional": [
        'pymysql.connect("h", "ann", "[[{password:10}]]", "db")',
        'con = MySQLdb.connect("h", "ann", "[[{password:10}]]")',
        'cx_Oracle.connect("ann", "[[{password:10}]]", "h/orcl")',
        'ssh.connect("h", 22, "ann", "[[{password:10}]]")',
        'GIS("https://corp.maps.arcgis.com", "ann", "[[{password:10}]]")',
        'graph = Graph("bolt://h:7687", "neo4j", "[[{password:10}]]")',
        'driver = GraphDatabase.driver(uri, auth=basic_auth("neo4j", "[[{password:10}]]"))',
        'server.login(sender, "[[{password:10}]]")',
        'server.login(sender, "[[abqd efgh wjkl mnop]]")',
        'mail = imaplib.IMAP4_SSL(h); mail.login(user, "[[{password:10}]]")',
        'ftp = FTP("ftp.acme.io", "ann", "[[{password:10}]]")',
        'conn = jaydebeapi.connect("d.Driver", url, ["ann", "[[{password:10}]]"], jar)',
        'connection = DriverManager.getConnection(url, "ann", "[[{password:10}]]");',
        '$db = new mysqli("h", "ann", "[[{password:10}]]", "shop");',
        'credential = ClientSecretCredential(tenant, client, "[[{alnum:40}]]")',
        'client = Minio("h:9000", "reader", "[[{alnum:40}]]", secure=False)',
        'auth = tweepy.OAuthHandler("ck", "[[{alnum:50}]]")',
        'token = jwt.encode(payload, "[[{alnum:16}]]", algorithm="HS256")',
        'f = Fernet(b"[[{base64url:43}=]]")',
        'ldap3.Connection(\n    server,\n    "cn=admin",\n    "[[{password:10}]]",\n)',
        'client.username_pw_set("ann", "[[{password:10}]]")',
    ],
}

SILENT = [
    "prompt = \"Classify its status as 'Pass' or 'Defect' and describe it.\"",
    "prompt = \"Answer with 'token' or 'Sentence7x', nothing else.\"",
    'print(\'say "Password" or "Fail2Ban99" here\')',
    'print(f\' with API key "{api_key[:5]}…{api_key[-5:]}"\', end="")',
    "print(f'password=\"{pw[0]}{pw[1:3]}-{pw[-1]!r}\"')",
    'label = \'token: "{token["id"]}"\'.format(token=token)',
    "con = psycopg2.connect(dbname=dbname, user=sqluser, password=sqlpass, host=host)",
    "db = mysql.connector.connect(host=h, user=u, password=cfg.password)",
    "connect(host=host, user=user, password=getpass())",
    "Do not pass `tidy_data2` or `scaled_x` into the function.",
    "Verbosity is set to 1. Pass verbose=0 to make quieter.",
    "You must pass `n_jobs=4` to it.",
    "TESTING : Thread 1:0x1f:PASS:0x1f2e",
    "PASS: test_login_ok2",
    "test_a1 ... PASS: 0.123s",
    "Average time - First pass (cache miss):  0.4821s",
    "  Downloading tiktoken-0.12.0-cp313-cp313-manylinux_2_28_x86_64.whl (1.2 MB)",
    '"NextToken": "{alnum:80}"',
    '"ChangeToken": "{uuid}"',
    '"ClientRequestToken": "{uuid}"',
    '"PurchaseToken": "opaque-{hex:24}"',
    'pagination_token = "{alnum:60}"',
    'pw2 = "ssm:/prod/db/password"',
    'secret_key = "ENC[AES256_GCM,data:xx]"',
    'geo_key = "ChIJ{alnum:23}"',
    'COPY = """credentials \'aws_access_key_id=XXX;aws_secret_access_key=XXX\' csv"""',
    'password = get_password("reader")',
    'password = Field(default=None, description="of the warehouse")',
    'password = os.environ.get("DB_PASSWORD") or ""',
    'token = client.get_token("https://management.azure.com/.default")',
    'api_key = Secret.from_env_var("API_KEY")',
    'api_version = get_secret("API_VERSION") or "2024-05-01-preview"',
    'parser.add_argument("--password", default=None, help="of the db")',
    'tokens = ["the", "cat", "sat"]',
    'keys = ["name", "age", "city"]',
    "const token = process.env.API_TOKEN || 'changeme'",
    '{"key": "password", "value": ""}',
    "- name: SECRET_NAME\n  value: db-credentials",
    "<key>token</key>\n<value>${TOKEN}</value>",
    "password: passwordField",
    "pwd: getCurrentDir",
    "password: string",
    "token=abcdefgh",
    'token = "therequesttokenisnotvalidanymore"',
    "access token - 'how to refresh it'",
    'key = "column_name"',
    '"resource_key": "{uuid}"',
    'credentials = {"instance_id": "{uuid}", "plan": "v1-{hex:20}"}',
    'token=${token#*accessToken":"}',
    '"key": "{hex:40}"',
    "client.SetAuthToken(token)",
    "server.login(sender, password)",
    'pymysql.connect("h", "ann", password, "db")',
    'pymysql.connect("h", "ann", "password", "db")',
    'Graph("bolt://h:7687", "neo4j", os.environ["PW"])',
    'df.connect("a", "b", "c")',
    'plt.login("ann")',
    'token = jwt.decode(text, public_key, algorithms=["RS256"])',
]


def _filled(template: str, seed: int) -> tuple[str, list[str]]:
    """Return the text and the values that stand between [[]] in it."""
    text = fill(template, seed)
    return VALUE.sub(lambda found: found[1], text), [value for value in VALUE.findall(text) if value]


def _found(text: str, language: str) -> list[str]:
    matches = get_detector().scan(text, language)
    return [text[m.start : m.end] for m in matches if m.rule.id.startswith("secret.")]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("template", [t for group in FOUND.values() for t in group if VALUE.search(t)])
def test_a_credential_is_found_exactly(template: str, seed: int) -> None:
    text, expected = _filled(template, seed)
    assert [value for value in _found(text, "python") if value in expected] == expected


@pytest.mark.parametrize("template", SILENT)
def test_what_only_looks_like_one_is_silent(template: str) -> None:
    text = fill(template, 5)
    assert _found(text, "python") == []


@pytest.mark.parametrize("template", SILENT)
def test_it_is_silent_in_outputs_as_well(template: str) -> None:
    text = fill(template, 6)
    assert _found(text, "text") == []


def test_the_table_of_calls_is_read_as_it_stands() -> None:
    table = calls.slots()
    assert len(table) > 100
    assert all(slot.position >= 1 and slot.least >= slot.position for slot in table)


@pytest.mark.parametrize("line", ["f 1 pasword", "f 1 password x"])
def test_a_wrong_line_of_the_table_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="f 1"):
        calls._slot(line)


@pytest.mark.parametrize("front", ["", "x", "xy", '{"api_key": "', "a long text in front of it, "])
@pytest.mark.parametrize("behind", ["", " y", '"}', "\nand more"])
def test_a_token_anywhere_in_base64_is_found(front: str, behind: str) -> None:
    token = fill("gl" + "pat-{alnum:20}", 4)
    encoded = base64.b64encode(f"{front} {token}{behind}".encode()).decode()
    text = f'data = "{encoded}"'
    assert _found(text, "python") == [encoded]


def test_of_a_long_run_of_base64_only_the_token_is_taken() -> None:
    token = fill("gl" + "pat-{alnum:20}", 4)
    encoded = base64.b64encode(("word " * 1000 + token + " word" * 1000).encode()).decode()
    (found,) = _found(f'data = "{encoded}"', "python")
    assert len(found) < 60
    assert token[3:-3] in base64.b64decode(found + "=" * (-len(found) % 4)).decode("latin-1")


def test_base64_without_a_token_is_silent() -> None:
    encoded = base64.b64encode(b"nothing to see here, move along, please" * 20).decode()
    assert _found(f'data = "{encoded}"', "python") == []
