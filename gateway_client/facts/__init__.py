"""What the law and the code tables say, dated: rates, limits, codes.

Knows nothing of messages, rules or worlds; read by all of them.
"""
