"""What the pictures of a story say, and what they never say."""

from datetime import datetime

import pytest

from app.knowledge.loader import FOLDER, load_event_types
from app.use_cases.views import ClusterView, ConflictView, SharedOriginView
from app.web.pages.pictures.attendance import Presence
from app.web.pages.pictures.axis import ticks, time_scale
from app.web.pages.pictures.canvas import Circle, Drawing, Polygon, Rect, cut, name_text, text_width
from app.web.pages.pictures.reports import MOST_ROWS, MOST_TOLD, choose_rows
from app.web.pages.pictures.story import Picture, pictures_of
from app.web.pages.wording import LANGUAGES, wording
from tests.fakes import toy_knowledge
from tests.web.story_views import claim, conflict, day, number, party, story, when


def pictures(told: ClusterView, conflicts: tuple[ConflictView, ...] = (), language: str = "en") -> dict[str, Picture]:
    found = pictures_of(told, conflicts, toy_knowledge(), wording(language))
    return {picture.id: picture for picture in found}


def shown(drawing: Drawing) -> str:
    return " ".join(text.text for text in drawing.texts()).translate(dict.fromkeys(range(0x2066, 0x206A)))


def two_dates(**told: object) -> tuple[ClusterView, tuple[ConflictView, ...]]:
    monday = claim("Harbour Post", {"time": [day("2024-05-13")]})
    tuesday = claim("Le Quai", {"time": [day("2024-05-14")]}, published="2024-05-15T09:00:00+01:00")
    wire = claim("Wire", {"time": [day("2024-05-14")]}, published="2024-05-14T09:00:00+01:00", event_type="meet")
    disputed = conflict("date", [("2024-05-14", [tuesday]), ("2024-05-13", [monday])], **told)  # type: ignore[arg-type]
    return story([monday, tuesday, wire]), (disputed,)


def test_dates_that_exclude_each_other_stand_out_by_letter_and_shape():
    line = pictures(*two_dates())["time-line"]
    assert line.disputed
    assert line.finding.startswith("2 dates exclude each other")
    assert [(side.letter, side.outlets) for side in line.sides] == [("A", ("Le Quai",)), ("B", ("Harbour Post",))]
    for drawn in (line.drawn.narrow, line.drawn.wide):
        signs = [item for item in drawn.items if "sign" in getattr(item, "look", "")]
        assert {type(sign) for sign in signs} == {Circle, Rect}
        assert [text.text for text in drawn.texts() if text.look == "letter"].count("A") == 2  # in the head, in the row
    assert [row.side for row in line.rows] == ["A", "B", None]
    assert "Tuesday, May 14, 2024" in line.description
    assert "Harbour Post" in line.description


def test_a_date_that_no_rule_holds_against_another_is_not_drawn_as_disputed():
    told, _ = two_dates()
    line = pictures(told)["time-line"]
    assert not line.disputed
    assert line.sides == ()
    assert not any("sign" in getattr(item, "look", "") for item in line.drawn.wide.items)
    dismissed = pictures(*two_dates(state="dismissed"))["time-line"]
    assert dismissed.sides == ()


def test_a_later_report_that_revises_an_earlier_one_is_no_dispute():
    line = pictures(*two_dates(relation="update"))["time-line"]
    assert not line.disputed
    assert "Later reports" in line.finding
    assert len(line.sides) == 2


def test_a_time_line_needs_two_outlets_that_date_the_event():
    one = claim("Harbour Post", {"time": [day("2024-05-13")]})
    unplaced = claim("Le Quai", {"time": [when(None, None, text="hier")]})
    assert "time-line" not in pictures(story([one, unplaced]))
    other = claim("Wire", {"time": [day("2024-05-13")]})
    line = pictures(story([one, unplaced, other]))["time-line"]
    assert "hier" in shown(line.drawn.wide)
    assert [row.words for row in line.rows if row.told.outlet == "Le Quai"] == ["hier"]


def test_a_day_that_the_text_contradicts_itself_about_is_drawn_where_its_side_means_it():
    one = claim("Phare", {"time": [day("2024-06-21", text="hier, jeudi")]})
    other = claim("Quai", {"time": [day("2024-06-21")]})
    inside = conflict("date", [("2024-06-20", [one]), ("2024-06-21", [other])])
    line = pictures(story([one, other]), (inside,))["time-line"]
    assert line.rows[0].exactly == "Thursday, June 20, 2024"
    assert line.rows[0].words == "hier, jeudi"


def test_what_is_planned_denied_or_bounded_is_told_so_in_words_and_shapes():
    told = story(
        [
            claim("A", {"time": [day("2024-05-13")]}, status="planned"),
            claim("B", {"time": [day("2024-05-13")]}, polarity="negative"),
            claim("C", {"time": [day("2024-05-12", bound="since")]}),
        ]
    )
    line = pictures(told)["time-line"]
    words = shown(line.drawn.wide)
    assert "(planned)" in words
    assert "(said not to be so)" in words
    assert "since Sun, May 12" in words
    looks = {item.look for item in line.drawn.wide.items}
    assert {"bar planned", "bar denied", "strike", "arrow real"} <= looks


def test_outlets_of_one_origin_are_joined_by_its_number():
    told, conflicts = two_dates()
    origin = SharedOriginView(kind="source", name="Sami", outlets=("Harbour Post", "Wire", "Elsewhere"))
    line = pictures(story(told.claims, [origin]), conflicts)["time-line"]
    rings = [item for item in line.drawn.wide.items if isinstance(item, Circle) and item.look == "ring"]
    assert len(rings) == 2
    assert line.origins[0].outlets == ("Harbour Post", "Wire")
    assert [row.origins for row in line.rows] == [(), (1,), (1,)]


def test_many_outlets_are_folded_with_a_count_and_no_side_is_left_out():
    crowd = [claim(f"Outlet {n:02}", {"time": [day("2024-05-14")]}) for n in range(50)]
    lonely = claim("Lonely", {"time": [day("2024-05-13")]})
    disputed = conflict("date", [("2024-05-14", crowd), ("2024-05-13", [lonely])])
    line = pictures(story([*crowd, lonely]), (disputed,))["time-line"]
    assert "41 more outlets" in shown(line.drawn.narrow)
    assert "Lonely" in shown(line.drawn.narrow)
    assert "Lonely" in [row.told.outlet for row in line.rows]
    assert (len(line.rows), line.hidden) == (MOST_TOLD, 51 - MOST_TOLD)


def test_rows_are_chosen_from_every_side():
    assert choose_rows([0] * 5) == [0, 1, 2, 3, 4]
    chosen = choose_rows([0] * 50 + [1] * 2 + [None] * 50)
    assert len(chosen) == MOST_ROWS
    assert {50, 51} <= set(chosen)


def test_arabic_runs_from_right_to_left():
    told, conflicts = two_dates()
    english = pictures(told, conflicts)["time-line"].drawn.wide
    arabic = pictures(told, conflicts, "ar")["time-line"].drawn.wide
    assert (english.rtl, arabic.rtl) == (False, True)

    def bands(drawing: Drawing) -> list[float]:
        return [item.x for item in drawing.items if isinstance(item, Rect) and "band" in item.look]

    monday, tuesday = bands(english)
    assert monday < tuesday
    monday, tuesday = bands(arabic)
    assert monday > tuesday


def test_long_stretches_without_a_report_are_left_out_visibly():
    told = story([claim("A", {"time": [day("2023-03-01")]}), claim("B", {"time": [day("2024-05-13")]})])
    drawn = pictures(told)["time-line"].drawn.narrow
    assert sum(isinstance(item, Polygon) and item.look == "break" for item in drawn.items) == 2
    assert "Mar 2023" in shown(drawn) or "Mar 1" in shown(drawn)


def test_days_keep_their_width_however_far_apart_they_are():
    near = time_scale([datetime(2024, 5, 13), datetime(2024, 5, 14)], 0, 300)
    assert near.place(datetime(2024, 5, 14)) == pytest.approx(150)
    far = time_scale([datetime(1990, 1, 1), datetime(2024, 5, 13), datetime(2024, 5, 14)], 0, 300)
    assert far.day_width == pytest.approx((300 - 20) / 3)
    labels = [tick.under for tick in ticks(far, "en") if tick.under]
    assert labels == ["Jan 1", "May 13", "May 14"]


def test_silence_is_never_drawn_or_told_as_absence():
    met = claim("Post", {"actor": [party("Ada Venn")], "counterpart": [party("Ben Orr")]}, event_type="meet")
    short = claim("Quai", {"actor": [party("Ada Venn")]}, event_type="meet")
    denial = claim("Wire", {"actor": [party("Ada Venn")], "counterpart": [party("Ben Orr")]}, polarity="negative")
    picture = pictures(story([met, short, denial]))["attendance"]
    assert picture.matrix is not None
    cells = {row.outlet: [cell.presence for cell in row.cells] for row in picture.matrix.rows}
    assert cells == {
        "Post": [Presence.NAMED, Presence.NAMED],
        "Quai": [Presence.NAMED, Presence.SILENT],
        "Wire": [Presence.DENIED, Presence.DENIED],
    }
    assert [item.look for item in picture.drawn.wide.items].count("silent") == 1
    assert [item.look for item in picture.drawn.wide.items].count("box") == 2
    assert "does not mean that they were absent" in picture.finding
    assert not picture.disputed


def test_attendance_is_shown_only_where_it_differs_and_marks_those_who_exclude_each_other():
    one = claim("Post", {"counterpart": [party("Ada Venn")]})
    assert "attendance" not in pictures(story([one, claim("Quai", {"counterpart": [party("Ada Venn")]})]))
    other = claim("Quai", {"counterpart": [party("Ben Orr")]})
    disputed = conflict("participants", [("Ada Venn", [one]), ("Ben Orr", [other])])
    picture = pictures(story([one, other]), (disputed,))["attendance"]
    assert picture.disputed
    assert picture.matrix is not None
    assert [participant.side for participant in picture.matrix.participants] == [0, 1]


def test_numbers_of_different_things_are_drawn_apart():
    told = story(
        [
            claim("A", {"quantity": [number(12, 12)]}, event_type="kill", published="2024-06-21T11:00:00+03:00"),
            claim("B", {"quantity": [number(12, None)]}, event_type="kill", published="2024-06-21T13:00:00+03:00"),
            claim("C", {"quantity": [number(17, 17)]}, event_type="kill", published="2024-06-21T20:00:00+03:00"),
            claim("A", {"quantity": [number(30, 30)]}, event_type="injure", number=1),
            claim("B", {"quantity": [number(20, 99, approximate=True)]}, event_type="injure", number=1),
            claim("C", {"quantity": [number(3, 3, noun="boats")]}, event_type="destroy", number=1),
            claim("C", {"quantity": [number(5, 5, noun=None, unit="km")]}, number=2),
        ]
    )
    found = [picture for picture in pictures(told).values() if picture.id.startswith("numbers")]
    assert found[0].rows[0].value.strip("\u2066\u2069") == "12"
    assert [len(picture.rows) for picture in found] == [3, 2]
    assert "at least 12" in shown(found[0].drawn.wide)
    assert "about 20–99" in shown(found[1].drawn.wide)
    assert "First" in found[0].finding


def test_numbers_in_dispute_are_joined_whatever_their_nouns():
    boats = claim("A", {"quantity": [number(3, 3, noun="قوارب")]}, event_type="destroy", language="ar")
    ships = claim("B", {"quantity": [number(5, 5, noun="bateaux")]}, event_type="destroy", language="fr")
    disputed = conflict("quantity", [("3", [boats]), ("5", [ships])])
    picture = pictures(story([boats, ships]), (disputed,))["numbers-1"]
    assert [row.side for row in picture.rows] == ["A", "B"]
    assert picture.finding.startswith("2 numbers exclude each other")
    assert "numbers-1" not in pictures(story([boats, ships]))


def test_a_long_name_is_cut_and_told_whole():
    name = "x" * 10_000
    text = name_text(name, x=0, y=0, room=100)
    assert text.whole == name
    assert text_width(text.text, 13) <= 100
    assert cut("short", 100, 13) == "short"
    assert name_text("\u202eevil", x=0, y=0, room=100).text == "\u2068evil\u2069"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_event_has_words(language: str):
    words = wording(language)
    assert [kind for kind in load_event_types(FOLDER / "event_types.toml") if f"event_types.{kind}" not in words] == []


def test_no_text_is_smaller_than_twelve_pixels():
    for picture in pictures(*two_dates()).values():
        for drawn in (picture.drawn.narrow, picture.drawn.wide):
            assert min(text.size for text in drawn.texts()) >= 12
