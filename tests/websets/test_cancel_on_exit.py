"""`cancel_on_exit` cancels the Webset however the block ends, and keeps the original exception."""

from __future__ import annotations

import asyncio
from typing import Any

import anyio
import httpx
import pytest
from exa_websets import InternalServerError
from exa_websets.emulator import Emulator
from support.caller import Caller
from support.emulator_calls import TEA, create, get
from support.recordings import recorded

pytestmark = pytest.mark.trio


def leave(call: Caller, emulator: Emulator, id: str, error: BaseException | None) -> Any:
    """Enter a block and leave it, with or without an exception."""
    return call(
        lambda client: _leave(call, client, id, error),
        base_url=emulator.base_url,
        now=emulator.now,
        sleep=emulator.advance,
    )


def _leave(call: Caller, client: Any, id: str, error: BaseException | None) -> Any:
    if call.kind == "sync":
        with client.websets.cancel_on_exit(id):
            if error:
                raise error
        return None

    async def act() -> None:
        async with client.websets.cancel_on_exit(id):
            if error:
                raise error

    return act()


def test_leaving_cancels(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The Webset is canceled when the block ends."""
    id = create(http, TEA)
    leave(call, websets_emulator, id, None)

    assert get(http, id)["status"] == "idle"


@pytest.mark.parametrize("error", [RuntimeError("mine"), KeyboardInterrupt(), SystemExit(3), GeneratorExit()], ids=repr)
def test_an_exception_cancels(
    error: BaseException, call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """An exception cancels the Webset and is raised unchanged, without a note if the cancel succeeded."""
    id = create(http, TEA)
    with pytest.raises(type(error)) as caught:
        leave(call, websets_emulator, id, error)

    assert caught.value is error
    assert not hasattr(error, "__notes__")
    assert get(http, id)["searches"][0]["canceledReason"] == "webset_canceled"


def test_a_failing_cancel_is_a_note(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """If the cancel fails, the original exception gets a note with the id of the Webset."""
    id = create(http, TEA)
    websets_emulator.fail(status=503, times=100, method="POST")
    with pytest.raises(RuntimeError, match="mine") as caught:
        leave(call, websets_emulator, id, RuntimeError("mine"))

    (note,) = caught.value.__notes__
    assert note.startswith(f"{id} may still be running and burning credits: 503")


def test_a_failing_cancel_without_exception_is_raised(
    call: Caller, websets_emulator: Emulator, http: httpx.Client
) -> None:
    """If the block ends normally and the cancel fails, its error is raised."""
    id = create(http, TEA)
    websets_emulator.fail(status=503, times=100, method="POST")
    with pytest.raises(InternalServerError):
        leave(call, websets_emulator, id, None)


def test_an_invalid_id_is_rejected_at_once(call: Caller, websets_emulator: Emulator) -> None:
    """An id that could not be canceled is rejected before the block is entered."""
    with pytest.raises(ValueError, match="cannot be an id"):
        leave(call, websets_emulator, "..", RuntimeError("never raised"))
    assert websets_emulator.requests == []


def test_an_external_id_may_look_like_a_path(call: Caller, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The block accepts the same ids as `cancel`."""
    id = create(http, TEA, externalId="a/../b//c")
    leave(call, websets_emulator, "a/../b//c", None)

    assert get(http, id)["status"] == "idle"


@pytest.mark.parametrize("kind", ["asyncio", "trio"])
def test_a_canceled_task_cancels(kind: Any, websets_emulator: Emulator, http: httpx.Client) -> None:
    """The cancel is shielded, so that it is sent although its task is canceled."""
    id = create(http, TEA)

    def act(client: Any) -> Any:
        async def act_async() -> bool:
            with anyio.move_on_after(0.05) as scope:
                async with client.websets.cancel_on_exit(id):
                    await anyio.sleep(60)
            return scope.cancelled_caught

        return act_async()

    assert Caller(kind)(act, base_url=websets_emulator.base_url)
    assert get(http, id)["status"] == "idle"


@pytest.mark.parametrize("error", [None, RuntimeError("mine")], ids=repr)
def test_ctrl_c_during_the_cancel_does_not_lose_it(error: Exception | None, call: Caller) -> None:
    """Ctrl-C during the cancel sends it once more; then KeyboardInterrupt is raised."""
    asked: list[str] = []
    ctrl_c = asyncio.CancelledError if call.kind == "asyncio" else KeyboardInterrupt

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if len(asked) == 1:
            raise ctrl_c
        return httpx.Response(200, json=recorded("websets_cancel_idle").answer)

    def act(client: Any) -> Any:
        if call.kind == "sync":
            with client.websets.cancel_on_exit("ws"):
                if error:
                    raise error

        async def act_async() -> None:
            async with client.websets.cancel_on_exit("ws"):
                if error:
                    raise error

        return act_async()

    with pytest.raises(ctrl_c):
        call(act, handler=handler)
    assert len(asked) == 2


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize("mine", [None, RuntimeError("mine")], ids=repr)
@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_an_interruption_of_the_cancel_is_raised(
    call: Caller, interruption: type[BaseException], mine: Exception | None, status: int
) -> None:
    """Ctrl-C or an exit during the cancel sends it once more, and is raised with a note if that fails."""
    sent: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.path)
        if len(sent) == 1:
            raise interruption
        return httpx.Response(status, json=recorded("websets_cancel_idle").answer)

    def act(client: Any) -> Any:
        return _leave(call, client.with_options(max_retries=0), "ws", mine)

    with pytest.raises(interruption) as caught:
        call(act, handler=handler)

    assert sent == ["/websets/v0/websets/ws/cancel"] * 2
    notes = caught.value.__notes__
    assert "nothing in it is running" in notes[-1] if status == 200 else "may still be running" in notes[-1]
