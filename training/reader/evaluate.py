"""Scores of the network while it is trained: greedy heads, punctuation left out."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from app.adapters.language_model.reader_model import LowerEncoder, ReaderHead
from training.reader.batches import Example, HiddenStates, collate, group_by_size


@dataclass(frozen=True, slots=True)
class Scores:
    """Percentages over the words that are not punctuation."""

    attachment: float
    labelled: float
    tags: float

    def __str__(self) -> str:
        return f"UAS {self.attachment:.1f} LAS {self.labelled:.1f} tag {self.tags:.1f}"


def score(head: ReaderHead, lower: LowerEncoder, examples: Sequence[Example]) -> Scores:
    """Greedy scores of one language."""
    head.eval()
    states = HiddenStates(lower, examples)
    punctuation = head.shape.relations.index("punct")
    counted = attached = labelled = tagged = 0
    sizes = [len(example.pieces.ids) for example in examples]
    order = sorted(range(len(examples)), key=sizes.__getitem__)
    with torch.inference_mode():
        for chosen in group_by_size(order, sizes, 3000):
            batch = collate([examples[index] for index in chosen], *states.of(chosen))
            words = head.words(batch.hidden, batch.mask, batch.first, batch.last)
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
