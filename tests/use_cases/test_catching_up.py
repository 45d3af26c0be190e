"""What others did while an article was being compared is made up for: catching up sees what looking anew sees."""

import random
from collections.abc import Iterator

import pytest

from app.adapters.storage.unit_of_work import SqlStore
from app.core.entities.places import NoPlaces
from app.use_cases.analyse_article import Surroundings, catch_up, look_around
from app.use_cases.link_articles import link, unlink
from tests.fakes import ToyRules, WordJudge, toy_knowledge
from tests.use_cases.test_candidates import PUBLISHED, reading_of

PEOPLE = ("Ada Venn", "Marek Oduya", "")
RULES = ToyRules(knowledge=toy_knowledge(), places=NoPlaces(), judge=WordJudge())


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    made = SqlStore(database_url)
    yield made
    made.close()


def test_catching_up_sees_what_looking_anew_sees(store: SqlStore) -> None:
    chance = random.Random(11)
    readings = [
        reading_of(
            number, chance.choice(PUBLISHED), [f"{chance.choice(PEOPLE)} | {chance.choice(['meet', 'call'])} | | |"]
        )
        for number in range(8)
    ]
    again = [
        reading_of(number, chance.choice(PUBLISHED), [f"{chance.choice(PEOPLE)} | meet | Port Lorne | |"])
        for number in range(8)
    ]
    seen: dict[int, Surroundings] = {}
    present: set[int] = set()
    compared = 0
    for _ in range(40):
        number = chance.randrange(8)
        with store.writing() as unit:
            unit.links.lock()
            unlink(unit, f"art_{number}", RULES)
            present.discard(number)
            if chance.random() < 0.7:
                link(unit, chance.choice([readings, again])[number], [], RULES)
                present.add(number)
        with store.reading() as unit:
            for asking, before in seen.items():
                now = look_around(unit, readings[asking])
                assert catch_up(unit, readings[asking], before) == now
                compared += now.candidates != before.candidates
            if chance.random() < 0.5:
                asking = chance.randrange(8)
                seen[asking] = look_around(unit, readings[asking])
    assert compared > 20, "something changed in between, again and again"
