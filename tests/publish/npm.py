"""Packages of npm that some checks need, in build/npm, of one version."""

import os
import subprocess


def package(name, version):
    """The folder of the package; None when npm can't be reached. It is
    fetched once."""
    place = os.path.join(os.environ.get("B", "build"), "npm",
                         f"{name}-{version}")
    folder = os.path.join(place, "node_modules", name)
    if not os.path.exists(os.path.join(folder, "package.json")):
        os.makedirs(place, exist_ok=True)
        try:
            subprocess.run(
                ["npm", "install", "--prefix", place, "--no-audit",
                 "--no-fund", "--ignore-scripts", "--loglevel=error",
                 f"{name}@{version}"],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                timeout=120, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
    return folder
