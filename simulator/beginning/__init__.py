"""How a world begins: what a world file says of its clock, its claims, its registers, its people and its stock.

Text in, an immutable value out. Knows the shared base only; no world, no clock, no file, no SQL.
"""
