"""The command line: ``python -m shell_ev_api --help``."""

import sys

from .cli import main

sys.exit(main())
