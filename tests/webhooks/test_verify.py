"""`webhooks.verify` and `webhooks.sign`: which events are accepted."""

from __future__ import annotations

import hashlib
import hmac
import json
import pickle
from typing import Any
from unittest import mock

import pytest
from exa_websets import WebhookVerificationError, WebsetsError, webhooks
from exa_websets.models import Event, WebsetIdleEvent
from hypothesis import given, settings, strategies as st
from support.recordings import recorded

NOW = 1_763_918_122
SECRET = "whsec_test"
WEBSET = recorded("websets_get_idle").answer
EVENT = {
    "id": "event_1",
    "object": "event",
    "type": "webset.idle",
    "data": WEBSET,
    "createdAt": "2025-11-23T17:15:22.175Z",
}
BODY = json.dumps(EVENT).encode()


def signature(body: bytes = BODY, secret: str = SECRET, seconds: int | str = NOW) -> str:
    """Return the signature as the API describes it, computed without the package."""
    return hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()


def verify(body: Any = BODY, header: Any = None, secret: Any = SECRET, **arguments: Any) -> Event:
    header = f"t={NOW},v1={signature()}" if header is None else header
    with mock.patch("time.time", return_value=float(NOW)):
        return webhooks.verify(body, header, secret, **arguments)


def test_a_signed_event_is_returned_with_its_type() -> None:
    """With the right secret, `verify` returns the event as a model of its type."""
    event = verify()

    assert isinstance(event, WebsetIdleEvent)
    assert (event.id, event.data.status) == ("event_1", "idle")
    assert webhooks.webset_id(event) == WEBSET["id"]


def test_a_known_vector() -> None:
    """A signature made with another tool is accepted, and `sign` creates the same one."""
    body = (
        '{"id":"event_1","object":"event","type":"webset.export.created","createdAt":"2025-11-23T17:15:22.175Z",'
        '"data":{"websetId":"webset_1"}}'
    )
    header = "t=1763918122,v1=067adbf52c2b419ed70d8202eceaf5dd2a2352445bbc8484496534de4aed32d7"
    assert webhooks.sign(body, SECRET, timestamp=NOW) == header
    assert webhooks.webset_id(verify(body, header)) == "webset_1"


@pytest.mark.parametrize(
    "header",
    [
        f"t={NOW},v1={'0' * 64},v1={signature()}",
        f"t={NOW},v1={signature()},v1={'0' * 64}",
        f"v1={signature()},t={NOW}",
        f" t = {NOW} , v1 = {signature()} ",
        f"t={NOW},v0=old,v1={signature()},v2=new",
    ],
)
def test_one_valid_signature_of_several_is_enough(header: str) -> None:
    """A header may have several signatures, as during a secret rotation; unknown schemes are ignored."""
    assert verify(header=header).id == "event_1"


def test_one_valid_secret_of_several_is_enough() -> None:
    """`secret` may be any iterable of secrets, such as the old one and the new one."""
    assert verify(secret=["whsec_old", SECRET]).id == "event_1"
    assert verify(secret=(each for each in (SECRET, "whsec_new"))).id == "event_1"
    with pytest.raises(WebhookVerificationError, match="does not match"):
        verify(secret=["whsec_old", "whsec_new"])


def test_text_is_the_same_as_its_bytes() -> None:
    """A body given as text is signed and verified as its UTF-8 bytes."""
    body = json.dumps({**EVENT, "note": "Grüner Tee 茶 🍵"}, ensure_ascii=False)
    header = f"t={NOW},v1={signature(body.encode())}"

    assert verify(body, header) == verify(body.encode(), header)
    assert webhooks.sign(body, SECRET, timestamp=NOW) == webhooks.sign(body.encode(), SECRET, timestamp=NOW) == header


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"secret": "whsec_other"}, "secret is wrong"),
        ({"body": BODY + b" "}, "does not match"),
        ({"body": BODY.replace(b"idle", b"busy", 1)}, "does not match"),
        ({"header": f"t={NOW + 1},v1={signature()}"}, "does not match"),
        ({"header": f"t=0{NOW},v1={signature()}"}, "does not match"),
        ({"header": f"t={NOW},v1={'0' * 64}"}, "does not match"),
        ({"header": f"t={NOW},v1={signature()[:-1]}"}, "does not match"),
        ({"header": f"t={NOW},v1=ünicode\ud800"}, "does not match"),
        ({"header": f"t={NOW},v0={signature()}"}, "malformed"),
        ({"header": f"t={NOW}"}, "malformed"),
        ({"header": f"v1={signature()}"}, "malformed"),
        ({"header": f"t={NOW},t={NOW + 1},v1={signature()}"}, "malformed"),
        ({"header": f"t=-{NOW},v1={signature()}"}, "malformed"),
        ({"header": f"t={NOW}.0,v1={signature()}"}, "malformed"),
        ({"header": f"t={'9' * 5000},v1={signature()}"}, "malformed"),
        ({"header": f"t=١٢٣,v1={signature()}"}, "malformed"),
        ({"header": "sha256=abc"}, "malformed"),
        ({"header": ",,,=,"}, "malformed"),
        ({"header": ""}, "header Exa-Signature is missing"),
        ({"body": "\ud800"}, "cannot be encoded as UTF-8"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_invalid_signature_is_rejected(arguments: dict[str, Any], words: str) -> None:
    """A wrong secret, body, time or header raises WebhookVerificationError."""
    with pytest.raises(WebhookVerificationError, match=words) as caught:
        verify(**arguments)
    assert SECRET not in str(caught.value)
    assert signature() not in str(caught.value)


BODIES: dict[str, Any] = {
    "bytearray": bytearray(BODY),
    "memoryview": memoryview(BODY),
    "memoryview of a bytearray": memoryview(bytearray(BODY)),
    "memoryview of every second byte": memoryview(bytes(byte for each in BODY for byte in (each, 0)))[::2],
    "text": BODY.decode(),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_form_of_a_body(body: Any) -> None:
    """`sign` and `verify` treat every accepted type of a body as the same bytes."""
    assert verify(body) == verify()
    assert webhooks.sign(body, SECRET, timestamp=NOW) == f"t={NOW},v1={signature()}"


def released() -> memoryview:
    view = memoryview(BODY)
    view.release()
    return view


ODD: dict[str, Any] = {
    "null": None,
    "zero": 0,
    "an integer": 5,
    "a fraction": 1.5,
    "a boolean": True,
    "an empty list": [],
    "a list": [BODY],
    "an empty dictionary": {},
    "a dictionary": EVENT,
    "an object": object(),
    "no bytes": b"",
    "no text": "",
    "a class": int,
    "a function": lambda: BODY,
}
TYPES: dict[str, dict[str, Any]] = {
    **{f"body: {name}": {"body": value} for name, value in ODD.items()},
    "body: a released memoryview": {"body": released()},
    **{f"header: {name}": {"header": value} for name, value in ODD.items() if value is not None},
    "header: bytes": {"header": f"t={NOW},v1={signature()}".encode()},
    "header: a list of it": {"header": [f"t={NOW},v1={signature()}"]},
    **{f"secret: {name}": {"secret": value} for name, value in ODD.items()},
    "secret: a surrogate": {"secret": "\ud800"},
    "secret: one of several is not text": {"secret": [SECRET, 7]},
    "tolerance: text": {"tolerance": "300"},
    "tolerance: a list": {"tolerance": [300]},
    "tolerance: an object": {"tolerance": object()},
    "tolerance: negative": {"tolerance": -1},
    "tolerance: a long negative number": {"tolerance": -(10**400)},
}


@pytest.mark.parametrize("arguments", TYPES.values(), ids=TYPES)
def test_values_of_any_type(arguments: dict[str, Any]) -> None:
    """Arguments of any type raise only the documented error."""
    with pytest.raises(WebhookVerificationError):
        verify(**arguments)


def test_a_released_memoryview() -> None:
    """The error says that the body cannot be read, not that it has the wrong type."""
    with pytest.raises(WebhookVerificationError, match=r"The body cannot be read: .*released memoryview"):
        verify(released())


def test_a_replay_within_the_tolerance() -> None:
    """A second delivery of the same event is accepted, as documented."""
    assert verify() == verify()
    assert "again within the tolerance" in " ".join((webhooks.verify.__doc__ or "").split())


def test_a_request_without_the_header_is_rejected() -> None:
    """The value that a framework returns for a missing header is rejected like an invalid signature."""
    with pytest.raises(WebhookVerificationError, match="is missing"):
        webhooks.verify(BODY, None, SECRET)


@pytest.mark.parametrize("age", [301, 86_400, -301, -86_400])
def test_an_event_outside_the_tolerance_is_rejected(age: int) -> None:
    """By default a signature is accepted up to five minutes before or after its time."""
    header = f"t={NOW - age},v1={signature(seconds=NOW - age)}"
    with pytest.raises(WebhookVerificationError, match="ago" if age > 0 else "ahead"):
        verify(header=header)
    with pytest.raises(WebhookVerificationError, match="the tolerance is nan s"):
        verify(header=header, tolerance=float("nan"))

    assert verify(header=header, tolerance=None).id == "event_1"
    assert verify(header=header, tolerance=90_000).id == "event_1"
    within = NOW - (300 if age > 0 else -300)
    assert verify(header=f"t={within},v1={signature(seconds=within)}").id == "event_1"


@pytest.mark.parametrize(
    ("age", "tolerance", "when"),
    [
        (301, 300, "301 s ago"),
        (1, 0, "1 s ago"),
        (0, -1, "0 s ago"),
        (-1, 0, "1 s ahead of this clock"),
        (-301, 300, "301 s ahead of this clock"),
    ],
)
def test_the_error_says_when_the_event_was_signed(age: int, tolerance: float, when: str) -> None:
    """The error has the age of the signature, and the tolerance."""
    header = f"t={NOW - age},v1={signature(seconds=NOW - age)}"
    with pytest.raises(WebhookVerificationError) as caught:
        verify(header=header, tolerance=tolerance)
    assert str(caught.value) == f"The event was signed {when}; the tolerance is {tolerance} s."


def test_now_is_now() -> None:
    """Without `now`, `sign` and `verify` use the current time."""
    assert webhooks.verify(BODY, webhooks.sign(BODY, SECRET), SECRET).id == "event_1"
    with pytest.raises(WebhookVerificationError, match="ago"):
        webhooks.verify(BODY, webhooks.sign(BODY, SECRET, timestamp=NOW), SECRET)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"tea",
        b"[]",
        b"null",
        b"{}",
        b'{"type": 7}',
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"type": "webset.idle"}',
        json.dumps({**EVENT, "data": {}}).encode(),
        json.dumps({**EVENT, "type": "webset.search.created"}).encode(),
        json.dumps({**EVENT, "createdAt": "yesterday"}).encode(),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_signed_body_that_is_not_an_event_is_rejected(body: bytes) -> None:
    """A valid signature does not make an invalid event acceptable."""
    with pytest.raises(WebhookVerificationError, match="is not an event"):
        verify(body, f"t={NOW},v1={signature(body)}")


@pytest.mark.parametrize("secret", ["", [], [SECRET, ""], None, b"whsec_test", [None]], ids=str)
def test_an_empty_secret_is_a_value_error(secret: Any) -> None:
    """An empty secret is a ValueError, because anyone could sign with it."""
    with pytest.raises(ValueError, match="a non-empty string"):
        verify(secret=secret)


def test_the_error_is_one_of_this_package_and_can_be_pickled() -> None:
    """The error is a subclass of the package's base error and can be pickled."""
    error = pickle.loads(pickle.dumps(WebhookVerificationError("why")))
    assert isinstance(error, WebsetsError)
    assert str(error) == "why"


HEADERS = st.one_of(
    st.text(),
    st.lists(st.tuples(st.sampled_from(["t", "v1", "v0", ""]), st.text(max_size=20) | st.just(str(NOW)))).map(
        lambda parts: ",".join(f"{name}={value}" for name, value in parts)
    ),
)


@given(st.binary() | st.text(), HEADERS, st.text(min_size=1) | st.lists(st.text(min_size=1), min_size=1))
def test_any_unsigned_request_is_rejected(body: bytes | str, header: str, secret: str | list[str]) -> None:
    """Any unsigned request raises the documented error and nothing else."""
    with pytest.raises(WebhookVerificationError):
        webhooks.verify(body, header, secret)


@settings(max_examples=40)
@given(
    st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists) | st.dictionaries(st.text(), st.text())
)
def test_signed_json_that_is_not_an_event_is_rejected(value: Any) -> None:
    """Signed JSON that is not an event raises the documented error and nothing else."""
    body = json.dumps(value).encode()
    with pytest.raises(WebhookVerificationError, match="is not an event"):
        verify(body, f"t={NOW},v1={signature(body)}")
