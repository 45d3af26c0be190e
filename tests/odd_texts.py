"""Texts that nobody would write, and what must hold of whatever is read out of them.

For the tests (some dozens) and for ``python -m benchmarks.fuzz`` (as many as the time allows).
"""

import json
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

from app.adapters.fetching.page_reader import PageReader
from app.adapters.near_copies.minhash import fingerprint
from app.core.entities.places import NoPlaces
from app.core.errors import InvalidInput
from app.core.model.records import Submission
from app.core.text_validity import check_text
from app.knowledge.loader import load_knowledge
from app.use_cases.understand_article import UnderstandArticle
from tests.fakes import EnglishDetector, FlatReader

LANGUAGES = ("en", "ar", "fr", "es", "de", "tr", "ru", "fa", "el")
SEEDS = Path(__file__).parent.parent / "seeds" / "articles"
# Repeated without end, each is what some expression, or some loop, might be slow at.
UNITS = (
    *("a", "9", "9,", "9.", "9 ", "1/", "-", "(", "[(", '"', "«", "»", "'", "!?", "...", "،", "؛", "。", "|", " | "),
    *("&amp;", "&#x41;", "&", "<p>", "</div>", "<!--", "<a href='", "]]>", " ", "\n", "\t", "\r", "\u00a0", "\u2028"),
    *(
        "\u0301",
        "\u0640",
        "\u200f",
        "\u202e",
        "\ufeff",
        "\U0001f468\u200d",
        "ه",
        "ا ",
        "١",
        "١٢٬",
        "한",
        "𝔸",
        "x_",
        "a-",
        "a'",
    ),
    *(
        "e.g. ",
        "a.",
        "A.B.",
        "http://a",
        "www.a.",
        "@a",
        "#a ",
        "a@b.",
        "12:30 ",
        "12:30\n",
        "2024-01-01 ",
        "* ",
        "a\n",
    ),
    *("and ", "said ", "he said that ", "the the ", "of the ", "Ada Venn ", "Mr. ", '"He said" ', "12 March ", "not "),
    *(
        "March 12, 2024 ",
        "yesterday ",
        "ten ",
        "twenty-five thousand million ",
        "خمسة و",
        "مليون و",
        "$5 ",
        "5% ",
        "who ",
    ),
    *("denied that ", "according to ", "if ", "— ", "By Ada\n", "Read more\n", "word word word.\n", "نفى أن ", "وقال "),
    "Ada Venn arrived in Port Lorne. ",
    "minister Ada Venn met minister Ada Venn and ",
)


@cache
def understander() -> UnderstandArticle:
    """The real reading with all knowledge, but for the encoder."""
    return UnderstandArticle(
        reader=FlatReader(),
        detector=EnglishDetector(),
        knowledge=load_knowledge(),
        places=NoPlaces(),
        fingerprints=fingerprint,
    )


@cache
def seed_texts() -> tuple[str, ...]:
    """Real articles, to be spoilt."""
    return tuple(json.loads(path.read_text(encoding="utf-8"))["text"] for path in sorted(SEEDS.glob("*.json")))


def read_through(text: str, language: str) -> int:
    """Cleans and reads the text, and checks what must hold of any; how many claims there are."""
    try:
        check_text(text)
    except InvalidInput:
        return 0  # refused at the door
    found = understander()("fuzzed", Submission(outlet="Harbour Post", text=text, language=language))
    spans = sorted((span.start, span.end) for span in (*found.clean.passages, *found.clean.dropped))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans)), "passages lie apart"
    for sentence in found.sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert all(text[word.start : word.end] for word in sentence.words)
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.quote
        assert claim.statement.strip()
    assert len({claim.id for claim in found.claims}) == len(found.claims)
    return len(found.claims)


def read_page(html: str) -> None:
    """Takes the article out of a page, or refuses it in words."""
    with suppress(InvalidInput):
        page = PageReader().extract(html, url="https://harbour-post.example/a")
        assert page.text.strip()


def endless(unit: str, length: int) -> str:
    """The unit again and again, so many characters."""
    return (unit * (length // len(unit) + 1))[:length]


def some_text(chance: random.Random) -> str:
    """A spoilt article, or pieces of everything."""
    make: Sequence[Callable[[random.Random], str]] = (_spoilt, _pieces, _mixed, _letters)
    return chance.choice(make)(chance)


def _pieces(chance: random.Random) -> str:
    parts = (endless(unit, chance.randint(1, 400)) for unit in chance.choices(UNITS, k=chance.randint(1, 12)))
    return chance.choice(("", " ", "\n", ". ")).join(parts)


def _mixed(chance: random.Random) -> str:
    lines = [line for text in chance.choices(seed_texts(), k=3) for line in text.split("\n")]
    return "\n".join(chance.choices([*lines, *UNITS], k=chance.randint(1, 40)))


def _letters(chance: random.Random) -> str:
    planes = ((0, 0x7F), (0x80, 0x24F), (0x300, 0x36F), (0x400, 0x4FF), (0x590, 0x6FF), (0x2000, 0x206F), (0, 0x10FFFF))
    low, high = chance.choice(planes)
    return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 2_000)))


def _spoilt(chance: random.Random) -> str:
    text = chance.choice(seed_texts())
    for _ in range(chance.randint(1, 20)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 2, 10, 300)))
        put = chance.choice(
            (chance.choice(UNITS), text[end : end + chance.randint(0, 80)], "", endless(chance.choice(UNITS), 50))
        )
        text = text[:start] + put + text[end:]
    return text


def some_page(chance: random.Random) -> str:
    """A page around a spoilt text, its tags spoilt as well."""
    tags = ("p", "div", "article", "table", "tr", "td", "ul", "li", "script", "style", "svg", "template", "time", "h1")
    parts = []
    for _ in range(chance.randint(1, 60)):
        tag = chance.choice(tags)
        inner = some_text(chance)[: chance.randint(0, 300)]
        parts.append(
            chance.choice((f"<{tag}>{inner}</{tag}>", f"<{tag}>{inner}", f"{inner}</{tag}>", f"<{tag} {inner}>", inner))
        )
    return "<html><body>" + "".join(parts) + chance.choice(("</body></html>", "", "<!--", "</"))
