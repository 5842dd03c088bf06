"""PostgreSQL as Django knows it, but that a kept connection is looked at before it is asked."""
