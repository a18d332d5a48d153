"""How long port, customs and carrier take for each step of a declaration, and when nothing moves at all.

Knows the names of steps and the working calendar; knows no world, no clock, no declaration: a pace is a value,
and when a step is due is computed from its arguments alone.
"""
