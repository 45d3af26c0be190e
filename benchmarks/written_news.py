"""Made-up articles with a text, in English, Arabic and French, for measuring the whole way from a post to a finding.

Each happening is told by some outlets of each language; they agree on most of it, and one in six has another day or
another number. Around what happened stand sentences of background that every article has for itself.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.news_words import DAYS, DEEDS, ENDS, FIRST, PLACES, STORIES, SUBJECTS, SYLLABLES, THINGS

Fields = dict[str, str]

SENTENCES = 25
REPORTS_A_STORY = 5
START = datetime(2024, 1, 8, 6, tzinfo=UTC)
HOURS_A_STORY = 40
ODD_ONE_OUT = 6  # one report in so many differs from the others
# Of each part of a sentence of background, how many a story uses: news of one thing has its own words.
BACKGROUND = ((SUBJECTS, 3), (DEEDS, 6), (THINGS, 6), (ENDS, 4))
LANGUAGES = ("en", "ar", "fr")


def written_articles(seed: int) -> Iterator[Fields]:
    """Bodies for ``POST /v1/articles`` without end, by their time of publication; the same seed, the same articles."""
    story = 0
    while True:
        for report in range(REPORTS_A_STORY):
            yield _article(seed, story, report)
        story += 1


def _article(seed: int, story: int, report: int) -> Fields:
    told, own = random.Random(f"{seed}/{story}"), random.Random(f"{seed}/{story}/{report}")  # noqa: S311 - made-up news
    language = LANGUAGES[(story + report) % len(LANGUAGES)]
    event = START + timedelta(hours=HOURS_A_STORY * story)
    odd = own.randrange(ODD_ONE_OUT) == 0
    facts = _facts(told, language)
    facts["d"] = DAYS[language][(event.weekday() + odd) % len(DAYS[language])]
    if odd:
        facts["m"] = str(int(facts["m"]) + own.randint(1, 9))
    kinds = STORIES[language]
    main = kinds[told.randrange(len(kinds))]
    lines = [sentence.format(**facts) for sentence in own.sample(main, k=len(main) - 1)]
    vocabulary = [told.sample(range(len(part["en"])), k=most) for part, most in BACKGROUND]
    people = [_name(told, language) for _ in range(4)]
    towns = [_made_up(told, language) for _ in range(3)]
    while len(lines) < SENTENCES:
        chosen = zip((part for part, _ in BACKGROUND), vocabulary, strict=True)
        parts = " ".join(part[language][own.choice(words)] for part, words in chosen)
        facts = _facts(own, language) | {"x": own.choice(people), "y": own.choice(people)}
        lines.append(f"{parts.format(**facts | dict(zip('qr', own.sample(towns, k=2), strict=True)))}.")
    paragraphs = [" ".join(lines[start : start + 4]) for start in range(0, len(lines), 4)]
    return {
        "outlet": f"Outlet {language} {own.randrange(12)}",
        "title": f"{facts['a']}: {facts['p']} ({story}/{report})",
        "text": "\n\n".join(paragraphs),
        "published_at": (event + timedelta(hours=own.uniform(26, 40))).isoformat(),
    }


def _facts(chance: random.Random, language: str) -> Fields:
    """What stands for the letters in the sentences; the same chance, the same facts in each language."""
    people = {key: _name(chance, language) for key in "abcxy"}
    places = {key: PLACES[language][chance.randrange(len(PLACES[language]))] for key in "pqr"}
    numbers = {"n": chance.randint(3, 9), "m": chance.randint(11, 60), "k": chance.randint(20, 900)}
    return {**people, **places, **{key: str(number) for key, number in numbers.items()}}


def _name(chance: random.Random, language: str) -> str:
    """A usual first name and a surname that is made up."""
    first = FIRST[language][chance.randrange(len(FIRST[language]))]
    return f"{first} {_made_up(chance, language)}"


def _made_up(chance: random.Random, language: str) -> str:
    return "".join(SYLLABLES[chance.randrange(len(SYLLABLES))][language == "ar"] for _ in range(3)).title()
