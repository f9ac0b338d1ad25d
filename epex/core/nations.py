"""What countries and their people are called, in each language of a network.

A word that ends in a hyphen is a beginning: up to six more letters may follow it. The others stand as they are, for
what begins so is often something else: Belgrade, germane, editorial. Cyrillic is read as Latin, an accent as none.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from epex.core.letters import fold, normal

LONGEST_ENDING = 6


class Nation(NamedTuple):
    """The words for a country, what is of it, and who comes from there; with `|` between them."""

    name: str
    adjective: str
    inhabitant: str


KOSOVO = Nation("Kosov-", "Kosov-", "Kosov-|Kosovar-")

NATIONS: dict[str, dict[str, Nation]] = {
    "AT": {
        "en": Nation("Austria-", "Austrian", "Austrian|Austrians"),
        "de": Nation("Österreich-", "österreich-", "Österreicher-"),
        "fr": Nation("Autrich-", "autrich-", "Autrich-"),
        "nl": Nation("Oostenrij-", "Oostenrij-", "Oostenrij-"),
        "da": Nation("Østrig-", "østrig-", "østrig-"),
        "no": Nation("Østerrik-", "østerrik-", "østerrik-"),
        "sr": Nation("Austrij-", "austrij-", "Austrij-|Austrijan-"),
        "sq": Nation("Austri-", "austriak-", "austriak-"),
        "ar": Nation("نمسا-", "نمساوي-", "نمساوي-"),
    },
    "BE": {
        "en": Nation(
            "Belgi-|Flanders|Walloni-", "Belgian|Flemish|Walloon", "Belgian|Belgians|Fleming|Flemings|Walloon-"
        ),
        "de": Nation(
            "Belgi-|Flandern|Walloni-", "belgi-|flandrisch-|flämisch-|wallonisch-", "Belgier-|Flamen|Flamin-|Walloni-"
        ),
        "fr": Nation("Belgi-|Flandre|Walloni-", "belge|belges|flamand-|wallon-", "Belge|Belges|Flamand-|Wallon-"),
        "nl": Nation("Belgi-|Vlaander-|Walloni-", "Belgi-|Vlaams-|Waals|Waalse", "Belg|Belgen|Vlaming-|Walen"),
        "da": Nation(
            "Belgi-|Flandern|Valloni-", "belgi-|flamsk-|vallonsk-", "belgi-|flamlænder-|valloner|vallonere|vallonerne"
        ),
        "no": Nation(
            "Belgi-|Flandern|Valloni-", "belgi-|flamsk-|vallonsk-", "belgi-|flamlender-|valloner|vallonere|vallonerne"
        ),
        "sr": Nation(
            "Belgij-|Flandrij-|Valonij-",
            "belgij-|flamansk-|valonsk-",
            "Belgij-|Belgijan-|Flamanac|Flamanca|Flamanci|Flamank-|Valonac|Valonci",
        ),
        "sq": Nation("Belgjik-|Flandra|Flandrën|Valoni|Valonia", "belge|flamand-", "belg|belgë|belgët|belge|flamand-"),
        "ar": Nation("بلجيك-|فلاندر-|والونيا", "بلجيك-|فلمنكي-|فلامنكي-", "بلجيك-|فلمنكي-|فلامنكي-"),
    },
    "DE": {
        "en": Nation("Germany", "German", "German|Germans"),
        "de": Nation("Deutsch-|Bundesrepublik", "deutsch-", "Deutsch-"),
        "fr": Nation("Allemagne", "allemand-", "Allemand-"),
        "nl": Nation("Duits-", "Duits-", "Duits-"),
        "da": Nation("Tysk-", "tysk-", "tysk-"),
        "no": Nation("Tysk-", "tysk-", "tysk-"),
        "sr": Nation("Nemačk-|Njemačk-", "nemačk-|njemačk-", "Nemac-|Nemc-|Nemic-|Nijemac|Nijemca|Nijemci|Njemic-"),
        "sq": Nation("Gjerman-", "gjerman-", "gjerman-"),
        # What begins as the Germans are called in Arabic are also donors and obstacles.
        "ar": Nation("ألمانيا", "ألماني-", "ألمان|ألماني-"),
    },
    "DK": {
        "en": Nation("Denmark", "Danish", "Dane|Danes"),
        "de": Nation("Dänemark-", "dänisch-", "Däne|Dänen|Dänin-"),
        "fr": Nation("Danemark", "danois-", "Danois-"),
        # German has a frequent word that is written as the Dutch call Danes.
        "nl": Nation(
            "Denemarken|Deense",
            "Deens|Deense",
            "Deen|Deense|de Denen|twee Denen|drie Denen|onze Denen|enkele Denen|sommige Denen|veel Denen|van Denen",
        ),
        "da": Nation("Danmark-", "dansk-", "dansk-"),
        "no": Nation("Danmark-", "dansk-", "dansk-"),
        "sr": Nation("Dansk-", "dansk-", "Danac|Danaca|Danca|Dancu|Danci|Dancima|Dankinj-"),
        "sq": Nation("Danimark-", "danez-", "danez-"),
        "ar": Nation(
            "دنمارك-|دانمارك-|دنمرك-|دانمرك-",
            "دنماركي-|دانماركي-|دنمركي-|دانمركي-",
            "دنماركي-|دانماركي-|دنمركي-|دانمركي-",
        ),
    },
    "FR": {
        "en": Nation("France", "French", "French|Frenchm-|Frenchw-"),
        "de": Nation("Frankreich-", "französ-", "Franzos-|Französ-"),
        "fr": Nation("France", "français-", "Français-"),
        "nl": Nation("Frankrijk-", "Frans|Franse", "Fransman|Fransmannen|Fransen|Franse|Française-"),
        "da": Nation("Frankrig-", "fransk-", "fransk-|franskm-"),
        "no": Nation("Frankrik-", "fransk-", "fransk-|franskm-"),
        "sr": Nation("Francusk-", "francusk-", "Francuz-|Francuskinj-"),
        "sq": Nation("Francë|Francën|Francës|nga Franca", "francez-", "francez-"),
        "ar": Nation("فرنسا", "فرنسي-|فرنساوي-", "فرنسي-|فرنساوي-"),
    },
    "GB": {
        "en": Nation(
            "United Kingdom|U.K.|Britain|England|Scotland|Wales|Northern Ireland",
            "British|English|Scottish|Welsh|Northern Irish",
            "Brit|Brits|Briton|Britons|Englishm-|Englishw-|Scot|Scots|Scotsm-|Scotsw-|Welshm-|Welshw-",
        ),
        "de": Nation(
            "Vereinigte Königreich|Vereinigtes Königreich-|Vereinigten Königreich-|Britannien-|Großbritannien-|England-"
            "|Schottland-|Wales|Nordirland-",
            "britisch-|englisch-|schottisch-|walisisch-|nordirisch-",
            "Brite|Briten|Britin-|Engländer-|Schotte|Schotten|Schottin-|Waliser-|Nordire|Nordiren|Nordirin-",
        ),
        "fr": Nation(
            "Royaume-Uni|Grande-Bretagne|Angleterre|Écosse|pays de Galles|Irlande du Nord",
            "britann-|anglais-|écossais-|gallois-|nord-irlandais-",
            "Britann-|Anglais-|Écossais-|Gallois-|Nord-Irlandais-",
        ),
        "nl": Nation(
            "Verenigd Koninkrijk-|VK|Brittannië-|Groot-Brittannië-|Engeland-|Schotland-|Wales|Noord-Ierland-",
            "Brits|Britse|Engels|Engelse|Schots|Schotse|Welsh|Noord-Iers-",
            "Brit|Britten|Britse|Engelsm-|Engelse|Engelsen|Schotten|Noord-Ier-",
        ),
        "da": Nation(
            "Forenede Kongerige-|Britannien|Storbritannien-|England-|Skotland-|Wales|Nordirland-",
            "britisk-|engelsk-|skotsk-|walisisk-|nordirsk-",
            "brite|briten|briter-|englænder-|skotte|skotten|skotter-|waliser-|nordirer-",
        ),
        "no": Nation(
            "Forente Kongerike-|Storbritannia-|England-|Skottland-|Wales|Nord-Irland-",
            "britisk-|engelsk-|skotsk-|walisisk-|nordirsk-",
            "brite|briten|briter|britene|britenes|engelskm-|engelskk-|skotte|skotten|skotter|skottene|waliser-|nordirer-",
        ),
        "sr": Nation(
            "Ujedinjeno Kraljevstvo|Ujedinjenog Kraljevstva|Ujedinjenom Kraljevstvu|Britan-|Englesk-|Škotsk-|Vels"
            "|Velsa|Velsu|Severna Irska|Severne Irske|Severnoj Irskoj",
            "britan-|englesk-|škotsk-|velšk-|severnoirsk-",
            "Britan-|Englez-|Engleskinj-|Škotlan-|Velšan-|Severnoirac|Severnoirci",
        ),
        "sq": Nation(
            "Mbretëri e Bashkuar|Mbretëria e Bashkuar|Mbretërinë e Bashkuar|Mbretërisë së Bashkuar|Britani-|Angli"
            "|Anglia|Anglisë|Anglinë|Skocia|Skocisë|Skocinë|Uells-|Irlanda e Veriut|Irlandën e Veriut"
            "|Irlandës së Veriut",
            "britanik-|anglez-|skocez-|uellsian-|irlandez i Veriut|irlandeze e Veriut|irlandezë të Veriut",
            "britanik-|anglez-|skocez-|uellsian-",
        ),
        "ar": Nation(
            "مملكة المتحدة|بريطان-|إنجلترا|إنكلترا|اسكتلندا|إسكتلندا|ويلز|إيرلندا الشمالية",
            "بريطان-|إنجليز-|إنكليز-|اسكتلندي-|ويلزي-|إيرلندي الشمالي",
            "بريطان-|إنجليز-|إنكليز-|اسكتلندي-|ويلزي-",
        ),
    },
    "NL": {
        "en": Nation("Netherlands|Holland", "Dutch|Netherlandish", "Dutch|Dutchm-|Dutchw-|Netherlander-|Hollander-"),
        "de": Nation("Niederland-|Holland-", "niederländ-|holländ-", "Niederländer-|Holländer-"),
        "fr": Nation("Pays-Bas|Hollande", "néerland-|holland-", "Néerland-|Holland-"),
        "nl": Nation("Nederland-|Holland-", "Nederland-|Holland-", "Nederland-|Holland-"),
        "da": Nation("Nederland-|Holland-", "nederland-|holland-", "nederlænder-|hollænder-"),
        "no": Nation("Nederland-|Holland-", "nederland-|holland-", "nederlender-|hollender-"),
        "sr": Nation("Holand-|Nizozem-", "holand-|nizozem-", "Holanđan-|Nizozem-"),
        "sq": Nation("Holand-|Vendet e Ulëta|Vendeve të Ulëta", "holandez-|hollandez-", "holandez-|hollandez-"),
        "ar": Nation("هولند-|أراضي المنخفضة", "هولند-", "هولند-"),
    },
    "NO": {
        "en": Nation("Norway", "Norweg-", "Norweg-"),
        "de": Nation("Norwegen-", "norwegisch-", "Norweger-"),
        "fr": Nation("Norvège", "norvég-", "Norvég-"),
        "nl": Nation("Noorweg-", "Noors|Noorse|Noorweg-", "Noor|Noren|Noorse|Noorm-"),
        "da": Nation("Norge", "norsk-", "nordmand-|nordmænd-"),
        "no": Nation("Norge|Noreg", "norsk-", "nordmann-|nordmenn-"),
        "sr": Nation("Norvešk-", "norvešk-", "Norvež-"),
        "sq": Nation("Norvegj-", "norvegj-", "norvegj-"),
        "ar": Nation("نرويج-", "نرويجي-", "نرويجي-"),
    },
    "TN": {
        "en": Nation("Tunis-", "Tunis-", "Tunis-"),
        "de": Nation("Tunesi-", "tunesi-", "Tunesi-|Tunesier-"),
        "fr": Nation("Tunis-", "tunis-", "Tunis-"),
        "nl": Nation("Tunesi-", "Tunesi-", "Tunesi-"),
        "da": Nation("Tunesi-", "tunesi-", "tunesi-|tuneser|tuneseren|tunesere|tuneserne"),
        "no": Nation("Tunis-", "tunis-", "tunis-"),
        "sr": Nation("Tunis-", "tunis-", "Tuniž-|Tunišan-"),
        "sq": Nation("Tunizi-", "tunizi-", "tunizi-"),
        "ar": Nation("تونس-", "تونسي-", "تونسي-|توانسة"),
    },
    "XK": {
        **dict.fromkeys(("en", "de", "fr", "nl", "da", "no", "sr", "sq"), KOSOVO),
        "ar": Nation("كوسوفو|كوسوفا", "كوسوفي-", "كوسوفي-|كوسوفار-"),
    },
}


@cache
def told(country: str) -> tuple[str, ...]:
    """List the words that tell of a country, by its code."""
    return words_of(part for nation in NATIONS.get(country, {}).values() for part in nation)


def words_of(parts: Iterable[str]) -> tuple[str, ...]:
    """List the words of a table, those left out that another beginning finds as well."""
    words: dict[str, str] = {}
    for word in (word for part in parts for word in part.split("|")):
        words.setdefault(_plain(word), word)
    return tuple(word for plain, word in words.items() if not any(_holds(other, plain) for other in words))


def _holds(beginning: str, word: str) -> bool:
    is_other = beginning != word and beginning.endswith("-") and word.startswith(beginning[:-1])
    return is_other and not word.endswith("-") and len(word) < len(beginning) + LONGEST_ENDING


def _plain(word: str) -> str:
    return "".join(fold(normal(sign)) if sign.isalpha() else sign for sign in word)
