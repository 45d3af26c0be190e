"""The agency that a dateline names: "CAIRO (AP) -"."""

from app.core.entities.names import name_key
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.sentence import ParsedSentence

LONGEST = 14  # words of a sentence that is only a dateline
DASHES = frozenset("-–—:ـ")


def agency_of(sentence: ParsedSentence) -> tuple[Source, ...]:
    """The agency in the brackets of a sentence that is a dateline; nothing for another sentence."""
    words = sentence.words
    texts = [word.text for word in words]
    if len(words) > LONGEST or texts[-1] not in DASHES or "(" not in texts or ")" not in texts:
        return ()
    inside = words[texts.index("(") + 1 : texts.index(")")]
    if not inside:
        return ()
    name = " ".join(word.text for word in inside)
    return (
        Source(
            kind=SourceKind.MEDIUM,
            text=name,
            name=name,
            key=name_key(name),
            stance=Stance.SAYS,
            start=inside[0].start,
            end=inside[-1].end,
        ),
    )
