"""How benchmarks lay out texts and count, on examples small enough to check by eye."""

from dataclasses import replace

from benchmarks.event_mentions import Mention, overlap, print_tokens
from benchmarks.events import by_words, covering_claim
from benchmarks.translations import LineOutcome, lines_of, score_lines
from tests.core.claims_by_hand import claim


def printed(tokens: str) -> str:
    text, spans = print_tokens(tokens.split(" "))
    written = {"''": '"', "``": '"', "`": "'"}
    assert [text[start:end] for start, end in spans] == [written.get(one, one) for one in tokens.split(" ")]
    return text


def test_tokens_are_printed_as_a_newspaper_would_and_each_is_found_again() -> None:
    assert printed("He did n't say , \" We won . '' Then ( at 7 ) he left .") == (
        'He didn\'t say, "We won." Then (at 7) he left.'
    )
    assert printed("Lorne 's mayor paid $ 40 , or 3 % of it .") == "Lorne's mayor paid $40, or 3% of it."
    assert printed("The U . S . team lost 20 - 13 ; they ’ ve gone .") == "The U.S. team lost 20-13; they’ve gone."
    assert printed("A port - and a town") == "A port - and a town"


def test_overlap_counts_characters_of_all_parts() -> None:
    assert overlap([(2, 6), (10, 12)], 4, 11) == 3
    assert overlap([(2, 6)], 6, 9) == 0


def mention(text: str, start: int, *, document: str = "left", subtopic: str = "1a") -> Mention:
    spans = ((start, start + len(text)),)
    return Mention(document=document, topic="1", subtopic=subtopic, chain="c", text=text, spans=spans)


def test_a_mention_belongs_to_the_claim_whose_predicate_it_is() -> None:
    one, other = claim("one", event_type="meet"), claim("other", event_type="sign")
    assert covering_claim(mention("met", 0), [one, other]) == one
    assert covering_claim(mention("met", 1), [one, other]) is None


def test_the_baseline_joins_equal_words_within_a_topic_or_a_subtopic() -> None:
    here, there = mention("Killed", 0), mention("killed", 0, document="right", subtopic="1b")
    by_topic, by_subtopic = by_words([here, there], within="topic"), by_words([here, there], within="subtopic")
    assert by_topic[here.key] == by_topic[there.key]
    assert by_subtopic[here.key] != by_subtopic[there.key]


def test_a_claim_is_of_the_line_in_which_its_predicate_stands() -> None:
    lines = ["Ada came.", "She left.", "He stayed."]
    starts = {"first": 0, "end": 8, "second": 10, "third": 25}
    claims = [replace(claim(name), predicate_start=start) for name, start in starts.items()]
    assert lines_of(claims, lines) == {"first": 0, "end": 0, "second": 1, "third": 2}


def test_sentences_are_scored_where_both_sides_claim_something() -> None:
    left, right = {"l0": 0, "l1": 1, "l1b": 1, "l3": 3}, {"r0": 0, "r1": 1, "r2": 2, "r3": 3}
    home = {"l0": "a", "r0": "a", "l1": "b", "l1b": "c", "r1": "c", "r2": "b", "l3": "d", "r3": "e"}
    conflicts = [{"l3", "r3"}, {"l1", "r2"}, {"l0", "l1b"}]
    assert score_lines(left, right, home, conflicts) == [
        LineOutcome(line=0, met=True, accused=False, touched=False),
        LineOutcome(line=1, met=True, accused=False, touched=True),
        LineOutcome(line=3, met=False, accused=True, touched=True),
    ]
