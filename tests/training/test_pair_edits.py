"""The edits that make up contradictions, and those that must leave a claim as true as it was."""

import random
import re

import pytest

from app.knowledge.loader import load_knowledge
from training.pairs.closing import implied_pairs
from training.pairs.data import with_other_numbers
from training.pairs.documents import as_printed
from training.pairs.edits import Editor, Name, other_number
from training.pairs.examples import CONTRADICTION, DIFFERENT, SAME, Pair
from training.pairs.vocabulary import Vocabulary, load_vocabularies

TEXTS = {
    "en": ["Prices rose on Monday.", "Wages fell in March.", "The council accepted it, then rejected it."],
    "fr": ["Le conseil a accepté le plan mardi."],
    "ar": ["ارتفعت الأسعار", "انخفضت الأسعار"],
    "ru": ["в понедельник", "во вторник"],
}


@pytest.fixture(scope="module")
def vocabularies() -> dict[str, Vocabulary]:
    return load_vocabularies(load_knowledge(), TEXTS)


def edits_of(vocabulary: Vocabulary, text: str, *, others: str = "", names: tuple[Name, ...] = ()) -> dict[str, str]:
    editor = Editor(vocabulary, {"PER": ["Salma Idris"], "LOC": ["Oran"]})
    return {edit.kind: edit.text for edit in editor.contradictions(text, names, others, random.Random(3))}


def test_a_weekday_becomes_another_one(vocabularies: dict[str, Vocabulary]) -> None:
    edited = edits_of(vocabularies["en"], "The ferry left on Monday.")["date"]
    found = re.fullmatch(r"The ferry left on (\w+day)\.", edited)
    assert found is not None
    assert found[1] in {"Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}


def test_a_weekday_keeps_its_case_ending(vocabularies: dict[str, Vocabulary]) -> None:
    edited = edits_of(vocabularies["ru"], "Паром ушёл в среду.")["date"]
    assert edited != "Паром ушёл в среду."
    assert edited.startswith("Паром ушёл в ")
    assert edited.endswith("у.")


def test_digits_change_only_where_the_other_side_tells_them(vocabularies: dict[str, Vocabulary]) -> None:
    text = "The storm killed 12 people in 3 towns."
    edited = edits_of(vocabularies["en"], text, others="La tempête a tué 12 personnes.")["number"]
    found = re.fullmatch(r"The storm killed (\d+) people in 3 towns\.", edited)
    assert found is not None
    assert found[1] != "12"
    assert "number" not in edits_of(vocabularies["en"], text, others="La tempête a tué des gens.")


def test_clock_times_and_results_are_no_single_numbers(vocabularies: dict[str, Vocabulary]) -> None:
    assert "number" not in edits_of(vocabularies["en"], "It won 2-1 at 19:30.", others="Won 2-1 at 19:30")


@pytest.mark.parametrize("number", ["7", "40", "1,250", "3.5", "1998", "2024"])
def test_another_number_has_the_same_form(number: str) -> None:
    for seed in range(40):
        other = other_number(number, random.Random(seed))
        assert other != number
        assert len(number) <= 2 or re.sub(r"\d", "0", other) == re.sub(r"\d", "0", number)
        assert not (len(number) == 4 and number.isdigit()) or other[:3] == number[:3], "a year stays near"


def test_a_name_gives_way_to_another_of_its_kind(vocabularies: dict[str, Vocabulary]) -> None:
    text = "Nadia Rahmani spoke in Sfax."
    edited = edits_of(vocabularies["en"], text, names=(Name("PER", 0, 13),))["name"]
    assert edited == "Salma Idris spoke in Sfax."
    assert "name" not in edits_of(vocabularies["en"], text, names=(Name("ORG", 0, 13),))


def test_denials_come_and_go(vocabularies: dict[str, Vocabulary]) -> None:
    english, french = vocabularies["en"], vocabularies["fr"]
    assert edits_of(english, "The bridge was closed.")["denial"] == "The bridge was not closed."
    assert edits_of(english, "The bridge was not closed.")["affirmation"] == "The bridge was closed."
    assert "denial" not in edits_of(english, "The bridge was not closed.")
    assert edits_of(french, "Le pont est fermé.")["denial"] == "Le pont ne est pas fermé.".replace("ne est", "n'est")
    assert edits_of(french, "Le pont n'est pas fermé.")["affirmation"] == "Le pont est fermé."


def test_opposite_events_come_from_the_packs_in_the_forms_of_the_texts(vocabularies: dict[str, Vocabulary]) -> None:
    assert edits_of(vocabularies["ar"], "ارتفعت أسعار القمح.")["opposite"] == "انخفضت أسعار القمح."
    assert edits_of(vocabularies["en"], "They accepted it.")["opposite"] == "They rejected it."


def test_a_shortened_claim_keeps_its_beginning(vocabularies: dict[str, Vocabulary]) -> None:
    editor = Editor(vocabularies["en"], {})
    text = "The harbour of the old town was closed for a week, the mayor's office said in a note."
    made = {edit.kind: edit.text for edit in editor.harmless(text, random.Random(1))}
    assert made["shortened"] == "The harbour of the old town was closed for a week."
    assert made["unpunctuated"] == text.rstrip(".")


def test_about_is_put_before_a_number(vocabularies: dict[str, Vocabulary]) -> None:
    editor = Editor(vocabularies["en"], {})
    made = {edit.kind: edit.text for edit in editor.harmless("Some 450 boats left in 2019.", random.Random(1))}
    assert made["about"] == "Some about 450 boats left in 2019."


def pair(left: str, right: str, relation: int) -> Pair:
    return Pair(left=left, right=right, relation=relation, source="own", languages=("en", "en"))


def test_what_agrees_with_one_of_two_agreeing_statements_agrees_with_the_other() -> None:
    given = [pair("a", "b", SAME), pair("b", "c", SAME), pair("b", "d", CONTRADICTION), pair("b", "e", DIFFERENT)]
    implied = {frozenset((one.left, one.right)): one.relation for one in implied_pairs(given, "implied")}
    assert implied == {
        frozenset("ac"): SAME,
        frozenset("ad"): CONTRADICTION,
        frozenset("cd"): CONTRADICTION,
    }


def test_nothing_follows_from_two_contradictions_or_from_what_disagrees_with_itself() -> None:
    assert implied_pairs([pair("a", "b", CONTRADICTION), pair("b", "c", CONTRADICTION)], "implied") == []
    torn = [pair("a", "b", SAME), pair("b", "c", SAME), pair("a", "d", SAME), pair("d", "c", CONTRADICTION)]
    assert frozenset("ac") not in {frozenset((one.left, one.right)) for one in implied_pairs(torn, "implied")}


def test_the_same_with_another_number_is_a_contradiction() -> None:
    given = [pair("12 boats sank", "Twelve (12) boats went down", SAME), pair("9 boats", "9 boats left", DIFFERENT)]
    (made,) = with_other_numbers(given, random.Random(1))
    assert made.relation == CONTRADICTION
    assert made.right == given[0].right
    assert re.fullmatch(r"\d+ boats sank", made.left)
    assert made.left != given[0].left


def test_tokens_are_written_as_in_print() -> None:
    assert as_printed("He did n't say `` no '' , of $ 5 ( about ) .") == 'He didn\'t say "no", of $5 (about).'
