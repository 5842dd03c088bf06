"""Every id of the product's own pages, exchanged for somebody else's (security, B5)."""
