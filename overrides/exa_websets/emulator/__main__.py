"""The command `python -m exa_websets.emulator`, which serves an emulated Websets API until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

USAGE = """\
Emulated Websets API at {url}
  export EXA_WEBSETS_BASE_URL={url} EXA_API_KEY={key}
  curl -H 'x-api-key: {key}' {url}/v0/websets
Press Ctrl-C to stop it."""


def main(argv: Sequence[str] | None = None, *, program: str = "python -m exa_websets.emulator") -> int:
    """Serve until Ctrl-C and return the exit code.

    The code is 0 after Ctrl-C, 1 if the port is in use, and 2 if an argument is invalid or the extra is missing.

    Args:
        argv: The arguments after the name of the program; by default those of the process.
        program: How the user has called it, for its help.
    """
    arguments = _parser(program).parse_args(argv)
    try:
        from . import Emulator
    except ImportError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        emulator = Emulator(
            host=arguments.host,
            port=arguments.port,
            speed=arguments.speed,
            api_key=arguments.api_key,
            rate_limit=arguments.rate_limit,
            keep_requests=0,
            strict=arguments.strict,
            start=datetime.now(UTC),
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    try:
        with emulator:
            url, key = emulator.base_url, arguments.api_key or "any"
            print(
                json.dumps({"baseUrl": url, "apiKey": key}) if arguments.json else USAGE.format(url=url, key=key),
                flush=True,
            )
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        print(f"Cannot serve on {arguments.host}:{arguments.port}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description="Serve an emulated Websets API on loopback.")
    parser.add_argument("--host", default="127.0.0.1", help="loopback address to serve on (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, default=8788, help="port to serve on, 0 for a free one (default: %(default)s)"
    )
    parser.add_argument(
        "--speed", type=float, default=1.0, help="seconds of its clock per real second (default: %(default)s)"
    )
    parser.add_argument("--api-key", help="the only key that is accepted (default: every key is accepted)")
    parser.add_argument(
        "--rate-limit", type=float, metavar="N", help="requests a second, beyond which it answers 429 (default: none)"
    )
    parser.add_argument("--strict", action="store_true", help="reject what the API does not describe")
    parser.add_argument("--json", action="store_true", help="print its address and its key as JSON")
    return parser


if __name__ == "__main__":
    # A shell starts background jobs with SIGINT ignored, but SIGINT should stop the emulator.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
