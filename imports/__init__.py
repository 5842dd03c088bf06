"""Bringing patients and visits along from another system: a file is read, looked over, let in, and taken back."""
