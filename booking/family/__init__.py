"""A family day: two to five people of one account booked together, one after another or side by side.

Nothing of it is a second kind of booking: each person gets a hold and a visit like anybody else's. What is its own is
that they are all taken, kept, confirmed and undone together (docs/adr/0018).
"""
