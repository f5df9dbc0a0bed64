"""Secrets by name and syntax: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from ct_jupyter.detection import get_detector
from ct_jupyter.detection.secrets.names import kind_of, words_of

# Put in where a test runs: our own scanner goes over this file.
WEAK, STRONG = "Pass" + "XYZ", "Xy12" + "abQ9"
RANDOM = "q7Zt" + "Xw2Lk9" + "Pb4RnV8sYd"  # made up here, in pieces


def values(text: str, language: str = "python") -> list[str]:
    matches = get_detector().scan(text, language)
    return [text[m.start : m.end] for m in matches if m.rule.id.startswith("secret.")]


@pytest.mark.parametrize(
    "text",
    [
        'password = "<weak>"',
        "password='<weak>'",
        'password: str = "<weak>"',
        'password := "<weak>"',
        'self.db_password = "<weak>"',
        'first_password = "<weak>"',
        'second_password = "<weak>"',
        'last_password = "<weak>"',
        'next_passwd = "<weak>"',
        'DB_PASSWORD = r"<weak>"',
        'dbPassword = "<weak>"',
        'connect("db", user="ann", password="<weak>")',
        'connect(\n    host="db",\n    passwd="<weak>",\n)',
        '{"user": "ann", "password": "<weak>"}',
        "config['password'] = '<weak>'",
        'os.environ["PGPASSWORD"] = "<weak>"',
        'os.getenv("PGPASSWORD", "<weak>")',
        'os.environ.get("PGPASSWORD", "<weak>")',
        'os.environ.get("PGPASSWORD") or "<weak>"',
        'spark.read.option("password", "<weak>")',
        'user, password = "ann", "<weak>"',
        '(user, pwd) = ("ann", "<weak>")',
        'def connect(user="ann", password="<weak>"):',
        'if password == "<weak>":',
        '# password = "<weak>"',
        'password = "<weak>',
        'if True:\n  foo(bar[\npassword = "<weak>"',
        'settings = """\npassword: "<weak>"\n"""',
        'payload = \'{"password": "<weak>"}\'',
        'payload = "{\\"password\\": \\"<weak>\\"}"',
        'senha = "<weak>"',
        'contraseña = "<weak>"',
        'mot_de_passe = "<weak>"',
        'passwort = "<weak>"',
        'passphrase = "<weak>"',
        "cur.execute(\"CREATE USER etl IDENTIFIED BY '<weak>'\")",
        "password for master: '<weak>'",
        "define( 'PASSWORD' , '<weak>' );",
        '<input value="Password: &quot;<weak>&quot;">',
        "<Server><Pass><weak></Pass></Server>",
        'requests.get(url, auth=("ann", "<weak>"))',
        'server.login("ann@corp.io", "<weak>")',
    ],
)
def test_a_password_is_found_in_any_syntax(text: str) -> None:
    assert values(text.replace("<weak>", WEAK)) == [WEAK]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("%env DB_PASSWORD=<strong>", "python"),
        ("%set_env DB_PASSWORD=<strong>", "python"),
        ("!export DB_PASSWORD=<strong>", "python"),
        ("export DB_PASSWORD='<strong>'", "bash"),
        ("!mytool --user ann --password <strong>", "python"),
        ("!mytool --password=<strong>", "python"),
        ('password <- "<strong>"', "r"),
        ('Sys.setenv(DB_PASSWORD = "<strong>")', "r"),
        ('val password = "<strong>"', "scala"),
        ("ALTER USER etl WITH PASSWORD '<strong>';", "sql"),
        ("password: <strong>", "markdown"),
        ("DB_PASSWORD=<strong>", "text"),
    ],
)
def test_a_password_is_found_outside_python(text: str, language: str) -> None:
    assert values(text.replace("<strong>", STRONG), language) == [STRONG]


@pytest.mark.parametrize(
    "text",
    [
        "acmeweather KEY <random>",
        "acmeweather PRIVATE <random>",
        "acmeweather-secret-<random>",
        "acmeweatherToken: <random>",
        "acmeweather_access=<random>==",
        "acmeweather access token 2: <random>",
        "acmeweather_key = <random>.<random>",
        "acmeweather_token = acme_pat_<random>",
        "the API key:\n    <random>\n",
        "API key:\n```\n<random>\n```\n",
        "token: >-\n  <random>\n",
        "<acmeToken>\n  <random>\n</acmeToken>",
        "2024-05-01 INFO client token=<random> connected",
        "curl --oauth2-bearer <random> https://api.internal",
        "Authorization: AcmeAuth <random>",
        '"Authorization": "SSWS <random>"',
        "?page=2&api_key=<random>&sort=1",
    ],
)
@pytest.mark.parametrize("language", ["python", "text"])
def test_a_random_value_is_a_key_beside_a_word_for_one(text: str, language: str) -> None:
    (found,) = values(text.replace("<random>", RANDOM), language)
    assert RANDOM in found


@pytest.mark.parametrize(
    "text",
    [
        'password = "password"',
        'password = os.environ["DB_PASSWORD"]',
        'password = os.getenv("DB_PASSWORD")',
        'password = os.getenv("DB_PASSWORD", "")',
        "password: str",
        "password: str = None",
        "password = input()",
        'password = input("Password: ")',
        'password = getpass("Enter your password: ")',
        'password = getpass.getpass(prompt="Password: ")',
        'password = "<password>"',
        'password = "your_password"',
        'password = "YOUR-PASSWORD-HERE"',
        'password = "********"',
        'password = "xxxxxxxx"',
        'password = "{{ db_password }}"',
        'password = "${DB_PASSWORD}"',
        'password = f"{prefix}{suffix}"',
        'password = "{}".format(pw)',
        'password = config["database"]["password"]',
        'password = dbutils.secrets.get(scope="s", key="db-password")',
        'columns = ["user", "password", "email_address"]',
        'df = df[["token", "lemma", "pos"]]',
        'Password(description="Password:", placeholder="Type your password")',
        'label = "Password: "; value = "Name: "',
        'print("password:", password)',
        "raise ValueError('wrong password: try again')",
        "# the password: see the wiki",
        'password_field = "input-password"',
        'password_file = "secrets/db.txt"',
        'reset_password_url = "/account/reset"',
        'pad_token = "<pad>"',
        'tokenizer.eos_token = "</s>"',
        'token = "[MASK]"',
        'token = "hello"',
        'unk_token="[UNK]", sep_token="[SEP]"',
        "max_tokens=1024, num_tokens=42",
        "token = tokenizer.convert_ids_to_tokens(ids)[0]",
        'special_tokens = {"bos_token": "<|startoftext|>"}',
        'stop_token = "<|endoftext|>"',
        'key = "customer_name"',
        "df.sort_values(key=lambda c: c.str.lower())",
        'primary_key = "customer_id_2021_version_3"',
        'api_key = "YOUR_API_KEY"',
        'api_key = "sk-..."',
        'client = OpenAI(api_key=os.environ.get("OPENAI_API_KEY"))',
        'auth = ("user", "pass")',
        'secret_name = "prod/db/reader-credentials"',
        "key, subkey = jax.random.split(key)",
        '"model_id": "8dcec6e4ab63462ca5ef7c2dffa8c7e7"',
        "sha256=9406b3c7a7b7e582705945f6a4f34e9777405abcb926f779b06b6e23413090d9",
        'session_id = "3f5a9c1e-2b4d-4a6f-8c10-1d2e3f4a5b6c"',
        "token-classification-with-transformers-and-2021-data",
        "access to private-endpoint-east-us-2-production",
        'kms_key = "arn:aws:kms:us-west-2:123456789012:key/6e9984db-50cf-4c7e-926c-877ec47a8b25"',
        'io.jsonwebtoken:jjwt-jackson-0.11.2"',
        '<input name="authenticity_token" value="7SWa-Fo1_hsC6oovfBsJFLGPUl2EhkSWPbJhWANwga">',
        'password = "Forgot password?"',
        'password = "must be longer"',
        "the access key:\n    see the wiki\n",
        "public-key-3f5a9c1e2b4d4a6f8c101d2e3f4a5b6c",
        "cache key 3f5a9c1e2b4d4a6f8c101d2e3f4a5b6c",
    ],
)
def test_what_only_looks_like_a_secret_is_left_alone(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f'api_key = "{RANDOM}"',
        f'access_token = "{RANDOM}"',
        f'client_secret = "{RANDOM}"',
        f'signing_key = "{RANDOM}"',
        f'ACME_KEY = "{RANDOM}"',
        f'requests.get(url, params={{"token": "{RANDOM}"}})',
        f'url = "https://api.internal/v1?api_key={RANDOM}&units=metric"',
        f"api key: {RANDOM}",
    ],
)
def test_a_random_value_under_a_secrets_name_is_found(text: str) -> None:
    assert values(text) == [RANDOM]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Enter the password: then press return", "markdown"),
        ("The token is sent in the header", "markdown"),
        ('<input type="password" name="password" value="">', "html"),
        ("token: hello\ntoken: world", "text"),
        ('{"token": "lemma", "key": "value"}', "json"),
    ],
)
def test_prose_and_outputs_need_more_than_a_name(text: str, language: str) -> None:
    assert values(text, language) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("password", "password"),
        ("DB_PASSWORD", "password"),
        ("dbPassword", "password"),
        ("userpwd", "password"),
        ("mysql_root_password_2", "password"),
        ("password_length", None),
        ("bypass", None),
        ("token", "token"),
        ("GITHUB_TOKEN", "token"),
        ("tokens", None),
        ("pad_token", None),
        ("tokenizer", None),
        ("apiKey", "api-key"),
        ("X-API-Key", "api-key"),
        ("primary_key", None),
        ("key", "bare-key"),
        ("keyboard", None),
        ("client_secret", "secret"),
        ("SECRET_KEY", "secret"),
        ("secretary", None),
        ("fernet_key", "encryption-key"),
        ("acme_key", "provider-key"),
    ],
)
def test_a_name_announces_a_kind(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_no_value_stays_behind_in_what_is_remembered() -> None:
    canary = "Canary" + "Value" + "77xyz"
    values(f'password = "{canary}"\napi_key = "{canary}{canary}"\ntoken == "{canary}"')
    for remembered in (words_of, kind_of):
        before = remembered.cache_info().misses
        remembered(canary)
        assert remembered.cache_info().misses == before + 1
