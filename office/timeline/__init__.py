"""Everything that happened with one patient, newest first, as far as a member of the team may know of it."""
