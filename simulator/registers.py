"""What a world's registers hold from the beginning: enterprises, what people have used of their quota, stock.

A register arms the checks that look into it as soon as it holds an entry.
"""

from simulator.beginning.start import Beginning, written
from simulator.store import statements
from simulator.store.database import Connection


def fill(connection: Connection, number: int, beginning: Beginning) -> None:
    """Write the registers of a new world."""
    enterprises = [(number, one.code, one.name, " ".join(one.kinds)) for one in beginning.enterprises]
    connection.executemany(statements.INSERT_ENTERPRISE, enterprises)
    quotas = [
        (number, year, person.id_number, int(used.scaleb(2)))
        for person in beginning.people
        for year, used in person.used
    ]
    connection.executemany(statements.CHARGE_QUOTA, quotas)
    stock = [
        (number, one.ems_no, one.item_record_no, *map(written, quantities))
        for one in beginning.stock
        for quantities in ((one.actl_inc_qty, one.actl_redc_qty, one.prevd_redc_qty),)
    ]
    connection.executemany(statements.INSERT_STOCK, stock)
