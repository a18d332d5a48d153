"""``python -m simulator.cli``: the command ``kouan`` where its script is not on the path."""

import sys

from simulator.cli.main import main

sys.exit(main())
