"""Imports that type checkers have to reject, because the names do not exist."""

# ruff: noqa: F401, I001
from __future__ import annotations

from exa_websets import WebsetClient  # error
from exa_websets import Nonsense  # error
from exa_websets.emulator import Emulater  # error
from exa_websets.models import Webste  # error
from exa_websets.params import CreateWebset  # error
from exa_websets.webhooks import verfy  # error
from exa_websets_generated import AuthenticatedClint  # error
from exa_websets_generated.api import webset  # error
from exa_websets_generated.models import WebsetSaerch  # error
