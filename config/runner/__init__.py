"""What `make run` runs: the database, the preparations, then web, worker and beat, until somebody says stop."""
