"""The ledger: every rule, status, text, delay, fact and code, each with its source and how well it is founded.

It knows where the house declares them and reads them there; it declares nothing itself but what becomes of the
official codes, and it judges nothing.
"""
