"""A marketplace that never closes: goods, people, sales that clear, and what goes wrong with them in real life.

Knows records, facts and rules; knows no customs, no port, no socket, no clock. One seed, one history.
"""
