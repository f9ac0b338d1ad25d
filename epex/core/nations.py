"""What countries and their people are called beside the country's name: how such words begin, in several languages."""

BEGINNINGS = {
    "AT": "Austria|Österreich|autrich|Oostenrij|østrig|østerrik",
    "BE": "Belg|Fleming|Flemish|Flander|Flandern|flandrisch|flämisch|flamand|Vlaam|Vlaand|Wallon|Walloon",
    "DE": "German|deutsch|Deutschland|allemand|Allemagne|Duits|tysk|Tyskland|nemačk|gjerman",
    "DK": "Dane|Danish|Däne|dänisch|Dänemark|danois|Danemark|dansk|Danmark|Deens|Denemark",
    "FR": "French|France|Franzos|französ|Frankreich|français|Franse|Fransman|fransk|Frankrijk|Frankrig|Frankrike",
    "GB": "UK|Great Britain|British|Briton|Brite|britisch|Britin|britanni|Großbritannien|England|English|Englishm"
    "|Engländ|englisch|anglais|Angleterre|Engelse|engelsk|Scot|Scottish|Schottland|schottisch|Écoss|Wales|Welsh"
    "|Welshm|walisisch|gallois|Northern Irish|nordirisch",
    "NL": "Dutch|Holland|holländ|Netherland|Niederland|niederländ|néerland|Nederland|Pays Bas|hollend|Holand",
    "NO": "Norweg|Norway|Norge|Noreg|Norvège|norvég|norsk|Noors|Noorwe",
    "TN": "Tunis|tunesi|Tunesien|tunisisk|تونس",
    "XK": "Kosova|Kosovë|kosovsk|Kosovac",
}


def beginnings(country: str) -> tuple[str, ...]:
    """List how words begin that tell of a country, by its code."""
    return tuple(filter(None, BEGINNINGS.get(country, "").split("|")))
