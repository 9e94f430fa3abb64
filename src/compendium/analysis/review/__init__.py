"""The review of literature: the flow of records, and what the included studies say."""
