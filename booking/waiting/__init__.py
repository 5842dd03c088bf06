"""The waiting list: who waits for a time, and offering each free time to one of them at a time (docs/adr/0017)."""
