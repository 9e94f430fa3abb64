"""The door in: raw exports to consented tables; `compendium.schemas` says what one row is."""
