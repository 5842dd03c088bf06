"""What the house promises about its own code, read from the code itself."""
