"""Turkish claims from hand-made trees: compound verbs, case endings, verbal nouns, suffixes of denial and time."""

from app.core.model.claim import Claim, Polarity, SlotName, Stance, Status
from tests.core.test_claims import claims_of
from tests.core.trees import tree


def claims(text: str, rows: str) -> list[Claim]:
    return claims_of(tree(text, rows, language="tr"), text, language="tr")


def told(claim: Claim, slot: SlotName) -> list[str]:
    return [found.value.text for found in claim.slots if found.name is slot]


def test_a_noun_and_etmek_are_one_verb() -> None:
    text = "Bakan Selim Korkmaz pazartesi günü Berlin'i ziyaret etti."
    rows = """
    Bakan NOUN 7 nsubj
    Selim PROPN 7 nsubj
    Korkmaz PROPN 2 flat
    pazartesi NOUN 5 nmod
    günü NOUN 7 obl
    Berlin'i PROPN 7 obj
    ziyaret NOUN 0 root
    etti VERB 7 compound
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.predicate) == ("visit", "ziyaret")
    assert told(claim, SlotName.ACTOR) == ["Selim Korkmaz"]
    assert told(claim, SlotName.DESTINATION) == ["Berlin'i"]


def test_case_endings_stand_for_prepositions() -> None:
    text = "Heyet salı günü Ankara'dan Kahire'ye gitti."
    rows = """
    Heyet NOUN 3 nmod
    salı NOUN 3 nmod
    günü NOUN 6 obl
    Ankara'dan PROPN 6 obl
    Kahire'ye PROPN 6 obl
    gitti VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "depart"
    assert told(claim, SlotName.ORIGIN) == ["Ankara'dan"]
    assert told(claim, SlotName.DESTINATION) == ["Kahire'ye"]


def test_a_postposition_stands_behind_its_phrase() -> None:
    text = "Başbakan Deniz Ural dün Reza Karimi ile görüştü."
    rows = """
    Başbakan NOUN 8 nsubj
    Deniz PROPN 1 appos
    Ural PROPN 2 flat
    dün NOUN 8 obl
    Reza PROPN 8 obl
    Karimi PROPN 5 flat
    ile ADP 5 case
    görüştü VERB 0 root
    . PUNCT 8 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "meet"
    assert told(claim, SlotName.ACTOR) == ["Deniz Ural"]
    assert told(claim, SlotName.COUNTERPART) == ["Reza Karimi"]


def test_the_suffix_of_denial_is_heard() -> None:
    text = "Bakan Selim Korkmaz muhalefet lideriyle görüşmedi."
    rows = """
    Bakan NOUN 6 nsubj
    Selim PROPN 6 nsubj
    Korkmaz PROPN 2 flat
    muhalefet NOUN 5 nmod
    lideriyle NOUN 6 obl
    görüşmedi VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "meet"
    assert claim.polarity is Polarity.NEGATIVE


def test_the_light_verb_carries_the_denial() -> None:
    text = "Parlamento tasarıyı kabul etmedi."
    rows = """
    Parlamento NOUN 3 nsubj
    tasarıyı NOUN 3 obj
    kabul NOUN 0 root
    etmedi VERB 3 compound
    . PUNCT 3 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "accept"
    assert claim.polarity is Polarity.NEGATIVE
    assert told(claim, SlotName.TARGET) == ["tasarıyı"]


def test_the_future_suffix_makes_a_plan() -> None:
    text = "Heyet cuma günü Doha'yı ziyaret edecek."
    rows = """
    Heyet NOUN 5 nsubj
    cuma NOUN 3 nmod
    günü NOUN 5 obl
    Doha'yı PROPN 5 obj
    ziyaret NOUN 0 root
    edecek VERB 5 compound
    . PUNCT 5 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("visit", Status.PLANNED)


def test_the_subject_of_a_passive_form_is_whom_it_befell() -> None:
    text = "Gazeteci Leyla Öz dün gece Ankara'da tutuklandı."
    rows = """
    Gazeteci NOUN 7 nsubj
    Leyla PROPN 7 nsubj
    Öz PROPN 2 flat
    dün ADJ 5 amod
    gece NOUN 7 obl
    Ankara'da PROPN 7 obl
    tutuklandı VERB 0 root
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "detain"
    assert told(claim, SlotName.TARGET) == ["Leyla Öz"]
    assert told(claim, SlotName.ACTOR) == []


def test_a_passive_light_verb_makes_the_whole_passive() -> None:
    text = "Fırtına nedeniyle konser iptal edildi."
    rows = """
    Fırtına NOUN 4 obl
    nedeniyle NOUN 4 obl
    konser NOUN 4 nsubj
    iptal NOUN 0 root
    edildi AUX 4 compound
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "cancel"
    assert told(claim, SlotName.TARGET) == ["konser"]


def test_a_verbal_noun_tells_what_was_said() -> None:
    text = "Sözcü Murat Demir, üç askerin öldürüldüğünü doğruladı."
    rows = """
    Sözcü NOUN 8 nsubj
    Murat PROPN 8 nsubj
    Demir PROPN 2 flat
    , PUNCT 8 punct
    üç NUM 6 nummod
    askerin NOUN 7 nsubj
    öldürüldüğünü VERB 8 ccomp
    doğruladı VERB 0 root
    . PUNCT 8 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "kill"
    assert told(claim, SlotName.TARGET) == ["üç askerin"]
    assert [(source.name, source.stance) for source in claim.attribution[1:]] == [("Murat Demir", Stance.CONFIRMS)]


def test_a_genitive_is_the_subject_of_a_verbal_noun() -> None:
    text = "Bakan, vergilerin artırılmayacağını bildirdi."
    rows = """
    Bakan NOUN 5 nsubj
    , PUNCT 1 punct
    vergilerin NOUN 4 nmod
    artırılmayacağını VERB 5 ccomp
    bildirdi VERB 0 root
    . PUNCT 5 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.polarity, claim.status) == ("rise", Polarity.NEGATIVE, Status.PLANNED)
    assert told(claim, SlotName.TARGET) == ["vergilerin"]


def test_goere_cites_what_stands_before_it() -> None:
    text = "Yetkililere göre patlamada beş kişi öldü."
    rows = """
    Yetkililere NOUN 6 obl
    göre ADP 1 case
    patlamada NOUN 6 obl
    beş NUM 5 nummod
    kişi NOUN 6 nsubj
    öldü VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "die"
    assert [source.name for source in claim.attribution[1:]] == ["Yetkililere"]


def test_an_idiom_of_two_words_is_one_event() -> None:
    text = "Çatışmada beş kişi hayatını kaybetti."
    rows = """
    Çatışmada NOUN 4 obl
    beş NUM 3 nummod
    kişi NOUN 4 nsubj
    hayatını NOUN 0 root
    kaybetti VERB 4 compound
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "die"
    assert told(claim, SlotName.TARGET) == ["beş kişi"]


def test_coming_together_is_no_arrival() -> None:
    text = "Taraflar dün Moskova'da bir araya geldi."
    rows = """
    Taraflar NOUN 6 nsubj
    dün NOUN 6 obl
    Moskova'da PROPN 6 obl
    bir DET 5 det
    araya NOUN 6 obl
    geldi VERB 0 root
    . PUNCT 6 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "meet"
    assert told(claim, SlotName.ACTOR) == ["Taraflar"]


def test_the_conditional_suffix_makes_a_condition_of_both() -> None:
    text = "Taraflar anlaşırsa tutuklular serbest bırakılacak."
    rows = """
    Taraflar NOUN 2 nsubj
    anlaşırsa VERB 5 advcl
    tutuklular NOUN 5 nsubj
    serbest ADJ 5 xcomp
    bırakılacak VERB 0 root
    . PUNCT 5 punct
    """
    agreed, released = claims(text, rows)
    assert (agreed.event_type, released.event_type) == ("agree", "release")
    assert agreed.status is Status.CONDITIONAL
    assert released.status is Status.CONDITIONAL


def test_what_may_happen_is_uncertain() -> None:
    text = "Liderler haziranda Cenevre'de görüşebilir."
    rows = """
    Liderler NOUN 4 nsubj
    haziranda NOUN 4 obl
    Cenevre'de PROPN 4 obl
    görüşebilir VERB 0 root
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert (claim.event_type, claim.status) == ("meet", Status.UNCERTAIN)


def test_a_bare_noun_before_an_event_noun_only_tells_its_kind() -> None:
    text = "Hükümet ateşkes anlaşmasını imzaladı."
    rows = """
    Hükümet NOUN 4 nsubj
    ateşkes NOUN 3 nmod
    anlaşmasını NOUN 4 obj
    imzaladı VERB 0 root
    . PUNCT 4 punct
    """
    (claim,) = claims(text, rows)
    assert claim.event_type == "sign"
    assert told(claim, SlotName.ACTOR) == ["Hükümet"]


def test_the_case_ending_of_a_name_counts_for_the_phrase_before_it() -> None:
    text = "Selim Korkmaz dün mevkidaşı Elçin Kaya'yla görüştü."
    rows = """
    Selim PROPN 7 nsubj
    Korkmaz PROPN 1 flat
    dün NOUN 7 obl
    mevkidaşı NOUN 7 nsubj
    Elçin PROPN 4 appos
    Kaya'yla PROPN 5 flat
    görüştü VERB 0 root
    . PUNCT 7 punct
    """
    (claim,) = claims(text, rows)
    assert told(claim, SlotName.ACTOR) == ["Selim Korkmaz"]
    assert len(told(claim, SlotName.COUNTERPART)) == 1


def test_the_owner_before_the_participle_of_an_attack_made_it() -> None:
    text = "Ordunun konvoya düzenlediği saldırıda dokuz kişi öldü."
    rows = """
    Ordunun NOUN 4 nmod
    konvoya NOUN 3 obl
    düzenlediği ADJ 4 acl
    saldırıda NOUN 7 obl
    dokuz NUM 6 nummod
    kişi NOUN 7 nsubj
    öldü VERB 0 root
    . PUNCT 7 punct
    """
    found = {claim.event_type: claim for claim in claims(text, rows)}
    assert told(found["attack"], SlotName.ACTOR) == ["Ordunun"]
    assert told(found["attack"], SlotName.TARGET) == ["konvoya"]
