"""Stamps (``YYYYMMDDhhmmssSSS``, Beijing) as a column of times, with the day said once."""


class Days:
    """Tells when a new day begins."""

    def __init__(self) -> None:
        self._day = ""

    def new(self, stamp: str) -> str:
        """Return the day of a stamp if it is another one than the last, else nothing."""
        day = f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"
        if day == self._day:
            return ""
        self._day = day
        return day

    @staticmethod
    def clock(stamp: str) -> str:
        """Return the time of day of a stamp."""
        return f"{stamp[8:10]}:{stamp[10:12]}:{stamp[12:14]}.{stamp[14:]}"
