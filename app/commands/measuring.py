"""``crosscheck inspect`` and ``crosscheck evaluate``: how well the service understands text."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.bootstrap import Parts
from app.commands.inspection import Inspection, Inspector, inspect_lines, inspect_names
from app.commands.joined import parts_without_database
from app.commands.terminal import notes, progress_bar, results, write_json
from app.core.entities.names import Titles
from app.core.errors import InvalidInput
from app.core.model.article import Article
from app.core.model.records import Submission
from app.knowledge.loader import load_knowledge
from app.use_cases.cross_check import ArticleReading, embed_claims
from app.use_cases.evaluate import evaluate_scenarios
from app.use_cases.evaluation_report import EvaluationReport, format_report
from app.use_cases.understand_article import UnderstandArticle

WITHOUT_MODELS = frozenset({"clean"})


def inspect(what: str) -> None:
    """Answer each line of standard input with one line, as soon as it is read."""
    if what == "names":
        _answer(inspect_names(Titles(load_knowledge().languages.values())))
        return
    with parts_without_database(models=what not in WITHOUT_MODELS) as parts:
        inspection = Inspection(
            reader=parts.reader,
            embedder=parts.embedder,
            judge=parts.judge,
            detector=parts.detector,
            html=parts.html,
            knowledge=parts.knowledge,
            places=parts.places,
        )
        inspectors: dict[str, Inspector] = {
            "sentence": inspection.sentence,
            "words": inspection.words,
            "pair": inspection.pair,
            "clean": inspection.clean,
        }
        _answer(inspectors[what])


def evaluate(files: Sequence[Path], *, json: bool, mistakes: bool) -> None:
    """Print the scores of each file."""
    for file in files:
        if not file.is_file():
            raise InvalidInput(f"{file}: there is no such file; name files of annotated scenarios")
    with parts_without_database(models=True) as parts:
        for file in files:
            report = _evaluate_file(file, parts)
            if json:
                write_json({"file": file.name, **report.as_dict()})
                continue
            results().print(f"{file.name}\n{format_report(report)}\n", markup=False)
            for mistake in report.mistakes if mistakes else ():
                notes().print(mistake, markup=False)


def _answer(inspector: Inspector) -> None:
    for answer in inspect_lines(sys.stdin.buffer, inspector):
        write_json(answer)


def _evaluate_file(file: Path, parts: Parts) -> EvaluationReport:
    with progress_bar(f"Evaluating {file.name}", total=None) as advance:

        def progress(_done: int, _total: int) -> None:
            advance()

        return evaluate_scenarios(
            file,
            _analyser(parts),
            knowledge=parts.knowledge,
            places=parts.places,
            judge=parts.judge,
            progress=progress,
        )


def _analyser(parts: Parts) -> Callable[[Article], ArticleReading]:
    understand = UnderstandArticle(
        reader=parts.reader,
        detector=parts.detector,
        knowledge=parts.knowledge,
        places=parts.places,
        fingerprints=parts.fingerprints,
    )

    def analyse(article: Article) -> ArticleReading:
        submission = Submission(
            outlet=article.outlet,
            text=article.text,
            title=article.title,
            language=article.language,
            published_at=article.published_at,
        )
        understood = understand(article.id, submission)
        spans = [(sentence.start, sentence.end) for sentence in understood.sentences]
        vectors = embed_claims(understood.claims, spans, article.text, parts.embedder)
        return ArticleReading(article_id=article.id, claims=understood.claims, vectors=vectors)

    return analyse
