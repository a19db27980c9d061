"""The operations on teams."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from ....pydantic import TeamConcurrency, TeamLimits, WebsetsTeamInfo
from ..._actions.create import count_running
from ..._wire.document import AS_DOCUMENT
from ..requests import NoQuery, StoreDep

router = APIRouter(prefix="/v0/teams")


@router.get("/me", operation_id="teams-me-get", response_model=Annotated[WebsetsTeamInfo, AS_DOCUMENT])
async def get(store: StoreDep, query: NoQuery) -> WebsetsTeamInfo:
    return WebsetsTeamInfo(
        object="team",
        id="team_emulated",
        name="The emulator's team",
        concurrency=TeamConcurrency(active=count_running(store), queued=0),
        limits=TeamLimits(max_concurrent=store.running_limit, max_queued=None),
    )
