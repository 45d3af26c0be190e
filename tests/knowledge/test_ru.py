"""Russian claims from hand-made trees: cases, participles, light verbs, denials and sources."""

from app.core.model.claim import Claim, Polarity, SlotName, Stance, Status
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def claims(text: str, rows: str) -> list[Claim]:
    return claims_of(tree(text, rows, language="ru"), text, language="ru")


def told(claim: Claim, slot: SlotName) -> list[str]:
    return [found.value.text for found in claim.slots if found.name is slot]


def test_the_instrumental_tells_who_did_it() -> None:
    text = "Город был захвачен повстанцами 3 мая."
    rows = """
    Город NOUN 3 nsubj:pass
    был AUX 3 aux:pass
    захвачен VERB 0 root
    повстанцами NOUN 3 obl:agent
    3 ADJ 6 amod
    мая NOUN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "capture"
    assert told(claim, SlotName.ACTOR) == ["повстанцами"]
    assert told(claim, SlotName.TARGET) == ["Город"]


def test_the_instrumental_after_appointing_is_the_office() -> None:
    text = "Сергей Лебедев назначен министром финансов."
    rows = """
    Сергей PROPN 3 nsubj
    Лебедев PROPN 1 flat
    назначен VERB 0 root
    министром NOUN 3 obl
    финансов NOUN 4 nmod
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "appoint"
    assert told(claim, SlotName.TARGET) == ["Сергей Лебедев"]
    assert told(claim, SlotName.ROLE) == ["министром финансов"]


def test_a_short_participle_is_passive_without_an_auxiliary() -> None:
    text = "Самолёт сбит над Киевом."
    rows = """
    Самолёт NOUN 2 nsubj
    сбит VERB 0 root
    над ADP 4 case
    Киевом PROPN 2 obl
    . PUNCT 2 punct
    """
    (claim,) = claims(text, rows)
    assert told(claim, SlotName.TARGET) == ["Самолёт"]


def test_an_agent_of_an_event_noun_stands_in_the_instrumental() -> None:
    text = "Захват города боевиками осудил премьер Роман Ильин."
    rows = """
    Захват NOUN 4 nsubj
    города NOUN 1 nmod
    боевиками NOUN 1 nmod
    осудил VERB 0 root
    премьер NOUN 4 nsubj
    Роман PROPN 5 appos
    Ильин PROPN 6 flat
    . PUNCT 4 punct
    """
    capture = next(claim for claim in claims(text, rows) if claim.event_type == "capture")
    assert told(capture, SlotName.ACTOR) == ["боевиками"]
    assert told(capture, SlotName.TARGET) == ["города"]


def test_a_genitive_in_oy_is_no_agent_of_an_event_noun() -> None:
    text = "Полиция подтвердила арест Анны Орловой."
    rows = """
    Полиция NOUN 2 nsubj
    подтвердила VERB 0 root
    арест NOUN 2 obj
    Анны PROPN 3 nmod
    Орловой PROPN 4 flat
    . PUNCT 2 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "detain"
    assert told(claim, SlotName.TARGET) == ["Анны Орловой"]


def test_a_visit_is_made_with_a_light_verb() -> None:
    text = "Президент Игорь Ланской совершил визит в Ташкент."
    rows = """
    Президент NOUN 4 nsubj
    Игорь PROPN 1 appos
    Ланской PROPN 2 flat
    совершил VERB 0 root
    визит NOUN 4 obj
    в ADP 7 case
    Ташкент PROPN 4 obl
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.predicate) == ("visit", "визит")
    assert told(claim, SlotName.ACTOR) == ["Игорь Ланской"]
    assert told(claim, SlotName.DESTINATION) == ["Ташкент"]


def test_talks_are_held_with_somebody() -> None:
    text = "Министр Анна Вольская провела переговоры с Жаном Морелем."
    rows = """
    Министр NOUN 4 nsubj
    Анна PROPN 1 appos
    Вольская PROPN 2 flat
    провела VERB 0 root
    переговоры NOUN 4 obj
    с ADP 7 case
    Жаном PROPN 5 nmod
    Морелем PROPN 7 flat
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.predicate) == ("meet", "переговоры")
    assert told(claim, SlotName.COUNTERPART) == ["Жаном Морелем"]


def test_leaving_office_is_told_with_a_light_verb() -> None:
    text = "Премьер Роман Ильин ушёл в отставку."
    rows = """
    Премьер NOUN 4 nsubj
    Роман PROPN 1 flat
    Ильин PROPN 1 flat
    ушёл VERB 0 root
    в ADP 6 case
    отставку NOUN 4 obl
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "resign"
    assert told(claim, SlotName.ACTOR) == ["Роман Ильин"]


def test_ne_denies_the_verb() -> None:
    text = "Президент не встретился с Ириной Беловой."
    rows = """
    Президент NOUN 3 nsubj
    не PART 3 advmod
    встретился VERB 0 root
    с ADP 5 case
    Ириной PROPN 3 obl
    Беловой PROPN 5 flat
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("meet", Polarity.NEGATIVE)
    assert told(claim, SlotName.COUNTERPART) == ["Ириной Беловой"]


def test_a_denied_report_is_a_denied_event() -> None:
    text = "МИД опроверг сообщения о гибели дипломата."
    rows = """
    МИД NOUN 2 nsubj
    опроверг VERB 0 root
    сообщения NOUN 2 obj
    о ADP 5 case
    гибели NOUN 3 nmod
    дипломата NOUN 5 nmod
    . PUNCT 2 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity) == ("die", Polarity.NEGATIVE)
    assert [(source.name, source.stance) for source in claim.attribution[1:]] == [("МИД", Stance.DENIES)]


def test_an_infinitive_after_planning_is_a_plan() -> None:
    text = "ООН планирует направить в Судан 300 наблюдателей."
    rows = """
    ООН PROPN 2 nsubj
    планирует VERB 0 root
    направить VERB 2 xcomp
    в ADP 5 case
    Судан PROPN 3 obl
    300 NUM 7 nummod
    наблюдателей NOUN 3 obj
    . PUNCT 2 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("deploy", Status.PLANNED)
    assert told(claim, SlotName.DESTINATION) == ["Судан"]


def test_an_if_clause_makes_both_conditional() -> None:
    text = "Если стороны подпишут соглашение, войска будут выведены из Нарвы."
    rows = """
    Если SCONJ 3 mark
    стороны NOUN 3 nsubj
    подпишут VERB 8 advcl
    соглашение NOUN 3 obj
    , PUNCT 3 punct
    войска NOUN 8 nsubj:pass
    будут AUX 8 aux:pass
    выведены VERB 0 root
    из ADP 10 case
    Нарвы PROPN 8 obl
    . PUNCT 8 punct
    """
    signed, withdrawn = claims(text, rows)
    assert (signed.event_type, withdrawn.event_type) == ("sign", "withdraw")
    assert signed.status is Status.CONDITIONAL
    assert withdrawn.status is Status.CONDITIONAL


def test_a_word_set_off_by_a_comma_makes_it_uncertain() -> None:
    text = "Возможно, делегация прибыла в Анкару."
    rows = """
    Возможно ADV 4 parataxis
    , PUNCT 1 punct
    делегация NOUN 4 nsubj
    прибыла VERB 0 root
    в ADP 6 case
    Анкару PROPN 4 obl
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("arrive", Status.UNCERTAIN)


def test_according_to_is_told_by_words_of_somebody() -> None:
    text = "По словам очевидцев, при взрыве погибли пять человек."
    rows = """
    По ADP 2 case
    словам NOUN 7 parataxis
    очевидцев NOUN 2 nmod
    , PUNCT 2 punct
    при ADP 6 case
    взрыве NOUN 7 obl
    погибли VERB 0 root
    пять NUM 9 nummod
    человек NOUN 7 nsubj
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "die"
    assert [source.name for source in claim.attribution[1:]] == ["очевидцев"]


def test_a_named_source_reports_what_follows_that() -> None:
    text = "Губернатор Олег Дёмин сообщил, что наводнение разрушило 40 домов."
    rows = """
    Губернатор NOUN 4 nsubj
    Олег PROPN 1 appos
    Дёмин PROPN 2 flat
    сообщил VERB 0 root
    , PUNCT 8 punct
    что SCONJ 8 mark
    наводнение NOUN 8 nsubj
    разрушило VERB 4 ccomp
    40 NUM 10 nummod
    домов NOUN 8 obj
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "destroy"
    assert [source.name for source in claim.attribution[1:]] == ["Олег Дёмин"]


def test_a_preposition_of_two_words_is_one() -> None:
    text = "Пётр Соколов прибыл в Минск в качестве посла."
    rows = """
    Пётр PROPN 3 nsubj
    Соколов PROPN 1 flat
    прибыл VERB 0 root
    в ADP 5 case
    Минск PROPN 3 obl
    в ADP 8 case
    качестве NOUN 6 fixed
    посла NOUN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "arrive"
    assert told(claim, SlotName.DESTINATION) == ["Минск"]
