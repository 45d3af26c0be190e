"""What is wrong with a field, as the doors say it in English, in the language of the reader."""

import re

from app.web.pages.wording import Wording

# Each text of ours, its numbers apart, and the key of its words. What stands nowhere here is shown as it is.
TEXTS: tuple[tuple[str, str], ...] = (
    (r"is missing", "problems.missing"),
    (r"is empty", "problems.missing"),
    (r"The text is empty; .*", "problems.missing"),
    (r"give the article's text or html, or the url of its page", "problems.no_body"),
    (r"The text holds no letter or digit; .*", "problems.no_letter"),
    (r"holds a line break or control character; .*", "problems.one_line"),
    (r"(?:The text )?holds a (?:NUL character|lone surrogate).*", "problems.unstorable"),
    (r"is longer than (?P<count>[\d,]+) characters(?:; .*)?", "problems.too_long"),
    (r"String should have at most (?P<count>\d+) characters?", "problems.too_long"),
    (r"must be a (?:time|string) in RFC 3339.*", "problems.no_time"),
    (r"is not a day or time of the calendar", "problems.no_day"),
    (r"has an offset that no place on Earth has", "problems.no_offset"),
    (r"lies before the first newspaper", "problems.too_early"),
    (r"lies more than (?P<count>\d+) days ahead; correct it", "problems.too_late"),
    (r"is not an ISO 639-1 code; .*", "problems.no_language"),
    (r"is not a web address.*", "problems.no_address"),
    (r"holds a blank, a control character or a backslash; .*", "problems.no_address"),
    (r"has a host .*|has an IPv6 address .*|has a number for a host; .*", "problems.no_host"),
    (r"holds a user name or password; leave them out", "problems.password"),
    (r"leads to an address that is not of the public internet", "problems.not_public"),
    (r"has port (?P<count>\d+), which is not asked; .*", "problems.port"),
    (r"choose the time zone", "problems.no_zone"),
)
_KNOWN = tuple((re.compile(pattern, re.DOTALL), key) for pattern, key in TEXTS)


def say_problem(message: str, words: Wording) -> tuple[str, str]:
    """The words for a message, and their language: the message itself in English where there are none."""
    for pattern, key in _KNOWN:
        found = pattern.fullmatch(message)
        if found is not None:
            return words.say(key, **found.groupdict()), words.code
    return message, "en"
