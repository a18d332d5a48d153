"""The messages as they travel: field tables, codec, schemas.

Knows bytes and records; knows no socket, clock, database or rule of the trade.
"""
