"""Access that ends, ends at the next request: every kind of door, closed in every way (B16)."""
