import tempfile
from pathlib import Path

import pytest

from .scene import Scene


@pytest.fixture
def scene():
    """A var/ that anybody may walk into, as in an ordinary checkout."""
    folder = Path(tempfile.mkdtemp(prefix="anteroom-scene-")).resolve()
    folder.chmod(0o755)
    scene = Scene(folder)
    yield scene
    scene.clear()
