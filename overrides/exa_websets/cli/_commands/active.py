"""The command `active`."""

from __future__ import annotations

from typing import Any

import click

from ..._websets.active import ActiveWebset
from .._input.common_options import common_options
from .._input.options import except_option, limit_option, metadata_option, older_than_option
from .._output.listing import print_listing
from .._output.printing import print_error, print_json
from .._output.webset_listing import ACTIVE_COLUMNS, active_row
from .._session import Session
from . import COMMANDS


@click.command("active", help=COMMANDS["active"])
@metadata_option
@except_option
@older_than_option
@limit_option
@common_options()
@click.pass_context
def command(
    context: click.Context,
    metadata: dict[str, str] | None,
    except_metadata: dict[str, str] | None,
    older_than: float | None,
    limit: int | None,
) -> None:
    session: Session = context.obj
    with session.client() as client:
        websets = client.websets.active(metadata=metadata, except_metadata=except_metadata, older_than=older_than)
        websets = websets[:limit]
        if session.as_json:
            print_json([_active_json(one) for one in websets])
        elif not print_listing(ACTIVE_COLUMNS, map(active_row, websets)):
            print_error("Nothing is running.")


def _active_json(one: ActiveWebset) -> dict[str, Any]:
    return {
        "id": one.id,
        "ageSeconds": round(one.age.total_seconds()),
        "found": one.found,
        "analyzed": one.analyzed,
        "monitors": one.monitors,
        "webset": one.webset.to_dict(),
    }
