"""`python -m counter_app`: the same as `sportello`."""

import sys

from counter_app.cli import main

sys.exit(main())
