"""`python -m generator`: the commands behind the Makefile."""

import sys
from pathlib import Path

if sys.flags.safe_path:  # the project comes last, so that no file in it takes the place of a library
    sys.path.append(str(Path(__file__).resolve().parent.parent))

from generator.cli import main

if __name__ == "__main__":
    main()
