"""Names, places and days in what people said: found, and replaced in drafts."""
