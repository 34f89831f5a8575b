"""`python -m secscan`, and the console script: the entry point, clean from its first moment on."""

import sys


def main() -> None:
    """Run secscan. Ctrl-C while it is still being loaded ends it as later: without a traceback."""
    try:
        from secscan.cli.main import main as run
    except KeyboardInterrupt:
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
