"""The words of a language pack for times; declared apart from the others, for there are many."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWords:
    """``times.toml``: months, weekdays, parts of day, relative days and so on.

    Every entry is a word or a phrase as in print; a mapping from a name to a tuple lists the words for that name.
    """

    clitics: Mapping[str, str] = field(default_factory=dict)  # written on the front of a word -> what stands for it
    months: Mapping[str, int] = field(default_factory=dict)  # word -> 1 to 12
    weekdays: Mapping[str, int] = field(default_factory=dict)  # word -> ISO weekday, Monday is 1
    ambiguous: tuple[
        str, ...
    ] = ()  # months, seasons and weekdays that mean something else unless a date is beside them
    relative_days: Mapping[str, int] = field(default_factory=dict)  # "yesterday" -> -1
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # dawn, morning, noon ... -> words
    bare_parts: tuple[str, ...] = ()  # parts of day that tell a time alone, without a preposition: "مساءً"
    midnight: tuple[str, ...] = ()
    past: tuple[str, ...] = ()  # "last", "الماضي"
    past_after: tuple[str, ...] = ()  # the same, only behind what it belongs to: "passé"
    future: tuple[str, ...] = ()  # "next", "المقبل"
    present: tuple[str, ...] = ()  # "this", "الجاري"
    recent: tuple[str, ...] = ()  # "recent": as ``past``, but only with several units ("in recent days")
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # minute, hour, day, week ... -> words
    plural_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same, several of them
    dual_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the same, two of them
    seasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # spring, summer, autumn, winter -> words
    early: tuple[str, ...] = ()  # "early", "مطلع"
    middle: tuple[str, ...] = ()  # "mid", "منتصف"
    late: tuple[str, ...] = ()  # "late", "أواخر"
    earlier: tuple[str, ...] = ()  # "earlier": from its beginning up to now
    later: tuple[str, ...] = ()  # "later": from now up to its end
    ago_before: tuple[str, ...] = ()  # before the amount: "il y a", "قبل"
    ago_after: tuple[str, ...] = ()  # after the amount: "ago"
    since: tuple[str, ...] = ()  # "since", "منذ"
    ahead: tuple[str, ...] = ()  # before the amount: "in" three days, "dans"
    ahead_after: tuple[str, ...] = ()  # after the amount: "from now"
    duration_leads: tuple[str, ...] = ()  # before a length of time: "for", "لمدة"
    relative_to_event: tuple[str, ...] = ()  # after an amount: counted from something else than the publication
    anaphoric: tuple[str, ...] = ()  # "the following day", "اليوم نفسه": a day that an earlier sentence tells
    anaphoric_days: Mapping[str, int] = field(
        default_factory=dict
    )  # of those, the ones that count from the day told last: "the same day" -> 0, "the day before" -> -1
    and_half: tuple[str, ...] = ()  # after a unit: "and a half"
    half: tuple[str, ...] = ()  # before a unit: "half an", "نصف"
    one: tuple[str, ...] = ()  # the article that counts one before a unit: "a", "une"
    age_before: tuple[str, ...] = ()  # "aged", "يبلغ من العمر"
    age_after: tuple[str, ...] = ()  # "old", "من العمر"
    year_leads: tuple[str, ...] = ()  # before a bare year: "in", "عام"
    month_leads: tuple[str, ...] = ()  # before a month: "in", "شهر"
    day_leads: tuple[str, ...] = ()  # before a day of the month or a weekday: "on", "le", "يوم"
    part_leads: tuple[str, ...] = ()  # before a part of day that stands alone: "in the", "في"
    habit_leads: tuple[str, ...] = ()  # before a weekday that recurs: "le" vendredi
    other_months: tuple[str, ...] = ()  # months of other calendars: such a date is left alone
    every: tuple[str, ...] = ()  # before or after a time that recurs: "every", "كل"
    links: tuple[str, ...] = ()  # may stand between the parts of one date: "of", "the", "في"
    range_open: tuple[str, ...] = ()  # "from", "between", "من"
    range_to: tuple[str, ...] = ()  # "to", "إلى"
    range_and: tuple[str, ...] = ()  # after "between": "and", "و"
    clock_before: tuple[str, ...] = ()  # "at", "الساعة": a number after it may be an hour
    clock_words: tuple[str, ...] = ()  # of those, the ones that make even a bare number word an hour: "الساعة"
    clock_after: tuple[str, ...] = ()  # "o'clock", "heures"
    clock_glued: tuple[str, ...] = ()  # between hour and minutes: "h" in 19h30
    minutes_after: Mapping[str, int] = field(default_factory=dict)  # after the hour: "et demie" -> 30
    minutes_before: Mapping[str, int] = field(default_factory=dict)  # before the hour: "half past" -> 30
    morning_hours: tuple[str, ...] = ()  # "am"
    evening_hours: tuple[str, ...] = ()  # "pm"
    future_cues: tuple[str, ...] = ()  # words after which a bare weekday lies ahead: "will", "سوف"
    past_cues: tuple[str, ...] = ()  # words that end the reach of those: "said", "قال"
    future_prefixes: tuple[str, ...] = ()  # written on a verb that tells the future (asked of tagged words only)
    future_endings: tuple[str, ...] = ()  # the same at its end
    year_marks: tuple[str, ...] = ()  # written on a year: "م"
    decade_marks: tuple[str, ...] = ()  # written on a year that stands for ten: "s"
    holidays: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # feast of ``core/claims/times/calendars.py`` -> words: easter, eid_al_fitr, christmas_eve ...
    holiday_leads: tuple[str, ...] = ()  # before a holiday; without them those of days and parts of day
    lunar_months: Mapping[str, int] = field(default_factory=dict)  # months of the Hijri year: "رمضان" -> 9
    solar_months: Mapping[str, int] = field(default_factory=dict)  # months of the Jalali year: "خرداد" -> 3
    lunar_marks: tuple[str, ...] = ()  # after a Hijri year: "هـ", "AH"
    solar_marks: tuple[str, ...] = ()  # after a Jalali year: "ش"
    now: tuple[str, ...] = ()  # "now", "الآن"
    last_of: tuple[str, ...] = ()  # the last one of a longer time: "the last Monday of March", "الأخير"
    after_next: tuple[str, ...] = ()  # after a unit or weekday: "after next"
    after_amount: tuple[str, ...] = ()  # between a length and the time it counts from: two days "after" Christmas
    before_amount: tuple[str, ...] = ()  # the same, back: a week "before" Easter
    couples: Mapping[str, float] = field(default_factory=dict)  # counts only before units: "a couple of" -> 2
    few: tuple[str, ...] = ()  # a count that only units take, and that is vague: "few", "several"
    unit_fractions: Mapping[str, float] = field(default_factory=dict)  # before a unit: "a quarter of an" -> 0.25
    # units that are short forms right after digits: hour -> "h", "hrs"
    glued_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: tuple[str, ...] = ()  # beside a unit, one full length of it: "all", "whole", "كامل"
    whole_after: tuple[str, ...] = ()  # the same, behind the unit: "entière"
    rest: tuple[str, ...] = ()  # before a unit, from now up to its end: "the rest of"
    another: tuple[str, ...] = ()  # before a unit, one more of it: "another"
    decades: Mapping[str, int] = field(default_factory=dict)  # "seventies" -> 70, or the year itself: 1970
    decade_leads: tuple[str, ...] = ()  # before the number of a decade: "années" 70
    quarter_letters: tuple[str, ...] = ()  # "Q" in Q3
    half_letters: tuple[str, ...] = ()  # "H" in H1
    minutes_past: tuple[str, ...] = ()  # between minutes and their hour: 20 "past" 3
    minutes_to: tuple[str, ...] = ()  # the same, back: ten "to" eight
    time_zones: tuple[str, ...] = ()  # after a time of day: "GMT", "local time"
    zones: Mapping[str, str] = field(
        default_factory=dict
    )  # the same where known: hours from UTC, and whose summer time it keeps: "GMT" -> "0", "heure de Paris" -> "+1 eu"
    lasting: tuple[str, ...] = ()  # between a time and its length, or before the length: from 9 am "for" two hours
    plural_weekdays: Mapping[str, int] = field(default_factory=dict)  # after a number: three "Fridays" from now
    within: tuple[str, ...] = ()  # before an amount: at any time up to then, "within"
    sure_ahead: tuple[str, ...] = ()  # as ``ahead``, and never a mere length of time: "dans"
    weekday_shifts: Mapping[str, int] = field(default_factory=dict)  # after a weekday, days added: "en huit" -> 7
    week_leads: tuple[str, ...] = ()  # between a week and its first day: "beginning", "starting on"
    bare_day_leads: tuple[str, ...] = ()  # before a day of the month without its month: "on the", "le", "يوم"
    minutes_less: tuple[str, ...] = ()  # after the hour, before the minutes still lacking: "moins", "إلا"
    clock_hours: Mapping[str, int] = field(default_factory=dict)  # hours with names, beside minutes: "midi" -> 12
    endings: tuple[str, ...] = ()  # case endings written on time and number words: "haftanın" is "hafta"
    not_ended: tuple[str, ...] = ()  # words that only look as if they had one: "altında" ("under"), "dünya" ("world")
    before_last: tuple[str, ...] = ()  # before a unit: the one before the last, "vorletzte", "позапрошлый"
    next_but_one: tuple[str, ...] = ()  # before a unit: the one after the next, "übernächste"
    night_before: tuple[str, ...] = ()  # before a day, the night that ends on it: "in der Nacht zum", "в ночь на"
    range_close: tuple[str, ...] = ()  # behind both ends of a range: "kadar", "arasında"
    year_follows: tuple[str, ...] = ()  # behind a bare year, makes it one: "'de", "yılında", "года"
    within_after: tuple[str, ...] = ()  # as ``within``, only behind the amount: "içinde"
    # edge and unit in one: "late year" -> "Jahresende", "early week" -> "Wochenbeginn"
    edged_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dotted: bool = False  # 15.30 beside a word for hours is a time, and "15.02." a date
    solar_years: bool = False  # a year before 1500 is one of the Jalali calendar: "سال ۱۳۹۹"
    whole_first: bool = False  # the longer time stands before its part: "Mart'ın son haftası", "ay sonu"
    bare_day_follows: tuple[str, ...] = ()  # behind a day of the month without its month: "'inde" in "15'inde"
    bare_years: bool = False  # a year stands alone, and the tree tells it: "Er starb 2015"
    length_follows: tuple[str, ...] = ()  # behind a unit, makes it a length of time: "boyunca", "süreyle"
    nth_units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # units only behind an ordinal: "cuarto"
    counted_from: tuple[str, ...] = ()  # between a time and a length from it: "Noel'den iki gün sonra"
    # "previous", "following": count from the publication only where nothing else is told, as in headlines
    previous: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    bare_one: bool = False  # a unit alone is one of it: "неделю назад", "через год"
    verb_last: bool = False  # the verb that tells the future stands behind the time
    numbered_months: bool = False  # a number after the word for month names one: "شهر 3" is March
    capital_names: bool = False  # months and weekdays begin with a capital letter
    month_first: bool = False  # 03/06/2020 is the 6th of March
    weekend_starts: int = 6  # ISO weekday; weeks themselves run from Monday to Sunday everywhere (ISO 8601)
