"""How the made-up data were made: seeded recipes, from which the same exports come every time."""
