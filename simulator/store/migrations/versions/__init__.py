"""A module for each version of the tables, with the way to it from the one before."""
