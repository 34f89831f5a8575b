"""The version of this program, from its package metadata."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("secscan")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0.1.0"
