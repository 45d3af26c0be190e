"""Views are written fast, and as they always were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.model.conflict import ReviewState
from app.use_cases.drafts import read_draft
from app.use_cases.view_json import to_json, view_json
from app.use_cases.views import SlotValueView
from tests.fakes import fake_services

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS
    | st.datetimes(timezones=st.none() | st.sampled_from([UTC, timezone(timedelta(hours=3, minutes=30))]))
    | st.sampled_from(list(ReviewState))
)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(TEXTS, inner))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    name: str
    inner: object
    told: Mapping[str, object]
    nothing: None = None


def plainly(value: object) -> object:
    return json.loads(json.dumps(to_json(value), ensure_ascii=False))


@given(VALUES)
def test_any_view_is_written_as_its_json_values(value: object) -> None:
    shown = Shown(name="x", inner=value, told=MappingProxyType({"a": value}))
    assert json.loads(view_json(shown)) == plainly(shown)


def test_what_a_value_does_not_have_is_left_out() -> None:
    value = SlotValueView(type="phrase", text="twelve", start=0, end=6, label="twelve")
    assert view_json(value) == b'{"type":"phrase","text":"twelve","start":0,"end":6,"label":"twelve"}'


def test_a_number_of_any_length_is_written() -> None:
    assert view_json({"count": 10**30}) == b'{"count":1000000000000000000000000000000}'


def test_what_is_no_view_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON for object"):
        view_json({"x": object()})


def test_answers_are_the_bytes_that_they_were(tmp_path: Path) -> None:
    services = fake_services(tmp_path)
    for outlet, day in (("Harbour Post", 12), ("Al Marsa", 13)):
        text = f"Ada Venn | arrive | Port Lorne | 2024-03-{day} | 12"
        services.submit(read_draft({"outlet": outlet, "text": text, "published_at": "2024-03-14T08:00:00Z"}))
    services.analyse_pending()
    browse = services.browse
    pages = (browse.claims(), browse.clusters(), browse.conflicts(), browse.articles(), browse.entities())
    views = [item for page in pages for item in page.items]
    views += [browse.cluster(page.id) for page in browse.clusters().items]
    assert len(views) > 8
    for view in views:
        assert (
            view_json(view)
            == json.dumps(to_json(view), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
        )
