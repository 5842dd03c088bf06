"""Reports: lists of the clinic that are sorted, filtered and taken along. Each is a declaration; one view shows all."""
