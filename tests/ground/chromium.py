"""The Chromium of the browser journeys: found on this machine, or fetched by `make test-browser`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> str | None:
    """CHROMIUM_PATH, else one of the usual names, else the one that Playwright keeps for itself."""
    if named := os.environ.get("CHROMIUM_PATH"):
        return named if os.access(named, os.X_OK) else None
    if found := next(filter(None, map(shutil.which, _NAMES)), None):
        return found
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for path in sorted(kept.glob("chromium*/chrome-*/*")) if _is_browser(path)), None)


def _is_browser(path: Path) -> bool:
    return path.name in {"chrome", "headless_shell", "chrome-headless-shell"} and os.access(path, os.X_OK)


def _install() -> None:
    """Debian's where root may install it, else Playwright's own; the output tells how it went."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        packages = ["chromium", "fonts-liberation"]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=False)
    if find() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if find() is None:
        _install()
    print(find() or sys.exit("No Chromium could be installed. Install one and set CHROMIUM_PATH to it."))
