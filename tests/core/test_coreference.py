"""Who a pronoun, a dropped subject or "the two sides" stands for."""

from datetime import UTC, datetime

from app.core.claims.extraction import extract_claims
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim, SlotName
from app.knowledge.loader import load_knowledge
from tests.core.test_claims import NoPlaces
from tests.core.trees import article_of


def claims_in(*sentences: tuple[str, str], language: str, leaning: bool = False) -> list[Claim]:
    """The claims of an article published on Thursday, 8 May 2031, that stand alone; ``leaning``, those that do not."""
    text, parsed = article_of(*sentences, language=language)
    article = Article(
        id="art", outlet="The Lamp", text=text, language=language, published_at=datetime(2031, 5, 8, 12, tzinfo=UTC)
    )
    clean = CleanText(passages=(Passage(start=0, end=len(text), kind=PassageKind.BODY),), dropped=())
    claims = extract_claims(article, clean, parsed, knowledge=load_knowledge(), places=NoPlaces())
    return [claim for claim in claims if claim.stands_alone is not leaning]


def names_in(claim: Claim, slot: SlotName) -> list[str]:
    return [party.name for party in claim.parties(slot) if party.resolved]


ARRIVED = (
    "President Ada Venn arrived in Oslo on Monday.",
    """
    President PROPN 4 nsubj
    Ada PROPN 1 flat
    Venn PROPN 1 flat
    arrived VERB 0 root
    in ADP 6 case
    Oslo PROPN 4 obl
    on ADP 8 case
    Monday PROPN 4 obl
    . PUNCT 4 punct
    """,
)
MET = (
    "Ada Venn met Omar Kell.",
    """
    Ada PROPN 3 nsubj
    Venn PROPN 1 flat
    met VERB 0 root
    Omar PROPN 3 obj
    Kell PROPN 4 flat
    . PUNCT 3 punct
    """,
)


def test_a_pronoun_stands_for_the_subject_of_the_sentence_before() -> None:
    left = (
        "She left on Tuesday.",
        """
        She PRON 2 nsubj
        left VERB 0 root
        on ADP 4 case
        Tuesday PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    claims = claims_in(ARRIVED, left, language="en")
    assert names_in(claims[-1], SlotName.ACTOR) == ["Ada Venn"]


def test_a_pronoun_of_the_other_gender_stands_for_somebody_else() -> None:
    left = (
        "He left on Tuesday.",
        """
        He PRON 2 nsubj
        left VERB 0 root
        on ADP 4 case
        Tuesday PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    claims = claims_in(MET, left, language="en")
    assert names_in(claims[-1], SlotName.ACTOR) == ["Omar Kell"]


def test_an_object_is_never_the_subject_of_its_own_verb() -> None:
    invited = (
        "She invited him.",
        """
        She PRON 2 nsubj
        invited VERB 0 root
        him PRON 2 obj
        . PUNCT 2 punct
        """,
    )
    claims = claims_in(MET, invited, language="en")
    assert names_in(claims[-1], SlotName.ACTOR) == ["Ada Venn"]
    assert names_in(claims[-1], SlotName.TARGET) == ["Omar Kell"]


def test_what_a_pronoun_does_that_two_fit_equally_well_is_no_claim() -> None:
    met = (
        "Sami Lorne and Omar Kell met.",
        """
        Sami PROPN 6 nsubj
        Lorne PROPN 1 flat
        and CCONJ 4 cc
        Omar PROPN 1 conj
        Kell PROPN 4 flat
        met VERB 0 root
        . PUNCT 6 punct
        """,
    )
    left = (
        "He left on Tuesday.",
        """
        He PRON 2 nsubj
        left VERB 0 root
        on ADP 4 case
        Tuesday PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    assert [claim.quote for claim in claims_in(met, left, language="en")] == ["Sami Lorne and Omar Kell met"]


def test_a_plural_pronoun_stands_for_both_who_met() -> None:
    left = (
        "They left on Tuesday.",
        """
        They PRON 2 nsubj
        left VERB 0 root
        on ADP 4 case
        Tuesday PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    claims = claims_in(MET, left, language="en")
    assert names_in(claims[-1], SlotName.ACTOR) == ["Ada Venn", "Omar Kell"]


def test_the_two_sides_are_the_two_of_the_last_meeting() -> None:
    signed = (
        "The two sides signed an agreement the same day.",
        """
        The DET 3 det
        two NUM 3 nummod
        sides NOUN 4 nsubj
        signed VERB 0 root
        an DET 6 det
        agreement NOUN 4 obj
        the DET 9 det
        same ADJ 9 amod
        day NOUN 4 obl
        . PUNCT 4 punct
        """,
    )
    claims = claims_in(MET, signed, language="en")
    sign = next(claim for claim in claims if claim.event_type == "sign")
    assert names_in(sign, SlotName.ACTOR) == ["Ada Venn", "Omar Kell"]
    assert "The two sides [Ada Venn, Omar Kell] signed an agreement" in sign.statement


def test_the_same_day_is_the_day_told_last_and_there_the_place_told_last() -> None:
    met = (
        "She met Omar Kell there the same day.",
        """
        She PRON 2 nsubj
        met VERB 0 root
        Omar PROPN 2 obj
        Kell PROPN 3 flat
        there ADV 2 advmod
        the DET 8 det
        same ADJ 8 amod
        day NOUN 2 obl
        . PUNCT 2 punct
        """,
    )
    claims = claims_in(ARRIVED, met, language="en")
    meet = next(claim for claim in claims if claim.event_type == "meet")
    assert [when.interval.earliest.date().isoformat() for when in meet.times if when.interval] == ["2031-05-05"]
    assert [place.name for place in meet.places(SlotName.PLACE)] == ["Oslo"]


def test_who_is_asked_to_do_something_is_who_does_it() -> None:
    asked = (
        "The court ordered the army to leave the town.",
        """
        The DET 2 det
        court NOUN 3 nsubj
        ordered VERB 0 root
        the DET 5 det
        army NOUN 3 obj
        to PART 7 mark
        leave VERB 3 xcomp
        the DET 9 det
        town NOUN 7 obj
        . PUNCT 3 punct
        """,
    )
    claims = claims_in(asked, language="en")
    leave = next(claim for claim in claims if claim.predicate == "leave")
    assert [party.name for party in leave.parties(SlotName.ACTOR)] == ["the army"]


def test_an_arabic_verb_without_subject_takes_one_that_agrees_with_it() -> None:
    met = (
        "التقت ليلى منصور الرئيس سامي لورن.",
        """
        التقت VERB 0 root
        ليلى PROPN 1 nsubj
        منصور PROPN 2 flat
        الرئيس NOUN 1 obj
        سامي PROPN 4 appos
        لورن PROPN 5 flat
        . PUNCT 1 punct
        """,
    )
    left = (
        "وغادرت أمس.",
        """
        وغادرت CCONJ+VERB 0 root
        أمس NOUN 1 obl
        . PUNCT 1 punct
        """,
    )
    claims = claims_in(met, left, language="ar")
    assert names_in(claims[-1], SlotName.ACTOR) == ["ليلى منصور"]


def test_an_arabic_object_pronoun_is_written_on_its_verb() -> None:
    arrived = (
        "وصل سامي لورن.",
        """
        وصل VERB 0 root
        سامي PROPN 1 nsubj
        لورن PROPN 2 flat
        . PUNCT 1 punct
        """,
    )
    met = (
        "واستقبله عادل فنن.",
        """
        واستقبله CCONJ+VERB+PRON 0 root
        عادل PROPN 1 nsubj
        فنن PROPN 2 flat
        . PUNCT 1 punct
        """,
    )
    claims = claims_in(arrived, met, language="ar")
    meet = next(claim for claim in claims if claim.event_type == "meet")
    assert names_in(meet, SlotName.ACTOR) == ["عادل فنن"]
    assert names_in(meet, SlotName.COUNTERPART) == ["سامي لورن"]


def test_the_pronoun_of_an_arabic_relative_clause_is_its_noun() -> None:
    detained = (
        "غادر الرجل الذي اعتقلته الشرطة.",
        """
        غادر VERB 0 root
        الرجل NOUN 1 nsubj
        الذي PRON 4 obj
        اعتقلته VERB+PRON 2 acl:relcl
        الشرطة NOUN 4 nsubj
        . PUNCT 1 punct
        """,
    )
    claims = claims_in(detained, language="ar")
    detain = next(claim for claim in claims if claim.event_type == "detain")
    assert [party.name for party in detain.parties(SlotName.TARGET)] == ["الرجل"]
    assert [party.name for party in detain.parties(SlotName.ACTOR)] == ["الشرطة"]


def test_a_french_pronoun_elided_into_the_auxiliary_is_an_object() -> None:
    arrived = (
        "Paul Verrin est arrivé lundi.",
        """
        Paul PROPN 4 nsubj
        Verrin PROPN 1 flat
        est AUX 4 aux
        arrivé VERB 0 root
        lundi NOUN 4 obl
        . PUNCT 4 punct
        """,
    )
    met = (
        "Sami Lorne l'a reçu mardi.",
        """
        Sami PROPN 4 nsubj
        Lorne PROPN 1 flat
        l'a PRON+AUX 4 aux
        reçu VERB 0 root
        mardi NOUN 4 obl
        . PUNCT 4 punct
        """,
    )
    claims = claims_in(arrived, met, language="fr")
    meet = next(claim for claim in claims if claim.event_type == "meet")
    assert names_in(meet, SlotName.COUNTERPART) == ["Paul Verrin"]
    assert "l'a reçu [Paul Verrin] mardi" in meet.statement
