"""`imports.wait_until_completed` has one deadline, and a result for each way an import can end."""

from __future__ import annotations

import io
import pickle
from typing import Any

import httpx
import pytest
from exa_websets import (
    ImportFailedError,
    ImportTimeoutError,
    NotFoundError,
    ResponseValidationError,
    WebsetsError,
    WebsetTimeoutError,
)
from exa_websets.models import Import
from support.caller import Act, Caller, SteppedTime
from support.recordings import recorded

PENDING = {
    name: value for name, value in recorded("imports_create_201").answer.items() if not name.startswith("upload")
}
ID: str = PENDING["id"]


def with_status(status: str, **fields: Any) -> Any:
    return {**PENDING, "status": status, **fields}


PROCESSING = with_status("processing")
COMPLETED = with_status("completed")
FAILED = with_status(
    "failed", failedReason="missing_identifier", failedMessage="No column 7", failedAt="2025-11-23T17:15:30Z"
)


class Service:
    """Answers each read with the next entry and repeats the last one: a document, a status or an exception."""

    def __init__(self, *answers: Any) -> None:
        self.time = SteppedTime()
        self.answers = list(answers)
        self.seen: list[tuple[str, float, float]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        assert (request.method, request.url.path) == ("GET", f"/websets/v0/imports/{ID}")
        self.seen.append((request.method, self.time.seconds, request.extensions["timeout"]["read"]))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, type):
            raise answer("made up", request=request)
        return httpx.Response(answer) if isinstance(answer, int) else httpx.Response(200, json=answer)

    def wait(self, call: Caller, **arguments: Any) -> Import:
        result: Import = call(
            lambda client: client.imports.wait_until_completed(ID, **arguments),
            handler=self,
            now=self.time.now,
            sleep=self.time.sleep,
        )
        return result


def test_it_polls_every_five_seconds_until_the_import_is_completed(call: Caller) -> None:
    """The wait returns at the first poll that finds the import completed, and calls `on_poll` for each poll."""
    service = Service(PENDING, PROCESSING, COMPLETED)
    looks: list[Import] = []
    result = service.wait(call, on_poll=looks.append)

    assert (result.id, result.status) == (ID, "completed")
    assert [look.status for look in looks] == ["pending", "processing", "completed"]
    assert [at for _, at, _ in service.seen] == [0, 5, 10]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (FAILED, f"{ID} is failed: missing_identifier: No column 7"),
        (with_status("failed"), f"{ID} is failed"),
        (with_status("failed", failedReason="of a new kind"), f"{ID} is failed: of a new kind"),
        (with_status("canceled"), f"{ID} is canceled"),
    ],
)
def test_an_import_that_failed_or_was_canceled_is_an_error(call: Caller, document: Any, words: str) -> None:
    """The error has the import and the reason that the service gives."""
    service = Service(PROCESSING, document)
    with pytest.raises(ImportFailedError) as caught:
        service.wait(call)

    assert str(caught.value) == words
    assert caught.value.import_.status == document["status"]
    assert len(service.seen) == 2


def test_an_unknown_status_does_not_end_the_wait(call: Caller) -> None:
    """The wait continues while the import has an unknown status."""
    assert Service(with_status("resting"), COMPLETED).wait(call).status == "completed"


def test_the_timeout_error_has_the_last_import(call: Caller) -> None:
    """The timeout raises a TimeoutError with the last import, and bounds each request."""
    service = Service(PROCESSING)
    with pytest.raises(ImportTimeoutError, match="is not completed after 12 s: when last seen, it is proc") as caught:
        service.wait(call, timeout=12)

    assert isinstance(caught.value, TimeoutError)
    assert not isinstance(caught.value, WebsetTimeoutError)
    assert caught.value.import_ is not None
    assert caught.value.import_.status == "processing"
    assert [(at, read) for _, at, read in service.seen] == [(0, 5), (5, 5), (10, 2), (11, 1)]


@pytest.mark.parametrize("failure", [503, 429, httpx.ConnectError, httpx.ReadTimeout])
def test_a_transient_failure_does_not_end_the_wait(call: Caller, failure: Any) -> None:
    """The wait continues when all retries of a poll fail; if it then times out, the error says what the polls met."""
    assert Service(PROCESSING, *[failure] * 4, COMPLETED).wait(call).status == "completed"

    with pytest.raises(ImportTimeoutError, match="it was never seen; the last request failed") as caught:
        Service(failure).wait(call, timeout=30)
    assert caught.value.import_ is None


def test_a_permanent_failure_ends_the_wait_at_once(call: Caller) -> None:
    """An unknown import and an answer that does not match the API document end the wait at once."""
    service = Service(404)
    with pytest.raises(NotFoundError):
        service.wait(call)
    assert len(service.seen) == 1

    with pytest.raises(ResponseValidationError):
        Service(with_status("completed", count=None)).wait(call)


@pytest.mark.parametrize("arguments", [{"timeout": -1}, {"timeout": float("nan")}, {"poll_interval": -1}], ids=str)
def test_invalid_arguments_are_rejected(call: Caller, arguments: dict[str, Any]) -> None:
    """An invalid argument raises an error, and nothing is sent."""
    service = Service(PROCESSING)
    with pytest.raises(ValueError, match=r"is (-1|nan); it must be"):
        service.wait(call, **arguments)
    assert service.seen == []


@pytest.mark.parametrize(
    "error",
    [
        ImportFailedError("failed", import_=Import.from_dict(FAILED)),
        ImportTimeoutError("late", import_=Import.from_dict(PROCESSING)),
        ImportTimeoutError("late", import_=None),
    ],
    ids=str,
)
def test_the_errors_can_be_pickled(error: WebsetsError) -> None:
    """An unpickled error is equal to the original and has its import."""
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (str(copy), copy.__dict__) == (str(error), error.__dict__)


ROWS = b'name,url\n"Tea, Ltd",https://a.example.com\nOolong,https://b.example.com\n'


def use(call: Caller, emulator: Any, act: Act) -> Any:
    return call(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)


def upload(call: Caller, emulator: Any, column: int) -> Any:
    def act(client: Any) -> Any:
        return client.imports.upload(io.BytesIO(ROWS), entity={"type": "company"}, csv={"identifier": column})

    return use(call, emulator, act)


def test_a_file_becomes_a_webset(call: Caller, websets_emulator: Any) -> None:
    """A file is uploaded, and a Webset created from the import has an item for each row."""
    made = upload(call, websets_emulator, 1)
    result = use(call, websets_emulator, lambda client: client.imports.wait_until_completed(made.id))
    assert (result.id, result.status, result.count) == (made.id, "completed", 2)

    body = {"import": [{"source": "import", "id": made.id}]}
    webset = use(call, websets_emulator, lambda client: client.websets.create(body))
    webset = use(call, websets_emulator, lambda client: client.websets.wait_until_idle(webset.id))
    page = use(call, websets_emulator, lambda client: client.items.list(webset.id))
    assert [each.id for each in webset.imports] == [made.id]
    assert {str(item.properties.url) for item in page.data} == {"https://a.example.com", "https://b.example.com"}


def test_an_unreadable_file_is_an_error_with_the_reason(call: Caller, websets_emulator: Any) -> None:
    """If the service cannot parse the file, the error has the reason."""
    made = upload(call, websets_emulator, 7)
    with pytest.raises(ImportFailedError, match=f"{made.id} is failed: missing_identifier: ") as caught:
        use(call, websets_emulator, lambda client: client.imports.wait_until_completed(made.id))
    assert caught.value.import_.failed_reason == "missing_identifier"


def test_a_cancel_of_the_webset_ends_the_wait_for_its_import(call: Caller, websets_emulator: Any) -> None:
    """Canceling a Webset cancels its import, which ends the wait with an error."""
    made = upload(call, websets_emulator, 1)
    body = {"import": [{"source": "import", "id": made.id}]}
    webset = use(call, websets_emulator, lambda client: client.websets.create(body))
    use(call, websets_emulator, lambda client: client.websets.cancel(webset.id))
    with pytest.raises(ImportFailedError, match=f"{made.id} is canceled"):
        use(call, websets_emulator, lambda client: client.imports.wait_until_completed(made.id))
