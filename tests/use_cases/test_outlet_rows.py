"""How outlets stand to each other is kept in rows; they are what a count from scratch gives, whatever happened."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.adapters.storage.engine import open_engine, parse_database_url
from app.adapters.storage.standings import count_all
from app.core.model.conflict import ReviewState
from app.use_cases.drafts import read_draft
from app.use_cases.services import Services
from app.use_cases.view_json import view_json
from app.use_cases.written_outlets import WrittenOutlets
from tests.fakes import fake_services
from tests.soundness import faults_of_outlets
from tests.use_cases.test_set_of_articles import ARTICLES, fresh
from tests.use_cases.test_set_with_decisions import Newsroom

STEPS = st.lists(
    st.sampled_from(["post", "post", "analyse", "delete", "again", "split", "merge", "undo", "review"]), max_size=12
)


class Desk(Newsroom):
    """Reviews conflicts, too."""

    def review(self) -> None:
        found = self.services.browse.conflicts().items
        if found:
            conflict = self.data.draw(st.sampled_from(found))
            self.services.review(conflict.id, self.data.draw(st.sampled_from(list(ReviewState))))


def url_of(services: Services) -> str:
    with services.store.reading() as unit:
        return f"sqlite:///{unit.links._session.get_bind().engine.url.database}"  # type: ignore[attr-defined]


def faults(url: str) -> list[str]:
    engine = open_engine(parse_database_url(url), writer=False)
    with Session(engine) as session:
        found = faults_of_outlets(session)
    engine.dispose()
    return found


@settings(max_examples=25, deadline=None)
@given(articles=ARTICLES, steps=STEPS, data=st.data())
def test_rows_are_what_a_count_from_scratch_gives(
    articles: list[dict[str, str]], steps: list[str], data: st.DataObject
) -> None:
    with fresh() as services:
        desk = Desk(services, articles, data)
        written = WrittenOutlets(store=services.store)
        for step in [*["post"] * 3, "analyse", *steps, "analyse"]:
            desk.step(step)
            # Those that were written before a change are not shown after it.
            shown = tuple(map(view_json, services.browse.outlets().items))
            assert written(limit=50).items == shown
        assert faults(url_of(services)) == []


def test_a_store_without_the_rows_gets_them_counted(tmp_path: object, database_url: str) -> None:
    services = fake_services(tmp_path, database_url=database_url)  # type: ignore[arg-type]
    for outlet, day in (("Harbour Post", 12), ("Gazette", 12), ("Al Marsa", 13)):
        text = f"Ada Venn | arrive | Port Lorne | 2024-03-{day} |"
        services.submit(read_draft({"outlet": outlet, "text": text, "published_at": "2024-03-14T08:00:00Z"}))
    services.analyse_pending()
    before = services.browse.outlets().items
    assert [len(outlet.agreement) for outlet in before] == [2, 2, 2]
    assert {pair.conflicting_clusters for pair in before[0].agreement} == {1}
    engine = open_engine(parse_database_url(database_url), writer=True)
    with Session(engine) as session:
        count_all(session)
        session.commit()
    engine.dispose()
    assert services.browse.outlets().items == before


def test_what_is_kept_of_outlets_has_a_bound(tmp_path: object) -> None:
    services = fake_services(tmp_path)  # type: ignore[arg-type]
    for number in range(6):
        services.submit(read_draft({"outlet": f"Outlet {number}", "text": "Ada Venn | meet | | |"}))
    services.analyse_pending()
    whole = WrittenOutlets(store=services.store)(limit=50)
    narrow = WrittenOutlets(store=services.store, most=3 * len(whole.items[0]))
    for _ in range(2):
        assert narrow(limit=50) == whole
    assert len(narrow._kept) <= 3
