"""`python -m generator`: the commands behind the Makefile."""

from generator.cli import main

if __name__ == "__main__":
    main()
