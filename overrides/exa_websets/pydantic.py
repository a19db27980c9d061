"""The schemas of the API as pydantic models. Requires the extra `pydantic`."""

from importlib.util import find_spec

if find_spec("pydantic") is None:
    raise ImportError("exa_websets.pydantic needs pydantic: pip install 'exa-websets[pydantic]'")

from exa_websets_generated.pydantic_models import *
