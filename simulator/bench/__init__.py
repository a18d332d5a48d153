"""The bench: what the house costs, measured with every check on, and held against what it must reach.

It starts a real ``kouan up``, speaks to it as companies do, and reads what became of everything back from the
database, by order number.
"""
