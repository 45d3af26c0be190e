"""Persian claims from hand-made trees: compound verbs, both stems, denials, plans and sources."""

from app.core.model.claim import Claim, Polarity, SlotName, Stance, Status
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def claims(text: str, rows: str) -> list[Claim]:
    return claims_of(tree(text, rows, language="fa"), text, language="fa")


def told(claim: Claim, slot: SlotName) -> list[str]:
    return [found.value.text for found in claim.slots if found.name is slot]


def test_a_noun_and_kardan_are_one_verb() -> None:
    text = "رضا کریمی روز سه‌شنبه در مسکو با سرگئی پتروف دیدار کرد."
    rows = """
    رضا PROPN 11 nsubj
    کریمی PROPN 1 flat
    روز NOUN 11 obl
    سه‌شنبه NOUN 3 nmod
    در ADP 6 case
    مسکو PROPN 11 obl
    با ADP 8 case
    سرگئی PROPN 11 obl
    پتروف PROPN 8 flat
    دیدار NOUN 11 compound
    کرد VERB 0 root
    . PUNCT 11 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "meet"
    assert text[claim.predicate_start : claim.predicate_end] == "دیدار"
    assert told(claim, SlotName.ACTOR) == ["رضا کریمی"]
    assert told(claim, SlotName.COUNTERPART) == ["سرگئی پتروف"]
    assert told(claim, SlotName.PLACE) == ["مسکو"]


def test_the_light_verb_carries_the_denial() -> None:
    text = "نخست‌وزیر با مخالفان دیدار نکرد."
    rows = """
    نخست‌وزیر NOUN 5 nsubj
    با ADP 3 case
    مخالفان NOUN 5 obl
    دیدار NOUN 5 compound
    نکرد VERB 0 root
    . PUNCT 5 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("meet", Polarity.NEGATIVE)


def test_the_future_auxiliary_makes_a_plan() -> None:
    text = "رئیس‌جمهور هفته آینده به آنکارا سفر خواهد کرد."
    rows = """
    رئیس‌جمهور NOUN 8 nsubj
    هفته NOUN 8 obl
    آینده ADJ 2 amod
    به ADP 5 case
    آنکارا PROPN 8 obl
    سفر NOUN 8 compound
    خواهد AUX 8 aux
    کرد VERB 0 root
    . PUNCT 8 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("visit", Status.PLANNED)
    assert told(claim, SlotName.DESTINATION) == ["آنکارا"]


def test_the_object_marker_is_no_preposition() -> None:
    text = "ارتش پایگاه را تصرف کرد."
    rows = """
    ارتش NOUN 5 nsubj
    پایگاه NOUN 5 obj
    را ADP 2 case
    تصرف NOUN 5 compound
    کرد VERB 0 root
    . PUNCT 5 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "capture"
    assert told(claim, SlotName.TARGET) == ["پایگاه"]


def test_shodan_makes_the_compound_passive() -> None:
    text = "سه مظنون در شیراز بازداشت شدند."
    rows = """
    سه NUM 2 nummod
    مظنون NOUN 6 nsubj:pass
    در ADP 4 case
    شیراز PROPN 6 obl
    بازداشت NOUN 6 compound
    شدند VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "detain"
    assert told(claim, SlotName.TARGET) == ["سه مظنون"]
    assert told(claim, SlotName.ACTOR) == []


def test_entering_is_not_passive_and_its_place_its_destination() -> None:
    text = "هیئت عراقی روز جمعه وارد تهران شد."
    rows = """
    هیئت NOUN 7 nsubj
    عراقی ADJ 1 amod
    روز NOUN 7 obl
    جمعه NOUN 3 nmod
    وارد ADJ 7 xcomp
    تهران PROPN 5 obl
    شد VERB 0 root
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "arrive"
    assert told(claim, SlotName.ACTOR) == ["هیئت عراقی"]
    assert told(claim, SlotName.DESTINATION) == ["تهران"]


def test_what_is_agreed_to_happen_is_a_plan() -> None:
    text = "قرار است هیئت عراقی وارد تهران شود."
    rows = """
    قرار NOUN 0 root
    است AUX 1 cop
    هیئت NOUN 7 nsubj
    عراقی ADJ 3 amod
    وارد ADJ 7 xcomp
    تهران PROPN 5 obl
    شود VERB 1 csubj
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("arrive", Status.PLANNED)


def test_a_denied_event_noun_is_a_denied_claim() -> None:
    text = "سخنگوی دولت بازداشت دیپلمات را تکذیب کرد."
    rows = """
    سخنگوی NOUN 7 nsubj
    دولت NOUN 1 nmod
    بازداشت NOUN 7 obj
    دیپلمات NOUN 3 nmod
    را ADP 3 case
    تکذیب NOUN 7 compound
    کرد VERB 0 root
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("detain", Polarity.NEGATIVE)
    assert [source.stance for source in claim.attribution[1:]] == [Stance.DENIES]


def test_what_follows_goft_ke_is_what_was_said() -> None:
    text = "رضا کریمی گفت که زلزله ۴۰ خانه را ویران کرد."
    rows = """
    رضا PROPN 3 nsubj
    کریمی PROPN 1 flat
    گفت VERB 0 root
    که SCONJ 10 mark
    زلزله NOUN 10 obj
    ۴۰ NUM 7 nummod
    خانه NOUN 10 obj
    را ADP 7 case
    ویران NOUN 10 compound
    کرد VERB 3 ccomp
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "destroy"
    assert [(source.name, source.stance) for source in claim.attribution[1:]] == [("رضا کریمی", Stance.SAYS)]


def test_according_to_cites_its_source() -> None:
    text = "به گفته یک مقام امنیتی، نیروها عقب‌نشینی کردند."
    rows = """
    به ADP 2 case
    گفته NOUN 9 obl
    یک NUM 4 nummod
    مقام NOUN 2 nmod
    امنیتی ADJ 4 amod
    ، PUNCT 5 punct
    نیروها NOUN 9 nsubj
    عقب‌نشینی NOUN 9 compound
    کردند VERB 0 root
    . PUNCT 9 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "withdraw"
    assert [source.name for source in claim.attribution[1:]] == ["یک مقام امنیتی"]


def test_agreement_is_reached_with_a_light_verb() -> None:
    text = "دو طرف در ژنو به توافق رسیدند."
    rows = """
    دو NUM 2 nummod
    طرف NOUN 7 nsubj
    در ADP 4 case
    ژنو NOUN 7 obl
    به ADP 6 case
    توافق NOUN 7 obl
    رسیدند VERB 0 root
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "agree"
    assert told(claim, SlotName.ACTOR) == ["دو طرف"]


def test_an_if_clause_makes_both_conditional() -> None:
    text = "اگر دو کشور توافق کنند، مرزها باز خواهد شد."
    rows = """
    اگر SCONJ 5 mark
    دو NUM 3 nummod
    کشور NOUN 5 nsubj
    توافق NOUN 5 compound
    کنند VERB 10 advcl
    ، PUNCT 5 punct
    مرزها NOUN 10 nsubj
    باز ADJ 10 xcomp
    خواهد AUX 10 aux
    شد VERB 0 root
    . PUNCT 10 punct
    """
    agreed, opened = claims(text, rows)
    assert (agreed.event_type, opened.event_type) == ("agree", "open")
    assert agreed.status is Status.CONDITIONAL
    assert opened.status is Status.CONDITIONAL


def test_to_give_defeat_is_to_win_and_to_eat_it_to_lose() -> None:
    text = "ایران ژاپن را شکست داد و از قطر شکست خورد."
    rows = """
    ایران PROPN 5 nsubj
    ژاپن PROPN 5 obj
    را ADP 2 case
    شکست NOUN 5 compound
    داد VERB 0 root
    و CCONJ 10 cc
    از ADP 8 case
    قطر PROPN 10 obl
    شکست NOUN 10 compound
    خورد VERB 5 conj
    . PUNCT 10 punct
    """
    won, lost = claims(text, rows)
    assert (won.event_type, lost.event_type) == ("win", "lose")


def test_a_preposition_of_two_words_is_one() -> None:
    text = "علی مرادی به عنوان وزیر نفت منصوب شد."
    rows = """
    علی PROPN 8 nsubj
    مرادی PROPN 1 flat
    به ADP 4 case
    عنوان NOUN 8 obl
    وزیر NOUN 4 nmod
    نفت PROPN 5 nmod
    منصوب ADJ 8 compound
    شد VERB 0 root
    . PUNCT 8 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "appoint"
    assert told(claim, SlotName.ROLE) == ["وزیر نفت"]


def test_a_simple_verb_stands_in_its_present_stem() -> None:
    text = "ارتش سه گردان به مرز می‌فرستد."
    rows = """
    ارتش NOUN 6 nsubj
    سه NUM 3 nummod
    گردان NOUN 6 obj
    به ADP 5 case
    مرز NOUN 6 obl
    می‌فرستد VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "deploy"
    assert told(claim, SlotName.TARGET) == ["سه گردان"]


def test_two_nouns_that_share_a_light_verb_are_two_events() -> None:
    text = "دوازده نفر کشته و سی تن زخمی شدند."
    rows = """
    دوازده NUM 2 nummod
    نفر NOUN 8 nsubj
    کشته NOUN 2 nmod
    و CCONJ 6 cc
    سی NUM 6 nummod
    تن NOUN 2 conj
    زخمی NOUN 8 compound
    شدند VERB 0 root
    . PUNCT 8 punct
    """
    killed, injured = sorted(claims(text, rows), key=lambda claim: claim.quote != text, reverse=True)[:2]
    assert {killed.event_type, injured.event_type} == {"kill", "injure"}


def test_two_nouns_with_an_object_each_share_one_light_verb() -> None:
    text = "شرکت پارس کارخانه قزوین را تعطیل و ۹۰ کارگر را اخراج کرد."
    rows = """
    شرکت NOUN 11 nsubj
    پارس PROPN 1 flat
    کارخانه NOUN 11 obj
    قزوین PROPN 3 nmod
    را ADP 3 case
    تعطیل NOUN 11 compound
    و CCONJ 11 cc
    ۹۰ NUM 9 nummod
    کارگر NOUN 11 obj
    را ADP 9 case
    اخراج NOUN 12 compound
    کرد VERB 0 root
    . PUNCT 12 punct
    """
    found = {claim.event_type: claim for claim in claims(text, rows)}
    assert told(found["close"], SlotName.TARGET) == ["کارخانه قزوین"]
    assert told(found["lay_off"], SlotName.TARGET) == ["۹۰ کارگر"]
