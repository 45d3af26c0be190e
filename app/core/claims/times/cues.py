"""Which words of a sentence speak of what is still to come."""

from collections.abc import Sequence

from app.core.claims.quantities.tokens import Token
from app.core.claims.times.vocabulary import FUTURE, Vocabulary
from app.core.model.sentence import Word, WordSpan

_LONGEST_FRAGMENT = 8
_SURE_ENDING = 4  # letters by which even an untagged word is known as a verb


def future_reach(tokens: Sequence[Token], words: Sequence[WordSpan | Word], vocabulary: Vocabulary) -> tuple[bool, ...]:
    """For each token whether the nearest cue before it speaks of the future, or where verbs stand last the nearest
    one behind it."""
    cues = _cues(tokens, words, vocabulary)
    reach: list[bool] = []
    ahead = False
    for cue in cues:
        reach.append(ahead)
        ahead = ahead if cue is None else cue
    if vocabulary.words.verb_last:
        behind: bool | None = None
        for position in range(len(tokens) - 1, -1, -1):
            if behind is not None:
                reach[position] = behind
            cue = cues[position]
            behind = behind if cue is None else cue
    return tuple(reach)


def _cues(tokens: Sequence[Token], words: Sequence[WordSpan | Word], vocabulary: Vocabulary) -> list[bool | None]:
    """For each token whether it is the cue of a future (True), of a past (False), or none."""
    cues: list[bool | None] = []
    read_to = 0
    for position, token in enumerate(tokens):
        found: bool | None = None
        cue = vocabulary.cues.match(tokens, position)
        if cue is not None and cue.end > read_to:
            found, read_to = cue.value == FUTURE, cue.end
        elif position >= read_to and _is_future_verb(token, words[token.word], vocabulary):
            found = True
        cues.append(found)
    return cues


def is_fragment(tokens: Sequence[Token], words: Sequence[WordSpan | Word], vocabulary: Vocabulary) -> bool:
    """A few words without a verb or a cue of past or future, as in a headline: "in three days" lies ahead."""
    if len(tokens) > _LONGEST_FRAGMENT:
        return False
    verbs = any(isinstance(word, Word) and {"VERB", "AUX"} & set(word.tags) for word in words)
    return not verbs and all(vocabulary.cues.match(tokens, position) is None for position in range(len(tokens)))


def _is_future_verb(token: Token, word: WordSpan | Word, vocabulary: Vocabulary) -> bool:
    prefixes, endings = vocabulary.words.future_prefixes, vocabulary.words.future_endings
    if not isinstance(word, Word):
        sure = tuple(ending for ending in endings if len(ending) >= _SURE_ENDING)
        return bool(sure) and token.folded.endswith(sure) and len(token.folded) > _SURE_ENDING + 1
    if not {"VERB", "AUX"} & set(word.tags):
        return False
    return bool(prefixes and token.folded.startswith(prefixes)) or bool(endings and token.folded.endswith(endings))
