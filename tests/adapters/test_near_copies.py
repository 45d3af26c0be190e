"""Signatures of sentences: copies are told from reports that were written independently."""

import pytest
from datasketch import MinHash
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.near_copies.minhash import KEPT, SEED, VALUES, fingerprint, shingles_of
from app.core.linking.origins import NEAR_COPY, resemblance

WIRE = (
    "Eleven dock workers were hurt on Monday night when a crane fell on the southern quay of Port Lorne,"
    " the harbour authority said."
)
EDITED = (
    "Eleven dock workers were injured late on Monday when a crane fell on the southern quay of Port Lorne,"
    " the harbour authority said."
)
OWN = (
    "A crane came down on a quay in Port Lorne overnight; the hospital counts eleven injured, all of them dockers,"
    " and expects to release most by noon."
)
FIRST_VALUES = (39678, 1354, 36822)
ARABIC = "أصيب أحد عشر عاملا مساء الاثنين إثر سقوط رافعة على الرصيف الجنوبي لميناء لورن وفق ما أعلنت هيئة الميناء"
ARABIC_POINTED = (
    "أُصيبَ أحدَ عشرَ عاملًا مساء الإثنين إثر سقوط رافعة على الرصيف الجنوبي لميناء لورن، وفق ما أعلنت هيئة الميناء."
)


def alike(left: str, right: str) -> float:
    return resemblance(*fingerprint([left, right]))


@pytest.mark.parametrize(("left", "right"), [(WIRE, WIRE), (WIRE, EDITED), (ARABIC, ARABIC_POINTED)])
def test_a_copy_with_a_few_words_exchanged_is_still_one(left: str, right: str) -> None:
    assert alike(left, right) >= NEAR_COPY


def test_two_reports_of_one_event_are_no_copies() -> None:
    assert alike(WIRE, OWN) < NEAR_COPY / 2


def test_the_estimate_is_near_the_share_of_common_shingles() -> None:
    left, right = shingles_of(WIRE), shingles_of(EDITED)
    assert alike(WIRE, EDITED) == pytest.approx(len(left & right) / len(left | right), abs=0.15)


def test_signatures_are_the_same_on_every_machine() -> None:
    (signature,) = fingerprint([WIRE])
    assert (len(signature), signature[:3]) == (VALUES, FIRST_VALUES)


@given(st.text(st.sampled_from("abcأبت中文 "), min_size=5, max_size=200))
def test_signatures_are_those_that_were_stored_before(text: str) -> None:
    theirs = MinHash(num_perm=VALUES, seed=SEED, scheme="affine32")
    theirs.update_batch([shingle.encode() for shingle in shingles_of(text)])
    expected = tuple(int(value) & KEPT for value in theirs.hashvalues) if shingles_of(text) else ()
    assert fingerprint([text]) == [expected]


def test_a_text_without_three_words_has_no_signature() -> None:
    assert fingerprint(["Crane falls", "", "…"]) == [(), (), ()]
    assert fingerprint([]) == []
    assert resemblance((), ()) == 0.0


def test_a_script_without_spaces_is_cut_into_letters() -> None:
    assert shingles_of("起重機倒塌") == {"起 重 機", "重 機 倒", "機 倒 塌"}
    assert (
        alike("週一晚間洛恩港南碼頭一台起重機倒塌十一人受傷", "週一晚間洛恩港南碼頭一台起重機倒塌十二人受傷")
        >= NEAR_COPY
    )


def test_letters_that_no_encoding_writes_do_no_harm() -> None:
    assert len(fingerprint(["one \ud800 two three"])[0]) == VALUES
