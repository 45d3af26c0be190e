"""Which of a series an event is."""

import pytest

from app.core.linking.turns import are_other_turns, turns_of
from app.knowledge.loader import load_knowledge
from tests.core.claims_by_hand import claim

KNOWLEDGE = load_knowledge()


@pytest.mark.parametrize(
    ("language", "quote", "turns"),
    [
        ("en", "The third round of the wage talks ended in Oran", {3}),
        ("en", "Phase 2 of the tram line was opened", {2}),
        ("en", "the 21st session began", {21}),
        ("en", "three rounds were held", set()),
        ("en", "a session was held for the first time", set()),
        ("ar", "اختتمت الجولة الثانية من المفاوضات", {2}),
        ("ar", "انطلقت المرحلة الأولى من المشروع", {1}),
        ("ar", "افتتحت الدورة الثانية عشرة من المهرجان", set()),  # the twelfth, in two words
        ("fr", "le deuxième tour de l'élection", {2}),
        ("fr", "la 12e édition du festival", {12}),
        ("fr", "une session a été ouverte", set()),
        ("de", "die dritte Runde der Gespräche", {3}),
        ("es", "la segunda vuelta se celebra hoy", {2}),
        ("tr", "görüşmelerin 3. turu sona erdi", {3}),
        ("tr", "sporcular 3 tur koştu", set()),
        ("ru", "второй тур выборов", {2}),
        ("fa", "دور سوم گفتگوها", {3}),
    ],
)
def test_the_turn_stands_beside_a_noun_of_a_series(language: str, quote: str, turns: set[int]) -> None:
    assert turns_of(claim("a", statement=quote, language=language), KNOWLEDGE) == turns


def test_turns_are_compared_across_languages() -> None:
    second = claim("a", statement="اختتمت الجولة الثانية من الحملة", language="ar")
    third = claim("b", statement="the campaign's third round began", language="en")
    untold = claim("c", statement="the campaign goes on", language="en")
    both = claim("d", statement="between the second round and the third round", language="en")
    assert are_other_turns(second, third, KNOWLEDGE)
    assert not are_other_turns(second, untold, KNOWLEDGE)
    assert not are_other_turns(second, both, KNOWLEDGE)
    assert not are_other_turns(third, third, KNOWLEDGE)
