"""All pairs of a training, and those that are held out from it; the same for the same data and seed."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

from app.core.model.language import Knowledge
from app.core.model.sentence import Sentence
from app.core.segmentation import split_words
from app.ports import Reader
from training.pairs.closing import implied_pairs
from training.pairs.documents import (
    VERSIONS,
    EventSentence,
    ParallelSentence,
    read_events,
    read_headlines,
    read_parallel,
    read_paraphrases,
    read_translations,
)
from training.pairs.edits import NUMBER, Editor, Name, other_number
from training.pairs.events import other_happenings, other_parts, same_happenings
from training.pairs.examples import CONTRADICTION, DIFFERENT, SAME, Pair
from training.pairs.parallel import EditorOfVersions, ParallelPairs, weighted
from training.pairs.vocabulary import load_vocabularies

# The other documents and topics are kept for the benchmarks of linking.
PARALLEL_DOCUMENTS = 60
LAST_TOPIC = 27
HELD_OUT_DOCUMENTS = 6  # the last of them
HELD_OUT_TOPICS = frozenset({"6", "16", "26"})
HELD_OUT_SHARE = 0.1  # of headlines, paraphrases and translations
# How many pairs of each kind are made.
HEADLINE_COPIES = 2
ALIGNED, SHORTENED, NEIGHBOURS, EDITED = 2600, 1400, 3000, 4300
SAME_EVENTS, OTHER_EVENTS, OTHER_PARTS = 1400, 1300, 700
PARAPHRASES, TRANSLATIONS, OTHER_SENTENCES, OTHER_HEADLINES = 1000, 500, 300, 300
PARAPHRASE_WEIGHT = 0.6  # many of those with exchanged roles are rather about something else


@dataclass(frozen=True, slots=True)
class PairCorpus:
    """Pairs to learn from, and pairs of other documents and topics to measure and calibrate on."""

    training: list[Pair]
    held_out: list[Pair]


def load_pairs(data: Path, knowledge: Knowledge, reader: Reader, seed: int) -> PairCorpus:
    """Raises DataMissing; ``reader`` finds the names that are exchanged."""
    headlines = read_headlines(data, "train")
    paraphrases = _some(read_paraphrases(data), PARAPHRASES, random.Random(seed))
    translations = _some(read_translations(data), TRANSLATIONS, random.Random(seed + 1))
    translations += mispaired(translations, OTHER_SENTENCES, random.Random(seed + 2))
    parallel = read_parallel(data, PARALLEL_DOCUMENTS)
    edits = _editors(parallel, knowledge, reader)
    first_held_out = PARALLEL_DOCUMENTS - HELD_OUT_DOCUMENTS
    events = read_events(data, LAST_TOPIC)
    parts: list[list[Pair]] = []
    for kept, share in ((False, 1.0), (True, HELD_OUT_SHARE)):
        chance = random.Random(seed + 3 + kept)
        stances = [pair for pair in headlines if _is_held_out(pair) == kept]
        documents = [sentence for sentence in parallel if (sentence.document >= first_held_out) == kept]
        parts.append(
            [
                *(pair for pair in stances for _ in range(1 if kept else HEADLINE_COPIES)),
                *implied_pairs(stances, "ans implied"),
                *with_other_numbers(stances, chance),
                *mispaired(stances, int(OTHER_HEADLINES * share), chance),
                *weighted([pair for pair in paraphrases if _is_held_out(pair) == kept], PARAPHRASE_WEIGHT),
                *(pair for pair in translations if _is_held_out(pair) == kept),
                *_parallel_pairs(ParallelPairs(documents, edits, chance), share),
                *_event_pairs([one for one in events if (one.topic in HELD_OUT_TOPICS) == kept], share, chance),
            ]
        )
    return PairCorpus(*parts)


def with_other_numbers(pairs: Sequence[Pair], chance: random.Random) -> list[Pair]:
    """Of the pairs that say the same and tell a number alike: the same with another number on one side."""
    made = []
    for pair in pairs:
        told = [found[0] for found in NUMBER.finditer(pair.right)]
        shared = [found for found in NUMBER.finditer(pair.left) if found[0] in told]
        if pair.relation == SAME and shared:
            found = chance.choice(shared)
            number = other_number(found[0], chance)
            if number not in told:
                left = pair.left[: found.start()] + number + pair.left[found.end() :]
                source = f"{pair.source.split(' ', 1)[0]} number"
                made.append(replace(pair, left=left, relation=CONTRADICTION, source=source))
    return made


def _parallel_pairs(pairs: ParallelPairs, share: float) -> list[Pair]:
    return [
        *pairs.same(int(ALIGNED * share)),
        *pairs.harmless(int(SHORTENED * share)),
        *pairs.different(int(NEIGHBOURS * share)),
        *pairs.contradictory(int(EDITED * share)),
    ]


def _event_pairs(sentences: Sequence[EventSentence], share: float, chance: random.Random) -> list[Pair]:
    same = same_happenings(sentences, int(SAME_EVENTS * share), chance)
    return [
        *same,
        *with_other_numbers(same, chance),
        *other_happenings(sentences, int(OTHER_EVENTS * share), chance),
        *other_parts(sentences, int(OTHER_PARTS * share), chance),
    ]


def _editors(parallel: Sequence[ParallelSentence], knowledge: Knowledge, reader: Reader) -> EditorOfVersions:
    """An editor for each language, with the names that the reader finds in its texts."""
    texts: dict[str, list[str]] = {}
    for name, (_, language, _) in VERSIONS.items():
        texts.setdefault(language, []).extend(sentence.texts[name] for sentence in parallel)
    vocabularies = load_vocabularies(knowledge, texts)
    names: dict[str, Sequence[Name]] = {}
    editors = {}
    for language, given in texts.items():
        found = names_of(given, language, reader)
        names.update(found)
        by_kind: dict[str, set[str]] = {}
        for text, marked in found.items():
            for one in marked:
                by_kind.setdefault(one.kind, set()).add(text[one.start : one.end])
        pool = {kind: sorted(spellings) for kind, spellings in by_kind.items()}
        editors[language] = Editor(vocabularies[language], pool)
    return EditorOfVersions(editors, names)


def names_of(texts: Iterable[str], language: str, reader: Reader) -> dict[str, tuple[Name, ...]]:
    """The names in each text, as the reader marks them."""
    given = sorted(set(texts))
    sentences = [
        Sentence(start=0, end=len(text), language=language, words=split_words(text, 0, len(text))) for text in given
    ]
    return {
        text: tuple(
            Name(str(name.type), parsed.words[name.first].start, parsed.words[name.last].end)
            for name in parsed.names or ()
        )
        for text, parsed in zip(given, reader.read(sentences), strict=True)
    }


def mispaired(pairs: Sequence[Pair], count: int, chance: random.Random) -> list[Pair]:
    """Statements with the other side of another pair, no word of which is the same."""
    made: list[Pair] = []
    while len(made) < count:
        one, other = chance.sample(pairs, 2)
        if not set(one.left.split()) & set(other.right.split()):
            source = f"{one.source.split(' ', 1)[0]} unrelated"
            made.append(replace(one, right=other.right, relation=DIFFERENT, source=source))
    return made


def _some(pairs: Sequence[Pair], count: int, chance: random.Random) -> list[Pair]:
    return chance.sample(list(pairs), min(count, len(pairs)))


def _is_held_out(pair: Pair) -> bool:
    """By the left statement alone, so that its other pairs go with it."""
    return blake2b(pair.left.encode(), digest_size=2).digest()[0] < HELD_OUT_SHARE * 256
