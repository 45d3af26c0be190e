import numpy as np
import pytest

from app.adapters.language_model.entity_decoding import decode_entities, spans_of

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def scores(*best: str) -> np.ndarray:
    rows = np.zeros((len(best), len(LABELS)))
    for row, label in enumerate(best):
        rows[row, LABELS.index(label)] = 5.0
    return rows


def test_a_name_runs_from_its_beginning_to_its_last_word():
    assert decode_entities(scores("O", "B-PER", "I-PER", "O"), LABELS) == [("PER", 1, 2)]


def test_two_names_side_by_side_stay_two():
    found = decode_entities(scores("B-PER", "B-LOC", "B-LOC", "I-LOC"), LABELS)
    assert found == [("PER", 0, 0), ("LOC", 1, 1), ("LOC", 2, 3)]


def test_no_name_goes_on_that_did_not_begin():
    rows = scores("O", "I-PER", "I-PER")
    rows[1, LABELS.index("B-PER")] = 4.0
    assert decode_entities(rows, LABELS) == [("PER", 1, 2)]


def test_a_name_never_changes_its_class_inside():
    rows = scores("B-PER", "I-LOC")
    rows[1, LABELS.index("I-PER")] = 4.9
    assert decode_entities(rows, LABELS) == [("PER", 0, 1)]


@pytest.mark.parametrize("words", [0, 1])
def test_short_sentences_are_decoded_too(words: int):
    assert decode_entities(np.zeros((words, len(LABELS))), LABELS) == []


def test_labels_that_break_the_rules_begin_no_name():
    assert spans_of(["I-PER", "O", "B-LOC", "I-PER"]) == [("LOC", 2, 2)]
