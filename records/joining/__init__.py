"""Two records that may be one person’s: found, looked at, joined. Questions only; `records.actions.joining` acts."""
