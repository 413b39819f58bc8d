"""The commands behind the Makefile, as `python -m generator` or, as make does, `python -I generator/__main__.py`.

Under -I or -P the project's folder is appended to the search path, so that no file in it shadows a library.
"""

import gc
import sys
from pathlib import Path

if sys.flags.safe_path:
    sys.path.append(str(Path(__file__).resolve().parent.parent))


def begin() -> None:
    """Runs the command that was typed, or says why the program cannot even be imported.

    What is imported stays to the end, so that the collector of garbage need not look through it, now or later.
    """
    gc.disable()
    try:
        from generator.cli.app import main
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, MemoryError) as error:
        print(f"程序读不出来：{error}；检查磁盘、权限和限制（ulimit -a）", file=sys.stderr)
        sys.exit(1)
    gc.freeze()
    gc.enable()
    main()


if __name__ == "__main__":
    begin()
