"""Words, dates and links for the templates; `words`, `sections` and `listing` also serve the rooms above."""
