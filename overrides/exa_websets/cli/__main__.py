"""`python -m exa_websets.cli`: the same as `exa-websets`, for environments without the script."""

import sys

from . import main

sys.exit(main())
