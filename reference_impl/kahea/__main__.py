"""``python -m kahea``."""

import sys

from kahea.cli import main

if __name__ == "__main__":
    sys.exit(main())
