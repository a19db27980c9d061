"""The request bodies of the API as TypedDicts, for annotating plain dictionaries."""

from exa_websets_generated.typed_dicts import *
