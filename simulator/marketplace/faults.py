"""What goes wrong with sales in real life, as wrong data: each fault breaks one agreement and earns one official code.

bad = spoiled(sale, FAULTS["paid_by_spouse"], rng)    # customs answers 1327
"""

from random import Random
from typing import Final

from simulator.marketplace import disagreements, rebuffs
from simulator.marketplace.fault import Fault
from simulator.marketplace.papers import Sale

FAULTS: Final[dict[str, Fault]] = {**disagreements.BOOK, **rebuffs.BOOK}
"""All faults by name."""


def spoiled(sale: Sale, fault: Fault, rng: Random) -> Sale:
    """Return the sale with one fault in it; ``rng`` draws whatever the fault leaves open.

    Of a fault that is ``later``, send the sale first and then the returned document of ``fault.kind``.
    """
    return fault.spoil(sale, rng)
