"""Which news agencies an article carries, by its author, its outlet and the lines and brackets that name one.

"LONDON, May 3 (Reuters) - ", "AFP - ", "القاهرة - رويترز:", "... said. (AFP/Reuters)", "Source: dpa". A sentence that
cites an agency ("Reuters reported that") is no byline: that is told by the attribution of its claims.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.core.folding import fold
from app.core.model.article import Article, CleanText, ClutterKind, PassageKind
from app.core.model.claim import Claim, SourceKind
from app.core.model.words import AgencyWords

SIGNING = frozenset({ClutterKind.BYLINE, ClutterKind.DATELINE, ClutterKind.AUTHOR_BOX, ClutterKind.OTHER})
DASHES = r"–—―\-"
SEPARATOR = re.compile(rf"[/|,،;؛:•·+&()\[\]\n]|\s[{DASHES}]+|[{DASHES}]+\s|[{DASHES}]{{2,}}")
CUT = re.compile(rf"[:{DASHES}]+\s|\s[{DASHES}]+")
# Place and day, then a name in brackets or slashes, then a dash or colon.
OPENING_BRACKET = re.compile(
    rf"^(?P<before>[^()\[\]/]{{0,60}})(?P<bracket>[(\[/])(?P<name>[^()\[\]]{{1,60}}?)[)\]/][.\s]*(?P<mark>[:{DASHES}]?)"
)
CLOSING_BRACKET = re.compile(r"[(\[](?P<name>[^()\[\]]{1,60})[)\]]\W*$")
CLOSING_NAME = re.compile(
    rf"[.!?؟。»”\"]\s*+[{DASHES}/]*+\s*+(?P<name>[^.!?؟。{DASHES}/\s][^.!?؟。{DASHES}/]{{0,39}})\W*$"
)
AGENCY_KINDS = frozenset({SourceKind.MEDIUM, SourceKind.ORGANISATION})
LONGEST_LINE = 80  # code points; a longer one is prose
LONGEST_BESIDE = 4  # words
LONGEST_OPENING = 300  # code points at the beginning of a passage in which a dateline ends
LONGEST_NAMING = 200  # code points between marks that may name an agency; more is prose
LONGEST_SIGNATURE = 100  # code points before the last word's end in which a signature begins
LONGEST_FLOURISH = 60  # marks behind it
SIGNED_PASSAGES = 2  # at the end of the article, one of which may be signed


@dataclass(frozen=True, kw_only=True)
class AgencyNames:
    """Names of agencies: letters and digits only, folded, as they are compared."""

    agencies: Mapping[str, str]  # each name, and that under which the agency is shown
    beside: frozenset[str]  # words that tell nothing beside a name

    def named_alone(self, text: str) -> set[str]:
        """The agencies in a text that names nothing else; empty where it does."""
        found: set[str] = set()
        for part in SEPARATOR.split(text):
            if len(part) > LONGEST_NAMING:
                return set()
            words = self._plain(part.split())
            if not words:
                continue
            named = self._named(words)
            if not named:
                return set()
            found |= named
        return found

    def named_apart(self, text: str) -> set[str]:
        """The agencies that are named in one of the parts of a text, whatever the other parts say."""
        parts = (part for part in SEPARATOR.split(text) if len(part) <= LONGEST_NAMING)
        return {agency for part in parts for agency in self._named(self._plain(part.split()))}

    def _named(self, words: Sequence[str]) -> set[str]:
        agency = self.agencies.get(squashed(" ".join(words)))
        return set() if agency is None else {agency}

    def _plain(self, words: list[str]) -> list[str]:
        """Without the words beside a name, at both ends; a name that holds such words stays whole."""
        while words and squashed(" ".join(words)) not in self.agencies:
            for count in range(min(LONGEST_BESIDE, len(words)), 0, -1):
                if squashed(" ".join(words[:count])) in self.beside:
                    words = words[count:]
                    break
                if squashed(" ".join(words[-count:])) in self.beside:
                    words = words[:-count]
                    break
            else:
                return words
        return words


def agency_names(words: AgencyWords) -> AgencyNames:
    """The names as they are compared."""
    agencies = {squashed(name): spellings[0] for spellings in words.names.values() for name in spellings}
    return AgencyNames(agencies=agencies, beside=frozenset(map(squashed, words.byline_words)))


def squashed(text: str) -> str:
    """Its letters and digits, folded: "A.F.P." and "afp" are one name."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def find_agencies(article: Article, clean: CleanText, names: AgencyNames) -> frozenset[str]:
    """The agencies whose report the article carries, as far as it says so."""
    found = names.named_apart(article.author or "") | names.named_alone(article.outlet)
    for dropped in clean.dropped:
        line = article.text[dropped.start : dropped.end].strip()
        if dropped.kind in SIGNING and len(line) <= LONGEST_LINE:
            found |= names.named_alone(line)
    kept = [article.text[p.start : p.end].strip() for p in clean.passages if p.kind is not PassageKind.SUBHEADING]
    prose = [article.text[p.start : p.end].strip() for p in clean.passages if p.kind is PassageKind.BODY]
    for passage in kept:
        if len(passage) <= LONGEST_LINE:
            found |= names.named_alone(passage)
    if opening := next((passage for passage in prose if not names.named_alone(passage)), None):
        found |= _opening(opening, names)
    for passage in prose[-SIGNED_PASSAGES:]:
        found |= _closing(passage, names)
    return frozenset(found)


def cited_agencies(claim: Claim, names: AgencyNames) -> frozenset[str]:
    """The agencies that a claim's attribution names."""
    cited = (names.agencies.get(squashed(s.name)) for s in claim.attribution if s.is_name and s.kind in AGENCY_KINDS)
    return frozenset(agency for agency in cited if agency is not None)


def _opening(passage: str, names: AgencyNames) -> set[str]:
    """The agency of a dateline: in brackets or slashes, or between the marks that end it."""
    bracket = OPENING_BRACKET.match(passage)
    if bracket is not None and (bracket["mark"] or bracket["bracket"] == "/" or not bracket["before"].strip()):
        found = names.named_alone(bracket["name"])
        if found:
            return found
    parts = CUT.split(passage[:LONGEST_OPENING], maxsplit=2)[:-1]
    return next((found for part in parts if (found := names.named_alone(part))), set())


def _closing(passage: str, names: AgencyNames) -> set[str]:
    """The agency that signs the end: in brackets, or behind the last sentence."""
    end = len(passage)
    while end and not passage[end - 1].isalnum():
        end -= 1
    # Only as much as a signature may have: the expressions would go through a long passage once for each of its marks.
    tail = passage[max(0, end - LONGEST_SIGNATURE) : end + LONGEST_FLOURISH]
    signed = CLOSING_BRACKET.search(tail) or CLOSING_NAME.search(tail)
    return set() if signed is None else names.named_alone(signed["name"])
