"""`python -m exa_websets`: the command line `exa-websets`; it needs the extra `cli`."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
