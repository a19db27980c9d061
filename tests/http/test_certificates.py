"""The certificates of the environment are trusted, or an error names the variable that cannot be used."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import certifi
import pytest
from exa_websets import APIConnectionError, AsyncWebsetsClient, ConfigurationError, WebsetsClient
from support.caller import KEY, Caller
from support.command_line import run
from support.fault_server import Do, FaultServer, answer
from support.import_service import COMPANY, CREATED
from support.recordings import DOCUMENTED_CANCEL
from support.tls import ELSEWHERE, LOOPBACK, server_context

BASE_URL = "https://elsewhere.example/websets"
# OpenSSL looks for a certificate under the hash of its subject: `openssl x509 -hash`.
HASHED = "88d0bdcb.0"


def configure_command() -> None:
    """Run a command, and raise the error that it prints."""
    done = run(None, "--base-url", BASE_URL, "get", "x")
    assert (done.code, done.out) == (2, "")
    raise ConfigurationError(done.err.replace("\n", " ").removeprefix("Error: "))


SURFACES: dict[str, Callable[[], object]] = {
    "sync": lambda: WebsetsClient(KEY, base_url=BASE_URL),
    "async": lambda: AsyncWebsetsClient(KEY, base_url=BASE_URL),
    "command": configure_command,
}
GOOD = [
    {"SSL_CERT_FILE": "loopback.pem"},
    {"SSL_CERT_FILE": "bundle.pem"},
    {"SSL_CERT_FILE": "ünïcode \udcff/a b.pem"},
    {"SSL_CERT_FILE": "./hashed/../loopback.pem"},
    {"SSL_CERT_FILE": "loopback.pem", "SSL_CERT_DIR": "missing"},
    {"SSL_CERT_DIR": "hashed"},
    {"SSL_CERT_DIR": f"missing{os.pathsep}hashed{os.pathsep}"},
    {"SSL_CERT_DIR": "hashed", "SSL_CERT_FILE": ""},
]
BAD = [
    {"SSL_CERT_FILE": "missing.pem"},
    {"SSL_CERT_FILE": "empty.pem"},
    {"SSL_CERT_FILE": "text.pem"},
    {"SSL_CERT_FILE": "binary.pem"},
    {"SSL_CERT_FILE": "key.pem"},
    {"SSL_CERT_FILE": "cut.pem"},
    {"SSL_CERT_FILE": "hashed"},
    {"SSL_CERT_FILE": "loopback.pem/below"},
    {"SSL_CERT_FILE": "a" * 5000},
    {"SSL_CERT_FILE": "\udcff"},
    {"SSL_CERT_FILE": "/dev/null"},
    {"SSL_CERT_FILE": "missing.pem", "SSL_CERT_DIR": "hashed"},
    {"SSL_CERT_FILE": "missing.pem", "SSLKEYLOGFILE": "log"},
    {"SSL_CERT_DIR": "missing"},
    {"SSL_CERT_DIR": "without"},
    {"SSL_CERT_DIR": "loopback.pem"},
    {"SSL_CERT_DIR": "a" * 5000},
    {"SSL_CERT_DIR": "\udcff"},
    {"SSL_CERT_DIR": f"missing{os.pathsep}without"},
    {"SSL_CERT_DIR": os.pathsep},
    {"SSLKEYLOGFILE": "missing/log"},
    {"SSLKEYLOGFILE": "hashed", "SSL_CERT_FILE": "loopback.pem"},
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Change to a folder that has the files named in the tables."""
    certificate = LOOPBACK.read_bytes()
    files = {
        "loopback.pem": certificate,
        "bundle.pem": b"Two certificates:\n" + ELSEWHERE.read_bytes() + certificate,
        "ünïcode \udcff/a b.pem": certificate,
        f"hashed/{HASHED}": certificate,
        "without/loopback.pem": certificate,
        "empty.pem": b"",
        "text.pem": b"not a certificate\n",
        "binary.pem": bytes(range(256)),
        "key.pem": certificate[certificate.index(b"-----BEGIN PRIVATE") :],
        "cut.pem": certificate[: certificate.index(b"-----END CERTIFICATE") - 20],
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    shutil.rmtree(os.fsencode(tmp_path))  # pytest cannot remove names that are not UTF-8


def set_all(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("variables", GOOD, ids=ascii)
@pytest.mark.parametrize("surface", ["sync", "asyncio", "command"])
def test_certificates_that_are_trusted(
    surface: Any, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service with a certificate from the environment can be reached."""
    set_all(monkeypatch, variables)
    reply = answer({**DOCUMENTED_CANCEL, "id": "x"})
    with FaultServer((Do.READ, reply), scheme="https", tls=server_context(LOOPBACK)) as service:
        if surface == "command":
            assert run(service, "get", "x").code == 0
        else:
            assert Caller(surface)(lambda client: client.websets.get("x"), base_url=service.base_url).id == "x"


@pytest.mark.parametrize("variables", BAD, ids=lambda variables: ascii(variables)[:60])
@pytest.mark.parametrize("surface", SURFACES)
def test_certificates_that_cannot_be_used(
    surface: str, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error starts with the name of the variable and contains its value."""
    set_all(monkeypatch, variables)
    with pytest.raises(ConfigurationError) as caught:
        SURFACES[surface]()
    variable, value = next(iter(variables.items()))
    message = str(caught.value)
    assert message.startswith(f"{variable} is ")
    assert surface == "command" or repr(value) in message
    assert "unset" in message
    assert ".c:" not in message  # no position in the source code of Python


@pytest.mark.parametrize("variables", BAD, ids=lambda variables: ascii(variables)[:60])
def test_certificates_are_loaded_for_tls_only(
    variables: dict[str, str], websets_emulator: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A service without TLS can be reached whether or not the certificates of the environment can be loaded."""
    set_all(monkeypatch, variables)
    for kind in ("sync", "asyncio"):
        assert Caller(kind)(lambda client: client.websets.list(), base_url=websets_emulator.base_url).data == []


@pytest.mark.parametrize("variables", BAD, ids=lambda variables: ascii(variables)[:60])
@pytest.mark.parametrize("kind", ["sync", "asyncio"])
def test_an_upload_that_needs_certificates(
    kind: Any, variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If only the upload of a file uses TLS, its error names the variable."""
    set_all(monkeypatch, variables)
    created = answer({**CREATED, "uploadUrl": "https://127.0.0.1:{}/file"})
    with FaultServer(tls=server_context(LOOPBACK)) as store:
        port = store.base_url.split("/")[2].partition(":")[2]
        created = answer({**CREATED, "uploadUrl": f"https://127.0.0.1:{port}/file"}, b"201 Created")
        with FaultServer((Do.READ, created)) as service, pytest.raises(APIConnectionError) as caught:
            Caller(kind)(
                lambda client: client.imports.upload(io.BytesIO(b"name\nTea\n"), entity=COMPANY),
                base_url=service.base_url,
                max_retries=0,
            )
    assert f"{next(iter(variables))} is " in str(caught.value)


@pytest.mark.parametrize("surface", SURFACES)
def test_certificates_that_are_not_installed(surface: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """If no variable is set, the error names the package with the certificates."""
    missing = str(Path("missing.pem").absolute())
    monkeypatch.setattr(certifi, "where", lambda: missing)
    monkeypatch.setenv("SSLKEYLOGFILE", "keys.log")
    with pytest.raises(ConfigurationError, match=r"package certifi cannot be loaded: .* Reinstall the package"):
        SURFACES[surface]()


def test_a_file_that_is_corrected(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client created after the file was corrected can use it."""
    monkeypatch.setenv("SSL_CERT_FILE", "text.pem")
    with pytest.raises(ConfigurationError):
        SURFACES["sync"]()
    shutil.copy(LOOPBACK, folder / "text.pem")
    WebsetsClient(KEY, base_url=BASE_URL).close()
