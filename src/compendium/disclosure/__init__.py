"""The door out: `Result` becomes `Released`: rounded once, what may not leave hidden."""
