"""Tables, transactions, statements: where everything is kept.

Knows SQL and bytes; knows no party, no rule and no message type.
"""
