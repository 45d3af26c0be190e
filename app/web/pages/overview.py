"""The overview: which stories are disputed most, what is new, and which conflicts there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import AfterValidator, BaseModel, Field
from starlette.responses import JSONResponse, Response

from app.core.folding import fold
from app.core.model.conflict import ConflictKind
from app.core.model.records import ClusterFilter, ClusterOrder, ConflictFilter, Slice
from app.use_cases.browse import Browse
from app.use_cases.drafts import parse_instant
from app.use_cases.glance import Meaning, News
from app.web.api.answers import services_of
from app.web.api.filters import end_of_period
from app.web.pages.page import Chosen, Code, Cursor, Word, instant_of, page, page_router, words_of
from app.web.pages.showing import language_name, show_interval, show_number
from app.web.pages.wording import Wording

PAGE = 10  # stories or conflicts of one list
NAMES_OFFERED = 40  # people, places and outlets to choose from; others can be typed
LARGEST_NUMBER = 10**18 - 1
NOTHING: Slice[Any] = Slice((), None)
PLAIN_DATE = 10  # characters of 2020-06-03

router = page_router()


def _known_instant(text: str) -> str:
    parse_instant(text)
    return text


Day = Annotated[Annotated[str, Field(max_length=40), AfterValidator(_known_instant)] | None, Chosen]
Flag = Annotated[bool | None, Chosen]


def without_nothing(parameters: Mapping[str, str | None]) -> dict[str, str]:
    """Those that say something."""
    return {name: value for name, value in parameters.items() if value}


class OverviewQuery(BaseModel):
    """What the form and the links send. The three lists are turned over independently. ``person_id`` says whom of
    several ``person`` means; ``single`` lets in stories that one outlet alone tells."""

    q: Word = None
    person: Word = None
    person_id: Word = None
    place: Word = None
    place_id: Word = None
    outlet: Word = None
    language: Code = None
    kind: Annotated[ConflictKind | None, Chosen] = None
    since: Annotated[Day, Field(alias="from")] = None
    until: Annotated[Day, Field(alias="to")] = None
    disputed: Flag = None
    single: Flag = None
    disputed_after: Cursor = None
    newest_after: Cursor = None
    conflicts_after: Cursor = None

    def filters(self) -> dict[str, str]:
        """The part that every link keeps, by the names of the address."""
        told = {
            "q": self.q,
            "person": self.person,
            "person_id": self.person_id,
            "place": self.place,
            "place_id": self.place_id,
            "outlet": self.outlet,
            "language": self.language,
            "kind": self.kind.value if self.kind is not None else None,
            "from": self.since,
            "to": self.until,
            "disputed": "1" if self.disputed else None,
            "single": "1" if self.single else None,
        }
        return without_nothing(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Whom or what a typed name means: an id or a key for the store; else whom it may mean."""

    name: str | None = None
    key: str | None = None
    choices: tuple[Meaning, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the reader has still to say whom."""
        return self.name is not None and self.key is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One filter that holds, and the filters without it. ``is_name``: it stands as somebody wrote it."""

    label: str
    text: str
    rest: Mapping[str, str]
    is_name: bool = False


@router.get("/")
def show_overview(request: Request, query: Annotated[OverviewQuery, Query()]) -> Response:
    """Counts, the most disputed stories with their sides, the newest stories, the newest conflicts."""
    browse = services_of(request).browse
    words = words_of(request)
    person = find_meant(browse, query.person, query.person_id, place=False)
    place = find_meant(browse, query.place, query.place_id, place=True)
    disputed, newest, conflicts = list_all(browse, query, person, place)
    news = browse.news()
    names = browse.names_in_use(NAMES_OFFERED)
    chips = chips_of(query, words)
    return page(
        request,
        "overview.html",
        query=query,
        filters=query.filters(),
        queue=without_nothing({**query.filters(), "person_id": person.key, "place_id": place.key}),
        chips=chips,
        named=", ".join(chip.text for chip in chips),
        open_names={"person": person, "place": place},
        counts=shown_counts(news, words),
        last=news.last,
        names=names,
        text_languages=sorted({*names.languages, *([query.language] if query.language else [])}),
        kinds=[kind.value for kind in ConflictKind],
        disputed=disputed,
        newest=newest,
        conflicts=conflicts,
    )


@router.get("/news")
def show_news(request: Request, since: Annotated[int, Query(ge=0, le=LARGEST_NUMBER)] = 0) -> Response:
    """For the overview's script: what happened after an event, in words, and the counts as they are now."""
    news, words = services_of(request).browse.news(since), words_of(request)
    answer = {"text": news_text(news, words), "counts": shown_counts(news, words)}
    return JSONResponse(answer, headers={"Cache-Control": "no-store", "Content-Language": words.code})


def news_text(news: News, words: Wording) -> str | None:
    """ "3 new conflicts, 2 new reports"; None where nothing is new."""
    if not news.complete:
        return words["overview.much_new"]
    told = [
        words.count(key, number)
        for key, number in (("overview.new_conflicts", news.conflicts), ("overview.new_reports", news.articles))
        if number
    ]
    if not told and news.others:
        return words["overview.changed"]
    return words["page.list_joiner"].join(told) or None


def shown_counts(news: News, words: Wording) -> dict[str, str]:
    """As a reader writes numbers; what is seldom there only where it is."""
    seldom = ("waiting", "failed")
    return {
        key: show_number(str(count), words.code) for key, count in news.counts.items() if count or key not in seldom
    }


def find_meant(browse: Browse, typed: str | None, chosen: str | None, *, place: bool) -> Meant:
    """``chosen`` is an id that goes with the name, as long as the name is still one of that entity's."""
    if chosen is not None:
        found = browse.meant_by(chosen, place=place)
        if len(found) == 1 and (typed is None or any(fold(typed) in fold(one) for one in found[0].names)):
            return Meant(name=typed or found[0].names[0], key=found[0].id)
    if typed is None:
        return Meant()
    found = browse.meant_by(typed, place=place)
    if len(found) == 1:
        return Meant(name=typed, key=found[0].id)
    if not found and place and browse.clusters(ClusterFilter(place=typed), limit=1).items:
        return Meant(name=typed, key=typed)  # the key of a country or a region: all that lies in it
    return Meant(name=typed, choices=found)


def list_all(
    browse: Browse, query: OverviewQuery, person: Meant, place: Meant
) -> tuple[Slice[Any], Slice[Any], Slice[Any]]:
    """The most disputed stories, the newest ones, the newest conflicts; nothing while a name is open."""
    if person.is_open or place.is_open:
        return NOTHING, NOTHING, NOTHING
    kind = query.kind.value if query.kind is not None else None
    common: dict[str, Any] = {
        "entity": person.key,
        "place": place.key,
        "outlet": query.outlet,
        "language": query.language,
        "since": instant_of(query.since, parse_instant),
        "until": instant_of(query.until, end_of_period),
        "query": query.q,
    }
    several = 1 if query.single or query.disputed else 2
    return (
        browse.stories(
            ClusterFilter(**common, conflict_kind=kind, disputed=True),
            limit=PAGE,
            cursor=query.disputed_after,
            order=ClusterOrder.DISPUTED,
        ),
        browse.stories(
            ClusterFilter(**common, conflict_kind=kind, disputed=query.disputed or None, min_outlets=several),
            limit=PAGE,
            cursor=query.newest_after,
        ),
        browse.short_conflicts(ConflictFilter(**common, kind=kind), limit=PAGE, cursor=query.conflicts_after),
    )


def chips_of(query: OverviewQuery, words: Wording) -> list[Chip]:
    """The filters that hold, in the order of the form."""
    kept = query.filters()
    shown = {
        "q": query.q,
        "person": query.person or query.person_id,
        "place": query.place or query.place_id,
        "outlet": query.outlet,
        "language": language_name(query.language, words.code) if query.language else None,
        "kind": words.of("kinds", query.kind.value) if query.kind is not None else None,
        "from": _day(query.since, words.code),
        "to": _day(query.until, words.code),
        "disputed": words["overview.only_disputed"] if query.disputed else None,
        "single": words["overview.single"] if query.single else None,
    }
    return [
        Chip(
            label=words[f"overview.{name}"] if name not in ("disputed", "single") else "",
            text=text,
            rest={key: value for key, value in kept.items() if key not in (name, f"{name}_id")},
            is_name=name in ("q", "person", "place", "outlet"),
        )
        for name, text in shown.items()
        if text
    ]


def _day(text: str | None, screen: str) -> str | None:
    """A plain date in full; a moment as it was asked for."""
    if text is None or len(text) != PLAIN_DATE:
        return text
    return show_interval(text, text, screen)
