"""Made-up articles with a text, in English, Arabic and French, for measuring the whole way from a post to a finding.

Each happening is told by some outlets of each language; they agree on most of it, and one in six has another day or
another number. Around what happened stand sentences of background: a story has its own kinds of them, towns and people,
and every article its own facts. Kinds come round: no two stories share one before all have been told.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from benchmarks.background_country import COUNTRY
from benchmarks.background_crafts import CRAFTS
from benchmarks.background_people import PEOPLE
from benchmarks.background_town import TOWN
from benchmarks.news_words import DAYS, FIRST, PLACES, STORIES, SYLLABLES

Fields = dict[str, str]
Kind = TypeVar("Kind")

SENTENCES = 25
REPORTS_A_STORY = 5
START = datetime(2024, 1, 8, 6, tzinfo=UTC)
HOURS_A_STORY = 40
ODD_ONE_OUT = 6  # one report in so many differs from the others
BACKGROUND = [(subject, kind) for subject in COUNTRY + CRAFTS + PEOPLE + TOWN for kind in range(len(subject["en"]))]
KINDS_A_STORY = 12  # sentences of background; each is told once or twice an article
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
    (happening,) = _turn(seed, story, range(len(STORIES[language])), 1)
    main = STORIES[language][happening]
    lines = [sentence.format(**facts) for sentence in own.sample(main, k=len(main) - 1)]
    background = _turn(seed, story, BACKGROUND, KINDS_A_STORY)
    people = {key: [_name(told, language, sex) for _ in range(2)] for key, sex in (("x", 0), ("y", 1))}
    towns = [_made_up(told, language) for _ in range(3)]
    while len(lines) < SENTENCES:
        for subject, kind in own.sample(background, k=min(len(background), SENTENCES - len(lines))):
            lines.append(subject[language][kind].format(**_background_facts(own, language, people, towns)))
    paragraphs = [" ".join(lines[start : start + 4]) for start in range(0, len(lines), 4)]
    return {
        "outlet": f"Outlet {language} {own.randrange(12)}",
        "title": f"{facts['a']}: {facts['p']} ({story}/{report})",
        "text": "\n\n".join(paragraphs),
        "published_at": (event + timedelta(hours=own.uniform(26, 40))).isoformat(),
    }


def _turn(seed: int, story: int, kinds: Sequence[Kind], most: int) -> Sequence[Kind]:
    """What a story takes of kinds that come round: none comes again before all have had their turn, in any order."""
    turn, place = divmod(story, len(kinds) // most)
    order = random.Random(f"{seed}/{turn}/{most}").sample(kinds, k=len(kinds))  # noqa: S311 - made-up news
    return order[place * most : (place + 1) * most]


def _facts(chance: random.Random, language: str) -> Fields:
    """What stands for the letters in the sentences; the same chance, the same facts in each language."""
    people = {key: _name(chance, language) for key in "abcxy"}
    places = {key: PLACES[language][chance.randrange(len(PLACES[language]))] for key in "pqr"}
    numbers = {"n": chance.randint(3, 9), "m": chance.randint(11, 60), "k": chance.randint(20, 900)}
    return {**people, **places, **{key: str(number) for key, number in numbers.items()}}


def _background_facts(chance: random.Random, language: str, people: dict[str, list[str]], towns: list[str]) -> Fields:
    """What stands for the letters in a sentence of background: people and towns of the story, and any day."""
    known = {key: chance.choice(names) for key, names in people.items()}
    day = DAYS[language][chance.randrange(len(DAYS[language]))]
    return _facts(chance, language) | known | dict(zip("qr", chance.sample(towns, k=2), strict=True)) | {"d": day}


def _name(chance: random.Random, language: str, sex: int | None = None) -> str:
    """A usual first name, a man's (0) or a woman's (1) where it matters, and a surname that is made up."""
    names = FIRST[language] if sex is None else FIRST[language][sex::2]
    first = names[chance.randrange(len(names))]
    return f"{first} {_made_up(chance, language)}"


def _made_up(chance: random.Random, language: str) -> str:
    return "".join(SYLLABLES[chance.randrange(len(SYLLABLES))][language == "ar"] for _ in range(3)).title()
