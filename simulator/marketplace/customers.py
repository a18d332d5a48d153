"""The customers of a shop: some come for the first time, some come again, nobody beyond the yearly limit."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from gateway_client.facts.limits import limits_on
from simulator.marketplace.people import People, Person

_COME_AGAIN: Final = 0.3
_REMEMBERED: Final = 5000
"""More regulars than this are not kept: a bench of a million sales shall not fill the memory."""


class Customers:
    """Draws the buyer of each sale."""

    def __init__(self, rng: Random, *, day: date) -> None:
        self._random = rng.random
        self._people = People(rng, day=day)
        self._yearly = limits_on(day).yearly or Decimal("Infinity")
        self._regulars: list[Person] = []
        self._used: list[Decimal] = []

    def come(self, amount: Decimal) -> Person:
        """Return who buys for so many yuan: as likely as not somebody new, and always somebody who still may."""
        random = self._random
        if self._regulars and random() < _COME_AGAIN:
            place = int(random() * len(self._regulars))
            if self._used[place] + amount <= self._yearly:
                self._used[place] += amount
                return self._regulars[place]
        person = self._people.draw()
        if len(self._regulars) < _REMEMBERED:
            self._regulars.append(person)
            self._used.append(amount)
        else:
            place = int(random() * _REMEMBERED)
            self._regulars[place], self._used[place] = person, amount
        return person

    def somebody(self) -> Person:
        """Return somebody who buys nothing: a mother, a friend, to whom a parcel goes."""
        return self._people.draw()
