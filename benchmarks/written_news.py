"""Made-up articles with a text, in English, Arabic and French, for measuring the whole way from a post to a finding.

Each happening is told by some outlets of each language; they agree on most of it, and one in six has another day or
another number. Around what happened stand sentences of background that every article has for itself.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

Fields = dict[str, str]

SENTENCES = 25
REPORTS_A_STORY = 5
START = datetime(2024, 1, 8, 6, tzinfo=UTC)
HOURS_A_STORY = 5
ODD_ONE_OUT = 6  # one report in so many differs from the others
LANGUAGES = ("en", "ar", "fr")

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
FIRST = {
    "en": ("Samir", "Lena", "Karim", "Nadia", "Tarek", "Huda", "Yusuf", "Mona"),
    "ar": ("سمير", "لينا", "كريم", "نادية", "طارق", "هدى", "يوسف", "منى"),
    "fr": ("Samir", "Lena", "Karim", "Nadia", "Tarek", "Houda", "Youssef", "Mona"),
}
PLACES = {
    "en": (
        "Cairo",
        "Tunis",
        "Amman",
        "Beirut",
        "Rabat",
        "Baghdad",
        "Paris",
        "Ankara",
        "Madrid",
        "Tripoli",
        "Khartoum",
        "Damascus",
        "Oran",
        "Sfax",
        "Basra",
        "Aleppo",
    ),
    "ar": (
        "القاهرة",
        "تونس",
        "عمان",
        "بيروت",
        "الرباط",
        "بغداد",
        "باريس",
        "أنقرة",
        "مدريد",
        "طرابلس",
        "الخرطوم",
        "دمشق",
        "وهران",
        "صفاقس",
        "البصرة",
        "حلب",
    ),
    "fr": (
        "Le Caire",
        "Tunis",
        "Amman",
        "Beyrouth",
        "Rabat",
        "Bagdad",
        "Paris",
        "Ankara",
        "Madrid",
        "Tripoli",
        "Khartoum",
        "Damas",
        "Oran",
        "Sfax",
        "Bassora",
        "Alep",
    ),
}
MAIN = {
    "en": (
        "The defence minister {a} arrived in {p} on {d} at the head of a delegation of {n} officials.",
        "{a} met the mayor, {b}, on {d} evening in {p} and discussed the new port with her.",
        "Police said {m} people were injured on {d} when a bus overturned near {p}.",
        "The two sides signed an agreement worth {k} million dollars in {p} on {d}.",
        "{b} denied that the talks had failed.",
        "A spokesman for the ministry, {c}, said the visit would last {n} days.",
    ),
    "ar": (
        "وصل وزير الدفاع {a} إلى {p} يوم {d} على رأس وفد يضم {n} مسؤولا.",
        "والتقى {a} رئيسة البلدية {b} مساء {d} في {p} وبحث معها مشروع الميناء الجديد.",
        "وقالت الشرطة إن {m} شخصا أصيبوا يوم {d} إثر انقلاب حافلة قرب {p}.",
        "ووقع الجانبان اتفاقا بقيمة {k} مليون دولار في {p} يوم {d}.",
        "ونفت {b} فشل المحادثات.",
        "وقال المتحدث باسم الوزارة {c} إن الزيارة ستستمر {n} أيام.",
    ),
    "fr": (
        "Le ministre de la Défense {a} est arrivé à {p} {d} à la tête d'une délégation de {n} responsables.",
        "{a} a rencontré la maire, {b}, {d} soir à {p} et a discuté avec elle du nouveau port.",
        "Selon la police, {m} personnes ont été blessées {d} lorsqu'un autocar s'est renversé près de {p}.",
        "Les deux parties ont signé {d} à {p} un accord d'une valeur de {k} millions de dollars.",
        "{b} a démenti l'échec des discussions.",
        "Un porte-parole du ministère, {c}, a déclaré que la visite durerait {n} jours.",
    ),
}
# Sentences of background are made of a beginning, a deed and an end, so that few of them are alike.
SUBJECTS = {
    "en": (
        "{x}",
        "A court in {q}",
        "The farmers of {q}",
        "The hospital of {q}",
        "The union of teachers",
        "A company of {x}",
        "The port of {q}",
        "The coach of the {q} team",
        "The museum of {q}",
        "The owner of a bakery in {q}",
    ),
    "ar": (
        "{x}",
        "محكمة في {q}",
        "مزارعون من {q}",
        "مستشفى {q}",
        "نقابة المعلمين",
        "شركة يملكها {x}",
        "ميناء {q}",
        "مدرب فريق {q}",
        "متحف {q}",
        "صاحب مخبز في {q}",
    ),
    "fr": (
        "{x}",
        "Un tribunal de {q}",
        "Une ferme de {q}",
        "L'hôpital de {q}",
        "Le syndicat des enseignants",
        "Une société de {x}",
        "Le port de {q}",
        "L'entraîneur de l'équipe de {q}",
        "Le musée de {q}",
        "Le patron d'une boulangerie de {q}",
    ),
}
DEEDS = {
    "en": (
        "bought {n} lorries",
        "rejected the complaint of {y}",
        "asked for {k} million dollars",
        "closed for {n} days",
        "opened a school for {m} children",
        "lost {n} of {m} members",
        "warned of a shortage of water",
        "received a letter from {y}",
        "repaired the road to {r}",
        "cancelled a journey to {r}",
        "celebrated {m} years of work",
        "sold {k} tonnes of wheat",
        "dismissed {m} workers",
        "praised {y}",
    ),
    "ar": (
        "اشترى {n} شاحنات",
        "رفض شكوى {y}",
        "طلب {k} مليون دولار",
        "أغلق أبوابه {n} أيام",
        "افتتح مدرسة تضم {m} تلميذا",
        "فقد {n} من أعضائه",
        "حذر من نقص المياه",
        "تلقى رسالة من {y}",
        "أصلح الطريق إلى {r}",
        "ألغى رحلة إلى {r}",
        "احتفل بمرور {m} عاما على عمله",
        "باع {k} طنا من القمح",
        "سرح {m} عاملا",
        "أشاد بجهود {y}",
    ),
    "fr": (
        "a acheté {n} camions",
        "a rejeté la plainte de {y}",
        "a demandé {k} millions de dollars",
        "a fermé pendant {n} jours",
        "a ouvert une école pour {m} enfants",
        "a perdu {n} de ses membres",
        "a mis en garde contre une pénurie d'eau",
        "a reçu une lettre de {y}",
        "a réparé la route de {r}",
        "a annulé un voyage à {r}",
        "a fêté {m} ans de travail",
        "a vendu {k} tonnes de blé",
        "a licencié {m} ouvriers",
        "a salué le travail de {y}",
    ),
}
ENDS = {
    "en": (
        "last year",
        "after the storm",
        "in spite of the strike",
        "before the election",
        "during the winter",
        "two weeks ago",
        "to everyone's surprise",
        "without giving a reason",
        "at the end of the season",
        "in March",
    ),
    "ar": (
        "العام الماضي",
        "بعد العاصفة",
        "رغم الإضراب",
        "قبل الانتخابات",
        "خلال الشتاء",
        "قبل أسبوعين",
        "وسط دهشة الجميع",
        "دون ذكر السبب",
        "في نهاية الموسم",
        "في مارس",
    ),
    "fr": (
        "l'an dernier",
        "après la tempête",
        "malgré la grève",
        "avant l'élection",
        "pendant l'hiver",
        "il y a deux semaines",
        "à la surprise générale",
        "sans donner de raison",
        "à la fin de la saison",
        "en mars",
    ),
}
SYLLABLES = (
    ("ba", "با"),
    ("do", "دو"),
    ("ka", "كا"),
    ("li", "لي"),
    ("mi", "مي"),
    ("no", "نو"),
    ("ra", "را"),
    ("sa", "سا"),
    ("ti", "تي"),
    ("wa", "وا"),
    ("zi", "زي"),
    ("fa", "فا"),
)


def written_articles(seed: int) -> Iterator[Fields]:
    """Bodies for ``POST /v1/articles`` without end, by their time of publication; the same seed, the same articles."""
    story = 0
    while True:
        for report in range(REPORTS_A_STORY):
            yield _article(seed, story, report)
        story += 1


def _article(seed: int, story: int, report: int) -> Fields:
    told, own = random.Random(f"{seed}/{story}"), random.Random(f"{seed}/{story}/{report}")  # noqa: S311 - made-up news
    language = LANGUAGES[(story + report) % len(LANGUAGES)]
    event = START + timedelta(hours=HOURS_A_STORY * story)
    odd = own.randrange(ODD_ONE_OUT) == 0
    facts = _facts(told, language)
    facts["d"] = DAYS[language][(event.weekday() + odd) % len(DAYS[language])]
    if odd:
        facts["m"] = str(int(facts["m"]) + own.randint(1, 9))
    lines = [sentence.format(**facts) for sentence in own.sample(MAIN[language], k=len(MAIN[language]) - 1)]
    while len(lines) < SENTENCES:
        parts = " ".join(own.choice(part[language]) for part in (SUBJECTS, DEEDS, ENDS))
        lines.append(f"{parts.format(**_facts(own, language))}.")
    paragraphs = [" ".join(lines[start : start + 4]) for start in range(0, len(lines), 4)]
    return {
        "outlet": f"Outlet {language} {own.randrange(12)}",
        "title": f"{facts['a']}: {facts['p']} ({story}/{report})",
        "text": "\n\n".join(paragraphs),
        "published_at": (event + timedelta(hours=own.uniform(26, 40))).isoformat(),
    }


def _facts(chance: random.Random, language: str) -> Fields:
    """What stands for the letters in the sentences; the same chance, the same facts in each language."""
    people = {key: _name(chance, language) for key in "abcxy"}
    places = {key: PLACES[language][chance.randrange(len(PLACES[language]))] for key in "pqr"}
    numbers = {"n": chance.randint(3, 9), "m": chance.randint(11, 60), "k": chance.randint(20, 900)}
    return {**people, **places, **{key: str(number) for key, number in numbers.items()}}


def _name(chance: random.Random, language: str) -> str:
    """A usual first name and a surname that is made up."""
    first = FIRST[language][chance.randrange(len(FIRST[language]))]
    last = "".join(SYLLABLES[chance.randrange(len(SYLLABLES))][language == "ar"] for _ in range(3))
    return f"{first} {last.title()}"
