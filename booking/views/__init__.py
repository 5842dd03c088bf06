"""The public booking pages, a step each. Choosing is cookie-free; from the hold on, the session knows its holds."""
