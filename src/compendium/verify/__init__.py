"""Whether everything comes out the same: manifest, fresh copy, comparison, and the record of it."""
