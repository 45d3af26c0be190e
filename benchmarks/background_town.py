"""Background of made-up articles (written_news.py): the life of a town; see background_country.py."""

TOWN = (
    {  # schools
        "en": (
            "Final examinations begin at the secondary schools of {q} on {d}, when {k} pupils will sit the paper in "
            "mathematics.",
            "{m} percent of the candidates in {r} passed, the best result in a decade.",
            "A retired teacher, {y}, gives free reading lessons to adults in the library of {q}.",
            "Because the heating had broken down, lessons at the primary school of {r} were moved to the gymnasium.",
            "The university of {q} plans to admit {k} students of nursing, said its rector, {x}, and half of them "
            "will receive grants.",
        ),
        "ar": (
            "تبدأ الامتحانات النهائية في ثانويات {q} يوم {d}، ويتقدم {k} من التلاميذ لاختبار الرياضيات.",
            "نجح {m} في المئة من المترشحين في {r}، وهي أفضل نتيجة منذ عشر سنوات.",
            "تقدم المعلمة المتقاعدة {y} دروسا مجانية في القراءة للكبار في مكتبة {q}.",
            "بسبب عطل في التدفئة، نقلت الدروس في المدرسة الابتدائية في {r} إلى قاعة الرياضة.",
            "تعتزم جامعة {q} قبول {k} من طلبة التمريض، وسيحصل نصفهم على منح، حسب رئيسها {x}.",
        ),
        "fr": (
            "Les examens de fin d'année commencent {d} dans les lycées de {q}, où {k} élèves passeront l'épreuve de "
            "mathématiques.",
            "{m} pour cent des candidats de {r} ont été reçus, le meilleur résultat depuis dix ans.",
            "Une enseignante à la retraite, {y}, donne des cours de lecture gratuits aux adultes à la bibliothèque "
            "de {q}.",
            "Le chauffage étant en panne, les cours de l'école primaire de {r} ont été déplacés au gymnase.",
            "L'université de {q} compte admettre {k} étudiants en soins infirmiers, a dit son recteur, {x}, et la "
            "moitié d'entre eux recevront une bourse.",
        ),
    },
    {  # museums
        "en": (
            "A Roman mosaic found under a car park in {q} has gone on display.",
            "The curator of the museum in {r}, {y}, hopes that the lighting can be replaced before the summer "
            "visitors arrive.",
            "{k} photographs that {x} took between the wars were given to the archive of {q} by his grandchildren.",
            "Entry to the citadel of {q} will be free for residents, whereas foreigners will pay {m} dinars.",
            "Restorers discovered an earlier painting beneath the ceiling of the theatre in {r}, so the scaffolding "
            "will stay.",
        ),
        "ar": (
            "عرضت للجمهور فسيفساء رومانية عثر عليها تحت مرآب للسيارات في {q}.",
            "تأمل أمينة متحف {r} {y} أن تستبدل الإضاءة قبل وصول زوار الصيف.",
            "أهدى أحفاد {x} إلى أرشيف {q} {k} من الصور التي التقطها بين الحربين.",
            "سيكون دخول قلعة {q} مجانيا للسكان، بينما يدفع الأجانب {m} دينارا.",
            "اكتشف المرممون رسما أقدم تحت سقف مسرح {r}، ولذلك ستبقى السقالات في مكانها.",
        ),
        "fr": (
            "Une mosaïque romaine découverte sous un parking de {q} est désormais exposée au public.",
            "La conservatrice du musée de {r}, {y}, espère que l'éclairage pourra être remplacé avant l'arrivée des "
            "visiteurs de l'été.",
            "{k} photographies prises par {x} entre les deux guerres ont été données aux archives de {q} par ses "
            "petits-enfants.",
            "L'entrée de la citadelle de {q} sera gratuite pour les habitants, tandis que les étrangers paieront {m} "
            "dinars.",
            "Des restaurateurs ont découvert une peinture plus ancienne sous le plafond du théâtre de {r}, si bien "
            "que l'échafaudage restera.",
        ),
    },
    {  # films and books
        "en": (
            "The director {y} is shooting a comedy in the alleys of {q} with amateur actors.",
            "“Nobody believed in this book,” said the novelist {x} as he received the prize at a ceremony in {r}.",
            "The jazz festival of {q}, which had been cancelled twice, drew {k} listeners on its opening night.",
            "A film by {y} has been chosen from among {m} entries to open the competition.",
            "The last cinema in {r} will shut its doors after the owner, {x}, failed to find a buyer.",
        ),
        "ar": (
            "تصور المخرجة {y} فيلما كوميديا في أزقة {q} مع ممثلين هواة.",
            "«لم يؤمن أحد بهذا الكتاب»، هكذا قال الروائي {x} عند تسلمه الجائزة في حفل في {r}.",
            "اجتذب مهرجان الجاز في {q}، الذي ألغي مرتين من قبل، {k} من المستمعين في ليلته الأولى.",
            "اختير فيلم {y} من بين {m} فيلما لافتتاح المسابقة.",
            "ستغلق آخر دار سينما في {r} أبوابها بعدما عجز مالكها {x} عن إيجاد مشتر.",
        ),
        "fr": (
            "La réalisatrice {y} tourne une comédie dans les ruelles de {q} avec des acteurs amateurs.",
            "« Personne ne croyait à ce livre », a dit le romancier {x} en recevant le prix lors d'une cérémonie à "
            "{r}.",
            "Le festival de jazz de {q}, annulé à deux reprises, a attiré {k} auditeurs pour sa soirée d'ouverture.",
            "Un film de {y} a été choisi parmi {m} candidats pour ouvrir la compétition.",
            "Le dernier cinéma de {r} va fermer ses portes, son propriétaire, {x}, n'ayant pas trouvé de repreneur.",
        ),
    },
    {  # roads and trams
        "en": (
            "Trams will skip the main square of {q} until the worn rails have been welded.",
            "Work on the ring road has fallen behind, the engineer {x} admitted, as the asphalt plant in {r} "
            "delivered late.",
            "The rattling buses of {q} will give way to {m} quieter ones that run on gas.",
            "Cyclists in {r} welcomed the wider lane along the canal, but shopkeepers there miss their parking spaces.",
            "A toll of {n} dinars is to be charged on the bridge of {q} from next January.",
        ),
        "ar": (
            "لن تتوقف عربات الترام في ساحة {q} الرئيسية ريثما تلحم القضبان البالية.",
            "تأخرت أشغال الطريق الدائري، كما أقر المهندس {x}، لأن مصنع الإسفلت في {r} تأخر في التسليم.",
            "ستحل {m} حافلة أهدأ تعمل بالغاز محل حافلات {q} المقعقعة.",
            "رحب راكبو الدراجات في {r} بالمسار الأوسع على طول القناة، لكن أصحاب المتاجر يفتقدون مواقف السيارات.",
            "ستفرض رسوم قدرها {n} دنانير على جسر {q} ابتداء من يناير المقبل.",
        ),
        "fr": (
            "Les tramways ne desserviront pas la grand-place de {q} tant que les rails usés n'auront pas été soudés.",
            "Le chantier de la rocade a pris du retard, a reconnu l'ingénieur {x}, car l'usine d'asphalte de {r} a "
            "livré trop tard.",
            "Les autobus bringuebalants de {q} céderont la place à {m} véhicules plus silencieux roulant au gaz.",
            "Les cyclistes de {r} ont salué l'élargissement de la piste le long du canal, mais les commerçants "
            "regrettent leurs places de stationnement.",
            "Un péage de {n} dinars sera perçu sur le pont de {q} à partir de janvier prochain.",
        ),
    },
    {  # water and electricity
        "en": (
            "Taps ran dry in the upper districts of {q} after a main burst beneath the market.",
            "Power will be switched off in {r} for {n} hours on {d} so that a transformer can be replaced.",
            "The reservoir above {q} is only {m} percent full, which is low for the season.",
            "“Anyone who waters a lawn at noon will be fined,” warned {y} of the water company in {r}.",
            "Solar panels on the roofs of {n} schools now feed more electricity into the grid than {q} consumes at "
            "midday.",
        ),
        "ar": (
            "انقطعت المياه عن الأحياء المرتفعة في {q} بعد انفجار أنبوب رئيسي تحت السوق.",
            "سيقطع التيار الكهربائي في {r} {n} ساعات يوم {d} لاستبدال محول.",
            "لم يمتلئ الخزان المائي فوق {q} إلا بنسبة {m} في المئة، وهي نسبة متدنية في هذا الوقت من السنة.",
            "«كل من يسقي حديقته ظهرا سيغرم»، هكذا حذرت {y} من شركة المياه في {r}.",
            "باتت الألواح الشمسية على أسطح {n} مدارس تضخ في الشبكة كهرباء أكثر مما تستهلكه {q} عند الظهيرة.",
        ),
        "fr": (
            "Les robinets étaient à sec dans les hauts quartiers de {q} après la rupture d'une conduite sous le "
            "marché.",
            "Le courant sera coupé {n} heures à {r} {d} afin de remplacer un transformateur.",
            "Le réservoir qui domine {q} n'est plein qu'à {m} pour cent, ce qui est peu pour la saison.",
            "« Quiconque arrosera sa pelouse à midi aura une amende », a prévenu {y}, de la compagnie des eaux de {r}.",
            "Les panneaux solaires posés sur {n} écoles injectent désormais dans le réseau plus d'électricité que "
            "{q} n'en consomme à midi.",
        ),
    },
    {  # health
        "en": (
            "Nurses vaccinated {k} children against measles in the villages around {q} last week.",
            "A new ward for premature babies is to open at the clinic of {r} once the incubators have been tested.",
            "“Wash the salad and boil the water,” the doctor {y} advised after several families in {q} fell ill.",
            "Posters in the cafés of {r} brought the blood bank {k} new donors.",
            "Pharmacists in {q} report that insulin is again available, {n} months after it vanished from the shelves.",
        ),
        "ar": (
            "لقح ممرضون {k} من الأطفال ضد الحصبة في القرى المحيطة بمدينة {q} الأسبوع الماضي.",
            "سيفتتح قسم جديد للأطفال الخدج في عيادة {r} حالما تفحص الحاضنات.",
            "«اغسلوا الخضار واغلوا الماء»، بهذا نصحت الطبيبة {y} بعد إصابة عدة عائلات في {q} بالمرض.",
            "جلبت ملصقات في مقاهي {r} {k} من المتبرعين الجدد إلى بنك الدم.",
            "يقول صيادلة {q} إن الأنسولين بات متوفرا من جديد بعد {n} أشهر من اختفائه من الرفوف.",
        ),
        "fr": (
            "Des infirmiers ont vacciné {k} enfants contre la rougeole dans les villages autour de {q} la semaine "
            "dernière.",
            "Un nouveau service pour les prématurés doit ouvrir à la clinique de {r} une fois les couveuses testées.",
            "« Lavez la salade et faites bouillir l'eau », a conseillé la médecin {y} après que plusieurs familles "
            "de {q} sont tombées malades.",
            "Des affiches dans les cafés de {r} ont amené {k} nouveaux donneurs à la banque du sang.",
            "Les pharmaciens de {q} signalent que l'insuline est de nouveau disponible, {n} mois après avoir disparu "
            "des rayons.",
        ),
    },
    {  # council
        "en": (
            "Turnout in the local election in {q} reached {m} percent by noon.",
            "{y} will run for the town council of {r} as an independent, having left her party in spring.",
            "Two lists tied with {n} seats each in {q}, so the eldest councillor, {x}, will preside over the first "
            "session.",
            "A petition against the felling of the plane trees gathered {k} signatures in {r}.",
            "Ballot papers had to be printed again in {q} because a candidate's name was misspelt.",
        ),
        "ar": (
            "بلغت نسبة المشاركة في الانتخابات المحلية في {q} {m} في المئة عند الظهر.",
            "تترشح {y} مستقلة لعضوية المجلس البلدي في {r} بعدما غادرت حزبها في الربيع.",
            "تعادلت قائمتان في {q} بحصول كل منهما على {n} مقاعد، ولذلك سيرأس العضو الأكبر سنا {x} الجلسة الأولى.",
            "جمعت عريضة ضد قطع أشجار الدلب {k} من التوقيعات في {r}.",
            "أعيدت طباعة أوراق الاقتراع في {q} بسبب خطأ في كتابة اسم أحد المرشحين.",
        ),
        "fr": (
            "La participation aux élections locales de {q} atteignait {m} pour cent à midi.",
            "{y}, qui a quitté son parti au printemps, se présentera sans étiquette au conseil municipal de {r}.",
            "Deux listes ont obtenu {n} sièges chacune à {q}, de sorte que le doyen des conseillers, {x}, présidera "
            "la première séance.",
            "Une pétition contre l'abattage des platanes a recueilli {k} signatures à {r}.",
            "Il a fallu réimprimer les bulletins de vote à {q} parce que le nom d'un candidat était mal orthographié.",
        ),
    },
    {  # crime
        "en": (
            "Customs officers in {q} found {k} cartons of cigarettes hidden under a load of oranges.",
            "Two brothers suspected of selling forged driving licences are being questioned in {r}.",
            "The dentist {x}, who practised in {q} without a diploma for {n} years, must pay back his patients.",
            "A stolen violin was returned to the musician {y} after a passer-by recognised it at a flea market in {r}.",
            "Swindlers posing on the telephone as bank clerks robbed {k} people in {q}, most of them widows.",
        ),
        "ar": (
            "عثر رجال الجمارك في {q} على {k} من كراتين السجائر مخبأة تحت حمولة من البرتقال.",
            "يستجوب في {r} شقيقان يشتبه في أنهما باعا رخص قيادة مزورة.",
            "على طبيب الأسنان {x}، الذي مارس المهنة في {q} دون شهادة {n} سنوات، أن يعيد إلى مرضاه أموالهم.",
            "أعيدت كمنجة مسروقة إلى العازفة {y} بعد أن تعرف عليها أحد المارة في سوق للأغراض المستعملة في {r}.",
            "سلب محتالون انتحلوا عبر الهاتف صفة موظفي مصرف {k} من سكان {q}، ومعظمهم أرامل.",
        ),
        "fr": (
            "Les douaniers de {q} ont découvert {k} cartouches de cigarettes cachées sous un chargement d'oranges.",
            "Deux frères soupçonnés d'avoir vendu de faux permis de conduire sont interrogés à {r}.",
            "Le dentiste {x}, qui a exercé sans diplôme à {q} pendant {n} ans, devra rembourser ses patients.",
            "Un violon volé a été rendu à la musicienne {y} après qu'un passant l'a reconnu sur un marché aux puces "
            "de {r}.",
            "Des escrocs se faisant passer au téléphone pour des employés de banque ont dépouillé {k} habitants de "
            "{q}, surtout des veuves.",
        ),
    },
    {  # housing
        "en": (
            "Before the new line was opened, tenants say, a room near the station of {q} cost half as much.",
            "{k} flats for young couples are under construction in {r} on the site of a former brickworks.",
            "The architect {y} proposes to cover the courtyards of {q} with vines rather than concrete.",
            "Tenants of a leaking block in {r} were moved to a hostel, where they will stay until the roof is sealed.",
            "“I have waited {n} years for a key,” said {x}, whose name stands on the list of the housing office in "
            "{q}.",
        ),
        "ar": (
            "قبل افتتاح الخط الجديد، كما يقول المستأجرون، كانت الغرفة قرب محطة {q} بنصف ثمنها الحالي.",
            "يجري في {r} بناء {k} من الشقق للأزواج الشباب في موقع معمل قديم للطوب.",
            "تقترح المهندسة المعمارية {y} تغطية أفنية {q} بالكروم بدل الإسمنت.",
            "نقل سكان عمارة يتسرب الماء من سقفها في {r} إلى نزل، وسيبقون فيه حتى إصلاح السقف.",
            "«انتظرت المفتاح {n} سنوات»، هكذا قال {x} المسجل في قائمة مكتب الإسكان في {q}.",
        ),
        "fr": (
            "Avant l'ouverture de la nouvelle ligne, disent les locataires, une chambre près de la gare de {q} "
            "coûtait moitié moins.",
            "{k} appartements pour jeunes couples sont en construction à {r}, sur le site d'une ancienne briqueterie.",
            "L'architecte {y} propose de couvrir les cours de {q} de vigne plutôt que de béton.",
            "Les locataires d'un immeuble de {r} qui prend l'eau ont été logés dans un foyer, où ils resteront "
            "jusqu'à la réparation du toit.",
            "« J'attends une clé depuis {n} ans », a dit {x}, inscrit sur la liste de l'office du logement de {q}.",
        ),
    },
    {  # animals
        "en": (
            "A female giraffe was born at the zoo of {q} and already measures almost two metres.",
            "The keeper {x} feeds the orphaned bear cub by bottle {n} times a day.",
            "Storks returned to their nests on the water tower of {r} earlier than usual.",
            "Stray dogs will be caught, vaccinated and released in {q}, according to the vet {y}.",
            "Volunteers counted {m} pairs of flamingos breeding on the salt lake near {r}.",
        ),
        "ar": (
            "ولدت أنثى زرافة في حديقة حيوان {q}، ويبلغ طولها منذ الآن نحو مترين.",
            "يطعم الحارس {x} صغير الدب اليتيم بالزجاجة {n} مرات في اليوم.",
            "عادت اللقالق إلى أعشاشها على برج المياه في {r} أبكر من المعتاد.",
            "ستمسك الكلاب الشاردة في {q} وتلقح ثم يطلق سراحها، وفق الطبيبة البيطرية {y}.",
            "أحصى متطوعون {m} زوجا من طيور النحام تعشش في البحيرة المالحة قرب {r}.",
        ),
        "fr": (
            "Une girafe femelle est née au zoo de {q} et mesure déjà près de deux mètres.",
            "Le soigneur {x} nourrit l'ourson orphelin au biberon {n} fois par jour.",
            "Les cigognes ont regagné plus tôt que d'habitude leurs nids sur le château d'eau de {r}.",
            "Les chiens errants de {q} seront capturés, vaccinés puis relâchés, selon la vétérinaire {y}.",
            "Des bénévoles ont compté {m} couples de flamants nichant sur le lac salé près de {r}.",
        ),
    },
    {  # neighbours
        "en": (
            "Volunteers cook lentil soup for some {k} needy people every evening behind the old post office of {q}.",
            "The oldest resident of {r}, {y}, celebrated her birthday with {m} great-grandchildren.",
            "A carpenter, {x}, built the stage for the wedding fair in {q} out of old pallets.",
            "Amateur cooks competed in {r} for the best fish couscous, and the jury needed {n} hours to decide.",
            "The local radio station of {q} broadcasts in {n} languages and is run entirely by pensioners.",
        ),
        "ar": (
            "يطبخ متطوعون كل مساء حساء العدس لنحو {k} من المحتاجين خلف مكتب البريد القديم في {q}.",
            "احتفلت أكبر سكان {r} سنا {y} بعيد ميلادها مع {m} من أبناء أحفادها.",
            "شيد النجار {x} منصة معرض الأعراس في {q} من ألواح خشبية قديمة.",
            "تنافس طهاة هواة في {r} على أفضل كسكس بالسمك، واحتاجت لجنة التحكيم إلى {n} ساعات لتحسم أمرها.",
            "تبث الإذاعة المحلية في {q} برامجها في {n} لغات ويديرها متقاعدون فقط.",
        ),
        "fr": (
            "Des bénévoles préparent chaque soir une soupe de lentilles pour quelque {k} démunis derrière l'ancienne "
            "poste de {q}.",
            "La doyenne de {r}, {y}, a fêté son anniversaire avec {m} arrière-petits-enfants.",
            "Un menuisier, {x}, a construit la scène du salon du mariage de {q} avec de vieilles palettes.",
            "Des cuisiniers amateurs se sont disputé à {r} le prix du meilleur couscous au poisson, et le jury a mis "
            "{n} heures à se décider.",
            "La radio locale de {q} émet en {n} langues et n'est animée que par des retraités.",
        ),
    },
)
