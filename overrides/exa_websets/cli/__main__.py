"""`python -m exa_websets.cli`: the same as `exa-websets`, where no script is installed."""

import sys

from . import main

sys.exit(main())
