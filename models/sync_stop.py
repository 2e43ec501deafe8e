"""Why a pass ends before its end; what is committed stays."""


class TimeOver(Exception):
    """The lane's time is over; what is committed stays, the rest waits."""


class LeaseLost(Exception):
    """Another worker has taken the line over: nothing more may be written."""
