"""A limit on the requests per second, as the service has one for each team."""

from __future__ import annotations

import httpx
import pytest
from exa_websets import RateLimitError
from exa_websets.emulator import Emulator
from exa_websets.emulator.__main__ import main
from support.caller import Caller
from support.emulator_calls import TEA
from support.emulator_http import emulator_client, upload
from support.internals import rate_limit

HOURLY = 1 / 3600
"""A rate that lets one request through during a test."""


@pytest.mark.parametrize(
    ("times", "allowed"),
    [
        ([0.0] * 25, 20),
        ([0.0] * 25 + [1.0] * 25, 40),
        ([0.0] * 25 + [0.5] * 25, 30),
        ([0.0] * 25 + [60.0] * 25, 40),
        ([index / 20 for index in range(100)], 100),
        ([0.0] * 20 + [index / 20 for index in range(1, 100)], 119),
        ([index / 40 for index in range(200)], 119),
    ],
)
def test_the_number_of_accepted_requests(times: list[float], allowed: int) -> None:
    """Twenty requests are accepted at once, then twenty per second; rejected ones do not count."""
    moments = iter([0.0, *times])
    limit = rate_limit(20, lambda: next(moments))
    assert sum(limit.take() for _ in times) == allowed


def test_a_rejected_request() -> None:
    """The answer has the form of the gateway and a Retry-After; the request changes nothing and is recorded."""
    with Emulator(rate_limit=HOURLY) as emulator, emulator_client(emulator) as limited:
        assert limited.get("/v0/websets").json()["data"] == []
        refused = limited.post("/v0/websets", json=TEA)
        assert len(emulator.requests) == 2

    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.json() == {
        "requestId": refused.json()["requestId"],
        "error": "Rate limit exceeded",
        "tag": "RATE_LIMIT_EXCEEDED",
    }
    assert len(refused.json()["requestId"]) == 32


def test_requests_that_do_not_count() -> None:
    """Requests without a key, uploads and planned faults do not count."""
    with Emulator(rate_limit=HOURLY) as emulator, emulator_client(emulator) as http:
        emulator.fail(503)
        assert http.get("/v0/websets").status_code == 503
        assert http.get("/v0/websets", headers={"x-api-key": ""}).status_code == 401
        assert upload(f"{emulator.base_url}/uploads/x.csv", b"") == 403
        assert [http.get("/v0/websets").status_code for _ in range(2)] == [200, 429]


def test_there_is_no_limit_by_default(http: httpx.Client) -> None:
    """By default there is no limit."""
    assert {http.get("/v0/websets").status_code for _ in range(60)} == {200}


def test_the_error_of_a_client(call: Caller) -> None:
    """The client's error has the seconds to wait."""
    with Emulator(rate_limit=HOURLY) as emulator:
        call(lambda client: client.websets.list(), base_url=emulator.base_url)
        with pytest.raises(RateLimitError) as caught:
            call(lambda client: client.websets.list(max_retries=0), base_url=emulator.base_url)
    assert caught.value.retry_after == 1


@pytest.mark.parametrize("rate", [0, -1, float("nan")])
def test_a_rate_of_zero_is_rejected(rate: float, capsys: pytest.CaptureFixture[str]) -> None:
    """A rate that is not positive is rejected, also on the command line."""
    with pytest.raises(ValueError, match="rate_limit must be greater than 0"):
        Emulator(rate_limit=rate)
    assert main(["--rate-limit", str(rate)]) == 2
    assert "rate_limit must be greater than 0" in capsys.readouterr().err
