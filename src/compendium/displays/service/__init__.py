"""Displays of the casework log: who refers, the flow through the service, and waits."""
