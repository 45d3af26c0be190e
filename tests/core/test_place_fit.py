"""Whether two places can be one: what contains what, what a name may mean, what a place without a name is."""

import pytest

from app.core.linking.comparison import Fit, compare_places
from app.core.model.entity import Place
from app.core.model.reference import place_entity_id


def place(name: str, key: str | None = None, **more: object) -> Place:
    return Place(text=name, start=0, end=len(name), name=name, key=key, name_key=name.upper(), **more)  # type: ignore[arg-type]


TRIPOLI = place("Tripoli", "LY/tripoli", others=("LB/tripoli",))
TRIPOLI_IN_LIBYA = place("Tripoli", "LY/tripoli", others=("LY/tripoli-region",))
AIRPORT = place("Cairo airport", "EG/cairo", kind="airport")
KELBO = place("the town of Kelbo", called="city", proper="Kelbo")

TAMSEL = place("the province of Tamsel", called="province", proper="Tamsel")
ORVIK = place("Orvik", outer=TAMSEL)
HARBAT = place("Harbat", outer=place("Egypt", "EG"))


@pytest.mark.parametrize(
    ("left", "right", "fit"),
    [
        (ORVIK, place("Lundby", outer=place("Velna province", called="province", proper="Velna")), Fit.EXCLUDED),
        (ORVIK, place("Lundby", outer=place("Velna")), None),
        (ORVIK, place("Lundby", outer=TAMSEL), None),
        (ORVIK, place("Lundby"), None),
        (ORVIK, place("Orvick", outer=place("Velna province", called="province", proper="Velna")), None),
        (HARBAT, place("Tripoli", "LY/tripoli"), Fit.EXCLUDED),
        (HARBAT, place("Cairo", "EG/cairo"), None),
        (HARBAT, place("Lundby", outer=place("Denmark", "DK")), Fit.EXCLUDED),
        (KELBO, place("Harsa village", called="city", proper="Harsa"), Fit.EXCLUDED),
        (KELBO, place("قرية كلبو", called="city", proper="كلبو"), None),
        (KELBO, place("Harsa province", called="province", proper="Harsa"), None),
        (KELBO, place("Harsa"), None),
        (KELBO, place("Benghazi", "LY/benghazi", called="city", proper="Benghazi"), Fit.EXCLUDED),
        (TRIPOLI, place("Tripoli", "LB/tripoli"), Fit.COMPATIBLE),
        (TRIPOLI, TRIPOLI_IN_LIBYA, Fit.COMPATIBLE),
        (TRIPOLI_IN_LIBYA, place("Tripoli", "LY/tripoli"), Fit.SAME),
        (TRIPOLI, place("Cairo", "EG/cairo"), Fit.EXCLUDED),
        (place("Bakhmut", "UA/bakhmut", within=("UA/donbas",)), place("Donbas", "UA/donbas"), Fit.COMPATIBLE),
        (place("Kharkiv", "UA/kharkiv"), place("Donbas", "UA/donbas"), Fit.EXCLUDED),
        (AIRPORT, place("Cairo", "EG/cairo"), Fit.COMPATIBLE),
        (AIRPORT, place("the palace in Cairo", "EG/cairo", kind="palace"), None),
        (AIRPORT, place("Algiers", "DZ/algiers"), Fit.EXCLUDED),
        (place("his headquarters", kind="headquarters"), place("Benghazi", "LY/benghazi"), None),
        (place("headquarters", kind="headquarters"), place("headquarters", kind="headquarters"), Fit.COMPATIBLE),
    ],
)
def test_how_two_places_fit(left: Place, right: Place, fit: Fit | None):
    assert compare_places(left, right) is fit
    assert compare_places(right, left) is fit


def test_a_place_without_a_name_is_no_entity_and_an_airport_is_not_its_city():
    assert place_entity_id(place("the airport", kind="airport")) is None
    assert place_entity_id(AIRPORT) not in (None, place_entity_id(place("Cairo", "EG/cairo")))
