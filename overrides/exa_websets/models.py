"""The schemas of the API as attrs models, each imported on first use, and UNSET, the value of absent fields."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exa_websets_generated.models import *
else:
    from . import _generated

    __all__ = _generated.models.__all__

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(_generated.models, name)

    def __dir__() -> list[str]:
        return list(__all__)
