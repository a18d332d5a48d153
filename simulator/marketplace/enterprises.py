"""The enterprises behind a sale, each with its ten digits of customs registration."""

from typing import Final, NamedTuple


class Enterprise(NamedTuple):
    """An enterprise as documents name it."""

    code: str
    name: str


class Enterprises(NamedTuple):
    """Who takes part: platform, retailer (also the guarantor), payment company, carrier, agent, bonded warehouse."""

    platform: Enterprise = Enterprise("4401960001", "海购平台")
    retailer: Enterprise = Enterprise("4401960002", "海购商贸")
    payment: Enterprise = Enterprise("4401960003", "易付支付")
    carrier: Enterprise = Enterprise("4401960004", "速达物流")
    agent: Enterprise = Enterprise("4401960005", "南沙报关")
    warehouse: Enterprise = Enterprise("4401960006", "南沙仓储")
    book: str = "T5165W000001"
    """The warehouse's book, for bonded sales."""
    bonded_customs: str = "5165"


OTHER_PAYMENT: Final = Enterprise("4401960013", "通联付支付")
"""A second payment company, for buyers who change their mind at the till."""
