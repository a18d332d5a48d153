"""The evening of Double 11 that ``kouan demo`` plays: hundreds of purchases, some of them wrong, through the client.

Knows the marketplace, the client library and the simulator's doors; knows nothing of the rooms behind them.
"""
