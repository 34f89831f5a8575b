"""A git repository with tagged releases of a small web application, made in a moment."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, str | bytes]
PLAIN = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "x",
    "GIT_AUTHOR_EMAIL": "x@contoh.go.id",
    "GIT_COMMITTER_NAME": "x",
    "GIT_COMMITTER_EMAIL": "x@contoh.go.id",
    "PATH": os.environ.get("PATH", os.defpath),
}


def repository(folder: Path, releases: Mapping[str, Files]) -> Path:
    """A repository whose tags, in this order and a day apart from 1 January 2026, have these files."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    for number, (tag, files) in enumerate(releases.items(), start=1):
        git(folder, "rm", "-r", "--quiet", "--ignore-unmatch", ".")
        for path, content in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
        git(folder, "add", "--all", "--force")
        moment = {
            "GIT_AUTHOR_DATE": f"2026-01-{number:02} 12:00 +0000",
            "GIT_COMMITTER_DATE": f"2026-01-{number:02} 12:00 +0000",
        }
        git(folder, "commit", "--quiet", "--allow-empty", "-m", tag, environ=moment)
        git(folder, "tag", tag, environ=moment)
    return folder


def git(folder: Path, *words: str, environ: Mapping[str, str] | None = None) -> str:
    command = ["git", "-c", "core.autocrlf=false", "-C", str(folder), *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**PLAIN, **(environ or {})})
    return done.stdout


def simdes(number: int) -> Files:
    """Release 1.`number` of an application: a script that changes each time, a style sheet that changes twice."""
    return {
        "public/index.php": "<?php phpinfo();",
        "public/assets/simdes.js": f"var versi = {number}; // skrip utama aplikasi\n",
        "public/assets/simdes.css": f".simdes {{ color: {'red' if number < 2 else 'blue'} }}\n",
        "public/assets/vendor/jquery.js": "var jquery = 'bukan milik aplikasi ini';\n",
        "public/.htaccess": "Options -Indexes # bukan untuk umum\n",
        "public/logo.png": b"\x89PNG\r\n\x1a\n" + bytes(range(40)),
        "app/rahasia.js": "var rahasia = 'tidak disajikan server web';\n",
    }
