"""Nothing about a patient happens unseen: looks, refusals, exports and writes leave a row that nobody alters."""
