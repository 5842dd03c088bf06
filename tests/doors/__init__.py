"""A crowd wants one room, through every door that leads to a booked time: small here, large in `make prove` (B1)."""
