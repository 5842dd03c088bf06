"""Random sequences of what happens to booking, played in the database and in a model of plain Python (B2)."""
