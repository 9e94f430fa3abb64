"""Agreement between coders: on codes, on where passages begin and end, and on how many to check."""
