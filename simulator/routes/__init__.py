"""The doors: what HTTP asks of the house, one module a party.

Knows requests, answers and the house; judges nothing itself.
"""
