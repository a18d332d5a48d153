"""The client library of a company that clears parcels, and the pure base it shares with the simulator.

Knows the trade's messages, facts and single-document rules; knows nothing of the simulator.
"""
