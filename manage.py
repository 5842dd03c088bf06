#!/usr/bin/env python
"""Django's commands, each with the embedded database running for its own time."""

import contextlib
import os
import sys

from config import embedded


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    try:
        with embedded.running() if embedded.is_needed_for(sys.argv) else contextlib.nullcontext():
            execute_from_command_line(sys.argv)
    except embedded.Refused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main()
