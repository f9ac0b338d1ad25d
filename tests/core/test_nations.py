"""What countries and their people are called in nine languages."""

import pytest

from epex.core.nations import NATIONS, told, words_of
from epex.core.screening import Term, telling
from epex.core.vocabulary import COUNTRIES

LANGUAGES = ("en", "de", "fr", "nl", "da", "no", "sr", "sq", "ar")
HERE = frozenset({"organisation-1"})
# A name, an adjective and an inhabitant in every language, in the forms that texts have.
TEXTS = {
    "AT": """
        en Austria, Austrian, Austrians
        de Österreichs, österreichischen, oesterreichische, Österreicherinnen
        fr Autriche, autrichiennes, l'Autrichien
        nl Oostenrijk, Oostenrijkse, Oostenrijkers
        da Østrig, østrigske, østrigeren
        no Østerrike, østerrikske, østerrikeren
        sr Austrija, austrijskih, Austrijanka, Austrijancima, Аустријанац, аустријски
        sq Austrisë, austriake, austriakët
        ar النمسا, والنمساوية, نمساويون
    """,
    "BE": """
        en Belgium, Belgian, Flemish, Walloon, Belgians, Flemings
        de Belgien, belgische, flämischen, Belgierinnen, Flamen
        fr la Belgique, belges, Flandre, flamande, une Wallonne
        nl België, Belgische, Vlaamse, Belgen, Vlamingen, Belg
        da Belgien, belgiske, flamske, belgieren, flamlændere
        no Belgia, belgiske, flamske, belgieren, flamlendere
        sr Belgija, belgijski, flamanska, Belgijanka, Flamanac, Белгијанац
        sq Belgjikën, belge, flamande, belgët
        ar بلجيكا, البلجيكية, بلجيكيون, الفلمنكية
    """,
    "DE": """
        en Germany, German, Germans
        de Deutschland, deutschen, Deutsche
        fr Allemagne, allemandes, les Allemands
        nl Duitsland, Duitse, Duitsers
        da Tyskland, tyske, tyskeren
        no Tyskland, tyske, tyskeren
        sr Nemačka, nemačkih, njemački, Nemac, Nemci, Nemicama, Немац, немачки
        sq Gjermania, gjermane, gjermanët
        ar ألمانيا, لألمانيا, الألمانية, الألمان, ألمانيون
    """,
    "DK": """
        en Denmark, Danish, Danes, Dane
        de Dänemark, dänischen, Däninnen, Dänen
        fr Danemark, danoise, Danois
        nl Denemarken, Deens, Deense, een Deen, de Denen
        da Danmarks, danske, danskerne
        no Danmark, danske, danskene
        sr Danska, danskih, Danac, Danci, Dankinja, Данац, дански
        sq Danimarkë, daneze, danezët
        ar الدنمارك, الدانماركية, دنماركيون, الدانمرك
    """,
    "FR": """
        en France, French, Frenchwoman, Frenchmen
        de Frankreich, französischen, Französinnen, Franzosen
        fr la France, françaises, Français
        nl Frankrijk, Frans, Franse, Fransman, Fransen
        da Frankrig, franske, franskmændene
        no Frankrike, franske, franskmennene
        sr Francuska, francuski, Francuz, Francuskinja, Француз, француски
        sq Francë, Francën, franceze, francezët
        ar فرنسا, بفرنسا, الفرنسية, فرنسيون
    """,
    "GB": """
        en United Kingdom, UK, U.K., Britain, British, Scottish, Welsh, Brit, Britons, Englishman, Scots
        de Vereinigten Königreichs, Großbritannien, britischen, Briten, Britinnen, Engländerin, Schotten
        fr Royaume-Uni, Angleterre, britannique, anglaises, un Écossais, Britanniques
        nl Verenigd Koninkrijk, VK, Groot-Brittannië, Brits, Britse, Brit, Britten, Engelse, Engelsman, Schotse
        da Storbritannien, britisk, britiske, en brite, briterne, englænderen, skotter
        no Storbritannia, britisk, britiske, briter, britene, engelskmannen, skotske
        sr Ujedinjeno Kraljevstvo, Britanija, britanski, Britanac, engleska, Englez, Британка, британских
        sq Mbretëria e Bashkuar, Britania, britanike, anglezë, Anglisë, skocezët
        ar المملكة المتحدة, للمملكة المتحدة, بريطانيا, البريطانية, والبريطانيين, إنجلترا, إنجليزي
    """,
    "NL": """
        en Netherlands, Holland, Dutch, Dutchwoman, Hollanders
        de Niederlanden, niederländischen, holländisch, Niederländerinnen, Holländer
        fr Pays-Bas, néerlandaises, hollandais, une Néerlandaise
        nl Nederland, Nederlandse, Hollands, Nederlanders, Hollander
        da Nederlandene, nederlandske, hollandsk, nederlænderne, hollændere
        no Nederland, nederlandske, hollandsk, nederlendere, hollenderen
        sr Holandija, holandski, nizozemska, Holanđanin, Holanđankama, Nizozemac, Холанђанка
        sq Holanda, holandeze, hollandez, holandezët
        ar هولندا, الهولندية, هولنديون
    """,
    "NO": """
        en Norway, Norwegian, Norwegians
        de Norwegen, norwegischen, Norwegerinnen
        fr Norvège, norvégiennes, un Norvégien
        nl Noorwegen, Noors, Noorse, een Noor, Noren
        da Norges, norske, nordmanden, nordmændene
        no Norge, Noreg, norske, nordmann, nordmennene
        sr Norveška, norveški, Norvežanin, Norvežankama, Норвежанин, норвешки
        sq Norvegjia, norvegjeze, norvegjezët
        ar النرويج, النرويجية, نرويجيون
    """,
    "TN": """
        en Tunisia, Tunisian, Tunisians
        de Tunesien, tunesischen, Tunesierinnen
        fr Tunisie, tunisiennes, un Tunisien
        nl Tunesië, Tunesische, Tunesiërs
        da Tunesien, tunesiske, tuneseren
        no Tunisia, tunisiske, tunisieren
        sr Tunis, tuniski, Tunižanin, Tunišanka, Тунижанин, туниски
        sq Tunizia, tuniziane, tunizianët
        ar تونس, بتونس, التونسية, تونسيون, التوانسة
    """,
    "XK": """
        en Kosovo, Kosovan, Kosovars
        de Kosovo, kosovarische, Kosovarinnen
        fr Kosovo, kosovare, les Kosovars
        nl Kosovo, Kosovaarse, Kosovaren
        da Kosovo, kosovske, kosovaren
        no Kosovo, kosovoske, kosovarene
        sr Kosovo, kosovski, Kosovac, Косово, косовска
        sq Kosovën, kosovare, kosovarët
        ar كوسوفو, الكوسوفية, كوسوفيون, كوسوفا
    """,
}
INNOCENT = {
    "en": "It is germane to the Germanic myths of Belgrade that a brittle scoter tunes in; Britta came from"
    " Australia, said Francesca, who dances in autumn, takes the tuna and is scotched by the"
    " danger of a north sea for an editorial.",
    "de": "Die Leute, denen wir danken, und alle, denen der Norden fehlt, sitzen am Tisch mit Butter und Bretzeln, und"
    " die Polen und Flammen an der Wand in Belgrad sind kostbar.",
    "fr": "Un flamant dans un vallon, la franchise des notes, le brin de bruit, la bretelle, les bas prix du pays et le"
    " galop tuent la norme austère; nous écossons des pois.",
    "nl": "Wij zagen denen noch dennen; een schot in de roos, de engelen, het noorden, de bruid, franjes, duizend "
    "tunnels, belang, belgerinkel en vlammen.",
    "da": "De norm og den nordlige tunge, en flamme, et brev, et skud, de dansede ikke, og den tynde belægning bliver.",
    "no": "Nordover tunge steder, et brev fra en danser, østover, den flammen, belegget og en brist i normen.",
    "sr": "Skoči sa mosta u Beogradu, nemam vremena danas, a namazi i engledati, brinem o autoru, kostima"
    " i nemirnoj noći u normalnoj flaši.",
    "sq": "Kjo është lingua franca, me normë, auto, britmë e tunel, kos e kosë, dhe Valon erdhi këtu.",
    "ar": "المانحون والموانع لا تمنع المانع من العمل، والمقيمون في المكان يراجعون المراجع، والولايات المتحدة بعيدة.",
}


def terms(country: str) -> list[Term]:
    return [Term(word.removesuffix("-"), HERE, is_beginning=word.endswith("-")) for word in told(country)]


def said(country: str) -> list[tuple[str, str]]:
    lines = (line.split(maxsplit=1) for line in TEXTS[country].strip().splitlines())
    return [(language, word) for language, words in lines for word in words.split(", ")]


@pytest.mark.parametrize("country", NATIONS)
def test_a_country_is_known_by_its_name_its_adjective_and_its_people_in_every_language(country: str) -> None:
    known = terms(country)

    assert tuple(dict.fromkeys(language for language, _ in said(country))) == LANGUAGES
    assert [word for _, word in said(country) if not telling([f"Als {word}, so"], known)] == []
    assert [word for _, word in said(country) if not telling([word.upper()], known)] == []


@pytest.mark.parametrize("country", NATIONS)
def test_every_country_has_a_name_an_adjective_and_people_in_every_language(country: str) -> None:
    nations = NATIONS[country]

    assert tuple(nations) == LANGUAGES
    assert [language for language, nation in nations.items() if not all(map(str.strip, nation))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_begin_alike_tell_of_no_country(language: str) -> None:
    known = [term for country in NATIONS for term in terms(country)]

    assert telling([INNOCENT[language]], known) == []


@pytest.mark.parametrize(("country", "other"), [(one, other) for one in NATIONS for other in NATIONS if one != other])
def test_no_country_is_called_as_another(country: str, other: str) -> None:
    assert [word for _, word in said(other) if telling([word], terms(country))] == []


def test_nations_are_countries_that_there_are() -> None:
    assert set(NATIONS) - COUNTRIES == set()
    assert told("PT") == ()


def test_words_are_left_out_that_a_beginning_finds_as_well() -> None:
    assert words_of(["Belgi-|belgique|Belg|Belgier-", "belgi-|Belgischsprachig|Belg"]) == (
        "Belgi-",
        "Belg",
        "Belgier-",
        "Belgischsprachig",
    )
