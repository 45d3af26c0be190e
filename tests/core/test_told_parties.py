"""Who did it and where, where the sentence tells it outside the clause: in front of it, or as what somebody is."""

import pytest

from app.core.claims.grammar.even_trees import even_out
from app.core.claims.words.lexicon import lexicon_of
from app.core.model.claim import Claim, SlotName
from app.core.model.entity import Party
from app.knowledge.loader import load_knowledge
from tests.core.test_coreference import claims_in
from tests.core.trees import tree


def relations(text: str, rows: str, *, language: str) -> dict[str, tuple[str, str]]:
    """Each word's relation and the word that it hangs on, in the common shape."""
    lexicon = lexicon_of(load_knowledge().pack(language).claims)
    words = even_out(tree(text, rows, language=language), lexicon).words
    return {word.text: (word.relation, words[word.head - 1].text) for word in words if word.head}


def claim_of(event_type: str, sentence: tuple[str, str]) -> Claim:
    found = [*claims_in(sentence, language="en"), *claims_in(sentence, language="en", leaning=True)]
    return next(claim for claim in found if claim.event_type == event_type)


def actor_of(sentence: tuple[str, str]) -> Party:
    (actor,) = claim_of("attack", sentence).parties(SlotName.ACTOR)
    return actor


def test_the_subject_before_what_is_said_is_not_the_speaker():
    rows = """
        Rebels NOUN 6 nsubj
        shelled VERB 6 ccomp
        Kelbo PROPN 2 obj
        , PUNCT 2 punct
        residents NOUN 6 nsubj
        said VERB 0 root
        """
    found = relations("Rebels shelled Kelbo, residents said", rows, language="en")
    assert found["Rebels"] == ("nsubj", "shelled")
    assert found["residents"] == ("nsubj", "said")


def test_a_clause_with_a_subject_of_its_own_takes_none():
    rows = """
        Rebels NOUN 6 nsubj
        they PRON 3 nsubj
        shelled VERB 6 ccomp
        Kelbo PROPN 3 obj
        residents NOUN 6 nsubj
        said VERB 0 root
        """
    assert relations("Rebels they shelled Kelbo residents said", rows, language="en")["Rebels"] == ("nsubj", "said")


SAID_OF_TEN = """
    Ten NUM 2 nummod
    sailors NOUN 4 nsubj:pass
    are AUX 4 aux:pass
    {} VERB 0 root
    to PART 7 mark
    have AUX 7 aux
    drowned VERB 4 xcomp
    """


def test_of_whom_something_is_said_is_the_subject_of_what_is_said():
    drowned = claim_of("die", ("Ten sailors are known to have drowned", SAID_OF_TEN.format("known")))
    assert [party.text for party in drowned.parties(SlotName.TARGET)] == ["Ten sailors"]
    assert [quantity.low for quantity in drowned.quantities] == [10]
    assert drowned.quote == "Ten sailors are known to have drowned"


def test_who_is_told_to_do_something_is_told_it():
    rows = """
        Sailors NOUN 3 nsubj:pass
        were AUX 3 aux:pass
        told VERB 0 root
        to PART 5 mark
        leave VERB 3 xcomp
        """
    assert relations("Sailors were told to leave", rows, language="en")["Sailors"] == ("nsubj:pass", "told")


def test_what_a_pronoun_on_the_verb_means_again_is_its_object():
    rows = """
        العملية NOUN 2 nsubj
        نفذتها VERB+PRON 0 root
        كتيبة NOUN 2 obj
        النور PROPN 3 nmod
        """
    found = relations("العملية نفذتها كتيبة النور", rows, language="ar")
    assert found["العملية"] == ("obj", "نفذتها")
    assert found["كتيبة"] == ("nsubj", "نفذتها")


def test_people_told_first_stay_the_subject():
    rows = """
        اللجنة NOUN 2 nsubj
        منحتها VERB+PRON 0 root
        الجائزة NOUN 2 obj
        """
    assert relations("اللجنة منحتها الجائزة", rows, language="ar")["اللجنة"] == ("nsubj", "منحتها")


BELONGED = (
    "The men who shelled Harsa belonged to the Dune Company.",
    """
    The DET 2 det
    men NOUN 6 nsubj
    who PRON 4 nsubj
    shelled VERB 2 acl:relcl
    Harsa PROPN 4 obj
    belonged VERB 0 root
    to ADP 10 case
    the DET 10 det
    Dune PROPN 10 compound
    Company PROPN 6 obl
    . PUNCT 6 punct
    """,
)
WERE = (
    "The men who shelled Harsa were {}soldiers of the Dune Company.",
    """
    The DET 2 det
    men NOUN {head} nsubj
    who PRON 4 nsubj
    shelled VERB 2 acl:relcl
    Harsa PROPN 4 obj
    were AUX {head} cop
    {no}soldiers NOUN 0 root
    of ADP {company} case
    the DET {company} det
    Dune PROPN {company} compound
    Company PROPN {head} nmod
    . PUNCT {head} punct
    """,
)
SOLDIERS = (WERE[0].format(""), WERE[1].format(head=7, company=11, no=""))
NO_SOLDIERS = (WERE[0].format("not "), WERE[1].format(head=8, company=12, no="not PART 8 advmod\n    "))


@pytest.mark.parametrize("sentence", [BELONGED, SOLDIERS])
def test_who_did_it_is_who_they_are_said_to_be(sentence: tuple[str, str]):
    known = actor_of(sentence).known_as
    assert known is not None and known.name == "Dune Company"


def test_who_they_are_said_not_to_be_did_not_do_it():
    assert actor_of(NO_SOLDIERS).known_as is None


def test_people_of_a_body_act_for_it_and_its_head_for_himself():
    rows = """
        {} NOUN 6 nsubj
        of ADP 5 case
        the DET 5 det
        Dune PROPN 5 compound
        Company PROPN 1 nmod
        shelled VERB 0 root
        Harsa PROPN 6 obj
        """
    soldiers = actor_of(("Soldiers of the Dune Company shelled Harsa", rows.format("Soldiers")))
    assert soldiers.known_as is not None and soldiers.known_as.name == "Dune Company"
    assert actor_of(("Founder of the Dune Company shelled Harsa", rows.format("Founder"))).known_as is None


def test_a_place_set_before_its_clause_is_where_it_happened():
    sentence = (
        "It was in Kelbo that the rebels were arrested.",
        """
        It PRON 4 expl
        was AUX 4 cop
        in ADP 4 case
        Kelbo PROPN 0 root
        that SCONJ 9 mark
        the DET 7 det
        rebels NOUN 9 nsubj:pass
        were AUX 9 aux:pass
        arrested VERB 4 advcl
        . PUNCT 4 punct
        """,
    )
    assert [place.name for place in claim_of("detain", sentence).places(SlotName.PLACE)] == ["Kelbo"]


def test_the_noun_beside_a_place_tells_its_kind():
    sentence = (
        "A bomb exploded in the town of Kelbo.",
        """
        A DET 2 det
        bomb NOUN 3 nsubj
        exploded VERB 0 root
        in ADP 6 case
        the DET 6 det
        town NOUN 3 obl
        of ADP 8 case
        Kelbo PROPN 6 nmod
        . PUNCT 3 punct
        """,
    )
    (place,) = claim_of("explode", sentence).places(SlotName.PLACE)
    assert (place.called, place.proper) == ("city", "Kelbo")
