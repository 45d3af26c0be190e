"""Background of made-up articles (written_news.py): a country's weather, work, sport and travel.

Sentences by subject, the same ones in English, Arabic and French: {x} is a man, {y} a woman, {q} and {r} are towns,
{d} is a day, {n} 3 to 9, {m} 11 to 60, {k} 20 to 900. Arabic nouns are put so that they suit each of those numbers.
"""

COUNTRY = (
    {  # weather
        "en": (
            "Snow fell on the hills above {q} overnight, and by the morning it lay {m} centimetres deep.",
            "According to the forecaster {y}, the wind along the coast of {r} will ease before the weekend.",
            "A cloud of desert dust reduced visibility at the airfield of {q} by {m} percent.",
            "This was the driest autumn in {q} since measurements began there {m} years ago.",
            "Hailstones as large as walnuts dented cars and broke greenhouse panes in {r}.",
        ),
        "ar": (
            "تساقطت الثلوج ليلا على المرتفعات المطلة على {q}، وبلغت سماكتها صباحا {m} سنتيمترا.",
            "بحسب خبيرة الأرصاد {y}، ستهدأ الرياح على ساحل {r} قبل نهاية الأسبوع.",
            "خفضت سحابة من غبار الصحراء مدى الرؤية في مطار {q} بنسبة {m} في المئة.",
            "كان هذا الخريف الأكثر جفافا في {q} منذ بدء القياسات فيها قبل {m} عاما.",
            "ألحقت حبات برد بحجم الجوز أضرارا بالسيارات وكسرت زجاج البيوت الزراعية في {r}.",
        ),
        "fr": (
            "La neige est tombée dans la nuit sur les hauteurs de {q} et atteignait {m} centimètres au matin.",
            "Selon la météorologue {y}, le vent faiblira sur la côte de {r} avant la fin de la semaine.",
            "Un nuage de poussière du désert a réduit de {m} pour cent la visibilité à l'aérodrome de {q}.",
            "Cet automne a été le plus sec à {q} depuis le début des relevés, il y a {m} ans.",
            "Des grêlons gros comme des noix ont cabossé des voitures et brisé des vitres de serres à {r}.",
        ),
    },
    {  # harvest
        "en": (
            "Olive growers around {q} expect to press {m} percent more oil than in the previous season.",
            "“The rain came too late for our tomatoes,” said {y}, who farms {m} hectares outside {r}.",
            "Locusts were seen in the date groves of {q}, and spraying will start as soon as the aircraft arrive.",
            "The beekeeper {x} lost {n} of his hives to a parasite that had never been recorded in {r}.",
            "Subsidised seed potatoes are being handed out at the cooperative's barn in {q} until the end of the "
            "month.",
        ),
        "ar": (
            "يتوقع مزارعو الزيتون حول {q} أن يعصروا زيتا أكثر بنسبة {m} في المئة من الموسم الماضي.",
            "«جاء المطر متأخرا جدا على محصول الطماطم»، هكذا قالت {y} التي تزرع {m} هكتارا في ضواحي {r}.",
            "شوهد الجراد في واحات النخيل قرب {q}، وسيبدأ الرش فور وصول الطائرات.",
            "فقد مربي النحل {x} {n} من خلاياه بسبب طفيلي لم يسجل من قبل في {r}.",
            "توزع بذور البطاطا المدعومة في مخزن التعاونية في {q} حتى نهاية الشهر.",
        ),
        "fr": (
            "Les oléiculteurs des environs de {q} s'attendent à presser {m} pour cent d'huile de plus que la saison "
            "précédente.",
            "« La pluie est venue trop tard pour nos tomates », a dit {y}, qui cultive {m} hectares près de {r}.",
            "Des criquets ont été aperçus dans les palmeraies de {q}, et l'épandage commencera dès l'arrivée des "
            "avions.",
            "L'apiculteur {x} a perdu {n} de ses ruches à cause d'un parasite jamais signalé jusque-là à {r}.",
            "Des plants de pomme de terre subventionnés sont distribués à la grange de la coopérative de {q} jusqu'à "
            "la fin du mois.",
        ),
    },
    {  # prices
        "en": (
            "Onions have become so dear that grocers in {q} sell them singly.",
            "Bakers in {q} have agreed to keep the price of a loaf unchanged until spring, provided that flour stays "
            "subsidised.",
            "Inflation has slowed for {n} months in a row, the economist {x} noted, mainly because fuel became "
            "cheaper.",
            "Traders at the covered market of {r} complain that customers now buy meat only on feast days.",
            "Inspectors led by {y} seized {k} kilos of expired cheese from a warehouse in {q}.",
        ),
        "ar": (
            "غلا البصل حتى صار بقالو {q} يبيعونه بالحبة.",
            "وافق خبازو {q} على إبقاء سعر الرغيف دون تغيير حتى الربيع، شرط أن يستمر دعم الطحين.",
            "تباطأ التضخم {n} أشهر متتالية، كما لاحظ الخبير الاقتصادي {x}، ويعود ذلك أساسا إلى تراجع أسعار الوقود.",
            "يشكو تجار السوق المسقوفة في {r} من أن الزبائن لم يعودوا يشترون اللحم إلا في الأعياد.",
            "صادر مفتشون برئاسة {y} {k} كلغ من الجبن المنتهي الصلاحية من مستودع في {q}.",
        ),
        "fr": (
            "Les oignons sont devenus si chers que les épiciers de {q} les vendent à la pièce.",
            "Les boulangers de {q} ont accepté de ne pas augmenter le prix du pain jusqu'au printemps, à condition "
            "que la farine reste subventionnée.",
            "L'inflation ralentit depuis {n} mois, a noté l'économiste {x}, surtout grâce à la baisse du prix des "
            "carburants.",
            "Les commerçants du marché couvert de {r} se plaignent que les clients n'achètent plus de viande que les "
            "jours de fête.",
            "Des inspecteurs dirigés par {y} ont saisi {k} kilos de fromage périmé dans un entrepôt de {q}.",
        ),
    },
    {  # budget
        "en": (
            "Salaries swallow {m} percent of the budget that the council of {q} approved.",
            "Exports of phosphate through {r} fell by {m} percent between January and June.",
            "The central bank left its main interest rate unchanged, as most analysts, among them {x}, had predicted.",
            "Small firms in {q} are spared the new tax if they employ fewer than {m} people.",
            "The treasurer {y} denied that pensions would be paid late in {r}.",
        ),
        "ar": (
            "تلتهم الأجور {m} في المئة من الميزانية التي أقرها مجلس {q}.",
            "تراجعت صادرات الفوسفات عبر {r} بنسبة {m} في المئة بين يناير ويونيو.",
            "أبقى البنك المركزي سعر الفائدة الرئيسي دون تغيير، كما توقع معظم المحللين ومنهم {x}.",
            "تعفى المؤسسات الصغيرة في {q} من الضريبة الجديدة إذا كان عدد موظفيها أقل من {m}.",
            "نفت أمينة الخزينة {y} أن تصرف المعاشات متأخرة في {r}.",
        ),
        "fr": (
            "Les salaires absorbent {m} pour cent du budget approuvé par le conseil de {q}.",
            "Les exportations de phosphate par {r} ont reculé de {m} pour cent entre janvier et juin.",
            "La banque centrale n'a pas touché à son taux directeur, comme l'avaient prévu la plupart des analystes, "
            "dont {x}.",
            "À {q}, les petites entreprises échappent à la nouvelle taxe si elles emploient moins de {m} personnes.",
            "La trésorière {y} a démenti que les pensions seraient versées en retard à {r}.",
        ),
    },
    {  # firms
        "en": (
            "A start-up in {q} sells an application that tells travellers how crowded the next train is.",
            "The shoe factory of {r} will hire {m} seamstresses to fill an order from abroad.",
            "Mobile phones lost their signal in {q} for {n} hours when an excavator cut a cable.",
            "{y}, who founded the soap company in her kitchen, now exports to {m} countries.",
            "Shares in the cement maker of {r} gained {n} percent after it reported a surprising profit.",
        ),
        "ar": (
            "تبيع شركة ناشئة في {q} تطبيقا يخبر المسافرين بمدى ازدحام القطار القادم.",
            "سيوظف مصنع الأحذية في {r} {m} خياطة لتلبية طلبية من الخارج.",
            "انقطعت إشارة الهواتف المحمولة في {q} {n} ساعات بعدما قطعت حفارة أحد الكابلات.",
            "باتت {y}، التي أسست شركة الصابون في مطبخها، تصدر إلى {m} بلدا.",
            "ارتفعت أسهم شركة الإسمنت في {r} بنسبة {n} في المئة بعد إعلانها أرباحا مفاجئة.",
        ),
        "fr": (
            "Une jeune pousse de {q} vend une application qui indique aux voyageurs si le prochain train est bondé.",
            "L'usine de chaussures de {r} embauchera {m} couturières pour honorer une commande de l'étranger.",
            "Les téléphones portables sont restés sans réseau {n} heures à {q}, une pelleteuse ayant sectionné un "
            "câble.",
            "{y}, qui a fondé sa savonnerie dans sa cuisine, exporte aujourd'hui vers {m} pays.",
            "L'action du cimentier de {r} a gagné {n} pour cent après l'annonce d'un bénéfice inattendu.",
        ),
    },
    {  # football
        "en": (
            "{x} scored twice in the second half as {q} came from behind to beat {r}.",
            "The goalkeeper {x} will be out for {n} weeks with a torn muscle, his club announced.",
            "Tickets for the derby sold out within {m} minutes, although the stand behind the goal in {q} is still "
            "being rebuilt.",
            "“We defended like beginners,” admitted the coach of {r}, {x}, after his side's fourth defeat.",
            "The captain of the women's team of {q}, {y}, is to join a foreign club on loan once she has passed a "
            "medical.",
        ),
        "ar": (
            "سجل {x} هدفين في الشوط الثاني ليقلب فريق {q} تأخره إلى فوز على {r}.",
            "سيغيب حارس المرمى {x} {n} أسابيع بسبب تمزق عضلي، وفق ما أعلن ناديه.",
            "نفدت تذاكر مباراة القمة في {m} دقيقة، مع أن المدرج الواقع خلف المرمى في {q} لا يزال قيد إعادة البناء.",
            "«دافعنا كالمبتدئين»، هكذا اعترف مدرب {r} {x} بعد الهزيمة الرابعة لفريقه.",
            "تنتقل قائدة فريق السيدات في {q} {y} إلى ناد أجنبي على سبيل الإعارة بعد اجتيازها الفحص الطبي.",
        ),
        "fr": (
            "{x} a marqué deux fois en seconde période, et {q}, mené à la pause, a fini par battre {r}.",
            "Le gardien de but {x} sera absent {n} semaines en raison d'une déchirure musculaire, a annoncé son club.",
            "Les billets du derby se sont vendus en {m} minutes, bien que la tribune derrière le but soit encore en "
            "travaux à {q}.",
            "« Nous avons défendu comme des débutants », a reconnu l'entraîneur de {r}, {x}, après la quatrième "
            "défaite de son équipe.",
            "La capitaine de l'équipe féminine de {q}, {y}, doit rejoindre un club étranger en prêt une fois passée "
            "la visite médicale.",
        ),
    },
    {  # other sport
        "en": (
            "{y} won the mountain race above {q}, {n} minutes ahead of the runner-up.",
            "Having drawn {n} games and lost none, the chess player {x} leads the tournament in {r}.",
            "The swimming pool of {q} will host the youth championships for the first time next summer.",
            "A doping sample given by the cyclist {x} has been sent to a second laboratory.",
            "Of the {m} basketball clubs in the league, only those of {q} and {r} own their halls.",
        ),
        "ar": (
            "فازت {y} بسباق الجبل قرب {q} بفارق {n} دقائق عن صاحبة المركز الثاني.",
            "يتصدر لاعب الشطرنج {x} البطولة المقامة في {r} بعد تعادله في {n} مباريات دون أي خسارة.",
            "يستضيف مسبح {q} بطولة الناشئين للمرة الأولى في الصيف المقبل.",
            "أرسلت عينة فحص المنشطات المأخوذة من الدراج {x} إلى مختبر ثان.",
            "من بين {m} ناديا لكرة السلة في الدوري، لا يملك قاعة خاصة إلا ناديا {q} و{r}.",
        ),
        "fr": (
            "{y} a remporté la course de montagne de {q} avec {n} minutes d'avance sur la deuxième.",
            "Avec {n} parties nulles et aucune défaite, le joueur d'échecs {x} est en tête du tournoi de {r}.",
            "La piscine de {q} accueillera pour la première fois les championnats des jeunes l'été prochain.",
            "Un échantillon antidopage du cycliste {x} a été envoyé à un second laboratoire.",
            "Sur les {m} clubs de basket du championnat, seuls ceux de {q} et de {r} possèdent leur salle.",
        ),
    },
    {  # research
        "en": (
            "Biologists from the institute of {q} have described a species of frog that lives only in caves.",
            "The study, led by {y}, followed {k} volunteers over {n} years and found that short naps improve memory.",
            "A telescope with a mirror of {n} metres will be built on the plateau near {r} if the funding is approved.",
            "Cracks in the old dam of {q} were detected by a drone that the physicist {x} had designed for volcanoes.",
            "Bones dug up near {r} belong to a camel that lived {m} thousand years ago, in the view of the "
            "archaeologist {y}.",
        ),
        "ar": (
            "وصف علماء أحياء من معهد {q} نوعا من الضفادع لا يعيش إلا في الكهوف.",
            "تابعت الدراسة التي قادتها {y} {k} من المتطوعين على مدى {n} سنوات، وخلصت إلى أن القيلولة القصيرة تحسن "
            "الذاكرة.",
            "سيبنى تلسكوب بمرآة قطرها {n} أمتار على الهضبة القريبة من {r} إذا أقر التمويل.",
            "رصدت تشققات في السد القديم في {q} بواسطة طائرة مسيرة صممها الفيزيائي {x} لدراسة البراكين.",
            "ترى عالمة الآثار {y} أن العظام المستخرجة قرب {r} تعود إلى جمل عاش قبل {m} ألف عام.",
        ),
        "fr": (
            "Des biologistes de l'institut de {q} ont décrit une espèce de grenouille qui ne vit que dans les grottes.",
            "L'étude, dirigée par {y}, a suivi {k} volontaires pendant {n} ans et conclut que les siestes courtes "
            "améliorent la mémoire.",
            "Un télescope doté d'un miroir de {n} mètres sera construit sur le plateau voisin de {r} si le "
            "financement est approuvé.",
            "Des fissures ont été repérées dans le vieux barrage de {q} par un drone que le physicien {x} avait "
            "conçu pour les volcans.",
            "Les ossements exhumés près de {r} sont, pour l'archéologue {y}, ceux d'un chameau qui vivait il y a {m} "
            "mille ans.",
        ),
    },
    {  # sea
        "en": (
            "Sardine boats stayed in the harbour of {q} because the sea was too rough.",
            "No octopus may be caught off {r} before the females have laid their eggs.",
            "The skipper {x} landed a tuna weighing {k} kilos, which was auctioned the same morning.",
            "A second crane, able to lift {m} tonnes, was unloaded at the container terminal of {q}.",
            "Divers removed {k} old tyres from the bay of {r}, and {y}, who organised the clean-up, plans another "
            "one in autumn.",
        ),
        "ar": (
            "بقيت قوارب السردين في مرفأ {q} لأن البحر كان شديد الهيجان.",
            "يمنع صيد الأخطبوط قبالة {r} قبل أن تضع الإناث بيضها.",
            "عاد الربان {x} بسمكة تونة تزن {k} كلغ بيعت في المزاد في الصباح نفسه.",
            "أنزلت في محطة الحاويات في {q} رافعة ثانية قادرة على رفع {m} طنا.",
            "أخرج غواصون {k} من الإطارات القديمة من خليج {r}، وتخطط {y} التي نظمت الحملة لحملة أخرى في الخريف.",
        ),
        "fr": (
            "Les sardiniers sont restés au port de {q} parce que la mer était trop agitée.",
            "Il est interdit de pêcher le poulpe au large de {r} avant que les femelles aient pondu.",
            "Le patron pêcheur {x} a débarqué un thon de {k} kilos, vendu aux enchères le matin même.",
            "Une deuxième grue, capable de soulever {m} tonnes, a été livrée au terminal à conteneurs de {q}.",
            "Des plongeurs ont retiré {k} vieux pneus de la baie de {r}, et {y}, qui a organisé le nettoyage, en "
            "prévoit un autre à l'automne.",
        ),
    },
    {  # tourism
        "en": (
            "Hotels in {q} were {m} percent booked over the holidays, mostly by families from abroad.",
            "Hikers who want to cross the gorge near {r} must now be accompanied by a licensed guide.",
            "{y} turned her grandmother's farmhouse near {q} into an inn with {n} rooms.",
            "From May on, an airline from the Gulf will fly to {r} {n} times a week.",
            "“Visitors photograph the sunset and leave without buying anything,” sighed {x}, a carpet seller in {q}.",
        ),
        "ar": (
            "بلغت نسبة الحجوزات في فنادق {q} {m} في المئة خلال العطلة، ومعظمها لعائلات من الخارج.",
            "على المتنزهين الراغبين في عبور الوادي القريب من {r} أن يصطحبوا من الآن فصاعدا مرشدا مرخصا.",
            "حولت {y} مزرعة جدتها قرب {q} إلى نزل فيه {n} غرف.",
            "ابتداء من مايو، ستسير شركة طيران خليجية {n} رحلات أسبوعيا إلى {r}.",
            "«يصور الزوار الغروب ويرحلون دون أن يشتروا شيئا»، هكذا تحسر {x} وهو بائع سجاد في {q}.",
        ),
        "fr": (
            "Les hôtels de {q} ont été remplis à {m} pour cent pendant les vacances, surtout par des familles "
            "étrangères.",
            "Les randonneurs qui veulent traverser les gorges de {r} doivent désormais être accompagnés d'un guide "
            "agréé.",
            "{y} a transformé la ferme de sa grand-mère, près de {q}, en une auberge de {n} chambres.",
            "À partir de mai, une compagnie aérienne du Golfe desservira {r} {n} fois par semaine.",
            "« Les visiteurs photographient le coucher du soleil et repartent sans rien acheter », soupire {x}, "
            "vendeur de tapis à {q}.",
        ),
    },
)
