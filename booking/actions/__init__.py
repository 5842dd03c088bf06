"""What happens to visits, and to the time they take: held, confirmed, moved, cancelled, answered, told of."""
