"""What Debian's package database says of installed software: the truth that tests compare with."""

import subprocess


def packaged(package: str) -> str:
    """The upstream version of an installed package: epoch, repackaging mark and Debian's own number left out."""
    said = subprocess.run(["dpkg-query", "-W", "-f=${Version}", package], check=True, capture_output=True, text=True)
    upstream = said.stdout.split(":", 1)[-1].rsplit("-", 1)[0]
    return upstream.split("+")[0]
