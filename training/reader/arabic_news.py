"""Made-up Arabic news sentences with their trees.

The only free Arabic treebank is small and translated: verb, subject and object in a row, titles before names and
verbal nouns as objects, which fill Arabic news, are rare in it. These patterns follow its annotation (the name is an
apposition of the title, further names are flat) and show the reader nothing but word order. No word list of the
application is used.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.reader.treebanks import UNKNOWN_ENTITY, TreebankSentence

# Names that belong to nobody in particular, from all over the region and from abroad.
FIRST_NAMES = (
    *("أحمد", "محمد", "خالد", "سامي", "نبيل", "فؤاد", "يوسف", "مريم", "ليلى", "هدى", "إبراهيم", "سعد", "طارق", "رامي"),
    *("كريم", "زياد", "منصور", "علي", "حسين", "نورة", "جون", "بيتر", "ماريا", "هنري", "أندريه", "سارة", "توماس"),
)
LAST_NAMES = (
    *("الكيلاني", "النجار", "الحداد", "صالح", "العتيبي", "بركات", "المنصوري", "الزين", "حمدان", "الشامي", "بوزيد"),
    *("التميمي", "درويش", "القاضي", "سليمان", "الفاسي", "عيسى", "ناصيف", "سميث", "موران", "غارسيا", "كوفاتش", "وايت"),
)
SERVANTS_OF = ("الرحمن", "العزيز", "الكريم", "القادر", "الحميد", "السلام")
RANKS = (
    *("الرئيس", "المشير", "اللواء", "الفريق", "العميد", "السفير", "الوزير", "النائب", "الملك", "الأمير", "الدكتور"),
    *("السيد", "الشيخ", "المبعوث", "القاضي", "المحافظ"),
)
NATIONS = (
    *("المصري", "الليبي", "التونسي", "السوداني", "الفرنسي", "الأمريكي", "التركي", "الروسي", "السعودي", "القطري"),
    *("العراقي", "السوري", "الإيراني", "الألماني"),
)
NATIONS_FEMININE = tuple(f"{nation}ة" for nation in NATIONS)
OFFICES = (
    ("وزير", "الخارجية"),
    ("وزير", "الدفاع"),
    ("مدير", "المخابرات"),
    ("رئيس", "الوزراء"),
    ("رئيس", "البرلمان"),
    ("قائد", "الجيش"),
    ("رئيس", "الأركان"),
    ("مستشار", "الرئيس"),
    ("نائب", "الوزير"),
    ("سفير", "فرنسا"),
)
BODIES_FEMININE = ("وزارة الخارجية", "وزارة الدفاع", "الحكومة", "الرئاسة", "الشرطة", "السفارة", "النيابة", "حركة حماس")
BODIES = ("الجيش", "مجلس النواب", "مجلس الأمن", "البنك المركزي", "البرلمان", "الوفد", "الحزب الحاكم", "الهلال الأحمر")
SOURCES = ("مصدر أمني", "مصدر دبلوماسي", "مسؤول حكومي", "متحدث عسكري", "مصدر طبي", "شهود عيان", "ناشط حقوقي")
CITIES = (
    *("القاهرة", "طرابلس", "بنغازي", "تونس", "الخرطوم", "باريس", "موسكو", "أنقرة", "بغداد", "دمشق", "بيروت", "غزة"),
    *("صنعاء", "الرياض", "الدوحة", "عمّان", "الجزائر", "برلين"),
)
DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت")
TOPICS = ("وقف إطلاق النار", "الأزمة الراهنة", "العلاقات الثنائية", "سبل التعاون", "التطورات الأخيرة", "ملف الهجرة")
HAPPENINGS = ("انفجار", "هجوم", "غارة", "قصف", "اشتباكات", "حادث", "حريق", "كمين")
VICTIMS = ("جنود", "مدنيين", "عمال", "مسلحين", "أشخاص", "صحفيين")
COUNTS = ("ثلاثة", "أربعة", "خمسة", "سبعة", "4", "12", "17", "30", "عشرات")
NEGATED = {
    "التقى": "يلتق",
    "زار": "يزر",
    "غادر": "يغادر",
    "استقبل": "يستقبل",
    "وصل": "يصل",
    "رفض": "يرفض",
    "أكد": "يؤكد",
}
ACTIONS = ("الهجوم", "القرار", "الاتهامات", "المبادرة", "التصريحات", "الخطة", "الاتفاق", "الغارات")
REFUSED = ("الهجوم", "القرار", "الاتهامات", "المبادرة", "الاتفاق")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with heads inside the phrase (positions from 0); the head of its top word is None."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int | None, ...]
    relations: tuple[str, ...]


def word(text: str, tag: str) -> Phrase:
    """A phrase of one word."""
    return Phrase((text,), (tag,), (None,), ("root",))


def join(*parts: tuple[Phrase, str]) -> Phrase:
    """Put phrases one after the other; that with the relation "head" governs the others."""
    starts = [sum(len(part.words) for part, _ in parts[:index]) for index in range(len(parts))]
    top = next(
        start + part.heads.index(None)
        for start, (part, relation) in zip(starts, parts, strict=True)
        if relation == "head"
    )
    heads: list[int | None] = []
    relations: list[str] = []
    for start, (part, relation) in zip(starts, parts, strict=True):
        for head, inner in zip(part.heads, part.relations, strict=True):
            is_top = head is None
            heads.append((None if relation == "head" else top) if head is None else start + head)
            relations.append(relation if is_top and relation != "head" else inner)
    return Phrase(
        tuple(text for part, _ in parts for text in part.words),
        tuple(tag for part, _ in parts for tag in part.tags),
        tuple(heads),
        tuple(relations),
    )


class Patterns:
    """Draws phrases and clauses by chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance

    def _any(self, choices: Sequence[str]) -> str:
        return self._chance.choice(choices)

    def _happens(self, share: float) -> bool:
        return self._chance.random() < share

    def name(self) -> Phrase:
        """One to three name words."""
        last = word(self._any(LAST_NAMES), "PROPN")
        if self._happens(0.4):
            return last
        if self._happens(0.2):
            return join((word("عبد", "PROPN"), "head"), (word(self._any(SERVANTS_OF), "PROPN"), "flat"), (last, "flat"))
        return join((word(self._any(FIRST_NAMES), "PROPN"), "head"), (last, "flat"))

    def person(self) -> Phrase:
        """A name, a title and a name, or an office and a name."""
        draw = self._chance.random()
        if draw < 0.3:
            return self.name()
        if draw < 0.65:
            rank: list[tuple[Phrase, str]] = [(word(self._any(RANKS), "NOUN"), "head")]
            if self._happens(0.4):
                rank.append((word(self._any(NATIONS), "ADJ"), "amod"))
            return join(*rank, (self.name(), "appos"))
        office, field = self._chance.choice(OFFICES)
        title = [(word(office, "NOUN"), "head"), (word(field, "NOUN"), "nmod")]
        if self._happens(0.6):
            title.append((word(self._any(NATIONS), "ADJ"), "amod"))
        if self._happens(0.7):
            title.append((self.name(), "appos"))
        elif self._happens(0.5):
            title.append((join((word(self._any(RANKS), "NOUN"), "head"), (self.name(), "appos")), "appos"))
        return join(*title)

    def body(self, *, feminine: bool) -> Phrase:
        """A ministry, an army, a party."""
        first, *rest = self._any(BODIES_FEMININE if feminine else BODIES).split()
        parts = [(word(first, "NOUN"), "head")]
        for text in rest:
            tag, relation = ("ADJ", "amod") if text in ("المركزي", "الحاكم", "الأحمر") else ("NOUN", "nmod")
            parts.append((word(text, tag), relation))
        if self._happens(0.5):
            parts.append((word(self._any(NATIONS_FEMININE if feminine else NATIONS), "ADJ"), "amod"))
        return join(*parts)

    def source(self) -> Phrase:
        """Someone without a name who tells something."""
        noun, adjective = self._any(SOURCES).split()
        relation = ("NOUN", "nmod") if adjective == "عيان" else ("ADJ", "amod")
        return join((word(noun, "NOUN"), "head"), (word(adjective, relation[0]), relation[1]))

    def city(self) -> Phrase:
        """A place name, sometimes with what it is."""
        name = word(self._any(CITIES), "PROPN")
        if self._happens(0.7):
            return name
        if self._happens(0.5):
            return join((word("مدينة", "NOUN"), "head"), (name, "nmod"))
        nation = word(self._any(NATIONS_FEMININE), "ADJ")
        return join((word("العاصمة", "NOUN"), "head"), (nation, "amod"), (name, "appos"))

    def after(self, preposition: str, phrase: Phrase) -> Phrase:
        """A phrase behind its preposition."""
        return join((word(preposition, "ADP"), "case"), (phrase, "head"))

    def time(self) -> Phrase:
        """Today, yesterday, on a weekday."""
        day = word(self._any(DAYS), "PROPN")
        draw = self._chance.random()
        if draw < 0.15:
            near = join((word(self._any(("اليوم", "أمس")), "NOUN"), "head"), (day, "nmod"))
            return join((word(self._any(("مساء", "صباح", "فجر", "ظهر", "ليلة")), "NOUN"), "head"), (near, "nmod"))
        if draw < 0.35:
            return join((word(self._any(("اليوم", "أمس", "يوم")), "NOUN"), "head"), (day, "nmod"))
        if draw < 0.55:
            return join((word(self._any(("مساء", "صباح", "فجر")), "NOUN"), "head"), (day, "nmod"))
        if draw < 0.75:
            return join((day, "head"), (word("الماضي", "ADJ"), "amod"))
        return word(self._any(("اليوم", "أمس", "غداً", "أمس")), "NOUN")

    def topic(self) -> Phrase:
        """What a talk is about."""
        first, *rest = self._any(TOPICS).split()
        adjectives = ("الراهنة", "الثنائية", "الأخيرة")
        phrase = word(first, "NOUN")
        tail: Phrase | None = None
        for text in reversed(rest):
            here = word(text, "ADJ" if text in adjectives else "NOUN")
            tail = here if tail is None else join((here, "head"), (tail, "nmod"))
        if tail is None:
            return phrase
        return join((phrase, "head"), (tail, "amod" if rest[0] in adjectives else "nmod"))

    def victims(self) -> Phrase:
        """A number and who it counts."""
        count = self._any(COUNTS)
        if count == "عشرات":
            return join((word(count, "NOUN"), "head"), (word(self._any(VICTIMS), "NOUN"), "nmod"))
        noun = "شخصاً" if count.isdigit() and int(count) > 10 else self._any(VICTIMS)
        return join((word(count, "NUM"), "nummod"), (word(noun, "NOUN"), "head"))

    def where(self) -> Phrase:
        """In a happening, in a place, or both."""
        if self._happens(0.4):
            return self.after("في", self.city())
        happening = word(self._any(HAPPENINGS), "NOUN")
        place = self.after(self._any(("في", "قرب", "شرقي", "على")), self.city())
        return self.after("في", join((happening, "head"), (place, "nmod")))

    def death(self) -> Phrase:
        """A verbal noun with whom it befell."""
        noun = word(self._any(("مقتل", "إصابة", "اعتقال", "وصول", "اختطاف")), "NOUN")
        return join((noun, "head"), (self.victims(), "nmod"), (self.where(), "nmod"))

    def _actor(self) -> tuple[Phrase, bool]:
        draw = self._chance.random()
        if draw < 0.55:
            return self.person(), False
        feminine = self._happens(0.5)
        return (self.body(feminine=feminine), feminine) if draw < 0.85 else (self.source(), False)

    def _verb_first(self, masculine: str, feminine: str, *after: tuple[Phrase, str], actor: bool = True) -> Phrase:
        subject, is_feminine = self._actor() if actor else (self.person(), False)
        parts: list[tuple[Phrase, str]] = [(subject, "nsubj"), *after]
        if self._happens(0.35):
            place = self._chance.choice((1, len(parts)))
            parts.insert(place, (self.time(), "obl:tmod"))
        if masculine in NEGATED and not is_feminine and self._happens(0.25):
            return join((word("لم", "PART"), "advmod"), (word(NEGATED[masculine], "VERB"), "head"), *parts)
        return join((word(feminine if is_feminine else masculine, "VERB"), "head"), *parts)

    def meeting(self) -> Phrase:
        """Someone receives, meets, visits someone."""
        verb = self._any(("استقبل", "التقى", "هنأ", "ودّع", "يلتقي", "يستقبل", "دعا", "اتهم", "هاجم", "عيّن", "أقال"))
        rest = [(self.person(), "obj")]
        if self._happens(0.4):
            rest.append((self.after("في", self.city()), "obl"))
        return self._verb_first(verb, verb, *rest, actor=False)

    def travel(self) -> Phrase:
        """Someone arrives, leaves, visits."""
        if self._happens(0.3):
            return self._verb_first(self._any(("وصل", "يصل", "بلغ")), "وصلت", (self.city(), "obj"), actor=False)
        if self._happens(0.5):
            goal = (self.after("إلى", self.city()), "obl")
            return self._verb_first(self._any(("وصل", "عاد", "توجه", "يصل", "سافر")), "وصلت", goal, actor=False)
        return self._verb_first(self._any(("زار", "غادر", "يزور", "يغادر")), "زارت", (self.city(), "obj"), actor=False)

    def talks(self) -> Phrase:
        """Someone discusses something with someone, in either order."""
        partner = word("نظيره", "NOUN+PRON") if self._happens(0.4) else self.person()
        if partner.words == ("نظيره",):
            partner = join((partner, "head"), (word(self._any(NATIONS), "ADJ"), "amod"))
        rest = [(self.after("مع", partner), "obl"), (self.topic(), "obj")]
        if self._happens(0.4):
            rest.reverse()
        return self._verb_first(self._any(("بحث", "ناقش", "يبحث", "تناول")), "بحثت", *rest, actor=False)

    def statement(self) -> Phrase:
        """Someone confirms, denies or announces a happening or a thing."""
        noun = self.death() if self._happens(0.6) else word(self._any(ACTIONS), "NOUN")
        masculine, feminine = self._chance.choice((("أكد", "أكدت"), ("نفى", "نفت"), ("أعلن", "أعلنت"), ("رفض", "رفضت")))
        return self._verb_first(masculine, feminine, (noun, "obj"))

    def condemnation(self) -> Phrase:
        """Someone condemns or accepts something of somebody."""
        thing = join((word(self._any(REFUSED), "NOUN"), "head"), (self.after("على", self.city()), "nmod"))
        masculine, feminine = self._chance.choice(
            (("دان", "دانت"), ("أدان", "أدانت"), ("رحب", "رحبت"), ("أيد", "أيدت"))
        )
        if masculine == "رحب":
            thing = join((word("بقرار", "ADP+NOUN"), "head"), (self.person(), "nmod"))
            return self._verb_first(masculine, feminine, (thing, "obl"))
        return self._verb_first(masculine, feminine, (thing, "obj"))

    def casualties(self) -> Phrase:
        """People were killed."""
        verb = word(self._any(("قتل", "قُتل", "أصيب", "اعتقل", "جُرح")), "VERB")
        return join((verb, "head"), (self.victims(), "nsubj:pass"), (self.where(), "obl"))

    def headline(self) -> Phrase:
        """Subject first, no full stop."""
        if self._happens(0.5):
            goal: tuple[Phrase, str] = (self.city(), "obj")
            verb = self._any(("يزور", "يغادر", "يصل"))
        else:
            goal = (self.person(), "obj")
            verb = self._any(("يلتقي", "يستقبل", "يهاجم", "يتهم", "يهنئ"))
        parts = [(self.person(), "nsubj"), (word(verb, "VERB"), "head"), goal]
        if self._happens(0.3):
            aim = join((word(self._any(("للقاء", "لبحث")), "ADP+NOUN"), "head"), (self.person(), "nmod"))
            parts.append((aim, "obl"))
        return join(*parts)

    def report(self) -> Phrase:
        """Someone says that someone did something."""
        speaker, feminine = self._actor()
        if self._happens(0.5):
            verb, particle = ("قالت" if feminine else "قال"), "إن"
        else:
            stem = self._any(("أكد", "أعلن", "ذكر", "أضاف"))
            verb, particle = (f"{stem}ت" if feminine else stem), "أن"
        done = self._any(("غادر", "زار", "استقبل", "رفض"))
        thing = self.person() if done == "استقبل" else word("القرار", "NOUN") if done == "رفض" else self.city()
        told = join(
            (word(particle, "SCONJ"), "mark"), (self.person(), "nsubj"), (word(done, "VERB"), "head"), (thing, "obj")
        )
        return join((word(verb, "VERB"), "head"), (speaker, "nsubj"), (told, "ccomp"))

    def denial(self) -> Phrase:
        """Someone denies that someone did something."""
        speaker, feminine = self._actor()
        told = join(
            (word("أن", "SCONJ"), "mark"),
            (word("يكون", "AUX"), "aux"),
            (self.person(), "nsubj"),
            (word("قد", "PART"), "compound"),
            (word(self._any(("زار", "غادر", "التقى", "طلب")), "VERB"), "head"),
            (self.city(), "obj"),
        )
        return join((word("نفت" if feminine else "نفى", "VERB"), "head"), (speaker, "nsubj"), (told, "ccomp"))

    def chain(self) -> Phrase:
        """Several clauses in a row, as long sentences of the press have them."""
        makers = (
            self.meeting,
            self.travel,
            self.talks,
            self.statement,
            self.condemnation,
            self.casualties,
            self.report,
        )
        parts = [(self._chance.choice(makers)(), "head")]
        for _ in range(self._chance.choice((1, 1, 2, 3))):
            clause = self._chance.choice(makers)()
            if self._happens(0.3):
                parts.append((word("،", "PUNCT"), "punct"))
            if self._happens(0.65):
                joined = (f"و{clause.words[0]}", *clause.words[1:])
                tags = (f"CCONJ+{clause.tags[0]}", *clause.tags[1:])
                parts.append((Phrase(joined, tags, clause.heads, clause.relations), "conj"))
            else:
                opener = word(self._any(("فيما", "بينما", "حيث", "بعدما", "كما")), "SCONJ")
                parts.append((join((opener, "mark"), (clause, "head")), "advcl"))
        return join(*parts)

    def sentence(self) -> Phrase:
        """Any of the patterns, mostly with a full stop."""
        makers: tuple[Callable[[], Phrase], ...] = (
            self.meeting,
            self.meeting,
            self.travel,
            self.talks,
            self.statement,
            self.statement,
            self.condemnation,
            self.casualties,
            self.headline,
            self.report,
            self.denial,
            self.chain,
            self.chain,
        )
        maker = self._chance.choice(makers)
        clause = maker()
        if maker == self.headline or self._happens(0.15):
            return clause
        return join((clause, "head"), (word(".", "PUNCT"), "punct"))


def made_up_sentences(count: int, seed: int) -> list[TreebankSentence]:
    """That many sentences; always the same for one seed."""
    patterns = Patterns(random.Random(seed))
    return [_as_sentence(f"made-up-{index}", patterns.sentence()) for index in range(count)]


def _as_sentence(identity: str, phrase: Phrase) -> TreebankSentence:
    return TreebankSentence(
        identity=identity,
        language="ar",
        words=phrase.words,
        spaced=tuple(tag != "PUNCT" for tag in phrase.tags),
        heads=tuple(0 if head is None else head + 1 for head in phrase.heads),
        relations=phrase.relations,
        tags=phrase.tags,
        entities=_entities(phrase),
    )


def _entities(phrase: Phrase) -> tuple[str, ...]:
    """Persons and places; other nouns may be part of a body's name, which the patterns do not tell."""
    labels: list[str] = []
    for index, (text, tag) in enumerate(zip(phrase.words, phrase.tags, strict=True)):
        before = phrase.words[index - 1] if index else ""
        if text in FIRST_NAMES or text == "عبد":
            labels.append("B-PER")
        elif text in SERVANTS_OF:
            labels.append("I-PER")
        elif text in LAST_NAMES:
            labels.append("I-PER" if before in FIRST_NAMES or before in SERVANTS_OF else "B-PER")
        elif text in CITIES:
            labels.append("B-LOC")
        else:
            labels.append(UNKNOWN_ENTITY if tag in ("NOUN", "ADJ", "PROPN") else "O")
    return tuple(labels)
