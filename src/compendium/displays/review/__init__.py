"""Displays of the review of literature: its flow, and what its studies say."""
