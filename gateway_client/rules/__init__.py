"""What one document alone decides: the client refuses before sending, the simulator judges with the same.

Knows records and facts; knows no other document, no history, no clock.
"""
