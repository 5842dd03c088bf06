"""A record taken out: what of it goes along, in which shapes, and the file it becomes (product §8)."""
