"""The sources that a text names or describes: media, people, offices, bodies, and those who are not named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from app.core.claims.grammar.clauses import Clause, content_tag
from app.core.claims.grammar.parties import NamesInSentence, build_party, named_party
from app.core.claims.reality.framing import without_epithets
from app.core.claims.words.beside import preposition_of
from app.core.claims.words.lexicon import Lexicon
from app.core.entities.names import name_key
from app.core.folding import fold
from app.core.model.claim import Source, SourceKind, Stance
from app.core.model.entity import EntityType, Mention, Party
from app.core.model.language import LanguagePack
from app.core.model.sentence import ParsedSentence, Word
from app.core.remembering import BuiltOnce

OPENING_MARKS = frozenset("“«„\"'‘")
CLOSING_MARKS = frozenset("”»“\"'’")
LONGEST_MEDIUM = 6  # words of a quoted name
LONGEST_DESCRIPTION = 10  # words of an unnamed source
SHORT_DESCRIPTION = 2  # words with which a source described before is taken up: "the same source"
NEAR_MEDIUM = 4  # words after "newspaper" among which its name stands
LEFT_OUT = frozenset({"punct", "case", "cc", "mark", "advmod", "fixed"})
NOT_DESCRIBING = frozenset({"conj", "parataxis", "punct", "appos", "cc", "discourse"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The sources of one article so far: those of the last saying, and all unnamed ones, the latest last.

    ``ago`` counts the sentences since the last saying, ``open_for`` those that an open quotation has run; ``wire`` is
    the agency that a dateline names, for all that the article tells.
    """

    last: tuple[Source, ...] = ()
    unnamed: tuple[Source, ...] = ()
    ago: int = 0
    open_for: int = 0
    wire: tuple[Source, ...] = ()

    def then(self, sources: tuple[Source, ...]) -> "Heard":
        """With the sources of one more saying."""
        described = tuple(s for s in sources if s.kind is SourceKind.ANONYMOUS and len(s.name.split()) > 1)
        return replace(self, last=sources, unnamed=(*self.unnamed, *described), ago=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """Words by which it is told what kind of source a phrase without a name is. All folded."""

    offices: frozenset[str]
    bodies: frozenset[str]
    media: frozenset[str]  # names of media
    articles: frozenset[str]  # written before or on a noun that was told before


def _speakers(pack: LanguagePack) -> Speakers:
    words = pack.names
    return Speakers(
        offices=frozenset(fold(one) for one in (*chain(*words.offices.values()), *words.titles) if " " not in one),
        bodies=frozenset(map(fold, words.organisation_heads)),
        media=frozenset(map(fold, (*chain(*words.media.values()), *pack.claims.media_names))),
        articles=frozenset(map(fold, words.articles)),
    )


speakers_of = BuiltOnce(_speakers)  # the speakers that a pack tells


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """One sentence, as its sayings are looked for. ``heads`` are the heads of its clauses.

    ``antecedent`` says whom a pronoun, or for None a dropped subject, stands for by what was told before.
    """

    names: NamesInSentence
    lexicon: Lexicon
    speakers: Speakers
    clauses: Sequence[Clause]
    heads: frozenset[int]
    antecedent: Callable[[Word | None], Party | None]

    @property
    def sentence(self) -> ParsedSentence:
        """The sentence itself."""
        return self.names.sentence

    def base(self, position: int) -> str:
        """The relation of a word, without its subtype."""
        return self.sentence.words[position].base

    def opened_by(self, name: str, position: int) -> bool:
        """Whether a word of a list of the pack opens the clause of a word."""
        words = self.sentence.words
        marks = [fold(words[c].text) for c in self.sentence.children[position] if words[c].relation == "mark"]
        return self.lexicon.lists[name].holds(marks)

    def clause_at(self, position: int) -> Clause | None:
        """The clause whose head stands at a position."""
        return next((clause for clause in self.clauses if clause.head == position), None)


def sources_at(hearing: Hearing, head: int, stance: Stance) -> tuple[Source, ...]:
    """The chain that a noun phrase tells: the medium that cites it, itself, whom it cites ("a source cited by the
    daily X", "the daily X, which cites a source")."""
    source = source_at(hearing, head, stance)
    if source is None:
        return ()
    before: list[Source] = []
    behind: list[Source] = []
    sentence = hearing.sentence
    for verb in sentence.children[head]:
        if hearing.base(verb) != "acl":
            continue
        if not hearing.lexicon.is_in("quoting", sentence.words[verb].text):
            before.extend(_media_spoken_to(hearing, verb, stance) or _media_asking_him(hearing, verb, stance))
            continue
        for child in sentence.children[verb]:
            cited = source_at(hearing, child, stance) if hearing.base(child) in ("obj", "obl", "iobj") else None
            if cited is not None:
                (before if cited.kind is SourceKind.MEDIUM and hearing.base(child) != "obj" else behind).append(cited)
    return (*before, source, *behind)


def media_asking(hearing: Hearing, verb: int, stance: Stance) -> list[Source]:
    """The media in "Speaking to Reuters, X said", "Interrogé par France 24, X a dit"."""
    below = hearing.sentence.children[verb]
    if any(hearing.base(c) == "nsubj" for c in below) or hearing.lexicon.is_in(
        "quoting", hearing.sentence.words[verb].text
    ):
        return []
    parts = [c for c in below if hearing.base(c) in ("obl", "iobj")]
    return [medium for child in parts for medium in media_under(hearing, child, stance)]


def _media_spoken_to(hearing: Hearing, verb: int, stance: Stance) -> list[Source]:
    """The media in "an official speaking to Reuters"."""
    if hearing.lexicon.stance(hearing.sentence.words[verb].text) is None:
        return []
    below = [c for c in hearing.sentence.children[verb] if hearing.base(c) in ("obl", "iobj", "obj")]
    return [medium for child in below for medium in media_under(hearing, child, stance)]


def _media_asking_him(hearing: Hearing, verb: int, stance: Stance) -> list[Source]:
    """The media in "analysts polled by Reuters", "un témoin contacté par l'AFP"."""
    if hearing.lexicon.is_in("attribution_nouns", hearing.sentence.words[verb].text):
        return []
    found: list[Source] = []
    for child in hearing.sentence.children[verb]:
        preposition = preposition_of(hearing.sentence, child)
        if preposition is not None and "by" in hearing.lexicon.preposition_parts(preposition):
            found.extend(media_under(hearing, child, stance))
    return found


def source_at(hearing: Hearing, head: int, stance: Stance) -> Source | None:
    """The source that a noun phrase names or describes; None for a pronoun, a time, and what cannot speak."""
    names, lexicon = hearing.names, hearing.lexicon
    stop = hearing.heads - {head}
    medium = _named_medium(names, head, lexicon)
    if medium is None and lexicon.is_in("attribution_nouns", names.sentence.words[head].text):
        author = _author(hearing, head, stance)
        if author is not None:
            return author
    party = medium or build_party(names, head, lexicon, stop=stop)
    if party is None or (party.type is EntityType.PLACE and not party.is_name) or _is_no_name(party):
        return None
    kind = _kind_of(hearing, head, party)
    if not party.is_name:
        party = _described(hearing, head, party)
    party = without_epithets(party, lexicon)
    return Source(
        kind=kind,
        text=party.text,
        name=party.name,
        key=party.key,
        stance=stance,
        start=party.start,
        end=party.end,
        is_name=party.is_name,
    )


def _is_no_name(party: Party) -> bool:
    """Whether a person's name has letters that could be capitals and none that is one: an adjective or an adverb."""
    return party.is_name and party.type is EntityType.PERSON and party.name.islower()


def _author(hearing: Hearing, head: int, stance: Stance) -> Source | None:
    """Whose statement or report it is: "a statement by the ministry", بيان للوزارة."""
    children = hearing.sentence.children[head]
    below = [
        c for child in children if hearing.base(child) in ("acl", "amod") for c in hearing.sentence.children[child]
    ]
    for child in (*children, *below):  # "a report released by the mission", بيان صادر عن الرئاسة
        if hearing.base(child) in ("nmod", "obl", "appos") and child not in hearing.heads:
            source = source_at(hearing, child, stance)
            preposition = preposition_of(hearing.sentence, child) if child in below else None
            issued = preposition is not None and "by" in hearing.lexicon.preposition_parts(preposition)
            if source is not None and (issued or source.is_name or source.kind is not SourceKind.ANONYMOUS):
                return source
    return None


def _kind_of(hearing: Hearing, head: int, party: Party) -> SourceKind:
    lexicon, speakers = hearing.lexicon, hearing.speakers
    text = hearing.sentence.words[head].text
    if (
        fold(party.name) in speakers.media
        or lexicon.is_in("media", text)
        or (party.is_name and lexicon.is_in("media", party.text.split()[0]))
    ):
        return SourceKind.MEDIUM
    if party.is_name:
        return SourceKind.PERSON if party.type is EntityType.PERSON else SourceKind.ORGANISATION
    if lexicon.is_in("anonymous", text):
        return SourceKind.ANONYMOUS
    forms = frozenset(lexicon.forms(text))
    if forms & speakers.offices:
        return SourceKind.PERSON
    return SourceKind.ORGANISATION if forms & speakers.bodies else SourceKind.ANONYMOUS


def _described(hearing: Hearing, head: int, party: Party) -> Party:
    """The party with all that describes it, its article left out: "source close to the talks"."""
    sentence = hearing.sentence
    inside = [p for p in _describing(hearing, head) if abs(p - head) <= LONGEST_DESCRIPTION]
    run = [head]
    while run[0] - 1 in inside:
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in inside:
        run.append(run[-1] + 1)
    run = _trimmed(hearing, run, head, LEFT_OUT)
    bare = _trimmed(hearing, run, head, LEFT_OUT | {"det"})
    words = sentence.words
    name = " ".join((_without_clitics(words[bare[0]], hearing.lexicon), *(words[p].text for p in bare[1:])))
    text = " ".join(words[p].text for p in run)
    return replace(party, text=text, name=name, key=fold(name), start=words[run[0]].start, end=words[run[-1]].end)


def _without_clitics(word: Word, lexicon: Lexicon) -> str:
    """The word without the article or preposition written on it: "l'état-major", لمصدر."""
    fronts = len(word.tags) - 1
    if not fronts or word.tags[0] not in ("DET", "ADP", "CCONJ"):
        return word.text
    _, apostrophe, rest = word.text.replace("’", "'").partition("'")
    if apostrophe:
        return rest
    on_it = any(fold(word.text).startswith(fold(clitic)) for clitic in lexicon.words.clitics if len(clitic) == fronts)
    return word.text[fronts:] if on_it else word.text


def _trimmed(hearing: Hearing, run: list[int], head: int, relations: frozenset[str]) -> list[int]:
    """The run without words of some relations at its ends; no determiner but a real one counts as such."""
    first, last = run.index(head), run.index(head)
    words = hearing.sentence.words

    def stays(position: int) -> bool:
        relation = hearing.base(position)
        return relation not in relations or (relation == "det" and words[position].tags[0] != "DET")

    first = next((i for i in range(first) if stays(run[i])), first)
    last = next((i for i in range(len(run) - 1, last, -1) if stays(run[i])), last)
    return run[first : last + 1]


def _describing(hearing: Hearing, head: int) -> set[int]:
    """Positions under a noun that describe it: no clauses, no further nouns beside it, no medium that it told."""
    sentence = hearing.sentence
    found: set[int] = set()
    pending = [head]
    while pending:
        current = pending.pop()
        found.add(current)
        for child in sentence.children[current]:
            word = sentence.words[child]
            told = current == head and (
                media_under(hearing, child, Stance.SAYS) or _media_spoken_to(hearing, child, Stance.SAYS)
            )
            if (
                hearing.base(child) not in NOT_DESCRIBING
                and word.relation != "acl:relcl"
                and not told
                and (child not in hearing.heads or content_tag(word) != "VERB")
                and not hearing.names.is_time(child)
            ):
                pending.append(child)
    return found


def media_under(hearing: Hearing, head: int, stance: Stance) -> list[Source]:
    """Media to which somebody spoke, at a phrase or below it: "told Reuters", "in an interview with the daily X"."""
    found: list[Source] = []
    pending = [head]
    while pending:
        current = pending.pop()
        medium = source_at(hearing, current, stance) if _may_be_medium(hearing, current) else None
        if medium is not None and medium.kind is SourceKind.MEDIUM:
            found.append(medium)
        elif hearing.lexicon.is_in("attribution_nouns", hearing.sentence.words[current].text):
            pending.extend(c for c in hearing.sentence.children[current] if hearing.base(c) in ("nmod", "obl"))
    return found


def _may_be_medium(hearing: Hearing, position: int) -> bool:
    word = hearing.sentence.words[position]
    if hearing.lexicon.is_in("media", word.text):
        return True
    mention = hearing.names.mention_at(position)
    return mention is not None and mention.type is not EntityType.PERSON


def _named_medium(names: NamesInSentence, head: int, lexicon: Lexicon) -> Party | None:
    """The name behind a word such as "newspaper" or "website", whatever the tree makes of the quotation marks."""
    word = names.sentence.words[head]
    if not lexicon.is_in("media", word.text):
        return None
    quoted = _quoted_after(names.sentence, head)
    if quoted is not None:
        return quoted
    limit = names.sentence.words[min(head + NEAR_MEDIUM, len(names.sentence.words) - 1)].end
    mention = next((m for m in names.mentions if word.start <= m.start < limit), None)
    if mention is None:
        return _capitalised_after(names.sentence, head) or _named_before(names, head)
    if not _joins(names, mention, head):
        return None
    return replace(named_party(names, mention), type=EntityType.ORGANISATION)


def _named_before(names: NamesInSentence, head: int) -> Party | None:
    """The name right before a word: "Hürriyet gazetesi"."""
    words = names.sentence.words
    mention = names.mention_at(head - 1) if head else None
    joined = head > 0 and words[head - 1].head - 1 == head and words[head - 1].tags[-1] != "PART"
    if mention is None or mention.type is not EntityType.ORGANISATION or not joined or mention.end > words[head].start:
        return None
    return named_party(names, mention)


def _capitalised_after(sentence: ParsedSentence, head: int) -> Party | None:
    """The name that nobody took for one, written with capitals right after a word: "le quotidien Le Matin"."""
    below = sentence.subtree(head)
    last = head
    while last + 1 in below and last - head < NEAR_MEDIUM and sentence.words[last + 1].text[:1].isupper():
        last += 1
    if last == head or sentence.words[last].base not in ("nmod", "appos", "flat"):
        return None
    words = sentence.words[head + 1 : last + 1]
    return _named_organisation(words)


def _named_organisation(words: Sequence[Word]) -> Party:
    name = " ".join(word.text for word in words)
    start, end = words[0].start, words[-1].end
    return Party(
        text=name, start=start, end=end, name=name, key=name_key(name), type=EntityType.ORGANISATION, is_name=True
    )


def _joins(names: NamesInSentence, mention: Mention, head: int) -> bool:
    """Whether a name belongs to the word before it: no verb or preposition between; no noun ("the newspaper's editor
    X") where the name looks like a person's."""
    between = [word for word in names.sentence.words[head + 1 :] if word.end <= mention.start]
    barred = {"VERB", "ADP", "PUNCT", "CCONJ", "SCONJ"} | ({"NOUN"} if mention.type is EntityType.PERSON else set())
    return all(content_tag(word) not in barred for word in between)


def _quoted_after(sentence: ParsedSentence, head: int) -> Party | None:
    """The name in quotation marks right after a word: صحيفة “النهار”."""
    words = sentence.words[head + 1 : head + 2 + LONGEST_MEDIUM]
    if len(words) < 3 or words[0].text not in OPENING_MARKS:
        return None
    closing = next((p for p, word in enumerate(words[1:], 1) if word.text in CLOSING_MARKS), None)
    return None if closing is None or closing == 1 else _named_organisation(words[1:closing])


def same_as_before(source: Source, head: int, hearing: Hearing, unnamed: tuple[Source, ...]) -> Source:
    """ "The source" is the unnamed source described before; "a source" is another one."""
    short = len(source.name.split()) <= SHORT_DESCRIPTION
    if source.kind is not SourceKind.ANONYMOUS or not short or not _is_definite(hearing, head):
        return source
    forms = set(hearing.lexicon.forms(hearing.sentence.words[head].text))
    for before in reversed(unnamed):
        if any(forms & set(hearing.lexicon.forms(word)) for word in before.name.split()):
            return replace(source, name=before.name, key=before.key)
    return source


def _is_definite(hearing: Hearing, head: int) -> bool:
    """Whether the phrase has a definite article, or the language has none."""
    words, articles = hearing.sentence.words, hearing.speakers.articles
    determiners = [fold(words[c].text) for c in hearing.sentence.children[head] if hearing.base(c) == "det"]
    on_word = fold(words[head].text).startswith(tuple(articles)) if articles else False
    return not articles or on_word or any(determiner in articles for determiner in determiners)
