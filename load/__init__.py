"""Measuring: what the simulator costs, honestly, with every check on."""
