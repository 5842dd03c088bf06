"""What others make of the same clinic, measured in the same run (PEERS=1), each in a virtual environment of its own.

They are black boxes: taken from the registry as published, spoken to over HTTP, and set up through their own models.
"""
