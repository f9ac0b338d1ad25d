"""Screening: traces of personal data, and words that let readers guess who is meant."""

import pytest

from epex.core.screening import Term, Trace, alone, is_too_few, repeats, screen, telling, worded

NAMES = ("Ben Okafor", "Åse Lund", "Bo")


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Ask Ben  Okafor.", "name", "Ben  Okafor"),
        ("ben okafor said so", "name", "ben okafor"),
        ("BEN-OKAFOR said so", "name", "BEN-OKAFOR"),
        ("We asked A\u030ase Lund.", "name", "Åse Lund"),
        ("M. K., 17, from Graz, came back.", "initials", "M. K."),
        ("K. (19) aus Linz kam wieder.", "initials", "K."),
        ("L., 23 ans, vit à Lille.", "initials", "L."),
        ("She was born on 3 March 1998.", "birth date", "born on 3 March 1998"),
        ("Er ist geb. 12.03.1998.", "birth date", "geb. 12.03.1998"),
        ("Née le 12 mars 1998 à Lyon.", "birth date", "Née le 12 mars 1998"),
        ("تاريخ الميلاد: 12.03.1998", "birth date", "تاريخ الميلاد: 12.03.1998"),
        ("Call +43 660 1234567.", "telephone number", "+43 660 1234567"),
        ("Call 0660/123 45 67 now", "telephone number", "0660/123 45 67"),
        ("Tel. 660 12 34 56", "telephone number", "Tel. 660 12 34 56"),
        ("Write to m.k@example.org.", "e-mail address", "m.k@example.org"),
        ("Sie wohnt in der Lindenstraße 12, 8010 Graz.", "postal address", "Lindenstraße 12, 8010 Graz"),
        ("Er wohnt Am Alten Markt 3a, 20095 Hamburg.", "postal address", "Markt 3a, 20095 Hamburg"),
        ("Il habite 12 bis, rue des Lilas, 59000 Lille.", "postal address", "12 bis, rue des Lilas, 59000 Lille"),
        ("Kerkstraat 5-B, 1017 GA Amsterdam", "postal address", "Kerkstraat 5-B, 1017 GA Amsterdam"),
        ("At 14 Mill Lane, Bristol BS1 4DJ.", "postal address", "14 Mill Lane, Bristol BS1 4DJ"),
        ("Storgata 7, 0155 Oslo is their home.", "postal address", "Storgata 7, 0155 Oslo"),
        ("They live at 221 Baker Street, London.", "postal address", "221 Baker Street, London"),
        ("Ahmed, 15, from Tirana, came back.", "person", "Ahmed, 15, from Tirana"),
        ("Lena (17) aus Linz kam wieder.", "person", "Lena (17) aus Linz"),
        ("Amélie, 16 ans, de Lille, est partie.", "person", "Amélie, 16 ans, de Lille"),
        ("Then Sanne, 19 jaar, uit Gent called.", "person", "Sanne, 19 jaar, uit Gent"),
    ],
)
def test_screen_finds(text: str, kind: str, words: str) -> None:
    assert [(trace.kind, trace.words) for trace in screen(text, NAMES)] == [(kind, words)]


@pytest.mark.parametrize("sign", ["a", "+", " "])
def test_screen_comes_to_an_end_with_a_megabyte_of_the_same(sign: str) -> None:
    assert screen(sign * 1_000_000) == []


@pytest.mark.parametrize(
    "text",
    [
        "We met in Graz on 2017-03-14 and on 07.03.2016.",
        "In 2016-2018 we spent 12 000 000 crowns.",
        "Fährhaus e. V. has worked for 15 years in Hamburg.",
        "Bo and Benjamin Okaforsen stayed.",
        "It was born of need in 2016.",
        "Tel Aviv has 0.5 of it.",
        "In Graz, 15 people from Tirana met.",
        "On 12 March, 2017 Lisbon was cold.",
        "In May, 15 from Linz came.",
        "We walked 5 streets, and 12 of us stayed in the street.",
        "The law of 1989, 40 pages, says so.",
        "It came from network-01234567-0123-4567-8901-012345678901.",
    ],
)
def test_screen_lets_pass(text: str) -> None:
    assert screen(text, NAMES) == []


def test_screen_lists_traces_in_the_order_of_the_text() -> None:
    found = screen("Call +43 660 1234567 or m.k@example.org.")

    assert found == [Trace("telephone number", 5, "+43 660 1234567"), Trace("e-mail address", 24, "m.k@example.org")]


def test_worded_repeats_no_personal_word() -> None:
    found = screen("Ben Okafor, Ben Okafor, +43 660 1234567", NAMES)

    assert worded(found) == ["the name of somebody who has not agreed to be named", "a telephone number"]


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("As one put it: *they listen first,\nand they SAY so* - every time.", True),
        ("They listen first, and they say sorry.", False),
        ("They listen.", False),
    ],
)
def test_a_text_repeats_words_however_they_are_set(text: str, *, repeated: bool) -> None:
    assert repeats(text, "They listen first, and they say so.") is repeated


def test_a_few_words_are_anybodys() -> None:
    assert not repeats("Tea comes before talk.", "Tea comes before talk.")


TERMS = (
    Term("Kosovo", frozenset({"organisation-1"})),
    Term("Germany", frozenset({"organisation-1", "organisation-2", "organisation-3"})),
    Term("Gelber Hof", frozenset({"organisation-4"})),
    Term("Čelik-Haus", frozenset({"organisation-6"})),
    Term("Челик-Хаус", frozenset({"organisation-6"})),
    Term(" ", frozenset({"organisation-1"})),
    Term("evaluator", frozenset({"person-1"})),
)


def test_telling_names_the_words_that_fit_too_few_and_people() -> None:
    texts = ["In kosovo we saw it with B. Okafor.", "Germany and Gelber Hof did, too, and the evaluator."]

    assert telling(texts, TERMS, ["Ben Okafor"]) == ["Kosovo", "Gelber Hof", "evaluator", "B. Okafor"]


HIDDEN = (
    Term("Visit Verein", frozenset({"organisation-5"})),
    Term("Dänemark-Häuser", frozenset({"organisation-5"})),
    Term("Dutch", frozenset({"organisation-5"}), is_beginning=True),
    Term("UK", frozenset({"organisation-5"}), is_beginning=True),
    Term("Kosovo", frozenset({"organisation-5"})),
    Term("kosov", frozenset({"organisation-5"}), is_beginning=True),
    Term("kosova", frozenset({"organisation-5"}), is_beginning=True),
    Term("هولند", frozenset({"organisation-5"}), is_beginning=True),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("People at the VISIT-VEREIN do it.", ["Visit Verein"]),
        ("By _Visit – Verein’s_ people, or VisitVerein.", ["Visit Verein"]),
        ("Vi\u00adsit\nVerein does it.", ["Visit Verein"]),
        ("The Dutchmen of DANEMARK HAUSER", ["Dänemark-Häuser", "Dutch…"]),
        ("die Daenemarkhaeuser", ["Dänemark-Häuser"]),
        ("a Kosovar", ["kosov…"]),
        ("وللهولنديين", ["هولند…"]),
        ("a Kosovar in Kosovo", ["Kosovo"]),
        ("in the UK", ["UK…"]),
        ("A visit; the Verein is in Ukkel, and is doubly Adutch.", []),
    ],
)
def test_telling_knows_words_however_they_are_set(text: str, words: list[str]) -> None:
    assert telling([text], HIDDEN) == words


@pytest.mark.parametrize("text", ["im Челик-Хаус", "l'ÇELIK HAUS", "Celikhaus"])
def test_telling_knows_words_in_other_letters(text: str) -> None:
    assert telling([text], TERMS) == ["Čelik-Haus"]


@pytest.mark.parametrize("text", ["Kosovo's prisons are full.", "Kosovos Anstalten sind voll.", "Look at Kosovo’s."])
def test_telling_knows_a_genitive(text: str) -> None:
    assert telling([text], TERMS) == ["Kosovo"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hanna and Ben spoke of it; OKAFOR wept, and Ben too.", ["Hanna", "Ben", "OKAFOR"]),
        ("Hannas Büro, Ben's tea", ["Hannas", "Ben's"]),
        ("A\u030ase asked Castaing first.", ["Åse", "Castaing"]),
        ("Ben  Okafor, or Okafor,\nBen", []),
        ("Ben and Okafor, Ben, Okafor; BEN AND OKAFOR", ["Ben", "Okafor", "BEN", "OKAFOR"]),
        ("Hanna\n\nBen, or Ben Castaing", ["Hanna", "Ben", "Castaing"]),
        (
            "l'Okafor, d’Ase and Aase at Castaing's; Okafora, Hannom, Хана",
            ["Okafor", "Ase", "Aase", "Castaing's", "Okafora", "Hannom"],
        ),
        ("åse, Müller-Øst and B. Okafor", ["åse"]),
        ("Hanna Castaing-Okafor and Ben\nOkafor are full names.", []),
        ("I ben here, with hanna; Benjamin has a Hannah.", []),
    ],
)
def test_alone_finds_single_names_as_they_stand(text: str, names: list[str]) -> None:
    full = ("Hanna Castaing-Okafor", "Ben Okafor", "Åse Castaing")

    assert alone(text, ("Hanna", "Ben", "Okafor", "Åse", "Castaing"), full) == names


@pytest.mark.parametrize(
    "said",
    [
        *("Jürgen Müller-Øst", "Juergen Mueller-Oest", "Jurgen Muller Ost", "JÜRGEN MÜLLER‑ØST", "Jürgen Müller"),
        *("J. Müller-Øst", "J.Øst", "Müller-Øst Jürgen", "jürgen_müller", "Jürgen **Müller", "Jürgen Müllers"),
        *("Agnes Skreta", "Agnès Škretu", "Агнес Шкрета", "А. Шкрета", "Agnès M. Škreta", "Agnès Maria Škreta"),
        *("Thi Nguyen", "Mai van der Berg", "M. van der Berg", "Mai Berg", "ليلى علي", "Jean Luc", "JEAN-LUC's"),
    ],
)
@pytest.mark.parametrize("before", ["We met ", "avec d'"])
def test_screen_knows_names_in_every_spelling(before: str, said: str) -> None:
    names = ("Jürgen Müller-Øst", "Agnès Maria Škreta", "Thị Nguyễn", "Mai van der Berg", "ليلى علي", "Jean-Luc")

    found = [(trace.kind, trace.words) for trace in screen(f"{before}{said} there.", names)]

    assert found == [("name", said)]


@pytest.mark.parametrize("text", ["Ida Blomst", "Agnès Škretova-Nagy", "Ida Blomen", "Idas Blom"])
def test_screen_takes_no_longer_name_for_one_of_ours(text: str) -> None:
    assert screen(text, ["Ida Blom", "Agnès Škreta"]) == []


@pytest.mark.parametrize(
    "said",
    [
        *("Okafor, Ben", "OKAFOR, BEN", "Okafor ,\nBen", "Okafor*, Ben", "Okafor, B", "Okafor B", "Okafor, Ben A"),
        *("Ben A. Okafor", "Ben A.B. Okafor", "Ben A Okafor", "Ben Kofi Okafor", "Ben Kofi Ama Lind Okafor"),
        *("BEN KOFI OKAFOR", "Ben Chr. Okafor", "Ben-Kofi Okafor", 'Ben "Kofi" Okafor', "Ben (Kofi)\nOkafor"),
        *("B. Kofi Okafor", "B. A. Okafor", "Ben Kofi Okafors", "Okafor Kofi Ben", "Okafor, Kofi Ben"),
        *("Orla Mary Keaveney", "Keaveney, Orla M", "Keaveney, Orla M. J", "Keaveney, O", "Кивни, Орла"),
        *("Agnès Jana Škreta", "Škreta, Agnès Maria", "Škreta, Agnès M", "Mai Lotte van der Berg", "van der Berg, Mai"),
        *("ليلى محمد علي", "ليلى بنت محمد علي", "علي، ليلى"),
    ],
)
def test_screen_knows_names_that_are_turned_or_have_others_between(said: str) -> None:
    names = ("Ben Okafor", "Orla Keaveney", "Орла Кивни", "Agnès Maria Škreta", "Mai van der Berg", "ليلى علي")

    assert [trace.words for trace in screen(f"We met {said}. then left.", names)] == [said]


@pytest.mark.parametrize(
    "text",
    [
        *("Ben and Okafor", "Ben, Okafor", "BEN AND OKAFOR", "Ben met Okafor", "Ben met Kofi and Okafor"),
        *(
            "I saw Ben. Then Okafor came.",
            "Ben! Kofi Okafor?",
            "Ben Kofi\n\nOkafor",
            "Ben: Kofi Okafor",
            "Ben I Okafor",
        ),
        *(
            "Ben Kofi Ama Lind Jana Okafor",
            "Okafor. B. Lind",
            "Okafor; Ben",
            "Okafor and Ben",
            "Okafor,\n\n- Kofi. Ben",
        ),
        *("سألت ليلى صديقها القديم علي", "ليلى و علي", "Ben Kofi. Okafor", "Ben A. met Okafor", "Ben", "Okafor, "),
    ],
)
def test_screen_joins_no_names_across_what_is_said(text: str) -> None:
    assert screen(text, ["Ben Okafor", "ليلى علي"]) == []


def test_screen_knows_an_arabic_name_with_a_word_before_it() -> None:
    assert [trace.words for trace in screen("سألنا وليلى علي", ["ليلى علي"])] == ["ليلى علي"]


@pytest.mark.parametrize("said", ["Zoé", "ZOE", "Zoes", "chez Zoë", "d'Zoe"])
def test_screen_leaves_short_names_and_knows_long_ones_alone(said: str) -> None:
    assert screen(said, ["Zoé"]) == []
    assert [trace.kind for trace in screen(said.lower().replace("z", "amez"), ["Amezoé"])] == ["name"]


@pytest.mark.parametrize(
    "text",
    ["a Müller-Øst", "J Øst", "j. øst", "Øst. J. Lie came", "Jürgen, Müller", "Jürgen of Müller", "Mai der Berg"],
)
def test_screen_knows_no_initial_without_its_full_stop(text: str) -> None:
    assert screen(text, ["Jürgen Müller-Øst", "Mai van der Berg"]) == []


def test_alone_finds_nobody_where_nobody_is_known() -> None:
    assert alone("Hanna and Ben spoke of it.", ()) == []


def test_three_are_enough_not_to_be_guessed() -> None:
    assert [is_too_few(count) for count in (0, 2, 3)] == [True, True, False]
