"""The one name under which the core knows the generated package; vendoring rewrites the line."""

from exa_websets_generated import api as api, errors as errors, models as models, types as types
