"""Shows how the service understands text, one JSON object in, one out. docs/cli.md describes every field."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json import JSONDecodeError, loads

from app.commands.fields import read_instant, read_language
from app.core.claims.extraction import extract_claims, read_sentences
from app.core.cleaning import clean_text
from app.core.entities.names import Titles, compare_names
from app.core.entities.places import PlaceList
from app.core.errors import CrosscheckError, InvalidInput
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim
from app.core.model.conflict import Scope
from app.core.model.language import Knowledge
from app.core.model.records import Submission
from app.core.model.sentence import ParsedSentence, Sentence, WordSpan
from app.core.segmentation import split_sentences
from app.core.text_validity import check_text
from app.ports import PAIR_RELATIONS, Embedder, HtmlReader, LanguageDetector, PairJudge, Reader
from app.use_cases.cross_check import ArticleReading, cross_check, embed_claims
from app.use_cases.show import show_claim
from app.use_cases.understand_article import resolve_article
from app.use_cases.view_json import to_json

Row = Mapping[str, object]
Inspector = Callable[[Row], dict[str, object]]
DECIMALS = 4
# Two statements to be compared are taken to be of one moment, so that the lack of a date does not keep them apart.
ONE_MOMENT = datetime(2000, 1, 5, 12, tzinfo=UTC)


def inspect_lines(lines: Iterable[bytes], inspector: Inspector) -> Iterator[dict[str, object]]:
    """One answer for each line; a line that cannot be taken gives ``{"error": ...}``. Empty lines are lines too."""
    for line in lines:
        try:
            yield inspector(_row(line))
        except CrosscheckError as error:
            yield {"error": str(error)}


def inspect_names(titles: Titles) -> Inspector:
    """Whether two names, titles before them apart, may be one person's: ``{left, right}`` -> ``{same, score}``."""

    def compare(row: Row) -> dict[str, object]:
        compared = compare_names(titles.apart(_text(row, "left")), titles.apart(_text(row, "right")))
        return {"same": compared.same, "score": round(compared.score, DECIMALS)}

    return compare


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """The inspectors that need the models."""

    reader: Reader
    embedder: Embedder
    judge: PairJudge
    detector: LanguageDetector
    html: HtmlReader
    knowledge: Knowledge
    places: PlaceList

    def sentence(self, row: Row) -> dict[str, object]:
        """``{text, language?, reference?}`` -> words, entities, times, quantities, claims; apart from these, under
        ``leaning``, what needs the text around it to be understood or checked."""
        text = _text(row, "text")
        language = self._language(row, text)
        clean = _prose(text)
        words = self.knowledge.pack(language).cleaning
        sentences = split_sentences(text, clean, language=language, words=words)
        return self._understanding(_article("given", text, language, _instant(row)), clean, sentences)

    def words(self, row: Row) -> dict[str, object]:
        """``{words, language?, reference?}`` -> the same; offsets count in the words joined by single spaces."""
        words = row.get("words")
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise InvalidInput("words: give a list of non-empty strings")
        text = " ".join(words)
        check_text(text)
        language = self._language(row, text)
        spans = tuple(_spans(words))
        sentences = [Sentence(start=0, end=len(text), language=language, words=spans)] if spans else []
        return self._understanding(_article("given", text, language, _instant(row)), _prose(text), sentences)

    def pair(self, row: Row) -> dict[str, object]:
        """Two statements: ``{left, right, language?, reference?}`` -> ``{relation, score}``.

        Where their slots contradict each other, that decides; else the pair head does, from the words alone.
        """
        readings = [self._statement(row, side) for side in ("left", "right")]
        found = cross_check(readings, knowledge=self.knowledge, places=self.places, judge=self.judge)
        conflicts = [conflict.confidence for conflict in found.conflicts if conflict.scope is Scope.CROSS]
        if conflicts:
            return {"relation": "contradiction", "score": round(max(conflicts), DECIMALS)}
        judged = dict(
            zip(PAIR_RELATIONS, self.judge.judge([(_text(row, "left"), _text(row, "right"))])[0], strict=True)
        )
        relation = max(judged, key=lambda name: judged[name])
        return {"relation": relation, "score": round(float(judged[relation]), DECIMALS)}

    def clean(self, row: Row) -> dict[str, object]:
        """``{text or html, url?, language?}`` -> title, text, date, author, and what was dropped."""
        submission = self._submission(row)
        language = self._language(row, submission.text)
        clean = clean_text(submission.text, knowledge=self.knowledge, language=language)
        article = resolve_article("given", submission, clean, language=language)
        text = submission.text
        return {
            "title": article.title,
            "text": "\n\n".join(text[passage.start : passage.end] for passage in clean.passages),
            "published_at": _time_told(submission, clean),
            "author": article.author,
            "dropped": [
                {"kind": str(part.kind), "text": text[part.start : part.end], "start": part.start, "end": part.end}
                for part in clean.dropped
            ],
        }

    def _understanding(self, article: Article, clean: CleanText, sentences: Sequence[Sentence]) -> dict[str, object]:
        parsed = self.reader.read(sentences)
        readings = read_sentences(article, clean, parsed, knowledge=self.knowledge, places=self.places)
        claims = extract_claims(article, clean, parsed, knowledge=self.knowledge, places=self.places)
        return {
            "words": _words(parsed),
            "entities": [
                {
                    "type": str(mention.type),
                    "text": mention.text,
                    "start": mention.start,
                    "end": mention.end,
                    **({"key": mention.place_key} if mention.place_key else {}),
                }
                for reading in readings
                for mention in reading.names.mentions
                if not mention.generic
            ],
            "times": [
                {
                    "text": when.text,
                    "start": when.start,
                    "end": when.end,
                    "earliest": when.interval.earliest.isoformat() if when.interval else None,
                    "latest": when.interval.latest.isoformat() if when.interval else None,
                    "granularity": str(when.granularity),
                }
                for reading in readings
                for when in reading.times.times
            ],
            "quantities": [
                {
                    "text": quantity.text,
                    "start": quantity.start,
                    "end": quantity.end,
                    "low": quantity.low,
                    "high": quantity.high,
                    "unit": quantity.unit,
                }
                for reading in readings
                for quantity in reading.names.quantities
            ],
            "claims": [to_json(show_claim(claim, None)) for claim in claims if claim.stands_alone],
            "leaning": [to_json(show_claim(claim, None)) for claim in claims if not claim.stands_alone],
        }

    def _statement(self, row: Row, side: str) -> ArticleReading:
        text = _text(row, side)
        language = self._language(row, text)
        article = _article(side, text, language, _instant(row) or ONE_MOMENT)
        claims = tuple(read_prose(article, reader=self.reader, knowledge=self.knowledge, places=self.places))
        whole = [(0, len(text))] * (1 + max((claim.sentence for claim in claims), default=0))
        vectors = embed_claims(claims, whole, text, self.embedder)
        return ArticleReading(article_id=article.id, claims=claims, vectors=vectors)

    def _submission(self, row: Row) -> Submission:
        if isinstance(row.get("html"), str):
            if "text" in row:
                raise InvalidInput("give text or html, not both")
            url = row.get("url")
            return self.html.extract(str(row["html"]), url=url if isinstance(url, str) else None)
        return Submission(outlet="given", text=_text(row, "text"))

    def _language(self, row: Row, text: str) -> str:
        return read_language("language", row.get("language")) or self.detector.detect(text)


def read_prose(article: Article, *, reader: Reader, knowledge: Knowledge, places: PlaceList) -> list[Claim]:
    """The claims of a text that is taken as it stands: nothing of it is page furniture."""
    clean = _prose(article.text)
    words = knowledge.pack(article.language).cleaning
    parsed = reader.read(split_sentences(article.text, clean, language=article.language, words=words))
    return extract_claims(article, clean, parsed, knowledge=knowledge, places=places)


def _row(line: bytes) -> Row:
    try:
        row = loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InvalidInput(f"not UTF-8 at byte {error.start}") from error
    except (JSONDecodeError, RecursionError) as error:
        raise InvalidInput(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise InvalidInput("expected a JSON object")
    return row


def _text(row: Row, field: str) -> str:
    text = row.get(field)
    if not isinstance(text, str):
        raise InvalidInput(f"{field}: " + ("is missing" if text is None else "must be a string"))
    check_text(text)
    return text


def _instant(row: Row) -> datetime | None:
    return read_instant("reference", row.get("reference"))


def _article(name: str, text: str, language: str, published_at: datetime | None) -> Article:
    return Article(id=name, outlet=name, text=text, language=language, published_at=published_at)


def _prose(text: str) -> CleanText:
    """Every line that is not empty is a passage of its own: nothing is dropped here."""
    passages: list[Passage] = []
    position = 0
    for line in text.splitlines(keepends=True):
        start = position + len(line) - len(line.lstrip())
        end = position + len(line.rstrip())
        if start < end:
            passages.append(Passage(start=start, end=end, kind=PassageKind.BODY))
        position += len(line)
    return CleanText(passages=tuple(passages), dropped=())


def _spans(words: Sequence[str]) -> Iterator[WordSpan]:
    position = 0
    for word in words:
        yield WordSpan(text=word, start=position, end=position + len(word))
        position += len(word) + 1


def _words(sentences: Sequence[ParsedSentence]) -> list[dict[str, object]]:
    """All words of all sentences; heads count on from sentence to sentence, and each sentence has its root 0."""
    words: list[dict[str, object]] = []
    for sentence in sentences:
        before = len(words)
        words.extend(
            {
                "text": word.text,
                "start": word.start,
                "end": word.end,
                "tag": word.tag,
                "head": before + word.head if word.head else 0,
                "relation": word.relation,
            }
            for word in sentence.words
        )
    return words


def _time_told(submission: Submission, clean: CleanText) -> str | None:
    """The time of publication; only its day where only the day is told."""
    told = submission.published_at or clean.published_at
    if told is None:
        return None
    return told.isoformat() if told.tzinfo else told.date().isoformat()
