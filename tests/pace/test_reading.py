"""A pace file is read strictly: whatever is wrong is named with line, key, value and what is allowed."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.pace.reading import WrongPace, read_pace

GOOD = """title = { en = "Own", zh = "自定" }

[steps.accept]
distribution = "lognormal"
median = "1s"
spread = 1.5
least = "250ms"
most = "15min"

[steps.release]
distribution = "uniform"
least = "2h"
most = "3d"
hours = "office"

[[busy]]
from = "11-11 00:00"
until = "11-12 00:00"
factor = 10
steps = ["accept", "enter"]

[[busy]]
from = "20:00"
until = "22:00"
factor = 1.5

[[maintenance]]
from = "2026-11-14 22:00"
until = "2026-11-15 06:00"
"""

NO_DURATION = 'write "250ms", "1s", "15min", "2h" or "3d", at most "366d"'
NO_MOMENT = 'write "2026-11-11 00:00" for once, "11-11 00:00" for every year or "02:30" for every day'

WRONG = [
    (
        "title = {",
        "titel = {",
        "line 1, titel: is not known here, only title, steps, busy, maintenance. Did you mean title?",
    ),
    ('title = { en = "Own", zh = "自定" }\n', "", "title: is missing"),
    ('title = { en = "Own", zh = "自定" }', 'title = "Own"', 'line 1, title: "Own" is no table'),
    (', zh = "自定"', "", "line 1, title.zh: is missing"),
    ('"自定"', '"  "', 'line 1, title.zh: "  " is no title: 1 to 100 characters on one line'),
    ('zh = "自定"', 'cn = "自定"', "line 1, title.cn: is not known here, only en, zh"),
    ('en = "Own"', "en = 3", "line 1, title.en: 3 is no title: 1 to 100 characters on one line"),
    (
        "[steps.release]",
        "[steps.relase]",
        "line 10, steps.relase: is not known here, only accept, enter, release, deliver, bill. Did you mean release?",
    ),
    (
        "[steps.release]",
        "[step.release]",
        "line 10, step: is not known here, only title, steps, busy, maintenance. Did you mean steps?",
    ),
    (
        "[steps.release]",
        "[steps.collect]",
        "line 10, steps.collect: is not known here, only accept, enter, release, deliver, bill",
    ),
    (
        'distribution = "lognormal"',
        'distribution = "lognorml"',
        (
            'line 4, steps.accept.distribution: "lognorml" is none of constant, uniform, lognormal'
            ". Did you mean lognormal?"
        ),
    ),
    (
        'distribution = "lognormal"',
        'distribtion = "lognormal"',
        (
            "line 4, steps.accept.distribtion: is not known here"
            ", only distribution, time, least, most, median, spread, hours. Did you mean distribution?"
        ),
    ),
    ('distribution = "lognormal"\n', "", "line 3, steps.accept.distribution: is missing"),
    (
        'distribution = "uniform"',
        'distribution = "constant"',
        "line 12, steps.release.least: is not known here, only distribution, time, hours",
    ),
    (
        'distribution = "uniform"',
        "distribution = true",
        "line 11, steps.release.distribution: true is none of constant, uniform, lognormal",
    ),
    ('median = "1s"\n', "", "line 3, steps.accept.median: is missing"),
    ('median = "1s"', "median = 1", "line 5, steps.accept.median: 1 is no duration: " + NO_DURATION),
    ('median = "1s"', 'median = "1 s"', 'line 5, steps.accept.median: "1 s" is no duration: ' + NO_DURATION),
    ('median = "1s"', 'median = "1.5s"', 'line 5, steps.accept.median: "1.5s" is no duration: ' + NO_DURATION),
    ('median = "1s"', 'median = "-1s"', 'line 5, steps.accept.median: "-1s" is no duration: ' + NO_DURATION),
    ('median = "1s"', 'median = "1m"', 'line 5, steps.accept.median: "1m" is no duration: ' + NO_DURATION),
    ('median = "1s"', 'median = "367d"', 'line 5, steps.accept.median: "367d" is no duration: ' + NO_DURATION),
    (
        'median = "1s"',
        'median = "100ms"',
        'line 5, steps.accept.median: "100ms" is not within least and most, "250ms" to "15min"',
    ),
    ('median = "1s"', "median = 00:00:01", "line 5, steps.accept.median: 00:00:01 is no duration: " + NO_DURATION),
    ("spread = 1.5", "spread = 0.5", "line 6, steps.accept.spread: 0.5 is no number from 1 to 100"),
    ("spread = 1.5", "spread = nan", "line 6, steps.accept.spread: NaN is no number from 1 to 100"),
    ("spread = 1.5", "spread = inf", "line 6, steps.accept.spread: Infinity is no number from 1 to 100"),
    ("spread = 1.5", 'spread = "1.5"', 'line 6, steps.accept.spread: "1.5" is no number from 1 to 100'),
    ("spread = 1.5", "spread = true", "line 6, steps.accept.spread: true is no number from 1 to 100"),
    ('most = "3d"', 'most = "1h"', 'line 13, steps.release.most: "1h" is below least, "2h"'),
    (
        'hours = "office"',
        'hours = "offices"',
        'line 14, steps.release.hours: "offices" is none of always, office. Did you mean office?',
    ),
    (
        "[steps.release]",
        "[steps.accept.x]",
        "line 10, steps.accept.x: is not known here, only distribution, time, least, most, median, spread, hours",
    ),
    ("[[maintenance]]", "[maintenance]", "line 27, maintenance: a table is no list of tables: write [[maintenance]]"),
    (
        '[[busy]]\nfrom = "11-11 00:00"',
        '[[bussy]]\nfrom = "11-11 00:00"',
        "line 16, bussy: is not known here, only title, steps, busy, maintenance. Did you mean busy?",
    ),
    ("factor = 10", "factor = 0.5", "line 19, busy[1].factor: 0.5 is no number from 1 to 1000"),
    ("factor = 10", "factor = 1001", "line 19, busy[1].factor: 1001 is no number from 1 to 1000"),
    ("factor = 10\n", "", "line 16, busy[1].factor: is missing"),
    (
        "factor = 1.5",
        "factors = 1.5",
        "line 25, busy[2].factors: is not known here, only from, until, steps, factor. Did you mean factor?",
    ),
    (
        'steps = ["accept", "enter"]',
        'steps = ["accept", "entr"]',
        'line 20, busy[1].steps: "entr" is none of accept, enter, release, deliver, bill. Did you mean enter?',
    ),
    (
        'steps = ["accept", "enter"]',
        "steps = []",
        "line 20, busy[1].steps: an empty list is no list of accept, enter, release, deliver, bill",
    ),
    (
        'steps = ["accept", "enter"]',
        'steps = "accept"',
        'line 20, busy[1].steps: "accept" is no list of accept, enter, release, deliver, bill',
    ),
    ('from = "11-11 00:00"', 'from = "11-31 00:00"', 'line 17, busy[1].from: "11-31 00:00" is no moment: ' + NO_MOMENT),
    (
        'from = "2026-11-14 22:00"',
        'from = "2027-02-29 22:00"',
        'line 28, maintenance[1].from: "2027-02-29 22:00" is no moment: ' + NO_MOMENT,
    ),
    (
        'from = "2026-11-14 22:00"',
        "from = 2026-11-14T22:00:00",
        "line 28, maintenance[1].from: 2026-11-14 22:00:00 is no moment: " + NO_MOMENT,
    ),
    ('from = "20:00"', 'from = "24:00"', 'line 23, busy[2].from: "24:00" is no moment: ' + NO_MOMENT),
    ('from = "20:00"', 'from = "8pm"', 'line 23, busy[2].from: "8pm" is no moment: ' + NO_MOMENT),
    ('from = "20:00"', 'from = "22:00"', 'line 24, busy[2].until: "22:00" is the same as from'),
    (
        'from = "20:00"',
        'from = "11-11 20:00"',
        'line 24, busy[2].until: "22:00" is of another form than from, "11-11 20:00"',
    ),
    (
        'from = "11-11 00:00"',
        'from = "11-13 00:00"',
        (
            'line 18, busy[1].until: "11-12 00:00" is 365 days after from'
            ", a yearly period has at most 183: did they change places?"
        ),
    ),
    (
        'from = "2026-11-14 22:00"',
        'from = "2026-11-15 22:00"',
        'line 29, maintenance[1].until: "2026-11-15 06:00" is before from, "2026-11-15 22:00"',
    ),
    (
        'until = "22:00"\nfactor = 1.5',
        'until = "22:00"\nfactor = 1.5\n\n[[busy]]\nfrom = "21:59"\nuntil = "02:00"\nfactor = 2\nsteps = ["enter"]',
        "line 27, busy[3]: overlaps busy[2]; both come daily",
    ),
    (
        'from = "20:00"\nuntil = "22:00"',
        'from = "11-10 23:00"\nuntil = "11-11 01:00"',
        "line 22, busy[2]: overlaps busy[1]; both come yearly",
    ),
    (
        'from = "2026-11-14 22:00"\nuntil = "2026-11-15 06:00"',
        'from = "20:00"\nuntil = "03:00"',
        "line 27, maintenance: daily windows take 7:00:00 together, at most 6:00:00 are allowed",
    ),
    (
        'from = "2026-11-14 22:00"\nuntil = "2026-11-15 06:00"',
        'from = "01-01 00:00"\nuntil = "02-10 00:00"',
        "line 27, maintenance: yearly windows take 40 days, 0:00:00 together, at most 31 days, 0:00:00 are allowed",
    ),
]


def test_a_good_file() -> None:
    own = read_pace(GOOD, "folder/own.toml")
    assert (own.name, own.title.en, own.title.zh) == ("own", "Own", "自定")
    assert own.timed == {"accept", "release", "enter", "deliver", "bill"}
    assert [str(rush.factor) for rush in own.rushes] == ["10", "1.5"]


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG)
def test_what_is_wrong_is_named(right: str, wrong: str, message: str) -> None:
    assert GOOD.count(right) >= 1
    with pytest.raises(WrongPace) as refused:
        read_pace(GOOD.replace(right, wrong, 1), "own.toml")
    assert str(refused.value) == f"own.toml, {message}"


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ('distribution = "lognormal"', "distribution = lognormal", "line 4, column 16"),
        ('most = "15min"', 'most = "15min"\nmost = "1h"', "line 9, column 12"),
        ('hours = "office"', 'hours = "office', "line 14, column 16"),
    ],
)
def test_what_is_no_toml_is_named_with_its_place(right: str, wrong: str, place: str) -> None:
    with pytest.raises(WrongPace, match=rf"own\.toml, {place}: \w"):
        read_pace(GOOD.replace(right, wrong), "own.toml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "own.toml, title: is missing"),
        ('title = { en = "x", zh = "x" }', "own.toml, steps: is missing"),
        ('title = { en = "x", zh = "x" }\nsteps = 3', "own.toml, line 2, steps: 3 is no table"),
        (
            'title = { en = "x", zh = "x" }\n[steps]\nenter = []',
            "own.toml, line 3, steps.enter: an empty list is no table",
        ),
        (
            'title = { en = "x", zh = "x" }\r\nsteps.enter.distribution = "constant"\r\nsteps.enter.time = 5\r\n',
            f"own.toml, line 3, steps.enter.time: 5 is no duration: {NO_DURATION}",
        ),
        (
            'title = { en = "x", zh = "x" }\nsteps = { enter = { distribution = "constant", time = "5" } }',
            f'own.toml, line 2, steps.enter.time: "5" is no duration: {NO_DURATION}',
        ),
        (
            'title = { en = "x", zh = "x" }\nbusy = [\n{ from = "00:00", until = "01:00" },\n]\n[steps]',
            "own.toml, line 2, busy[1].factor: is missing",
        ),
        (
            'title = { en = """x\ny""", zh = "x" }\n[steps]',
            'own.toml, line 1, title.en: "x\\ny" is no title: 1 to 100 characters on one line',
        ),
        # two lines look like the key: none is named
        (
            'title = { en = """\ntitel = 1\n""", zh = "x" }\ntitel = 2',
            "own.toml, titel: is not known here, only title, steps, busy, maintenance. Did you mean title?",
        ),
        (
            f'title = {{ en = "x", zh = "x" }}\n{"x" * 200} = 1',
            f"own.toml, line 2, {'x' * 99}…: is not known here, only title, steps, busy, maintenance",
        ),
    ],
)
def test_other_ways_to_write_it(text: str, message: str) -> None:
    with pytest.raises(WrongPace) as refused:
        read_pace(text, "own.toml")
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "periods",
    [
        # different steps, or different rhythms, may meet
        [("maintenance", "01:00", "03:00", ["accept"]), ("maintenance", "02:00", "04:00", ["enter"])],
        [("maintenance", "01:00", "03:00", ["accept"]), ("maintenance", "01-01 00:00", "01-02 00:00", ["accept"])],
        [("maintenance", "01:00", "03:00", ["accept"]), ("busy", "02:00", "04:00", ["accept"])],
        # one may begin where another ends, over midnight, year's end and leap day
        [("busy", "23:00", "00:30", ["accept"]), ("busy", "00:30", "23:00", ["accept"])],
        [("busy", "12-31 00:00", "01-02 00:00", ["accept"]), ("busy", "01-02 00:00", "02-29 00:00", ["accept"])],
        [("busy", "02-29 00:00", "03-01 00:00", ["accept"]), ("busy", "03-01 00:00", "08-30 00:00", ["accept"])],
    ],
)
def test_what_looks_wrong_and_is_not(periods: list[tuple[str, str, str, list[str]]]) -> None:
    more = "\n".join(
        f'[[{kind}]]\nfrom = "{begin}"\nuntil = "{end}"\nsteps = {steps}' + "\nfactor = 2" * (kind == "busy")
        for kind, begin, end, steps in periods
    )
    read_pace(f'title = {{ en = "x", zh = "x" }}\n{more}\n[steps]', "own.toml")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("23:00", "01:00"), ("00:30", "02:00")),
        (("12-31 00:00", "01-02 00:00"), ("01-01 12:00", "01-03 00:00")),
        (("02-28 00:00", "03-01 00:00"), ("02-29 00:00", "02-29 01:00")),
        (("2026-11-11 00:00", "2026-11-12 00:00"), ("2026-11-11 23:59", "2026-11-13 00:00")),
        (("00:00", "02:00"), ("00:30", "01:00")),
    ],
)
def test_windows_of_one_rhythm_do_not_overlap(one: tuple[str, str], other: tuple[str, str]) -> None:
    windows = "\n".join(f'[[maintenance]]\nfrom = "{begin}"\nuntil = "{end}"' for begin, end in (one, other))
    with pytest.raises(WrongPace, match=r"line 5, maintenance\[2\]: overlaps maintenance\[1\]; both come"):
        read_pace(f'title = {{ en = "x", zh = "x" }}\n{windows}\n[steps]', "own.toml")


@given(st.integers(0, len(GOOD)), st.integers(0, 12), st.text('[]{}="\n.#,019-: aefmnost', max_size=8))
def test_a_damaged_file_is_read_or_refused(place: int, length: int, put: str) -> None:
    damaged = GOOD[:place] + put + GOOD[place + length :]
    with suppress(WrongPace):
        read_pace(damaged, "own.toml")
