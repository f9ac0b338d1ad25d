"""The question sets that come with the program, worded in every language of the profile."""

from epex.core.question_set import Question, QuestionSet

WHY = Question(
    "why",
    {
        "en": "Why do we do what we do?",
        "de": "Warum tun wir, was wir tun?",
        "fr": "Pourquoi faisons-nous ce que nous faisons ?",
        "nl": "Waarom doen we wat we doen?",
        "da": "Hvorfor gør vi det, vi gør?",
        "no": "Hvorfor gjør vi det vi gjør?",
        "sr": "Zašto radimo ono što radimo?",
        "ar": "لماذا نقوم بما نقوم به؟",
        "sq": "Pse bëjmë atë që bëjmë?",
    },
)
HOW = Question(
    "how",
    {
        "en": "How do we do it in practice?",
        "de": "Wie machen wir es in der Praxis?",
        "fr": "Comment le faisons-nous dans la pratique ?",
        "nl": "Hoe doen we het in de praktijk?",
        "da": "Hvordan gør vi det i praksis?",
        "no": "Hvordan gjør vi det i praksis?",
        "sr": "Kako to radimo u praksi?",
        "ar": "كيف نقوم به في الممارسة العملية؟",
        "sq": "Si e bëjmë në praktikë?",
    },
)
WHAT_DOES_NOT_WORK = Question(
    "what_does_not_work",
    {
        "en": "What does not work, and why?",
        "de": "Was funktioniert nicht, und warum?",
        "fr": "Qu'est-ce qui ne marche pas, et pourquoi ?",
        "nl": "Wat werkt niet, en waarom?",
        "da": "Hvad virker ikke, og hvorfor?",
        "no": "Hva fungerer ikke, og hvorfor?",
        "sr": "Šta ne funkcioniše i zašto?",
        "ar": "ما الذي لا ينجح، ولماذا؟",
        "sq": "Çfarë nuk funksionon dhe pse?",
    },
)
NEED_TO_LEARN = Question(
    "need_to_learn",
    {
        "en": "What exactly do we need to learn to do our work at home better?",
        "de": "Was genau müssen wir lernen, um unsere Arbeit bei uns zu Hause besser zu machen?",
        "fr": "Qu'avons-nous précisément besoin d'apprendre pour mieux faire notre travail chez nous ?",
        "nl": "Wat moeten we precies leren om ons werk in onze eigen organisatie beter te doen?",
        "da": "Hvad skal vi helt præcist lære for at gøre vores arbejde derhjemme bedre?",
        "no": "Hva trenger vi helt konkret å lære for å gjøre arbeidet vårt bedre hjemme?",
        "sr": "Šta tačno treba da naučimo da bismo bolje radili svoj posao u svojoj sredini?",
        "ar": "ما الذي نحتاج تحديدًا إلى تعلّمه لكي نؤدي عملنا في مؤسساتنا بشكل أفضل؟",
        "sq": "Çfarë saktësisht duhet të mësojmë që ta bëjmë më mirë punën në organizatën tonë?",
    },
)
ADD = Question(
    "add",
    {
        "en": "What can we add to one another's work?",
        "de": "Was können wir zur Arbeit der jeweils anderen beitragen?",
        "fr": "Que pouvons-nous apporter au travail les uns des autres ?",
        "nl": "Wat kunnen we aan elkaars werk toevoegen?",
        "da": "Hvad kan vi bidrage med til hinandens arbejde?",
        "no": "Hva kan vi bidra med i hverandres arbeid?",
        "sr": "Čime možemo da doprinesemo radu jedni drugih?",
        "ar": "ماذا يمكننا أن نضيف إلى عمل بعضنا بعضًا؟",
        "sq": "Çfarë mund t'i shtojmë punës së njëri-tjetrit?",
    },
)
PLANNED = Question(
    "planned",
    {
        "en": "What was supposed to happen?",
        "de": "Was sollte geschehen?",
        "fr": "Qu'est-ce qui était prévu ?",
        "nl": "Wat had er moeten gebeuren?",
        "da": "Hvad var det meningen, der skulle ske?",
        "no": "Hva var det meningen at skulle skje?",
        "sr": "Šta je trebalo da se dogodi?",
        "ar": "ما الذي كان من المفترض أن يحدث؟",
        "sq": "Çfarë duhej të ndodhte?",
    },
)
HAPPENED = Question(
    "happened",
    {
        "en": "What did happen?",
        "de": "Was ist tatsächlich geschehen?",
        "fr": "Que s'est-il réellement passé ?",
        "nl": "Wat is er werkelijk gebeurd?",
        "da": "Hvad skete der faktisk?",
        "no": "Hva skjedde faktisk?",
        "sr": "Šta se zaista dogodilo?",
        "ar": "ما الذي حدث فعلاً؟",
        "sq": "Çfarë ndodhi në të vërtetë?",
    },
)
WHY_DIFFERENT = Question(
    "why_different",
    {
        "en": "Why were there differences?",
        "de": "Warum gab es Unterschiede?",
        "fr": "Pourquoi y a-t-il eu des écarts ?",
        "nl": "Waarom waren er verschillen?",
        "da": "Hvorfor var der forskelle?",
        "no": "Hvorfor ble det forskjeller?",
        "sr": "Zašto je došlo do razlika?",
        "ar": "لماذا كانت هناك فروق؟",
        "sq": "Pse pati ndryshime?",
    },
)
NEXT_TIME = Question(
    "next_time",
    {
        "en": "What do we keep, and what do we do differently next time?",
        "de": "Was behalten wir bei, und was machen wir beim nächsten Mal anders?",
        "fr": "Que gardons-nous, et que ferons-nous autrement la prochaine fois ?",
        "nl": "Wat houden we, en wat doen we de volgende keer anders?",
        "da": "Hvad holder vi fast i, og hvad gør vi anderledes næste gang?",
        "no": "Hva beholder vi, og hva gjør vi annerledes neste gang?",
        "sr": "Šta zadržavamo, a šta ćemo sledeći put uraditi drugačije?",
        "ar": "بماذا نحتفظ، وماذا سنفعل بشكل مختلف في المرة القادمة؟",
        "sq": "Çfarë ruajmë dhe çfarë bëjmë ndryshe herën tjetër?",
    },
)
DESCRIPTION = Question(
    "description",
    {
        "en": "Description: what happened?",
        "de": "Beschreibung: Was ist geschehen?",
        "fr": "Description : que s'est-il passé ?",
        "nl": "Beschrijving: wat is er gebeurd?",
        "da": "Beskrivelse: Hvad skete der?",
        "no": "Beskrivelse: Hva skjedde?",
        "sr": "Opis: šta se dogodilo?",
        "ar": "الوصف: ماذا حدث؟",
        "sq": "Përshkrimi: çfarë ndodhi?",
    },
)
FEELINGS = Question(
    "feelings",
    {
        "en": "Feelings: what did you think and feel?",
        "de": "Gefühle: Was haben Sie gedacht und gefühlt?",
        "fr": "Ressenti : qu'avez-vous pensé et ressenti ?",
        "nl": "Gevoelens: wat dacht en voelde u?",
        "da": "Følelser: Hvad tænkte og følte du?",
        "no": "Følelser: Hva tenkte og følte du?",
        "sr": "Osećanja: šta ste mislili i osećali?",
        "ar": "المشاعر: بماذا فكرت وماذا شعرت؟",
        "sq": "Ndjenjat: çfarë menduat dhe ndjetë?",
    },
)
EVALUATION = Question(
    "evaluation",
    {
        "en": "Evaluation: what was good about it, and what was not?",
        "de": "Bewertung: Was daran war gut, und was nicht?",
        "fr": "Évaluation : qu'est-ce qui était bon, et qu'est-ce qui ne l'était pas ?",
        "nl": "Evaluatie: wat was er goed aan, en wat niet?",
        "da": "Vurdering: Hvad var godt ved det, og hvad var ikke?",
        "no": "Vurdering: Hva var bra med det, og hva var ikke bra?",
        "sr": "Vrednovanje: šta je u tome bilo dobro, a šta nije?",
        "ar": "التقييم: ما الذي كان جيدًا فيه، وما الذي لم يكن كذلك؟",
        "sq": "Vlerësimi: çfarë ishte e mirë dhe çfarë jo?",
    },
)
ANALYSIS = Question(
    "analysis",
    {
        "en": "Analysis: what sense can you make of it?",
        "de": "Analyse: Wie erklären Sie es sich?",
        "fr": "Analyse : comment l'expliquez-vous ?",
        "nl": "Analyse: hoe verklaart u het?",
        "da": "Analyse: Hvordan forstår du det?",
        "no": "Analyse: Hvordan forstår du det?",
        "sr": "Analiza: kako to objašnjavate?",
        "ar": "التحليل: كيف تفسّر ذلك؟",
        "sq": "Analiza: si e shpjegoni?",
    },
)
CONCLUSION = Question(
    "conclusion",
    {
        "en": "Conclusion: what else could you have done?",
        "de": "Schlussfolgerung: Was hätten Sie noch tun können?",
        "fr": "Conclusion : qu'auriez-vous pu faire d'autre ?",
        "nl": "Conclusie: wat had u nog meer kunnen doen?",
        "da": "Konklusion: Hvad kunne du ellers have gjort?",
        "no": "Konklusjon: Hva annet kunne du ha gjort?",
        "sr": "Zaključak: šta ste još mogli da uradite?",
        "ar": "الاستنتاج: ماذا كان يمكنك أن تفعل غير ذلك؟",
        "sq": "Përfundimi: çfarë tjetër mund të kishit bërë?",
    },
)
ACTION_PLAN = Question(
    "action_plan",
    {
        "en": "Action plan: if it arose again, what would you do?",
        "de": "Handlungsplan: Was würden Sie tun, wenn es wieder vorkäme?",
        "fr": "Plan d'action : si cela se reproduisait, que feriez-vous ?",
        "nl": "Actieplan: wat zou u doen als het weer gebeurde?",
        "da": "Handlingsplan: Hvad ville du gøre, hvis det skete igen?",
        "no": "Handlingsplan: Hva ville du gjøre hvis det skjedde igjen?",
        "sr": "Plan delovanja: šta biste uradili kada bi se to ponovilo?",
        "ar": "خطة العمل: لو تكرر الأمر، ماذا كنت ستفعل؟",
        "sq": "Plani i veprimit: nëse do të përsëritej, çfarë do të bënit?",
    },
)

EPEX_SET = QuestionSet("epex", 1, (WHY, HOW, WHAT_DOES_NOT_WORK, NEED_TO_LEARN, ADD), title="The five EPEX questions")
AFTER_ACTION_REVIEW = QuestionSet(
    "after_action_review", 1, (PLANNED, HAPPENED, WHY_DIFFERENT, NEXT_TIME), title="After Action Review"
)
GIBBS = QuestionSet(
    "gibbs",
    1,
    (DESCRIPTION, FEELINGS, EVALUATION, ANALYSIS, CONCLUSION, ACTION_PLAN),
    title="Gibbs' reflective cycle",
)
BUILT_IN = {known.name: known for known in (EPEX_SET, AFTER_ACTION_REVIEW, GIBBS)}
