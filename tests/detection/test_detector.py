"""What the detector reports: where, how sure, under which name, and once."""

from __future__ import annotations

import base64
import threading

import pytest

from ct_jupyter.detection import Confidence, Detector, get_detector, load_rules
from ct_jupyter.detection import detector as detector_module
from ct_jupyter.detection.detector import ENGINE_VARIABLE
from ct_jupyter.detection.examples import fill, sample, sample_value


@pytest.fixture(scope="module", params=["hyperscan", "re"])
def detector(request: pytest.FixtureRequest) -> Detector:
    if request.param == "hyperscan":
        pytest.importorskip("hyperscan")
    return Detector(load_rules(), request.param)


def found(detector: Detector, text: str, language: str = "python") -> list[tuple[str, str]]:
    return [(m.rule.id, text[m.start : m.end]) for m in detector.scan(text, language)]


def test_the_case_of_the_issue_is_found(detector: Detector) -> None:
    text = (
        "# Connect to database\n"
        'database_URL = "jdbc:mysql://database/predictive_model"\n'
        'username = "DataPro"\n'
        'password = "<weak>"\n'
    ).replace("<weak>", "Pass" + "XYZ")
    assert found(detector, text) == [("secret.generic.password", "Pass" + "XYZ")]


@pytest.mark.parametrize(
    "before", ["# 🔑 naïve\n", "日本語 = 1\n", "x = 'é' * 3\r\n", "\ufeff", "\ud83d lone\n"]
)
def test_offsets_count_code_points_behind_any_text(detector: Detector, before: str) -> None:
    value = sample_value("secret.openai.legacy-api-key", 1)
    text = f'{before}key = "{value}"  # 🙂\n'
    assert found(detector, text) == [("secret.openai.legacy-api-key", value)]


def test_every_occurrence_is_a_match_of_its_own(detector: Detector) -> None:
    line = sample("secret.github.token", 2)
    assert len(found(detector, f"{line}\n{line}\nprint({line!r})")) == 3


def test_a_value_that_two_rules_know_is_one_match_of_the_more_specific(detector: Detector) -> None:
    value = fill("ghp_{crc32-base62:30}", 5)
    assert found(detector, f'access_token = "{value}"') == [("secret.github.token", value)]


@pytest.mark.parametrize(
    ("text", "connection"),
    [
        ('engine = create_engine("<all>")', "postgresql://etl:<pw>@db.internal:5432/sales"),
        ('uri = "<all>"', "mongodb+srv://app:<pw>@c0.ab1cd.mongodb.net/db?retryWrites=true&w=majority"),
        ("%env BROKER=<all>", "amqps://app:<pw>@mq.internal:5671/vhost"),
        ('r = redis.from_url("<all>")', "redis://:<pw>@cache:6379/0"),
        ("mail = '<all>';", "smtps://ann@corp.io:<pw>@smtp.corp.io:465"),
        ('u = "<all>"', "jdbc:sqlserver://db.internal:1433;user=sa;password=<pw>;encrypt=true"),
        ('u = "<all>"', "jdbc:mysql://admin:<pw>@prod.internal:3306/inventory"),
        ('cs = "<all>"', "Server=tcp:db.internal,1433;User ID=sa;Password=<pw>;Encrypt=yes;"),
        ('psycopg2.connect("<all>")', "host=db.internal dbname=shop user=ann password=<pw> sslmode=require"),
        ('requests.get("<all>")', "https://ann:<pw>@api.internal/v1?full=1"),
        ("see <all>.", "https://ann:<pw>@api.internal/v1"),
    ],
)
def test_a_connection_string_is_found_whole_and_its_password_in_it(
    detector: Detector, text: str, connection: str
) -> None:
    password = fill("{password:10}", 3)
    connection = connection.replace("<pw>", password)
    text = text.replace("<all>", connection)
    (match,) = detector.scan(text)
    assert text[match.start : match.end] == connection
    assert text[slice(*match.secret_span)] == password


def test_a_password_may_hold_an_at_sign(detector: Detector) -> None:
    password = fill("{alnum:5}@{alnum:6}", 1)
    text = f'u = "postgres://ann:{password}@db.internal/x"'
    (match,) = detector.scan(text)
    assert text[slice(*match.secret_span)] == password


@pytest.mark.parametrize(
    ("url", "confidence"),
    [
        ("postgres://postgres:<same>@localhost:5432/app", Confidence.LOW),
        ("amqp://guest:<same>@127.0.0.1/", Confidence.LOW),
        ("mysql://root:<same>@db/shop", Confidence.LOW),
        ("postgres://postgres:<same>@10.2.3.4:5432/app", Confidence.HIGH),
    ],
)
def test_the_default_login_of_a_local_set_up_counts_little(
    detector: Detector, url: str, confidence: Confidence
) -> None:
    user = url.split("://")[1].split(":")[0]
    (match,) = detector.scan(f'url = "{url}"'.replace("<same>", user))
    assert match.confidence == confidence
    assert (match.note is None) == (confidence is not Confidence.LOW)


def test_a_checksum_that_does_not_fit_lowers_the_confidence_and_says_so(detector: Detector) -> None:
    value = fill("ghp_{crc32-base62:30}", 5)
    wrong = value[:-1] + ("A" if value[-1] != "A" else "B")
    (match,) = detector.scan(f'token = "{wrong}"')
    assert (match.rule.id, match.confidence) == ("secret.github.token", Confidence.LOW)
    assert match.note == "checksum does not fit"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('client_token = "{v}"', "client_token"),
        ('headers["X-Token"] = "{v}"', "X-Token"),
        ('f(api_key="{v}")', "api_key"),
        ('{{"hf": "{v}"}}', "hf"),
        ("%env HF_TOKEN={v}", "HF_TOKEN"),
        ('tok: str = "{v}"', "tok"),
        ('login("{v}")', None),
    ],
)
def test_the_name_is_the_identifier_as_written(detector: Detector, text: str, name: str | None) -> None:
    value = sample_value("secret.huggingface.access-token", 4)
    (match,) = detector.scan(text.replace("{v}", value).replace("{{", "{").replace("}}", "}"))
    assert match.name == name


def test_a_private_key_in_json_is_found_whole(detector: Detector) -> None:
    body = fill("{pem-body-escaped:20}", 1)
    text = '{"private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}' % body  # noqa: UP031
    ((rule_id, value),) = found(detector, text, "json")
    assert rule_id == "secret.private-key.pem"
    assert value.startswith("-----BEGIN")
    assert value.endswith("PRIVATE KEY-----")


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN RSA PRIVATE KEY-----\n{pem-body:12}",
        "pk = '-----BEGIN PRIVATE KEY----- {base64-bytes:90} -----END PRIVATE KEY-----'",
        '"-----BEGIN DSA PRIVATE KEY-----\\\\n{pem-body-escaped:6}\\\\n-----END DSA PRIVATE KEY-----"',
        '"-----BEGIN EC PRIVATE KEY-----\\n" +\n"{base64-bytes:48}\\n" +\n"-----END EC PRIVATE KEY-----"',
        "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n{pem-body:6}\n=abcd\n"
        "-----END PGP PRIVATE KEY BLOCK-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\r\n{base64-bytes:48}\r\n-----END OPENSSH PRIVATE KEY-----",
    ],
)
def test_a_private_key_is_found_cut_short_escaped_or_joined(detector: Detector, text: str) -> None:
    (match,) = detector.scan(fill(text, 1))
    assert match.rule.id == "secret.private-key.pem"


@pytest.mark.parametrize("what", ["PUBLIC KEY", "CERTIFICATE", "CERTIFICATE REQUEST", "RSA PUBLIC KEY"])
def test_what_is_public_is_no_private_key(detector: Detector, what: str) -> None:
    text = f"-----BEGIN {what}-----\n{{pem-body:8}}\n-----END {what}-----"
    assert detector.scan(fill(text, 1), "text") == []
    encoded = base64.b64encode(fill(text, 1).encode()).decode()
    assert detector.scan(f"ca.crt: {encoded}", "text") == []


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("<e>hbGciOiJIUzI1NiJ9.<e>zdWIiOiJhIn0.{base64url:43}", Confidence.HIGH),
        ("<e>0eXAiOiJKV1QiLCJraWQiOiJ4In0.<e>zdWIiOiJhIn0.{base64url:43}", Confidence.LOW),
        ("<e>hbGciOiJub25lIn0.<e>zdWIiOiJhIiwibiI6MX0.", Confidence.LOW),
        (
            "<e>hbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.{base64url:80}.{base64url:16}.{base64url:60}.{base64url:22}",
            Confidence.HIGH,
        ),
    ],
)
def test_a_web_token_is_judged_by_its_header(detector: Detector, text: str, confidence: Confidence) -> None:
    token = fill(text, 1).replace("<e>", "eyJ")
    (match,) = detector.scan(f"see {token}, please", "text")
    assert (match.rule.id, match.confidence) == ("secret.jwt.token", confidence)
    assert "see " + token.rstrip(".") == f"see {token}"[: match.end]


def test_a_secret_far_inside_a_line_of_megabytes_is_found(detector: Detector) -> None:
    value = sample_value("secret.anthropic.api-key", 1)
    noise = "lorem ipsum dolor, " * 60_000
    assert found(detector, f'{{"a": "{noise}", "k": "{value}", "b": "{noise}"}}', "json") == [
        ("secret.anthropic.api-key", value)
    ]


@pytest.mark.parametrize("shift", [8191, 8192, 8170, 12288, 16384])
def test_a_secret_across_the_edge_of_a_window_is_found_once(detector: Detector, shift: int) -> None:
    value = sample_value("secret.github.fine-grained-token", 1)
    text = " " * (shift - 20) + value + " " * 20_000
    assert found(detector, text, "text") == [("secret.github.fine-grained-token", value)]


@pytest.mark.parametrize(
    "text", ["", "\n", "\x00", '"""', "-----BEGIN" + " PRIVATE KEY-----", "password = ", "'"]
)
def test_texts_without_a_secret_give_nothing(detector: Detector, text: str) -> None:
    assert detector.scan(text) == []


def test_threads_share_a_detector(detector: Detector) -> None:
    texts = [sample(rule.id, seed) for seed in range(3) for rule in load_rules()[:40]]
    expected = [found(detector, text) for text in texts]
    results: list[list[list[tuple[str, str]]]] = []

    def work() -> None:
        results.append([found(detector, text) for text in texts])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 8


def test_the_engine_can_be_forced(monkeypatch: pytest.MonkeyPatch) -> None:
    detector_module._ours.cache_clear()
    monkeypatch.setenv(ENGINE_VARIABLE, "re")
    try:
        assert get_detector().engine == "re"
        detector_module._ours.cache_clear()
        monkeypatch.setenv(ENGINE_VARIABLE, "grep")
        with pytest.raises(ValueError, match=ENGINE_VARIABLE):
            get_detector()
    finally:
        detector_module._ours.cache_clear()
