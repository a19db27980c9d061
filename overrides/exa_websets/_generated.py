"""The one module that names the generated package for the core; vendoring rewrites the import."""

from __future__ import annotations

from exa_websets_generated import api as api, document as document, errors as errors, models as models, types as types
