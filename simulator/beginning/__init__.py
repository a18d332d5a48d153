"""How a world begins: seed, clock, pace, claims, and what its registers hold from the first moment on.

Knows the world file; knows no database, no clock, no world.
"""

from simulator.beginning.value import EMPTY, Beginning, ClockSetting, Enterprise, Person, Stock, from_json

__all__ = ["EMPTY", "Beginning", "ClockSetting", "Enterprise", "Person", "Stock", "from_json"]
