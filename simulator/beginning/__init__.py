"""How a world begins: what a world file says of its clock, its claims, its registers, its people and its stock.

Text in, an immutable value out. Knows the shared base only; no world, no clock, no file, no SQL.
"""

from simulator.beginning.finding import Finding, WrongBeginning
from simulator.beginning.reading import read_beginning
from simulator.beginning.start import EMPTY, Beginning, ClockSetting, Enterprise, Person, Stock

__all__ = [
    "EMPTY",
    "Beginning",
    "ClockSetting",
    "Enterprise",
    "Finding",
    "Person",
    "Stock",
    "WrongBeginning",
    "read_beginning",
]
