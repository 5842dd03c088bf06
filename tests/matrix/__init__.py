"""Who gets what at every address: expected by hand (`policy.py`), asked of every URL that exists."""
