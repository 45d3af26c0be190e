"""Scores of the network while it is trained: greedy heads, punctuation left out; names as whole spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch

from app.adapters.language_model.adapted_encoder import LowerEncoder
from app.adapters.language_model.entity_decoding import decode_entities, spans_of
from app.adapters.language_model.reader_model import ReaderHead
from training.hidden_states import HiddenStates, group_by_size
from training.reader.batches import Batch, Example, collate

PIECES_PER_BATCH = 3000


@dataclass(frozen=True, slots=True)
class Scores:
    """Percentages over the words that are not punctuation."""

    attachment: float
    labelled: float
    tags: float

    def __str__(self) -> str:
        return f"UAS {self.attachment:.1f} LAS {self.labelled:.1f} tag {self.tags:.1f}"


@dataclass(frozen=True, slots=True)
class EntityScores:
    """Precision, recall and their harmonic mean over whole names, in per cent."""

    precision: float
    recall: float
    f1: float

    def __str__(self) -> str:
        return f"P {self.precision:.1f} R {self.recall:.1f} F1 {self.f1:.1f}"


def entity_scores(
    found: Sequence[set[tuple[str, int, int]]], gold: Sequence[set[tuple[str, int, int]]]
) -> EntityScores:
    """Scores of the names of several sentences, each a class with first and last word."""
    right = sum(len(one & two) for one, two in zip(found, gold, strict=True))
    precision = 100 * right / max(1, sum(map(len, found)))
    recall = 100 * right / max(1, sum(map(len, gold)))
    return EntityScores(precision, recall, 2 * precision * recall / max(1e-9, precision + recall))


def batches_in_order(lower: LowerEncoder, examples: Sequence[Example]) -> Iterator[tuple[list[int], Batch]]:
    """Batches of similar length with the places of their examples."""
    states = HiddenStates(lower, [example.pieces.ids for example in examples])
    sizes = [len(example.pieces.ids) for example in examples]
    for chosen in group_by_size(sorted(range(len(examples)), key=sizes.__getitem__), sizes, PIECES_PER_BATCH):
        yield chosen, collate([examples[index] for index in chosen], *states.of(chosen))


def score(head: ReaderHead, lower: LowerEncoder, examples: Sequence[Example]) -> Scores:
    """Greedy scores of one language."""
    head.eval()
    punctuation = head.shape.relations.index("punct")
    counted = attached = labelled = tagged = 0
    with torch.inference_mode():
        for _, batch in batches_in_order(lower, examples):
            words, _ = head.words(batch.hidden, batch.mask, batch.first, batch.last)
            heads = head.arc_scores(words, batch.present).argmax(-1)
            relations = head.relation_scores(words, heads).argmax(-1)
            tags = head.tag_scores(words).argmax(-1)
            counts = batch.present & (batch.relations != punctuation)
            right = counts & (heads == batch.heads)
            counted += int(counts.sum())
            attached += int(right.sum())
            labelled += int((right & (relations == batch.relations)).sum())
            tagged += int((counts & (tags == batch.tags)).sum())
    head.train()
    return Scores(100 * attached / counted, 100 * labelled / counted, 100 * tagged / counted)


def score_entities(head: ReaderHead, lower: LowerEncoder, examples: Sequence[Example]) -> EntityScores:
    """Scores of the names in one held-out set."""
    head.eval()
    labels = head.shape.entities
    found: list[set[tuple[str, int, int]]] = []
    gold: list[set[tuple[str, int, int]]] = []
    with torch.inference_mode():
        for chosen, batch in batches_in_order(lower, examples):
            _, words = head.words(batch.hidden, batch.mask, batch.first, batch.last)
            scores = head.entity_scores(words).double().numpy()
            for row, index in enumerate(chosen):
                truth = [labels[label] for label in examples[index].entities]
                found.append(set(decode_entities(scores[row, : len(truth)], labels)))
                gold.append(set(spans_of(truth)))
    head.train()
    return entity_scores(found, gold)
