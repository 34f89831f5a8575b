"""`python -m secscan`: the same as the console script."""

from secscan.cli.main import main

if __name__ == "__main__":
    main()
