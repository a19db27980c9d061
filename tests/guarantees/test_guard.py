"""The guard: whatever the service answers and callbacks raise, the Webset is canceled, or the error says it was not."""

from __future__ import annotations

import asyncio
import gc
import itertools
import logging
import re
import threading
from typing import Any

import httpx
import pytest
from attrs import frozen
from exa_websets import AuthenticationError, InternalServerError, NotFoundError, WebsetsError, WebsetTimeoutError
from exa_websets.emulator import Emulator
from support.caller import Act, Caller, SteppedTime
from support.emulator_calls import get
from support.guarded import BLOCKS, DECISIONS, HELPERS, ID, at_once, program
from support.internals import forget_jobs, guards_alive, has_registered_jobs, number_of_exit_functions, stop_jobs
from support.paid_webset import BODY, NAME, Fault, PaidWebset
from support.user_programs import eventually

pytestmark = pytest.mark.usefixtures("no_job_is_left")
ALARM = "may still be running"
OFF = 10**6


def use(
    call: Caller, helper: str, service: PaidWebset, inside: Act | None = None, **arguments: Any
) -> BaseException | None:
    """Use a helper, and return the exception that it raises."""

    def use_inside(client: Any) -> Any:
        result = inside(client) if inside else None
        return result if call.kind == "sync" or hasattr(result, "__await__") else asyncio.sleep(0)

    try:
        call(program(helper, call.kind, use_inside, **arguments), handler=service.handler, verbatim=True)
    except BaseException as error:
        return error
    return None


def text_of(error: BaseException | None) -> str:
    """Return the message and the notes of an exception, as a user reads them."""
    return "\n".join([str(error), *getattr(error, "__notes__", ())]) if error else ""


# Answers of the service


@frozen
class Answers:
    """How the service answers cancels, and how a block of `cancel_on_exit` ends."""

    name: str
    cancel: tuple[Fault, ...] = ()
    needed: int = 1
    error: type[Exception] | None = None
    cancels: int | None = None
    """The number of cancels that reach the service, if it is promised."""
    alarm: bool = False
    get: tuple[Fault, ...] = ()


ANSWERS = [
    Answers("it stops at once", cancels=1),
    Answers("it stops with the second cancel", needed=2),
    Answers("it stops with the tenth cancel", needed=10),
    Answers("it never stops", needed=OFF, error=WebsetTimeoutError, alarm=True),
    Answers("503 for ever", (503,), error=InternalServerError, cancels=6, alarm=True),
    Answers("503 at first", (503, 503, lambda: None), cancels=3),
    Answers("403", (403,), error=WebsetsError, cancels=1, alarm=True),
    Answers("accepted, then 503 to every cancel", (lambda: None, 503), needed=2, error=WebsetTimeoutError, alarm=True),
    Answers("accepted, and looks fail at first", get=(503, 503, lambda: None), needed=2),
]


@pytest.mark.parametrize("answers", ANSWERS, ids=lambda answers: answers.name)
def test_a_cancel_is_confirmed(answers: Answers, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """`cancel_on_exit` ends when nothing is running; a cancel that fails raises its own error after its retries."""
    service = PaidWebset(cancels_needed=answers.needed)
    service.faults = {"cancel": [*answers.cancel], "get": [*answers.get]}
    error = use(call, "cancel_on_exit", service)

    assert isinstance(error, answers.error or type(None)), repr(error)
    assert service.runs == answers.alarm
    assert answers.cancels in (None, service.received.count("cancel"))
    assert (ALARM in text_of(error)) == (ALARM in caplog.text) == answers.alarm


@pytest.mark.parametrize("mine", [None, ValueError("mine")], ids=repr)
def test_an_id_that_never_existed(mine: Exception | None, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """A mistyped id raises an error that does not claim that something may be running."""
    service = PaidWebset(exists=False)

    def inside(client: Any) -> None:
        if mine:
            raise mine

    error = use(call, "cancel_on_exit", service, inside)
    assert isinstance(error, type(mine or NotFoundError(*[""], status=404, method="", path="", attempts=1)))
    assert f"There is no '{ID}', so" in text_of(error)
    assert ALARM not in text_of(error) + caplog.text
    assert service.received == ["cancel"]


@pytest.mark.parametrize("name", [ID, NAME])
@pytest.mark.parametrize("helper", BLOCKS)
def test_deleted_in_the_block(helper: str, name: str, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """If the Webset was deleted in the block, by id or externalId, nothing is raised and no warning is issued."""
    service = PaidWebset()
    assert use(call, helper, service, lambda client: client.websets.delete(name)) is None
    assert caplog.text == ""


@pytest.mark.parametrize("helper", HELPERS)
def test_deleted_by_somebody_else(helper: str, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """A Webset that was seen before and deleted before its cancel raises nothing, but its items cannot be read."""
    service = PaidWebset()

    def delete() -> None:
        service.exists = service.runs = False

    service.faults["cancel"] = [delete]
    error = use(call, helper, service, lambda client: client.websets.get(ID))
    raised = {"on_timeout": WebsetTimeoutError, "items of a run": NotFoundError}
    assert isinstance(error, raised.get(helper, type(None))), repr(error)
    assert ALARM not in text_of(error) + caplog.text


def never(webset: Any) -> bool:
    return False


@pytest.mark.parametrize("helper", ["fired rule", "rule of a run", "on_timeout"])
def test_deleted_while_it_is_watched(helper: str, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """A watch of a deleted Webset ends; a wait, which has no Webset to return, raises the 404."""
    service = PaidWebset()

    def delete() -> None:
        service.exists = service.runs = False

    service.faults["get"] = [lambda: None, delete]
    error = use(call, helper, service, rule=never)
    assert isinstance(error, NotFoundError if helper == "on_timeout" else type(None)), repr(error)
    assert ALARM not in text_of(error) + caplog.text


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize("helper", ["run", "cancel_on_exit"])
def test_the_client_is_closed_in_the_block(
    helper: str, kind: Any, websets_emulator: Emulator, http: Any, caplog: pytest.LogCaptureFixture
) -> None:
    """If the client was closed in the block, its own connections are opened once more for the cancel."""
    emulator = websets_emulator
    id = http.post("/v0/websets", json={"search": {"query": "makers of tea", "count": 50}, "externalId": NAME}).json()[
        "id"
    ]
    act = program(helper, kind, lambda client: client.close(), id=id)
    Caller(kind)(act, base_url=emulator.base_url, now=emulator.now, sleep=emulator.advance)
    assert get(http, id)["status"] == "idle"
    assert caplog.text == ""


@pytest.mark.parametrize("helper", BLOCKS)
def test_a_given_client_is_closed_in_the_block(helper: str, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """If a given client was closed, the service cannot be reached, and the error says so."""
    service = PaidWebset()

    def close(client: Any) -> Any:
        http = clients.pop()
        return http.close() if call.kind == "sync" else http.aclose()

    clients: list[Any] = []
    act = program(helper, call.kind, close)
    time = SteppedTime()
    with pytest.raises(RuntimeError, match="closed"):
        call(act, handler=service.handler, verbatim=True, opened=clients.append, now=time.now, sleep=time.sleep)
    assert service.runs
    assert time.waits == []
    assert ALARM in caplog.text


# Exceptions of the user's callbacks


class Boom(Exception):
    """An exception of a callback."""


def boom(webset: Any) -> Any:
    raise Boom


@pytest.mark.parametrize("helper", DECISIONS)
def test_a_callback_raises(helper: str, call: Caller) -> None:
    """A stop rule or an `on_poll` that raises cancels the Webset, and its exception has a note."""
    service = PaidWebset()
    error = use(call, helper, service, rule=boom, on_poll=boom)

    assert isinstance(error, Boom)
    assert not service.runs
    assert "so the Webset was canceled." in text_of(error)


@pytest.mark.parametrize("helper", DECISIONS)
def test_a_callback_raises_and_the_cancel_fails(helper: str, call: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """The note on its exception says only that the Webset may still be running."""
    service = PaidWebset(faults={"cancel": [403]})
    error = use(call, helper, service, rule=boom, on_poll=boom)

    assert isinstance(error, Boom)
    assert service.runs
    assert ALARM in text_of(error)
    assert "so the Webset was canceled." not in text_of(error)
    assert ALARM in caplog.text


@pytest.mark.parametrize("helper", ["fired rule", "rule of a run"])
def test_a_hook_raises_during_the_cancel(helper: str, call: Caller) -> None:
    """The cancel is repeated, and the exception of the hook has a note that the Webset has stopped."""
    service = PaidWebset(faults={"cancel": [KeyError("mine"), lambda: None]})
    error = use(call, helper, service)
    assert isinstance(error, KeyError)
    assert not service.runs
    assert f"{ID} was canceled, and nothing in it is running." in text_of(error)
    assert "another exception" not in text_of(error)


def test_a_hook_raises_at_the_end_of_a_block(call: Caller) -> None:
    """The cancel of a block is repeated after an exception of a hook."""
    service = PaidWebset(faults={"cancel": [KeyError("mine"), lambda: None]})
    assert use(call, "cancel_on_exit", service) is None
    assert not service.runs


def test_a_hook_raises_at_the_end_of_a_failing_block(call: Caller) -> None:
    """The exception of the block is raised, with a note about the one of the hook."""
    service = PaidWebset(faults={"cancel": [KeyError("mine"), lambda: None]})
    error = use(call, "run", service, boom)
    assert isinstance(error, Boom)
    assert f"While {ID} was being canceled, another exception was raised: KeyError('mine')" in text_of(error)
    assert not service.runs


def test_a_run_that_cannot_be_read_when_it_is_attached(call: Caller) -> None:
    """The Webset of a handle exists, so it is canceled although the block did not start."""
    service = PaidWebset(faults={"get": [401]})
    assert isinstance(use(call, "attach", service), AuthenticationError)
    assert not service.runs


@pytest.mark.parametrize("helper", ["run", "get_or_create"])
def test_a_create_that_takes_effect_late(helper: str, call: Caller) -> None:
    """A Webset that does not exist yet when it is canceled after a lost answer is canceled again."""
    service, time = PaidWebset(exists=False, runs=False), SteppedTime()

    def appear() -> None:
        service.exists = service.runs = True

    service.faults = {"create": [KeyError("mine")], "cancel": [*[lambda: None] * 2, appear, lambda: None]}
    act: Act = lambda client: client.websets.get_or_create(NAME, BODY)  # noqa: E731
    act = program("run", call.kind) if helper == "run" else act
    with pytest.raises(KeyError):
        call(act, handler=service.handler, verbatim=True, now=time.now, sleep=time.sleep)
    assert service.exists
    assert not service.runs
    assert time.waits == [2, 5]


@pytest.mark.parametrize("is_of_service", [True, False])
@pytest.mark.parametrize("helper", ["run", "get_or_create"])
def test_a_create_that_never_takes_effect(
    helper: str, is_of_service: bool, call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """After a lost response, nothing is reported if the service knows no such Webset. A 404 of a proxy is different."""
    service = PaidWebset(exists=False, runs=False, faults={"create": [KeyError("mine")]})

    def handler(request: httpx.Request) -> httpx.Response:
        response = service.handler(request)
        return response if is_of_service else httpx.Response(404, html="<title>404 Not Found</title>")

    act: Act = lambda client: client.websets.get_or_create(NAME, BODY)  # noqa: E731
    act = program("run", call.kind) if helper == "run" else act
    with pytest.raises(KeyError) as caught:
        call(act, handler=handler, verbatim=True)
    assert service.received == ["create", "cancel", "cancel", "cancel"]
    assert (ALARM in text_of(caught.value)) == (ALARM in caplog.text) == (not is_of_service)


def test_a_webset_that_never_stops(call: Caller) -> None:
    """It is polled each second for a minute."""
    service, time = PaidWebset(cancels_needed=OFF), SteppedTime()
    act = program("cancel_on_exit", call.kind, lambda client: client.websets.get(ID))
    with pytest.raises(WebsetTimeoutError, match="because 60 s did not show that it stopped"):
        call(act, handler=service.handler, verbatim=True, now=time.now, sleep=time.sleep)
    assert 59 <= time.now() <= 60
    assert 55 <= len(service.received) <= 65


def test_on_poll_of_a_cancel_raises(call: Caller) -> None:
    """`cancel_and_wait` cancels until nothing is running, and then raises the exception of `on_poll`."""
    service = PaidWebset(cancels_needed=3)
    error: Any = None
    with pytest.raises(Boom) as caught:
        call(lambda client: client.websets.cancel_and_wait(ID, on_poll=boom), handler=service.handler, verbatim=True)
    error = caught.value
    assert not service.runs
    assert f"{ID} was canceled, and nothing in it is running." in text_of(error)


@pytest.mark.parametrize(("status", "stops"), [(200, True), (403, False)])
def test_a_logging_filter_raises(status: int, stops: bool, call: Caller) -> None:
    """The exception that ended the block is raised, with a note if the cancel failed."""
    service = PaidWebset(faults={} if stops else {"cancel": [status]})
    logger = logging.getLogger("exa_websets")
    before = logger.level

    def inside(client: Any) -> None:
        logger.addFilter(boom)
        logger.setLevel(logging.INFO)
        raise SystemExit(3)

    try:
        error = use(call, "run", service, inside)
    finally:
        logger.removeFilter(boom)
        logger.setLevel(before)
    assert isinstance(error, SystemExit)
    assert service.runs == (not stops)
    assert (ALARM in text_of(error)) == (not stops)


# Jobs and objects that are left in the process


def test_a_block_that_is_dropped() -> None:
    """A block that was entered and dropped is canceled in the background when it is collected."""
    service = PaidWebset()

    def drop(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        block.__enter__()
        del block
        gc.collect()
        eventually(lambda: not service.runs)

    Caller("sync")(drop, handler=service.handler, verbatim=True)


def test_an_asynchronous_block_that_is_dropped(caplog: pytest.LogCaptureFixture) -> None:
    """With a given httpx.AsyncClient nothing else can reach the service, so the job is reported."""
    service = PaidWebset()

    async def drop(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        await block.__aenter__()
        del block
        gc.collect()

    Caller("asyncio")(drop, handler=service.handler, verbatim=True)
    eventually(lambda: f"{ID} {ALARM}" in caplog.text)
    assert service.runs
    assert "only its httpx.AsyncClient could reach the service" in caplog.text
    assert not has_registered_jobs()


def test_an_exit_with_a_given_client() -> None:
    """At exit a given synchronous client is used, and the cancel is retried."""
    service = PaidWebset(faults={"cancel": [503, lambda: None]})

    def leave(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        block.__enter__()
        stop_jobs()
        assert not service.runs
        block.__exit__(None, None, None)
        assert service.received.count("cancel") == 2

    Caller("sync")(leave, handler=service.handler, verbatim=True)


@pytest.mark.parametrize("is_daemon", [False, True])
def test_an_exit_while_a_thread_is_in_its_block(is_daemon: bool) -> None:
    """The interpreter waits for a thread, which ends its own job, unless it is a daemon."""
    service = PaidWebset()
    has_entered, may_leave = threading.Event(), threading.Event()

    def leave(client: Any) -> None:
        def work() -> None:
            with client.websets.cancel_on_exit(ID):
                has_entered.set()
                may_leave.wait(20)

        thread = threading.Thread(target=work, daemon=is_daemon)
        thread.start()
        assert has_entered.wait(20)
        stop_jobs()
        still_runs = service.runs
        may_leave.set()
        thread.join()
        assert still_runs == (not is_daemon)

    Caller("sync")(leave, handler=service.handler, verbatim=True)
    assert not service.runs


def test_a_run_that_was_handed_over() -> None:
    """Neither an exit nor the collection of its block cancels it, because another process continues it."""
    service = PaidWebset()

    def leave(client: Any) -> None:
        block = client.websets.run(BODY)
        block.__enter__().handle()
        stop_jobs()
        del block
        gc.collect()
        for thread in threading.enumerate():
            if thread.name == "guard":
                thread.join()

    Caller("sync")(leave, handler=service.handler, verbatim=True)
    assert service.received == ["create"]
    assert forget_jobs() == [ID]


def test_an_exit_during_a_create() -> None:
    """At exit the cancel is repeated for some seconds, because the create may take effect late."""
    service, time = PaidWebset(exists=False, runs=False), SteppedTime()

    def leave() -> None:
        stop_jobs()
        assert not service.runs
        raise KeyError("mine")

    def appear() -> None:
        service.exists = service.runs = True

    # One cancel is sent at first.
    service.faults = {"create": [leave], "cancel": [*[lambda: None] * 4, appear, lambda: None]}
    with pytest.raises(KeyError):
        Caller("sync")(program("run", "sync"), handler=service.handler, verbatim=True, now=time.now, sleep=time.sleep)
    assert service.exists
    assert time.waits == [0.5, 1, 2]


def test_an_exit_while_a_webset_does_not_stop(capsys: pytest.CaptureFixture[str]) -> None:
    """At exit the first cancel may take 5 seconds, and the cancel and its polls end after 20 seconds."""
    service, time = PaidWebset(cancels_needed=OFF), SteppedTime(seconds=5000)
    sent: list[tuple[float, float]] = []

    def leave(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        block.__enter__()
        stop_jobs()
        block.__exit__(None, None, None)

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append((time.now(), request.extensions["timeout"]["read"]))
        return service.handler(request)

    Caller("sync")(leave, handler=answer, verbatim=True, now=time.now, sleep=time.sleep, timeout=60)
    assert sent[0][1] == pytest.approx(5, abs=0.5)
    assert all(now + timeout < 5020.1 for now, timeout in sent)
    assert 10 < time.now() - 5000 < 21
    found = re.search(rf"{ID} {ALARM} .*because ([\d.]+) s did not show", capsys.readouterr().err)
    assert found
    assert float(found[1]) == pytest.approx(20, abs=0.5)


def test_jobs_share_the_time_of_an_exit() -> None:
    """Each job that the first cancel did not stop may take its share of the time that is left, and no longer."""
    time = SteppedTime(seconds=5000)
    sent: list[tuple[str, float, float]] = []

    def leave(client: Any) -> None:
        blocks = [client.websets.cancel_on_exit(f"ws_{number}") for number in range(6)]
        for block in blocks:
            block.__enter__()
        stop_jobs()
        for block in blocks:
            block.__exit__(None, None, None)

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append((request.url.path, time.now(), request.extensions["timeout"]["read"]))
        return httpx.Response(503)

    Caller("sync")(leave, handler=answer, now=time.now, sleep=time.sleep, timeout=60)
    _, *later = (list(requests) for _, requests in itertools.groupby(sent, key=lambda one: one[0]))
    ends = [max(now + timeout for _, now, timeout in requests) - requests[0][1] for requests in later]
    assert ends == pytest.approx([*[5] * 5, *(20 / number for number in range(6, 0, -1))], abs=0.5)


def test_an_exit_without_a_service(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """A job that could not be canceled at exit is reported once, in the log and on stderr."""
    service = PaidWebset(faults={"cancel": [403]})

    def leave(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        block.__enter__()
        stop_jobs()
        stop_jobs()
        block.__exit__(None, None, None)

    Caller("sync")(leave, handler=service.handler, verbatim=True)
    assert service.received == ["cancel"] * 2
    assert caplog.text.count(f"{ID} {ALARM}") == capsys.readouterr().err.count(f"{ID} {ALARM}") == 1


def test_a_cancel_that_is_interrupted_each_time() -> None:
    """After three interruptions of the cancel, the block ends with a note about what may run; the exit cancels it."""
    service = PaidWebset(faults={"cancel": [*[KeyboardInterrupt()] * 3, lambda: None]})

    def leave(client: Any) -> None:
        with pytest.raises(KeyboardInterrupt) as caught, client.websets.cancel_on_exit(ID):
            pass
        assert service.runs
        assert f"{ID} {ALARM}" in text_of(caught.value)
        stop_jobs()
        assert not service.runs

    Caller("sync")(leave, handler=service.handler, verbatim=True)


def test_the_first_of_two_interruptions_is_raised(call: Caller) -> None:
    """The cancel is repeated after both, and the exception that came first reaches the caller."""
    service = PaidWebset(faults={"cancel": [KeyboardInterrupt(), SystemExit(3), lambda: None]})
    assert isinstance(use(call, "cancel_on_exit", service), KeyboardInterrupt)
    assert not service.runs


def test_a_webset_that_runs_again_in_its_block() -> None:
    """After a rule has stopped it, the Webset is still canceled at the end of its block."""
    service = PaidWebset()

    def leave(client: Any) -> None:
        with client.websets.run(BODY, until=at_once) as run:
            run.wait()
            assert not service.runs
            service.runs = True

    Caller("sync")(leave, handler=service.handler, verbatim=True)
    assert not service.runs


def test_only_an_interruption_is_announced(caplog: pytest.LogCaptureFixture) -> None:
    """The log announces a cancel that a user may be waiting for, but not that of a closed generator."""
    caplog.set_level(logging.INFO, "exa_websets")
    for error in (GeneratorExit, ValueError, SystemExit, KeyboardInterrupt):
        caplog.clear()

        def leave(client: Any, error: type[BaseException] = error) -> None:
            with pytest.raises(error), client.websets.cancel_on_exit(ID):
                raise error

        Caller("sync")(leave, handler=PaidWebset().handler, verbatim=True)
        assert (f"Canceling {ID}" in caplog.text) is (error in (SystemExit, KeyboardInterrupt))


def test_an_exit_after_a_delete(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """A Webset that was deleted before the exit is not reported as still running."""
    service = PaidWebset()

    def leave(client: Any) -> None:
        block = client.websets.cancel_on_exit(ID)
        block.__enter__()
        client.websets.delete(ID)
        stop_jobs()
        block.__exit__(None, None, None)

    Caller("sync")(leave, handler=service.handler, verbatim=True)
    assert service.received == ["delete", "cancel", "cancel", "get"]
    assert ALARM not in caplog.text + capsys.readouterr().err


def test_many_runs(call: Caller) -> None:
    """A run leaves no job, guard, exit function, thread or task behind."""
    service, runs = PaidWebset(), 100
    act = program("run", call.kind, lambda client: None if call.kind == "sync" else asyncio.sleep(0))

    def many(client: Any) -> Any:
        if call.kind == "sync":
            return [act(client) for _ in range(runs)]

        async def many_async() -> None:
            for _ in range(runs):
                await act(client)
            assert len(asyncio.all_tasks()) == 1

        return many_async()

    call(act, handler=PaidWebset().handler, verbatim=True)  # what it loads may add exit functions, once
    before, guards_before = number_of_exit_functions(), guards_alive()
    call(many, handler=service.handler, verbatim=True)
    assert service.received.count("cancel") == runs
    assert not has_registered_jobs()
    assert guards_alive() <= guards_before
    assert number_of_exit_functions() <= before + 1
    eventually(lambda: not any(thread.name == "guard" for thread in threading.enumerate()))
