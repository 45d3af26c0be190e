"""Background of made-up articles (written_news.py): what is made, grown and sent; see background_country.py."""

CRAFTS = (
    {  # forests
        "en": (
            "Foresters planted cork oaks on the burnt slopes of {q}, although goats had eaten the first seedlings.",
            "Charcoal burners around {r} may no longer cut live cedars.",
            "“The pines are dying from the top downwards,” the botanist {y} explained to reporters in {q}.",
            "A watchtower paid for by hunters now stands on the ridge between {q} and {r}.",
            "Mushrooms are so plentiful after the rains that {x} has hired students to pick them.",
        ),
        "ar": (
            "غرس حراس الغابات أشجار البلوط الفليني على سفوح {q} المحترقة، مع أن الماعز أكل الشتلات الأولى.",
            "لم يعد يحق لصانعي الفحم حول {r} قطع أشجار الأرز الحية.",
            "«تموت أشجار الصنوبر من أعلاها إلى أسفلها»، هكذا شرحت عالمة النبات {y} للصحافيين في {q}.",
            "أقيم على التلال الفاصلة بين {q} و{r} برج مراقبة دفع الصيادون ثمنه.",
            "تكاثر الفطر بعد الأمطار إلى حد أن {x} استعان بطلاب لجمعه.",
        ),
        "fr": (
            "Des forestiers ont planté des chênes-lièges sur les pentes brûlées de {q}, bien que les chèvres aient "
            "mangé les premiers plants.",
            "Les charbonniers des environs de {r} n'ont plus le droit de couper de cèdres vivants.",
            "« Les pins meurent par la cime », a expliqué la botaniste {y} aux journalistes à {q}.",
            "Une tour de guet payée par des chasseurs se dresse désormais sur la crête entre {q} et {r}.",
            "Les champignons abondent tant après les pluies que {x} a embauché des étudiants pour la cueillette.",
        ),
    },
    {  # mines and energy
        "en": (
            "Geologists drilling for water near {q} struck a vein of copper instead.",
            "Villagers object to the wind farm at {r} on the grounds that its rotors would frighten the sheep.",
            "The salt works of {q}, idle since the war, were bought by the chemist {x}.",
            "Used cooking oil from the restaurants of {r} is turned into diesel in a shed behind the abattoir.",
            "Engineers under {y} are testing a battery filled with sand, which keeps its heat through the night.",
        ),
        "ar": (
            "عثر جيولوجيون كانوا يحفرون بحثا عن الماء قرب {q} على عرق من النحاس بدلا منه.",
            "يعترض القرويون على مزرعة الرياح في {r} بحجة أن مراوحها ستخيف الأغنام.",
            "اشترى الكيميائي {x} ملاحات {q} المتوقفة منذ الحرب.",
            "يحول زيت القلي المستعمل في مطاعم {r} إلى وقود ديزل في سقيفة خلف المسلخ.",
            "يختبر مهندسون بإشراف {y} بطارية مملوءة بالرمل تحتفظ بحرارتها طوال الليل.",
        ),
        "fr": (
            "Des géologues qui foraient près de {q} à la recherche d'eau sont tombés sur un filon de cuivre.",
            "Des villageois s'opposent au parc éolien de {r}, dont les pales feraient selon eux peur aux moutons.",
            "Les salines de {q}, à l'arrêt depuis la guerre, ont été rachetées par le chimiste {x}.",
            "L'huile de friture usagée des restaurants de {r} est transformée en gazole dans un hangar derrière "
            "l'abattoir.",
            "Des ingénieurs dirigés par {y} testent une batterie remplie de sable qui garde sa chaleur toute la nuit.",
        ),
    },
    {  # handicraft
        "en": (
            "The potter {y} glazes her bowls with ash from vine branches.",
            "Only one coppersmith is left in the old bazaar of {q}, where hammers used to drown every conversation.",
            "Lutes made by {x} are played by orchestras on three continents.",
            "Weavers in {r} have gone back to dyeing their wool with pomegranate skins.",
            "To save the craft from oblivion, basket makers teach prisoners in {q} to plait palm leaves.",
        ),
        "ar": (
            "تطلي الخزافة {y} أوانيها برماد أغصان الكرمة.",
            "لم يبق سوى نحاس واحد في سوق {q} القديمة التي كانت مطارقها تغطي على كل حديث.",
            "تعزف فرق موسيقية في ثلاث قارات على أعواد يصنعها {x}.",
            "عادت نساجات {r} إلى صبغ الصوف بقشور الرمان.",
            "يعلم صانعو السلال سجناء {q} ضفر سعف النخيل لإنقاذ الحرفة من النسيان.",
        ),
        "fr": (
            "La potière {y} émaille ses bols avec de la cendre de sarments de vigne.",
            "Il ne reste qu'un seul dinandier dans le vieux souk de {q}, où les marteaux couvraient jadis toutes les "
            "conversations.",
            "Des orchestres de trois continents jouent sur les luths que fabrique {x}.",
            "Les tisserandes de {r} se sont remises à teindre la laine avec des écorces de grenade.",
            "Pour sauver le métier de l'oubli, des vanniers apprennent aux détenus de {q} à tresser des feuilles de "
            "palmier.",
        ),
    },
    {  # kitchen
        "en": (
            "The cook {y} won over the judges with a pigeon pie flavoured with cinnamon and orange blossom.",
            "Ice cream made from camel milk has become fashionable among the young people of {q}.",
            "“My father never measured the salt, he listened to the dough,” recalls {x}, a pastry cook in {r}.",
            "Street vendors must cover their grills with lids, the mayor's office in {q} decided.",
            "Coffee roasted in {r} over olive wood is shipped to tasting rooms in Japan.",
        ),
        "ar": (
            "أقنعت الطاهية {y} الحكام بفطيرة حمام بنكهة القرفة وماء الزهر.",
            "راجت بين شبان {q} بوظة مصنوعة من حليب الإبل.",
            "«لم يكن أبي يزن الملح، بل كان يصغي إلى العجين»، كما يتذكر {x} صانع الحلويات في {r}.",
            "قررت بلدية {q} إلزام الباعة المتجولين بتغطية مشاويهم.",
            "يشحن البن المحمص في {r} على حطب الزيتون إلى قاعات التذوق في اليابان.",
        ),
        "fr": (
            "La cuisinière {y} a conquis le jury avec une tourte au pigeon parfumée à la cannelle et à la fleur "
            "d'oranger.",
            "La glace au lait de chamelle est devenue à la mode chez les jeunes de {q}.",
            "« Mon père ne pesait jamais le sel, il écoutait la pâte », se souvient {x}, pâtissier à {r}.",
            "Les vendeurs ambulants devront couvrir leurs grils, a décidé la mairie de {q}.",
            "Le café torréfié à {r} au bois d'olivier part pour des salons de dégustation au Japon.",
        ),
    },
    {  # clothes
        "en": (
            "{y} designs raincoats out of discarded parachutes.",
            "The wool mill of {q} spins yarn from sheep that graze on the former battlefield.",
            "Bridal dresses can be borrowed free of charge from a cupboard in the parish hall of {r}.",
            "A tailor by training, {x} now sews sails for regattas.",
            "Counterfeit trainers were shredded in public in {q} and mixed into the surface of a playground.",
        ),
        "ar": (
            "تصمم {y} معاطف مطر من مظلات مهملة.",
            "يغزل مصنع الصوف في {q} خيوطه من صوف أغنام ترعى في ساحة معركة سابقة.",
            "يمكن استعارة فساتين الزفاف مجانا من خزانة في قاعة الرعية في {r}.",
            "صار {x}، وهو خياط في الأصل، يخيط أشرعة لسباقات القوارب.",
            "مزقت أحذية رياضية مقلدة علنا في {q} وخلطت بأرضية ملعب للأطفال.",
        ),
        "fr": (
            "{y} dessine des imperméables taillés dans des parachutes mis au rebut.",
            "La filature de {q} travaille la laine de moutons qui paissent sur l'ancien champ de bataille.",
            "On peut emprunter gratuitement des robes de mariée dans une armoire de la salle paroissiale de {r}.",
            "Tailleur de formation, {x} coud aujourd'hui des voiles de régate.",
            "Des baskets contrefaites ont été broyées en public à {q} et mélangées au revêtement d'une aire de jeux.",
        ),
    },
    {  # post
        "en": (
            "A postcard sent from the front reached {q} with a delay of eighty years.",
            "The postman {x} covers his round in the marshes by rowing boat.",
            "Parcels from abroad pile up at the sorting office of {r}, whose scanner is out of order.",
            "A stamp will honour the poet {y}, who was born in {q} in a lighthouse.",
            "Medicines are delivered by drone to shepherds above {r}, weather permitting.",
        ),
        "ar": (
            "وصلت بطاقة بريدية أرسلت من الجبهة إلى {q} متأخرة ثمانين عاما.",
            "يقطع ساعي البريد {x} جولته في الأهوار بقارب تجديف.",
            "تتكدس الطرود القادمة من الخارج في مركز الفرز في {r} بعد تعطل جهاز المسح فيه.",
            "سيصدر طابع تكريما للشاعرة {y} التي ولدت في منارة في {q}.",
            "توصل الأدوية بطائرات مسيرة إلى الرعاة في مرتفعات {r} إذا سمح الطقس.",
        ),
        "fr": (
            "Une carte postale envoyée du front est arrivée à {q} avec quatre-vingts ans de retard.",
            "Le facteur {x} fait sa tournée dans les marais en barque.",
            "Les colis de l'étranger s'entassent au centre de tri de {r}, dont le scanner est en panne.",
            "Un timbre rendra hommage à la poétesse {y}, née à {q} dans un phare.",
            "Des médicaments sont livrés par drone aux bergers des hauteurs de {r} lorsque le temps le permet.",
        ),
    },
    {  # sky
        "en": (
            "Astronomers in {q} photographed a comet that will not return for four centuries.",
            "A satellite no bigger than a loaf of bread, built by pupils in {r}, sent its first signal.",
            "“It hummed like a kettle,” {x} said of the meteorite that pierced his garage.",
            "Street lamps in {q} are dimmed after midnight so that the Milky Way can be seen.",
            "The meteor shower was hidden by clouds, which disappointed the campers that {y} had led up the volcano.",
        ),
        "ar": (
            "صور فلكيون في {q} مذنبا لن يعود قبل أربعة قرون.",
            "أرسل قمر صناعي لا يتجاوز حجمه رغيف خبز، صنعه تلاميذ في {r}، أول إشاراته.",
            "«كان يصدر أزيزا كغلاية الشاي»، هكذا وصف {x} النيزك الذي اخترق مرآبه.",
            "تخفف إنارة الشوارع في {q} بعد منتصف الليل كي ترى درب التبانة.",
            "حجبت الغيوم زخة الشهب، فخاب أمل المخيمين الذين قادتهم {y} إلى قمة البركان.",
        ),
        "fr": (
            "Des astronomes de {q} ont photographié une comète qui ne reviendra pas avant quatre siècles.",
            "Un satellite pas plus gros qu'un pain, construit par des élèves de {r}, a émis son premier signal.",
            "« Elle sifflait comme une bouilloire », a raconté {x} à propos de la météorite qui a percé son garage.",
            "L'éclairage public de {q} est réduit après minuit pour que la Voie lactée soit visible.",
            "Les nuages ont caché les étoiles filantes, à la déception des campeurs que {y} avait guidés sur le "
            "volcan.",
        ),
    },
    {  # mountains
        "en": (
            "A climber who had lost her way above {q} was found thanks to the light of her telephone.",
            "The refuge below the glacier has a new warden, {x}, who bakes his own bread.",
            "Rockfall has buried the mule track that leads from {r} to the monastery.",
            "Wolves, long thought extinct there, were filmed by a hidden camera in the gullies of {q}.",
            "The geographer {y} redrew the border of the nature reserve because a river had changed its bed.",
        ),
        "ar": (
            "عثر على متسلقة ضلت طريقها في جبال {q} بفضل ضوء هاتفها.",
            "صار لملجأ الجبل أسفل النهر الجليدي حارس جديد هو {x} الذي يخبز خبزه بنفسه.",
            "طمر انهيار صخري درب البغال المؤدي من {r} إلى الدير.",
            "صورت كاميرا خفية في شعاب {q} ذئابا كان يعتقد أنها انقرضت هناك منذ زمن.",
            "أعادت الجغرافية {y} رسم حدود المحمية الطبيعية لأن النهر غير مجراه.",
        ),
        "fr": (
            "Une alpiniste égarée au-dessus de {q} a été retrouvée grâce à la lumière de son téléphone.",
            "Le refuge situé sous le glacier a un nouveau gardien, {x}, qui cuit lui-même son pain.",
            "Un éboulement a enseveli le chemin muletier qui mène de {r} au monastère.",
            "Des loups, que l'on y croyait disparus depuis longtemps, ont été filmés par une caméra cachée dans les "
            "ravins de {q}.",
            "La géographe {y} a redessiné les limites de la réserve naturelle, une rivière ayant changé de lit.",
        ),
    },
    {  # machines
        "en": (
            "A robot that picks strawberries without bruising them was shown at the fair in {q}.",
            "{x} repairs cassette players in a basement full of spare parts.",
            "The lift in the tower of {r} is out of service, so pensioners haul their shopping up with a rope.",
            "Software written by {y} translates sign language into speech.",
            "The printing house of {q} will produce its last telephone directory before switching to board games.",
        ),
        "ar": (
            "عرض في معرض {q} روبوت يقطف الفراولة دون أن يخدشها.",
            "يصلح {x} مسجلات الأشرطة في قبو مليء بقطع الغيار.",
            "تعطل مصعد البرج في {r}، فصار المتقاعدون يرفعون مشترياتهم بحبل.",
            "يترجم برنامج كتبته {y} لغة الإشارة إلى كلام منطوق.",
            "ستطبع مطبعة {q} آخر دليل هاتف لها قبل أن تتحول إلى إنتاج ألعاب الطاولة.",
        ),
        "fr": (
            "Un robot qui cueille les fraises sans les abîmer a été présenté à la foire de {q}.",
            "{x} répare des magnétophones à cassettes dans un sous-sol rempli de pièces détachées.",
            "L'ascenseur de la tour de {r} est hors service, et les retraités hissent leurs courses avec une corde.",
            "Un logiciel écrit par {y} traduit la langue des signes en paroles.",
            "L'imprimerie de {q} sortira son dernier annuaire téléphonique avant de passer aux jeux de société.",
        ),
    },
    {  # gardens
        "en": (
            "Roses grown in {q} for their oil are picked before dawn, while the dew still holds their scent.",
            "An avocado tree that {x} planted as a boy shades the whole courtyard.",
            "The botanical garden of {r} exchanged cactus cuttings for orchids with its partner in Kew.",
            "Snails ruined the lettuce of the allotment holders in {q}, who blame the mild winter.",
            "The landscape gardener {y} wants to replace the lawn of the palace with thyme.",
        ),
        "ar": (
            "تقطف ورود {q} المزروعة لاستخراج زيتها قبل الفجر، حين يحفظ الندى عطرها.",
            "تظلل شجرة أفوكادو غرسها {x} في صباه الفناء كله.",
            "بادلت الحديقة النباتية في {r} عقل الصبار بأزهار الأوركيد مع شريكتها في كيو.",
            "أتلفت الحلازين خس أصحاب الحدائق الصغيرة في {q} الذين يلومون دفء الشتاء.",
            "تريد مهندسة الحدائق {y} أن تزرع الزعتر مكان عشب القصر.",
        ),
        "fr": (
            "Les roses de {q}, cultivées pour leur essence, sont cueillies avant l'aube, quand la rosée retient leur "
            "parfum.",
            "Un avocatier que {x} avait planté enfant ombrage toute la cour.",
            "Le jardin botanique de {r} a échangé des boutures de cactus contre des orchidées avec son partenaire de "
            "Kew.",
            "Les escargots ont ravagé les laitues des jardiniers de {q}, qui accusent la douceur de l'hiver.",
            "La paysagiste {y} veut remplacer par du thym la pelouse du palais.",
        ),
    },
)
