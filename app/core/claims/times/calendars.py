"""Other calendars and feasts: Hijri and Jalali dates and movable holidays as days of the civil calendar."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta

from app.core.claims.times.calendar import day_interval, weekday_near
from app.core.claims.times.expression import OtherDate
from app.core.model.when import Interval

LUNAR, SOLAR = "lunar", "solar"
_LUNAR_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram 1, in the civil count of the tabular calendar
_SOLAR_EPOCH = date(2024, 3, 20).toordinal()  # 1 Farvardin 1403
_SOLAR_EPOCH_YEAR = 1403
_LUNAR_YEARS, _SOLAR_YEARS = range(1, 1700), range(1, 1700)
_SIGHTING = timedelta(days=1)  # a Hijri month begins when the moon is seen: a day sooner or later than computed


def lunar_ordinal(year: int, month: int, day: int) -> int:
    """The proleptic ordinal of a day of the tabular Hijri calendar (30-year cycle)."""
    return day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30 + _LUNAR_EPOCH - 1


def solar_ordinal(year: int, month: int, day: int) -> int:
    """The proleptic ordinal of a day of the Jalali calendar (33-year cycle, right from 1799 to 2256)."""
    days_before_month = (month - 1) * 31 if month <= 7 else (month - 1) * 30 + 6
    return _SOLAR_EPOCH + _days_before(year) - _days_before(_SOLAR_EPOCH_YEAR) + days_before_month + day - 1


def _days_before(solar_year: int) -> int:
    return 365 * (solar_year - 1) + (8 * (solar_year - 1) + 29) // 33


def other_interval(told: OtherDate, year: int) -> Interval:
    """The day or month of another calendar in the given year of that calendar.

    A Hijri time has a day more on both sides, for its months begin with the sight of the moon.
    """
    ordinal = lunar_ordinal if told.calendar == LUNAR else solar_ordinal
    first = date.fromordinal(ordinal(year, told.month or 1, told.day or 1))
    if told.month is None:
        last = date.fromordinal(ordinal(year + 1, 1, 1))
    elif told.day is not None:
        last = first + timedelta(days=1)
    else:
        following = (year, told.month + 1) if told.month < 12 else (year + 1, 1)
        last = date.fromordinal(ordinal(*following, 1))
    slack = _SIGHTING if told.calendar == LUNAR else timedelta()
    return Interval(earliest=datetime.combine(first, time()) - slack, latest=datetime.combine(last, time()) + slack)


def computed(told: OtherDate, interval: Interval) -> Interval:
    """The interval without the days that allow for the sight of the moon."""
    slack = _SIGHTING if told.calendar == LUNAR else timedelta()
    return Interval(earliest=interval.earliest + slack, latest=interval.latest - slack)


def other_year(told: OtherDate, today: date, *, future: bool) -> int:
    """The year of the other calendar that is meant: the nearest such time begun, or the next one."""
    month = told.month or 1
    ordinal = lunar_ordinal if told.calendar == LUNAR else solar_ordinal
    guess = round(
        (today.toordinal() - ordinal(1, month, told.day or 1)) / (354.37 if told.calendar == LUNAR else 365.24)
    )
    years = [year for year in range(guess - 1, guess + 4) if year in _LUNAR_YEARS]
    now = today.toordinal()
    begun = [year for year in years if ordinal(year, month, told.day or 1) <= now + 1]
    ahead = [year for year in years if ordinal(year, month, told.day or 1) > now]
    if future and ahead:
        return ahead[0]
    return begun[-1] if begun else years[0]


def is_other_date(told: OtherDate) -> bool:
    """Whether the other calendar has that day."""
    if told.year is not None and told.year not in (_LUNAR_YEARS if told.calendar == LUNAR else _SOLAR_YEARS):
        return False
    if told.month is None:
        return told.year is not None and told.day is None
    most = 30 if told.calendar == LUNAR or told.month > 6 else 31
    return 1 <= told.month <= 12 and (told.day is None or 1 <= told.day <= most)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computation)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Orthodox Easter Sunday (the Julian computation, told in the Gregorian calendar)."""
    epact = (19 * (year % 19) + 15) % 30
    month, day = divmod(epact + (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + timedelta(days=year // 100 - year // 400 - 2)


def _after(feast: Callable[[int], date], days: int) -> Callable[[int], date]:
    return lambda year: feast(year) + timedelta(days=days)


def _nth_weekday(month: int, count: int, weekday: int) -> Callable[[int], date]:
    def feast(year: int) -> date:
        if count < 0:
            following = date(year + month // 12, month % 12 + 1, 1)
            return weekday_near(following - timedelta(days=1), weekday, -1)
        return weekday_near(date(year, month, 1), weekday, 1) + timedelta(days=7 * (count - 1))

    return feast


_BY_RULE: Mapping[str, Callable[[int], date]] = {
    "easter": easter,
    "carnival": _after(easter, -47),
    "ash_wednesday": _after(easter, -46),
    "palm_sunday": _after(easter, -7),
    "maundy_thursday": _after(easter, -3),
    "good_friday": _after(easter, -2),
    "holy_saturday": _after(easter, -1),
    "easter_monday": _after(easter, 1),
    "ascension": _after(easter, 39),
    "pentecost": _after(easter, 49),
    "whit_monday": _after(easter, 50),
    "corpus_christi": _after(easter, 60),
    "orthodox_easter": orthodox_easter,
    "sham_el_nessim": _after(orthodox_easter, 1),
    "mlk_day": _nth_weekday(1, 3, 1),
    "presidents_day": _nth_weekday(2, 3, 1),
    "mothers_day": _nth_weekday(5, 2, 7),
    "memorial_day": _nth_weekday(5, -1, 1),
    "mothers_day_france": _nth_weekday(5, -1, 7),
    "fathers_day": _nth_weekday(6, 3, 7),
    "labor_day_us": _nth_weekday(9, 1, 1),
    "thanksgiving": _nth_weekday(11, 4, 4),
    "black_friday": _after(_nth_weekday(11, 4, 4), 1),
    "nowruz": lambda year: date.fromordinal(solar_ordinal(year - 621, 1, 1)),
}
_LUNAR_FEASTS = {  # month, day, days that it lasts
    "islamic_new_year": (1, 1, 1),
    "ashura": (1, 10, 1),
    "mawlid": (3, 12, 1),
    "eid_al_fitr": (10, 1, 3),
    "arafat_day": (12, 9, 1),
    "eid_al_adha": (12, 10, 4),
}


def is_holiday(name: str) -> bool:
    """Whether the name is a feast that is known here, or a fixed day of the year ("12-25")."""
    return name in _BY_RULE or name in _LUNAR_FEASTS or _fixed(name, 2000) is not None


def holiday_intervals(name: str, first_year: int, last_year: int) -> tuple[Interval, ...]:
    """The feast in each of the years, in order; one of the Hijri calendar may come twice in a year."""
    found: list[Interval] = []
    if name in _LUNAR_FEASTS:
        month, day, days = _LUNAR_FEASTS[name]
        for year in range((first_year - 622) * 33 // 32 - 1, (last_year - 622) * 33 // 32 + 3):
            first = date.fromordinal(lunar_ordinal(max(year, 1), month, day))
            if first_year <= first.year <= last_year:
                whole = day_interval(first)
                slack = _SIGHTING
                found.append(
                    Interval(earliest=whole.earliest - slack, latest=whole.latest + timedelta(days=days - 1) + slack)
                )
        return tuple(found)
    for year in range(max(first_year, 1), min(last_year, 9998) + 1):
        day_told = _BY_RULE[name](year) if name in _BY_RULE else _fixed(name, year)
        if day_told is not None:
            found.append(day_interval(day_told))
    return tuple(found)


def _fixed(name: str, year: int) -> date | None:
    month, _, day = name.partition("-")
    try:
        return date(year, int(month), int(day))
    except ValueError:
        return None
