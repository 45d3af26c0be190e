"""Claims from hand-made trees: one rule a test, no model."""

from datetime import UTC, datetime

from app.core.claims.extraction import extract_claims
from app.core.entities.places import KnownPlace
from app.core.model.article import Article, CleanText, Passage, PassageKind
from app.core.model.claim import Claim, Polarity, SlotName, SourceKind, Stance, Status
from app.core.model.sentence import ParsedSentence
from app.core.model.when import Bound
from app.knowledge.loader import load_knowledge
from tests.core.trees import tree


class NoPlaces:
    """A place list that knows no place."""

    def find(self, name: str, language: str) -> tuple[KnownPlace, ...]:
        return ()

    def contains(self, outer_key: str, inner_key: str) -> bool:
        return inner_key.startswith(outer_key)

    def places_compatible(self, left_key: str, right_key: str) -> bool:
        return self.contains(left_key, right_key) or self.contains(right_key, left_key)

    def capital_of(self, country: str) -> KnownPlace | None:
        return None


def claims_of(sentence: ParsedSentence, text: str, *, language: str) -> list[Claim]:
    return claims_of_sentences([sentence], text, language=language)


def claims_of_sentences(sentences: list[ParsedSentence], text: str, *, language: str) -> list[Claim]:
    """The claims that stand alone."""
    article = Article(
        id="art", outlet="The Lamp", text=text, language=language, published_at=datetime(2031, 5, 8, 12, tzinfo=UTC)
    )
    clean = CleanText(passages=(Passage(start=0, end=len(text), kind=PassageKind.BODY),), dropped=())
    claims = extract_claims(article, clean, sentences, knowledge=load_knowledge(), places=NoPlaces())
    assert all(text[claim.start : claim.end] == claim.quote for claim in claims)
    return [claim for claim in claims if claim.stands_alone]


DENIAL = "The minister denied that soldiers attacked the village on Tuesday."
DENIAL_ROWS = """
The DET 2 det
minister NOUN 3 nsubj
denied VERB 0 root
that SCONJ 6 mark
soldiers NOUN 6 nsubj
attacked VERB 3 ccomp
the DET 8 det
village NOUN 6 obj
on ADP 10 case
Tuesday PROPN 6 obl
. PUNCT 3 punct
"""


def test_what_somebody_denied_is_a_denied_claim_of_his() -> None:
    (claim,) = claims_of(tree(DENIAL, DENIAL_ROWS, language="en"), DENIAL, language="en")
    assert claim.quote == "soldiers attacked the village on Tuesday"
    assert claim.event_type == "attack"
    assert claim.polarity is Polarity.NEGATIVE
    assert [source.kind for source in claim.attribution] == [SourceKind.OUTLET, SourceKind.PERSON]
    assert claim.attribution[1].stance is Stance.DENIES
    assert claim.times[0].weekday == 2


def test_the_time_of_a_claim_is_that_of_its_own_clause() -> None:
    text = "Officials said on Monday that the envoy left on Sunday."
    rows = """
    Officials NOUN 2 nsubj
    said VERB 0 root
    on ADP 4 case
    Monday PROPN 2 obl
    that SCONJ 8 mark
    the DET 7 det
    envoy NOUN 8 nsubj
    left VERB 2 ccomp
    on ADP 10 case
    Sunday PROPN 8 obl
    . PUNCT 2 punct
    """
    (claim,) = claims_of(tree(text, rows, language="en"), text, language="en")
    assert claim.event_type == "depart"
    assert [when.text for when in claim.times] == ["Sunday"]


def test_coordinated_verbs_are_two_claims_with_one_actor() -> None:
    text = "The envoy arrived on Monday and left on Tuesday."
    rows = """
    The DET 2 det
    envoy NOUN 3 nsubj
    arrived VERB 0 root
    on ADP 5 case
    Monday PROPN 3 obl
    and CCONJ 7 cc
    left VERB 3 conj
    on ADP 9 case
    Tuesday PROPN 7 obl
    . PUNCT 3 punct
    """
    arrived, left = claims_of(tree(text, rows, language="en"), text, language="en")
    assert (arrived.event_type, left.event_type) == ("arrive", "depart")
    assert [p.name for p in arrived.parties(SlotName.ACTOR)] == [p.name for p in left.parties(SlotName.ACTOR)]
    assert left.quote == "left on Tuesday"


def test_a_plan_is_told_as_a_plan() -> None:
    text = "Le président visitera la région et promet une aide."
    rows = """
    Le DET 2 det
    président NOUN 3 nsubj
    visitera VERB 0 root
    la DET 5 det
    région NOUN 3 obj
    et CCONJ 7 cc
    promet VERB 3 conj
    une DET 9 det
    aide NOUN 7 obj
    . PUNCT 3 punct
    """
    claims = claims_of(tree(text, rows, language="fr"), text, language="fr")
    assert claims[0].event_type == "visit"


def test_arabic_reported_speech_keeps_only_what_was_said() -> None:
    text = "أعلن المتحدث أن الوفد غادر المدينة أمس."
    rows = """
    أعلن VERB 0 root
    المتحدث NOUN 1 nsubj
    أن SCONJ 5 mark
    الوفد NOUN 5 nsubj
    غادر VERB 1 ccomp
    المدينة NOUN 5 obj
    أمس NOUN 5 obl
    . PUNCT 1 punct
    """
    (claim,) = claims_of(tree(text, rows, language="ar"), text, language="ar")
    assert claim.quote == "الوفد غادر المدينة أمس"
    assert claim.event_type == "depart"
    assert claim.attribution[1].text == "المتحدث"
    assert claim.times[0].days_from_publication == -1


def test_a_light_verb_and_its_noun_are_one_claim() -> None:
    text = "The minister made a visit to the border."
    rows = """
    The DET 2 det
    minister NOUN 3 nsubj
    made VERB 0 root
    a DET 5 det
    visit NOUN 3 obj
    to ADP 8 case
    the DET 8 det
    border NOUN 5 nmod
    . PUNCT 3 punct
    """
    (claim,) = claims_of(tree(text, rows, language="en"), text, language="en")
    assert claim.event_type == "visit"
    assert [p.name for p in claim.parties(SlotName.ACTOR)] == ["The minister"]


def test_a_negated_verb_is_a_negative_claim() -> None:
    text = "Nobody said so; the army did not attack the port."
    rows = """
    Nobody PRON 2 nsubj
    said VERB 0 root
    so ADV 2 advmod
    ; PUNCT 9 punct
    the DET 6 det
    army NOUN 9 nsubj
    did AUX 9 aux
    not PART 9 advmod
    attack VERB 2 parataxis
    the DET 11 det
    port NOUN 9 obj
    . PUNCT 2 punct
    """
    claims = claims_of(tree(text, rows, language="en"), text, language="en")
    attack = next(claim for claim in claims if claim.event_type == "attack")
    assert attack.polarity is Polarity.NEGATIVE
    assert attack.status is Status.HAPPENED


def test_a_question_asserts_nothing() -> None:
    text = "Did the army attack the port?"
    rows = """
    Did AUX 4 aux
    the DET 3 det
    army NOUN 4 nsubj
    attack VERB 0 root
    the DET 6 det
    port NOUN 4 obj
    ? PUNCT 4 punct
    """
    assert claims_of(tree(text, rows, language="en"), text, language="en") == []


def test_an_unresolved_pronoun_is_marked() -> None:
    text = "She left on Sunday."
    rows = """
    She PRON 2 nsubj
    left VERB 0 root
    on ADP 4 case
    Sunday PROPN 2 obl
    . PUNCT 2 punct
    """
    (claim,) = claims_of(tree(text, rows, language="en"), text, language="en")
    (actor,) = claim.parties(SlotName.ACTOR)
    assert not actor.resolved


def test_a_denied_noun_is_a_denied_claim_of_the_denier() -> None:
    text = "نفت الشركة توقف الإنتاج."
    rows = """
    نفت VERB 0 root
    الشركة NOUN 1 nsubj
    توقف NOUN 1 obj
    الإنتاج NOUN 3 nmod
    . PUNCT 1 punct
    """
    (claim,) = claims_of(tree(text, rows, language="ar"), text, language="ar")
    assert claim.quote == "توقف الإنتاج"
    assert claim.polarity is Polarity.NEGATIVE
    assert claim.attribution[1].text == "الشركة"
    assert claim.attribution[1].stance is Stance.DENIES


def test_failing_to_do_something_is_not_having_done_it() -> None:
    text = "The parties failed to agree on Monday."
    rows = """
    The DET 2 det
    parties NOUN 3 nsubj
    failed VERB 0 root
    to PART 5 mark
    agree VERB 3 xcomp
    on ADP 7 case
    Monday PROPN 5 obl
    . PUNCT 3 punct
    """
    (claim,) = claims_of(tree(text, rows, language="en"), text, language="en")
    assert claim.event_type == "agree"
    assert claim.polarity is Polarity.NEGATIVE
    assert claim.quote == "The parties failed to agree on Monday"


def test_a_time_after_since_bounds_what_is_told() -> None:
    text = "The port stood idle since Monday."
    rows = """
    The DET 2 det
    port NOUN 3 nsubj
    stood VERB 0 root
    idle ADJ 3 xcomp
    since ADP 6 case
    Monday PROPN 3 obl
    . PUNCT 3 punct
    """
    (claim,) = claims_of(tree(text, rows, language="en"), text, language="en")
    assert [when.bound for when in claim.times] == [Bound.SINCE]


def test_what_is_inside_quotation_marks_is_marked_as_somebodys_own_words() -> None:
    text = "“The bridge will reopen soon,” the mayor said."
    rows = """
    “ PUNCT 5 punct
    The DET 3 det
    bridge NOUN 5 nsubj
    will AUX 5 aux
    reopen VERB 11 ccomp
    soon ADV 5 advmod
    , PUNCT 5 punct
    ” PUNCT 5 punct
    the DET 10 det
    mayor NOUN 11 nsubj
    said VERB 0 root
    . PUNCT 11 punct
    """
    (claim,) = claims_of(tree(text, rows, language="en"), text, language="en")
    assert claim.quoted
    assert claim.status is Status.PLANNED
    assert claim.attribution[1].text == "the mayor"


def test_the_actor_of_a_participle_that_befell_somebody_is_not_made_up() -> None:
    text = "Seven sailors seized near the lake were freed."
    rows = """
    Seven NUM 2 nummod
    sailors NOUN 8 nsubj:pass
    seized VERB 2 acl
    near ADP 6 case
    the DET 6 det
    lake NOUN 3 obl
    were AUX 8 aux:pass
    freed VERB 0 root
    . PUNCT 8 punct
    """
    claims = {claim.event_type: claim for claim in claims_of(tree(text, rows, language="en"), text, language="en")}
    assert [party.name for party in claims["abduct"].parties(SlotName.TARGET)] == ["Seven sailors"]
    assert not claims["abduct"].parties(SlotName.ACTOR)
    assert [quantity.low for quantity in claims["release"].quantities] == [7.0]
