"""What is kept short comes back as it was, and sorts as before."""

from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from app.adapters.storage.column_types import (
    Key,
    LocalTime,
    Month,
    PackedJson,
    PackedText,
    PartitionMonth,
    Reasons,
    local_text,
    long_id,
    short_id,
)
from app.adapters.storage.months import month_number, month_of_number
from app.adapters.storage.packing import NEWEST, PLAIN, pack, unpack
from app.adapters.storage.sorting import claim_key, cluster_key, instant_text, text_instant
from app.core.linking.edges import REASONS, ROLE_REASON
from app.rounding import codes_of, round_vectors

SQLITE, POSTGRES = sqlite.dialect(), postgresql.dialect()
HEX = st.text("0123456789abcdef", min_size=8, max_size=24)
MOMENTS = st.datetimes(min_value=datetime(1, 1, 1), max_value=datetime(9999, 12, 31))


@given(key=HEX | st.builds("clm_{}".format, HEX) | st.builds("clu_{}".format, HEX) | st.text(max_size=30))
def test_an_id_comes_back_as_it_was(key: str) -> None:
    assert long_id(short_id(key)) == key
    assert Key().process_bind_param(key, POSTGRES) == key


@given(keys=st.lists(st.text("0123456789abcdef", min_size=20, max_size=20), min_size=2))
def test_short_ids_sort_as_ids_do(keys: list[str]) -> None:
    for beginning in ("", "clm_", "clu_", "con_"):
        own = [beginning + key for key in keys]
        assert sorted(own) == [long_id(short) for short in sorted(short_id(key) for key in own)]  # type: ignore[type-var]
        assert all(len(short_id(key)) == 11 for key in own)


def test_what_only_looks_like_an_id_stays_as_it_is() -> None:
    for key in ("clm_ABCDEF0123456789", "0123 4567", "clm_123", "clm_", "unknown-000", "abcdef012"):
        assert short_id(key) == key


@given(moments=st.lists(MOMENTS, min_size=2, max_size=20))
def test_local_times_sort_as_they_pass_in_every_form(moments: list[datetime]) -> None:
    moments += [moment.replace(microsecond=0) for moment in moments]
    moments += [moment.replace(second=0, microsecond=0) for moment in moments]
    moments += [moment.replace(hour=0, minute=0, second=0, microsecond=0) for moment in moments]
    ordered = sorted(set(moments))
    texts = [local_text(moment) for moment in ordered]
    kept = [LocalTime().process_bind_param(text, SQLITE) for text in texts]
    assert all(one < other for one, other in pairwise(texts))
    assert all(one < other for one, other in pairwise(kept))
    assert [LocalTime().process_result_value(value, SQLITE) for value in kept] == texts
    assert [datetime.fromisoformat(text) for text in texts] == ordered
    assert [LocalTime().process_bind_param(text, POSTGRES) for text in texts] == texts


@given(moments=st.lists(MOMENTS, min_size=2, max_size=20))
def test_keys_of_lists_sort_by_the_time(moments: list[datetime]) -> None:
    ordered = sorted({moment.replace(tzinfo=UTC) for moment in moments})
    texts = [instant_text(moment) for moment in ordered]
    assert texts == sorted(texts)
    assert [text_instant(text) for text in texts] == ordered
    assert instant_text(None) == ""
    assert text_instant("") is None


def test_undated_claims_are_listed_first_then_the_latest_in_the_order_of_the_text() -> None:
    early, late = (instant_text(datetime(2024, 3, day, tzinfo=UTC)) for day in (1, 2))
    keys = [claim_key("", "a", 0), claim_key(late, "b", 0), claim_key(late, "b", 1), claim_key(early, "c", 0)]
    assert keys == sorted(keys, reverse=True)
    assert cluster_key(late, "clu_0123456789abcdef0123") == f"{late}~0123456789abcdef"


def test_months_are_numbered_in_their_order() -> None:
    months = ["", "0001-01", "1999-12", "2000-01", "2024-03", "9999-12"]
    numbers = [month_number(month) for month in months]
    assert numbers == sorted(numbers)
    assert [month_of_number(number) for number in numbers] == months
    for kind in (Month(), PartitionMonth()):
        kept = [kind.process_bind_param(month, SQLITE) for month in months]
        assert kept == sorted(kept)
        assert [kind.process_result_value(value, SQLITE) for value in kept] == months


@given(text=st.text(max_size=2_000))
def test_a_packed_text_comes_back_as_it_was(text: str) -> None:
    packed = PackedText().process_bind_param(text, SQLITE)
    assert packed is not None
    assert PackedText().process_result_value(packed, SQLITE) == text
    assert len(packed) <= len(text.encode()) + 1


def test_texts_that_no_database_takes_as_text_are_packed() -> None:
    assert (
        PackedText().process_result_value(PackedText().process_bind_param("a\ud800b\0", SQLITE), SQLITE) == "a\ud800b\0"
    )


def test_documents_are_packed_by_a_dictionary_that_knows_them() -> None:
    document = b'{"statement":"x","attribution":[{"kind":"outlet","text":"Post","name":"Post","key":"post"}]}'
    assert pack(document)[0] == NEWEST
    assert len(pack(document)) < len(document) / 2
    assert pack(b"\x00\x01")[0] == PLAIN
    assert unpack(pack(document)) == document
    value = {"a": [1, 2.5, None, "ع"]}
    assert PackedJson().process_result_value(PackedJson().process_bind_param(value, SQLITE), SQLITE) == value


@pytest.mark.parametrize("reason", [*REASONS.values(), ", ".join(REASONS.values()), ROLE_REASON])
def test_every_reason_of_the_core_is_kept_in_letters(reason: str) -> None:
    kept = Reasons().process_bind_param(reason, SQLITE)
    assert kept is not None
    assert len(kept) <= len(REASONS)
    assert Reasons().process_result_value(kept, SQLITE) == reason


@pytest.mark.parametrize("reason", ["toy", "", "alike in meaning, and more", "=same place"])
def test_another_reason_is_kept_as_it_is(reason: str) -> None:
    assert Reasons().process_result_value(Reasons().process_bind_param(reason, SQLITE), SQLITE) == reason


@pytest.mark.parametrize("dimensions", [2, 8, 64, 768])
def test_rounding_what_was_rounded_changes_nothing(dimensions: int) -> None:
    chance = np.random.default_rng(3)
    for scale in (1e-8, 1.0, 1e5):
        vectors = (chance.normal(size=(200, dimensions)) * scale).astype(np.float32)
        vectors[0] = 0
        vectors[1, : dimensions // 2] = 0
        rounded = round_vectors(vectors)
        assert np.array_equal(round_vectors(rounded), rounded)
        assert np.array_equal(codes_of(rounded).codes, codes_of(vectors).codes)
    assert round_vectors(np.zeros((0, dimensions), dtype=np.float32)).shape == (0, dimensions)


def test_rounding_changes_cosines_by_less_than_a_half_thousandth_on_average() -> None:
    chance = np.random.default_rng(4)
    vectors = chance.normal(size=(300, 768)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rounded = round_vectors(vectors)
    off = rounded @ rounded.T - vectors @ vectors.T
    assert off.std() < 5e-4
    assert np.abs(off).max() < 2.5e-3
    assert np.abs(np.linalg.norm(rounded, axis=1) - 1).max() < 1e-5
