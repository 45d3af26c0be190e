"""Independent origins: copies, agencies, cited sources and cited outlets count once."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.entities.names import name_key
from app.core.linking.origins import count_independent_origins, count_origins, shared_origins
from app.core.linking.summary import summarise_cluster
from app.core.model.claim import Claim, SlotName, Source, SourceKind, Stance
from app.core.model.origin import OriginKind, Provenance, SharedOrigin
from tests.core.claims_by_hand import claim, count, place

WIRE, OTHER = tuple(range(64)), tuple(range(100, 164))


def cited(name: str, kind: SourceKind = SourceKind.PERSON, *, key: str | None = None, is_name: bool = True) -> Source:
    key = name_key(name) if key is None else key
    return Source(kind=kind, text=name, name=name, key=key, stance=Stance.SAYS, is_name=is_name)


def told(outlet: str, *sources: Source, of: Provenance | None = None, id: str | None = None) -> Claim:
    """A claim of an outlet, in words of its own."""
    made = claim(id or outlet, article=outlet, statement=f"{outlet} says so", sources=sources)
    return replace(made, provenance=of or Provenance())


def shared(kind: OriginKind, name: str | None, *outlets: str) -> SharedOrigin:
    return SharedOrigin(kind=kind, name=name, outlets=tuple(f"{outlet} news" for outlet in outlets))


def test_outlets_with_nothing_in_common_are_independent():
    claims = [told("east"), told("west"), told("south", cited("Ada Venn"))]
    assert shared_origins(claims) == ()
    assert count_independent_origins(claims) == 3


def test_one_outlet_is_one_origin_however_often_it_reports():
    assert count_independent_origins([told("east", id="a"), told("east", id="b"), told("west")]) == 2


def test_one_person_cited_in_two_scripts_is_one_source():
    claims = [
        told("east", cited("خليل المغاوير")),
        told("west", cited("Khalil Megawer")),
        told("south", cited("Ada Venn")),
    ]
    (found,) = shared_origins(claims)
    assert (found.kind, found.outlets) == (OriginKind.SOURCE, ("east news", "west news"))
    assert count_independent_origins(claims) == 2


def test_a_medium_in_the_middle_of_the_chain_is_shared_too():
    agency = cited("Sahil Radio", SourceKind.MEDIUM)
    claims = [told("east", agency, cited("Ada Venn")), told("west", agency)]
    assert shared_origins(claims) == (shared(OriginKind.SOURCE, "Sahil Radio", "east", "west"),)


def test_unnamed_sources_are_nobody_in_common():
    source = cited("a security source", SourceKind.ANONYMOUS, key="", is_name=False)
    assert shared_origins([told("east", source), told("west", source)]) == ()


def test_an_office_that_both_cite_is_one_source_without_a_name():
    police = cited("the harbour police", SourceKind.ORGANISATION, key="harbour police", is_name=False)
    assert shared_origins([told("east", police), told("west", police)])[0].kind is OriginKind.SOURCE


def test_who_cites_the_other_outlet_adds_nothing_of_its_own():
    claims = [told("east"), told("west", cited("East News", SourceKind.MEDIUM)), told("south")]
    assert shared_origins(claims) == (shared(OriginKind.OUTLET, "east news", "east", "west"),)
    assert count_independent_origins(claims) == 2


def test_an_outlet_is_no_common_source_of_its_own_reports():
    claims = [told("east", cited("East News", SourceKind.MEDIUM)), told("west")]
    assert shared_origins(claims) == ()


def test_an_agency_stands_behind_all_who_carry_or_cite_it():
    afp = Provenance(agencies=("AFP",))
    claims = [told("east", of=afp), told("west", cited("AFP", SourceKind.MEDIUM), of=afp), told("south")]
    assert shared_origins(claims) == (shared(OriginKind.AGENCY, "AFP", "east", "west"),)
    assert count_independent_origins(claims) == 2


def test_a_passage_taken_over_depends_and_an_own_paragraph_does_not():
    wire, copy = Provenance(fingerprint=WIRE), Provenance(fingerprint=(*WIRE[:30], *OTHER[30:]))
    own = Provenance(fingerprint=OTHER)
    assert shared_origins([told("east", of=wire), told("west", of=copy)]) == (
        shared(OriginKind.COPY, None, "east", "west"),
    )
    assert shared_origins([told("east", of=wire), told("west", of=own)]) == ()


def test_a_copy_of_a_copy_is_one_text():
    middle = Provenance(fingerprint=(*WIRE[:32], *OTHER[32:]))
    claims = [
        told("a", of=Provenance(fingerprint=WIRE)),
        told("b", of=middle),
        told("c", of=Provenance(fingerprint=OTHER)),
    ]
    assert shared_origins(claims) == (shared(OriginKind.COPY, None, "a", "b", "c"),)


def test_who_copies_a_wire_story_without_saying_so_rests_on_the_agency():
    afp = ("AFP",)
    claims = [
        told("east", of=Provenance(agencies=afp, fingerprint=WIRE)),
        told("west", of=Provenance(fingerprint=WIRE)),
        told("south", of=Provenance(agencies=afp)),
        told("north", cited("West News", SourceKind.MEDIUM)),
    ]
    assert shared(OriginKind.AGENCY, "AFP", "east", "north", "south", "west") in shared_origins(claims)
    assert count_independent_origins(claims) == 1


def test_who_cites_a_copier_depends_on_what_that_one_copied():
    claims = [
        told("east", of=Provenance(fingerprint=WIRE)),
        told("west", of=Provenance(fingerprint=WIRE)),
        told("north", cited("West News", SourceKind.MEDIUM)),
    ]
    assert shared(OriginKind.OUTLET, "west news", "east", "north", "west") in shared_origins(claims)
    assert count_independent_origins(claims) == 1


def test_who_cites_everybody_does_not_make_everybody_one():
    claims = [
        told("hub", cited("Ada Venn"), id="a"),
        told("hub", cited("Marek Oduya"), id="b"),
        told("east", cited("Ada Venn")),
        told("west", cited("Marek Oduya")),
    ]
    assert count_independent_origins(claims) == 2


def test_a_copied_error_counts_once_for_its_value():
    wire = Provenance(fingerprint=WIRE)
    toll = [
        replace(told(name, of=wire), slots=(count(17), place("Port Lorne", "XX/port-lorne")))
        for name in ("a", "b", "c")
    ]
    toll.append(replace(told("own"), slots=(count(12), place("Port Lorne", "XX/port-lorne"))))
    cluster = summarise_cluster(toll)
    tables = {
        table.name: {report.label: report.independent_origins for report in table.values} for table in cluster.slots
    }
    assert tables == {SlotName.QUANTITY: {"17": 1, "12": 1}, SlotName.PLACE: {"Port Lorne": 2}}
    assert cluster.independent_origins == 2
    assert cluster.shared_origins == (shared(OriginKind.COPY, None, "a", "b", "c"),)


CLAIMS = st.lists(
    st.builds(
        lambda outlet, names, agency, text: (outlet, names, agency, text),
        st.sampled_from("pqrst"),
        st.lists(st.sampled_from(["Ada Venn", "Marek Oduya", "P News"]), max_size=2, unique=True),
        st.sampled_from([(), ("AFP",)]),
        st.sampled_from([(), WIRE, OTHER]),
    ),
    min_size=1,
    max_size=7,
).map(
    lambda rows: [
        told(outlet, *map(cited, names), of=Provenance(agencies=agency, fingerprint=text), id=f"{outlet}{number}")
        for number, (outlet, names, agency, text) in enumerate(rows)
    ]
)


@given(CLAIMS, st.randoms(use_true_random=False))
def test_origins_do_not_depend_on_the_order_of_claims(claims, chance):
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert shared_origins(shuffled) == shared_origins(claims)
    assert summarise_cluster(shuffled) == summarise_cluster(claims)


@given(CLAIMS)
def test_there_is_at_least_one_origin_and_no_more_than_outlets(claims):
    outlets = {each.outlet for each in claims}
    assert 1 <= count_independent_origins(claims) <= len(outlets)


@pytest.mark.parametrize(("outlets", "number"), [([], 0), (["a news"], 1), (["a news", "b news", "z"], 2)])
def test_only_the_outlets_asked_about_are_counted(outlets, number):
    assert count_origins(outlets, [shared(OriginKind.COPY, None, "a", "b", "c")]) == number
