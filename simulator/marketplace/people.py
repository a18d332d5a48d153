"""The people who buy: names, identity numbers that check, telephones, addresses, and habits of coming again."""

from datetime import date
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final, NamedTuple

from gateway_client.facts.districts import districts
from gateway_client.facts.numbers import resident_check

_YOUNGEST: Final = 18
_OLDEST: Final = 80
_POOL: Final = 400
_NETWORKS: Final = (
    *(*range(130, 134), *range(135, 140), *range(150, 154), *range(155, 160), 166, 170, 173),
    *(*range(175, 179), *range(180, 184), *range(185, 192), 193, 195, 198, 199),
)
"""How mobile numbers begin."""


class Person(NamedTuple):
    """A buyer or consignee: resident identity number, mobile telephone, address, number with the platform."""

    name: str
    id_number: str
    telephone: str
    district: str
    address: str
    reg_no: str


class _Names(NamedTuple):
    surnames: list[str]
    men: list[str]
    women: list[str]


@cache
def _names() -> _Names:
    """Return names as frequent as in life, the same ones with every faker of one version."""
    from faker import Faker  # only where it is used: 0.1 s

    fake = Faker("zh_CN")
    fake.seed_instance(0)
    return _Names(
        [fake.last_name() for _ in range(_POOL)],
        [fake.first_name_male() for _ in range(_POOL)],
        [fake.first_name_female() for _ in range(_POOL)],
    )


@cache
def _places() -> list[tuple[str, str]]:
    return [(code, district.address) for code, district in districts().items()]


@cache
def _streets(kind: str) -> list[str]:
    rows = files(__package__).joinpath("streets.tsv").read_text(encoding="utf-8").splitlines()
    return [name for found, name in (row.split("\t") for row in rows) if found == kind]


class People:
    """Draws people who are between 18 and 80 on a day; who is drawn follows from ``rng`` alone."""

    def __init__(self, rng: Random, *, day: date) -> None:
        self._random = rng.random
        self._names = _names()
        self._places = _places()
        self._roads, self._estates = _streets("road"), _streets("estate")
        self._born_last = date(day.year - _YOUNGEST, 1, 1).toordinal() - 1
        self._born_within = self._born_last - date(day.year - _OLDEST, 1, 1).toordinal()
        self._drawn = 0

    def draw(self) -> Person:
        """Return somebody new."""
        random = self._random
        male = random() < 0.35  # of these platforms' buyers, assumed
        code, address = self._places[int(random() * len(self._places))]
        self._drawn += 1
        return Person(
            name=self.name(male=male),
            id_number=self.id_number(male=male),
            telephone=self.telephone(),
            district=code,
            address=address + self._door(),
            reg_no=f"u{int(random() * 900000) + 100000}{self._drawn:07d}",
        )

    def name(self, *, male: bool) -> str:
        """Return a name."""
        random, names = self._random, self._names
        given = names.men if male else names.women
        return names.surnames[int(random() * _POOL)] + given[int(random() * _POOL)]

    def id_number(self, *, male: bool) -> str:
        """Return an identity number: where registered, when born, odd serial for men, check character."""
        random = self._random
        born = date.fromordinal(self._born_last - int(random() * self._born_within))
        serial = int(random() * 499) * 2 + (1 if male else 2)
        home = self._places[int(random() * len(self._places))][0]
        head = f"{home}{born.year:04d}{born.month:02d}{born.day:02d}{serial:03d}"
        return head + resident_check(head)

    def telephone(self) -> str:
        """Return a mobile number."""
        random = self._random
        return f"{_NETWORKS[int(random() * len(_NETWORKS))]}{int(random() * 10**8):08d}"

    def _door(self) -> str:
        random = self._random
        road = f"{self._roads[int(random() * len(self._roads))]}{1 + int(random() * 399)}号"
        if random() < 0.3:
            return road
        estate = self._estates[int(random() * len(self._estates))]
        return f"{road}{estate}{1 + int(random() * 28)}栋{1 + int(random() * 30)}0{1 + int(random() * 4)}室"
