"""The ground every test stands on: a database of its own, and a browser. Loaded by conftest.py."""
