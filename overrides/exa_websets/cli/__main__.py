"""`python -m exa_websets.cli`: the command line where no script was installed."""

import sys

from . import main

sys.exit(main())
