"""Measured besides the bench: what single promises of the house cost, each by a script of its own."""
