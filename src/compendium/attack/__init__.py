"""The joint attack: what public displays leave open together, as integer programmes."""
