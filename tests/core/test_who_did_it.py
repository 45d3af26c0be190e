"""Who did it, where the sentence tells it in a roundabout way: whose work it was, whose men they are."""

import pytest

from app.core.claims.grammar.even_trees import even_out
from app.core.claims.words.lexicon import lexicon_of
from app.core.model.claim import Claim, SlotName
from app.core.model.entity import EntityType, Party
from app.knowledge.loader import load_knowledge
from tests.core.test_coreference import claims_in
from tests.core.trees import tree


def claim_of(event_type: str, sentence: tuple[str, str], *, language: str = "en") -> Claim:
    told = (claims_in(sentence, language=language, leaning=leaning) for leaning in (False, True))
    return next(claim for claims in told for claim in claims if claim.event_type == event_type)


def party_of(
    event_type: str, sentence: tuple[str, str], *, slot: SlotName = SlotName.ACTOR, language: str = "en"
) -> Party:
    (party,) = claim_of(event_type, sentence, language=language).parties(slot)
    return party


def known(party: Party) -> str:
    return (party.known_as or party).name


THOSE_WHO = (
    "Those who shelled Harsa were soldiers of the Dune Company.",
    """
    Those PRON 6 nsubj
    who PRON 3 nsubj
    shelled VERB 1 acl:relcl
    Harsa PROPN 3 obj
    were AUX 6 cop
    soldiers NOUN 0 root
    of ADP 10 case
    the DET 10 det
    Dune PROPN 10 compound
    Company PROPN 6 nmod
    . PUNCT 6 punct
    """,
)
ITS_WORK = (
    "The raid was the {} of the Dune Company.",
    """
    The DET 2 det
    raid NOUN 5 nsubj
    was AUX 5 cop
    the DET 5 det
    {} NOUN 0 root
    of ADP 9 case
    the DET 9 det
    Dune PROPN 9 compound
    Company PROPN 5 nmod
    . PUNCT 5 punct
    """,
)
BELONGING = (
    "Gunmen belonging to the Dune Company shelled Harsa.",
    """
    Gunmen NOUN 7 nsubj
    belonging VERB 1 acl
    to ADP 6 case
    the DET 6 det
    Dune PROPN 6 compound
    Company PROPN 2 obl
    shelled VERB 0 root
    Harsa PROPN 7 obj
    . PUNCT 7 punct
    """,
)
CALLED = (
    'A group calling itself " Dune Shield " shelled Harsa.',
    """
    A DET 2 det
    group NOUN 9 nsubj
    calling VERB 2 acl
    itself PRON 3 obj
    " PUNCT 7 punct
    Dune PROPN 7 compound
    Shield PROPN 3 xcomp
    " PUNCT 7 punct
    shelled VERB 0 root
    Harsa PROPN 9 obj
    . PUNCT 9 punct
    """,
)
ITS_MEN = (
    "The Dune Company said its men shelled Harsa.",
    """
    The DET 3 det
    Dune PROPN 3 compound
    Company PROPN 4 nsubj
    said VERB 0 root
    its PRON 6 nmod
    men NOUN 7 nsubj
    shelled VERB 4 ccomp
    Harsa PROPN 7 obj
    . PUNCT 4 punct
    """,
)


@pytest.mark.parametrize("sentence", [THOSE_WHO, BELONGING, ITS_MEN])
def test_whose_people_did_it_is_who_did_it(sentence: tuple[str, str]):
    assert known(party_of("attack", sentence)) == "Dune Company"


def test_a_name_that_a_group_gives_itself_is_who_did_it():
    called = party_of("attack", CALLED).known_as
    assert called is not None and (called.name, called.type) == ("Dune Shield", EntityType.ORGANISATION)


def test_whose_work_an_event_is_did_it():
    text, rows = ITS_WORK
    assert party_of("attack", (text.format("work"), rows.format("work"))).name == "Dune Company"
    ended = (text.format("end"), rows.format("end"))
    assert not any(
        claim.event_type == "attack" and claim.parties(SlotName.ACTOR)
        for leaning in (False, True)
        for claim in claims_in(ended, language="en", leaning=leaning)
    )


def relations(text: str, rows: str) -> dict[str, tuple[str, str]]:
    """Each word's relation and the word that it hangs on, in the common shape."""
    words = even_out(tree(text, rows, language="ar"), lexicon_of(load_knowledge().pack("ar").claims)).words
    return {word.text: (word.relation, words[word.head - 1].text if word.head else "") for word in words}


def test_the_one_who_is_said_to_have_done_it_is_the_subject():
    rows = """
        الجنود NOUN 3 nsubj
        هم PRON 3 dep
        الذين PRON 0 root
        قصفوا VERB 3 acl:relcl
        القرية NOUN 4 obj
        """
    found = relations("الجنود هم الذين قصفوا القرية", rows)
    assert found["قصفوا"][0] == "root"
    assert found["الجنود"] == ("nsubj", "قصفوا")


def test_a_verb_that_was_taken_for_a_noun_behind_the_one_who_is_a_verb():
    rows = """
        أن SCONJ 4 mark
        الجنود NOUN 4 nsubj
        هم AUX 4 cop
        من ADP 0 root
        أطلقوا NOUN 4 obl
        النار NOUN 5 nmod
        """
    found = relations("أن الجنود هم من أطلقوا النار", rows)
    assert found["الجنود"] == ("nsubj", "أطلقوا")
    assert found["النار"] == ("obj", "أطلقوا")


def test_what_is_only_expected_is_no_cleft():
    rows = """
        كان AUX 3 cop
        من ADP 3 case
        المقرر ADJ 0 root
        أن SCONJ 5 mark
        يصل VERB 3 csubj
        """
    assert relations("كان من المقرر أن يصل", rows)["المقرر"][0] == "root"


WENT = (
    "The {} to build the bridge went to Harsa Steel.",
    """
    The DET 2 det
    {} NOUN 7 nsubj
    to PART 4 mark
    build VERB 2 acl
    the DET 6 det
    bridge NOUN 4 obj
    went VERB 0 root
    to ADP 10 case
    Harsa PROPN 10 compound
    Steel PROPN 7 obl
    . PUNCT 7 punct
    """,
)


def test_who_gets_a_contract_has_won_it():
    text, rows = WENT
    assert party_of("win", (text.format("contract"), rows.format("contract"))).name == "Harsa Steel"
    team = (text.format("team"), rows.format("team"))
    assert all(
        claim.event_type != "win"
        for leaning in (False, True)
        for claim in claims_in(team, language="en", leaning=leaning)
    )


def test_to_whom_prisoners_are_handed_receives_them():
    sentence = (
        "Rebels handed the prisoners to the Harsa League.",
        """
        Rebels NOUN 2 nsubj
        handed VERB 0 root
        the DET 4 det
        prisoners NOUN 2 obj
        to ADP 8 case
        the DET 8 det
        Harsa PROPN 8 compound
        League PROPN 2 obl
        . PUNCT 2 punct
        """,
    )
    assert party_of("release", sentence, slot=SlotName.RECIPIENT).name == "Harsa League"


def test_the_minister_whom_the_tree_has_opened_opens():
    sentence = (
        "قص شريط المصنع الوزير علي حسن.",
        """
        قص VERB 0 root
        شريط NOUN 1 obj
        المصنع NOUN 2 nmod
        الوزير NOUN 2 nmod
        علي PROPN 4 appos
        حسن PROPN 5 flat
        . PUNCT 1 punct
        """,
    )
    claim = claim_of("open", sentence, language="ar")
    assert [party.name for party in claim.parties(SlotName.ACTOR)] == ["علي حسن"]


def test_who_frees_somebody_is_not_freed():
    sentence = (
        "أفرجت قوة عن الأسرى.",
        """
        أفرجت VERB 0 root
        قوة NOUN 1 nsubj:pass
        عن ADP 4 case
        الأسرى NOUN 1 obl
        . PUNCT 1 punct
        """,
    )
    claim = claim_of("release", sentence, language="ar")
    assert [party.text for party in claim.parties(SlotName.ACTOR)] == ["قوة"]
    assert [party.text for party in claim.parties(SlotName.TARGET)] == ["الأسرى"]
