"""A world seen from outside: begun, moved and looked at through the simulator's own doors, over any wire to them.

Knows the client's wires and how worlds begin; knows no room of the simulator.
"""
