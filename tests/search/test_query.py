"""Reading what people type: words, phrases, choices, beginnings, fields, and what to leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import normal
from epex.core.vocabulary import LANGUAGES
from epex.search.hinting import ADDED
from epex.search.languages import stem
from epex.search.query import (
    LONGEST_QUERY,
    MOST_WORDS,
    NOTHING_ASKED,
    NOTHING_WANTED,
    ONLY_SMALL,
    TOO_LONG,
    Narrowing,
    Query,
    parse,
)
from epex.search.typed import FIELDS


def asked(text: str, language: str = "en", languages: tuple[str, ...] = ("en",), *, about: bool = False) -> Query:
    return parse(text, language, languages, about=about)


def typed(query: Query) -> list[str]:
    return [term.typed for term in query.wanted]


def test_words_are_wanted_and_small_words_are_not() -> None:
    query = asked("How do we build trust?")

    assert [term.alternatives for term in query.wanted] == [(("build",),), (("trust",),)]
    assert (query.unwanted, query.hint) == ((), None)


def test_a_phrase_is_required_in_its_order() -> None:
    query = asked('"the kitchen tables" trust')

    phrase, word = query.wanted
    assert (phrase.alternatives, phrase.kind) == ((("kitchen", "tabl"),), "phrase")
    assert (word.alternatives, word.kind) == ((("trust",),), "word")
    assert (query.required, query.is_exact) == (((phrase,),), True)


@pytest.mark.parametrize("text", ["“kitchen table”", "«kitchen table»", "„kitchen table“"])
def test_a_phrase_may_stand_in_any_quotes(text: str) -> None:
    assert asked(text) == asked('"kitchen table"')


def test_a_word_after_a_minus_is_unwanted() -> None:
    query = asked('trust -prison -"kitchen table" -follow-up')

    assert typed(query) == ["trust"]
    assert [term.alternatives for term in query.unwanted] == [
        (("prison",),),
        (("kitchen", "tabl"),),
        (("follow",),),
    ]


@pytest.mark.parametrize(
    "text", ["trust - prison", "trust--prison", "--trust prison", "trust -- prison", "-,trust prison"]
)
def test_a_minus_that_stands_elsewhere_is_no_minus(text: str) -> None:
    query = asked(text)

    assert (typed(query), query.unwanted) == (["trust", "prison"], ())


def test_a_word_with_a_hyphen_is_two_words_and_left_out_as_it_stands() -> None:
    wanted, unwanted = asked("half-open"), asked("trust -half-open")

    assert [(term.alternatives, term.kind) for term in wanted.wanted] == [
        ((("half",),), "word"),
        ((("open",),), "word"),
    ]
    assert [(term.alternatives, term.kind) for term in unwanted.unwanted] == [((("half", "open"),), "word")]


def test_a_word_may_stand_in_another_form() -> None:
    (word,), (phrase,) = asked("organise").wanted, asked('"organise"').wanted

    assert (word.alternatives, word.forms, phrase.forms) == ((("organis",),), (("organiz",), ("orga", "nise")), ())


@pytest.mark.parametrize("text", ["youth work", "youth-work"])
def test_two_words_may_be_written_as_one(text: str) -> None:
    assert [(("youthwork",) in term.forms, term.typed) for term in asked(text).wanted] == [
        (True, "youth"),
        (True, "work"),
    ]


def test_a_word_beside_a_small_one_is_joined_by_a_hyphen_alone() -> None:
    hyphened, apart = asked("well-being"), asked("well being")

    assert [("wellb",) in query.wanted[0].forms for query in (hyphened, apart)] == [True, False]


def test_a_long_word_may_be_written_as_two() -> None:
    assert ("youth", "work") in asked("youthwork").wanted[0].forms


def test_compounds_are_looked_for_where_they_are_one_word() -> None:
    found = [parse(text, text[:2], LANGUAGES).wanted[-1].parts for text in ("de Gefängnis", "en prison", "da by")]

    assert found == [("gefangnis",), (), ()]


def test_or_joins_what_stands_beside_it() -> None:
    query = asked('"kitchen table" or garden trust OR prison')

    kitchen, garden, trust, prison = query.wanted
    assert [kitchen.typed, garden.typed, trust.typed, prison.typed] == ["kitchen table", "garden", "trust", "prison"]
    assert query.required == ((kitchen, garden),)


@pytest.mark.parametrize("text", ["or trust", "trust or", "or trust or"])
def test_or_that_joins_nothing_is_nothing(text: str) -> None:
    query = asked(text)

    assert (typed(query), query.required, query.hint) == (["trust"], (), None)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("famil*", [("famil", "beginning")]),
        ("famil*,", [("famil", "beginning")]),
        ("semi-famil*", [("semifamil", "beginning")]),
        ("covid-19-famil*", [("covid", "word"), ("19", "word"), ("famil", "beginning")]),
        ("trust the*", [("trust", "word"), ("the", "beginning")]),
        ("familar~", [("familar", "about")]),
        ("familar~2", [("familar", "about")]),
        ("* fam*il ~", [("fam", "word"), ("il", "word")]),
        ('"famil*"', [("famil", "phrase")]),
    ],
)
def test_a_star_ends_a_beginning_and_a_tilde_what_is_meant_about(text: str, kinds: list[tuple[str, str]]) -> None:
    assert [(term.typed, term.kind) for term in asked(text).wanted] == kinds


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("trust -the*", [("the", "beginning")]),
        ("trust -the* -prison", [("the", "beginning"), ("prison", "word")]),
        ("trust -co-op*", [("coop", "beginning")]),
        ("trust -covid-19*", [("covid 19", "word")]),
    ],
)
def test_what_is_left_out_by_its_beginning_leaves_out_nothing_else(text: str, left_out: list[tuple[str, str]]) -> None:
    query = asked(text)

    assert ([(term.typed, term.kind) for term in query.unwanted], query.hint) == (left_out, None)


@pytest.mark.parametrize("text", ["kind:", "trust kind:", "kind:, trust", "kind::element", "kind:-element trust"])
def test_a_field_with_nothing_behind_it_is_told(text: str) -> None:
    assert asked(text).hint == "Nothing stands behind kind:, so it is a word; type kind:VALUE."


@pytest.mark.parametrize("text", ['theme:"Trust, first" families', "theme:\u201eTrust\u201c"])
def test_a_field_with_a_quoted_value_is_not_told(text: str) -> None:
    assert asked(text).hint is None


def test_a_star_in_quotes_is_told() -> None:
    assert asked('"keep in tou*"').hint == "In quotes a * cuts nothing off; take the quotes away, or the star."


@pytest.mark.parametrize(
    ("text", "language", "meant"),
    [
        ("comment gagner la confiance des familles", "en", "fr"),
        ("wie gewinnt man das Vertrauen einer Familie", "en", "de"),
        ("how do we win trust", "de", "en"),
        ("the trust of families", "en", ""),
        ("confiance", "en", ""),
        ("trust die", "en", ""),
    ],
)
def test_small_words_of_another_language_alone_are_told(text: str, language: str, meant: str) -> None:
    told = f"Its small words are of another language; --query-language {meant} reads it in that." if meant else None

    assert asked(text, language, LANGUAGES).hint == told


def test_about_takes_no_word_to_the_letter() -> None:
    query = asked('trust famil* "kitchen table" -prison', about=True)

    assert [term.kind for term in (*query.wanted, *query.unwanted)] == ["about", "beginning", "phrase", "about"]


@pytest.mark.parametrize(
    ("text", "narrowings"),
    [
        ("kind:element trust", [Narrowing("kind", "element")]),
        ("trust -setting:prison", [Narrowing("setting", "prison", negated=True)]),
        ("country:no,de trust", [Narrowing("country", "no"), Narrowing("country", "de")]),
        ('trust theme:"Trust, first"', [Narrowing("theme", "Trust, first")]),
        ("year:2 since:2017-05 trust", [Narrowing("year", "2"), Narrowing("since", "2017-05")]),
    ],
)
def test_a_field_narrows_and_is_no_word(text: str, narrowings: list[Narrowing]) -> None:
    query = asked(text)

    assert (query.narrowings, typed(query), query.hint) == (tuple(narrowings), ["trust"], None)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_named(field: str) -> None:
    typed_so = [field, field.upper(), field.title()]

    assert [asked(f"{each}:2017").narrowings for each in typed_so] == [(Narrowing(field, "2017"),)] * 3


@pytest.mark.parametrize("text", ["colour:blue", "kind: blue", "mankind:blue"])
def test_what_is_no_field_is_words(text: str) -> None:
    query = asked(text)

    assert (query.narrowings, typed(query)[-1]) == ((), "blue")


def test_a_field_alone_is_asked_for_and_one_to_leave_out_is_not() -> None:
    positive, negative = asked("kind:element"), asked("-kind:element")

    assert (positive.is_empty, positive.hint) == (False, None)
    assert (negative.is_empty, negative.hint) == (True, NOTHING_WANTED)


def test_words_are_kept_as_they_are_written_without_small_ones() -> None:
    query = asked("How the Élan of “Kitchen Tables” -prison grows")

    assert query.words == (("elan",), ("kitchen",), ("tables",), ("grows",))
    assert parse("soester", "en", ("en", "da")).words == parse("søster", "en", ("en", "da")).words


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("lable:inspiring", "There is no field lable; did you mean label:?"),
        ("Settings:prison", "There is no field settings; did you mean setting:?"),
        ('-contry:"no"', "There is no field contry; did you mean country:?"),
        (
            "kinds:x years:2 dates:y themes:z",
            " ".join(f"There is no field {field}s; did you mean {field}:?" for field in ("kind", "year", "date")),
        ),
        ("colour:blue", None),
        *((text, f"There is no field tea-time; {ADDED}") for text in ("tea-time:short", '-Tea-Time:"short"')),
        ("setting-:prison", None),
        ("note: this", None),
        ("http://label", None),
    ],
)
def test_a_field_that_there_is_not_gets_a_hint_if_one_is_close(text: str, hint: str | None) -> None:
    assert asked(f"trust {text}").hint == hint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("søster", "soester"), ("år", "aar"), ("Østre Havn", "Oestre Havn"), ("Straße", "Strasse")),
        *(("Fährhaus", "Faehrhaus"), ("åbent", "aabent"), ("größe", "groesse"), ("škola", "skola")),
    ],
)
@pytest.mark.parametrize("language", ["en", "de", "da"])
def test_the_spellings_of_a_word_find_what_the_one_without_umlauts_finds(one: str, other: str, language: str) -> None:
    left, right = (parse(text, language, LANGUAGES) for text in (one, other))

    assert [set(term.alternatives) for term in left.wanted] == [set(term.alternatives) for term in right.wanted]
    assert left.words == right.words


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("trust NOT prison", "NOT is a word like others; type -prison to leave prison out."),
        ("trust AND prison", 'AND is a word like others; type "prison" if it has to be there.'),
        ("trust +prison", 'The + is not read; type "prison" if it has to be there.'),
        ("trust Kind: element", "A field has no blank; type Kind:element for it."),
        *((text, None) for text in ("TRUST NOT PRISON", 'trust "NOT prison"', "trust and not prison", "1+1 is trust")),
    ],
)
def test_what_other_programs_read_is_hinted_at(text: str, hint: str | None) -> None:
    assert asked(text).hint == hint


def test_a_beginning_that_is_left_out_is_left_out_as_it_stands() -> None:
    wanted, unwanted = asked("trust aab*").wanted[1], asked("trust -aab*").unwanted[0]

    assert (wanted.beginnings, unwanted.beginnings) == (("aab", "ab"), ("aab",))


def test_the_order_of_words_keeps_what_is_said_again() -> None:
    query = asked("trust families trusting")

    assert [term.typed for term in query.order] == ["trust", "families", "trust"]


@pytest.mark.parametrize("text", ['"trust prison', 'trust "" prison', 'trust" prison', 'trust "," prison'])
def test_a_quote_that_quotes_nothing_is_nothing(text: str) -> None:
    query = asked(text)

    assert [(term.typed, term.kind) for term in query.wanted] == [("trust", "word"), ("prison", "word")]
    assert (query.required, query.is_exact) == ((), False)


def test_a_word_means_its_stems_in_every_language_of_the_network() -> None:
    (term,) = asked("families", languages=LANGUAGES).wanted

    assert term.alternatives[0] == ("famili",)
    assert (("families",) in term.alternatives, len(term.alternatives)) == (True, len(set(term.alternatives)))


@pytest.mark.parametrize(
    ("one", "other"), [("Gefaengnis", "Gefängnis"), ("koebenhavn", "København"), ("Aarhus", "Århus")]
)
def test_spellings_of_a_word_share_a_stem(one: str, other: str) -> None:
    left, right = (set(parse(text, "en", LANGUAGES).wanted[0].alternatives) for text in (one, other))

    assert left & right


def test_a_phrase_is_spelled_in_one_way_from_end_to_end() -> None:
    (term,) = parse('"schöne gefaengnisse"', "de", ("de",)).wanted

    assert all(len(run) == 2 for run in term.alternatives)


def test_a_word_said_twice_counts_twice() -> None:
    assert [(term.typed, term.times) for term in asked("trust families Trust trusting").wanted] == [
        ("trust", 3),
        ("families", 1),
    ]


def test_small_words_count_when_there_is_nothing_else() -> None:
    query = parse("the was", "en", ("en", "de"))

    assert ([term.alternatives for term in query.wanted], query.hint) == ([(("the",),)], ONLY_SMALL)
    assert asked("the was").hint == NOTHING_ASKED


def test_the_row_holds_every_word_as_it_was_typed_and_gaps_for_what_is_quoted() -> None:
    query = asked('the trust "kitchen table" famil* grows -prison')

    trust, _, _, grows = query.wanted
    assert query.row == (("the", None), ("trust", trust), ("", None), ("", None), ("grows", grows))


@pytest.mark.parametrize("text", ["", "   ", '"', "-", '""', "🙂", "?!", "_", '-"'])
def test_nothing_to_look_for_gets_a_hint(text: str) -> None:
    assert asked(text) == Query(hint=NOTHING_ASKED)


def test_only_unwanted_words_get_a_hint() -> None:
    assert asked("-prison").hint == NOTHING_WANTED


def test_a_long_question_is_cut_with_a_hint() -> None:
    many = asked(" ".join(f"word{number}" for number in range(1000)))
    endless = asked("trust " + "," * 1_000_000)

    assert (len(many.wanted), many.hint, many.is_cut) == (MOST_WORDS, TOO_LONG, True)
    assert many.text == " ".join(f"word{number}" for number in range(MOST_WORDS))
    assert (typed(endless), endless.hint) == (["trust"], TOO_LONG)
    assert asked("trust").text == ""


def test_a_long_phrase_is_cut_and_an_unwanted_one_left_out() -> None:
    words = " ".join(f"w{number}" for number in range(MOST_WORDS + 5))
    wanted, unwanted = asked(f'"{words}"'), asked(f'trust -"{words}"')

    (phrase,) = wanted.wanted
    assert (len(phrase.typed.split()), phrase.kind, wanted.hint) == (MOST_WORDS, "phrase", TOO_LONG)
    assert wanted.text == f'"{phrase.typed}'
    assert (typed(unwanted), unwanted.unwanted, unwanted.hint) == (["trust"], (), TOO_LONG)


def test_what_is_too_long_is_cut_between_two_words() -> None:
    query = asked("trust " + "-" * (LONGEST_QUERY - 20) + " kind:reflection trust")

    assert (typed(query), query.narrowings, query.hint) == (["trust"], (), TOO_LONG)


def test_the_same_field_counts_once_and_no_more_than_the_most() -> None:
    same, many = asked("trust " + "year:2 " * 100), asked("trust year:" + ",".join(map(str, range(100))))

    assert (same.narrowings, same.hint) == ((Narrowing("year", "2"),), None)
    assert many.narrowings == tuple(Narrowing("year", str(number)) for number in range(MOST_WORDS))
    assert many.hint == TOO_LONG


@given(st.text())
def test_every_text_is_a_question(text: str) -> None:
    query = parse(text, "en", LANGUAGES)

    assert query.wanted or query.hint


@given(st.text(alphabet='"-a bü« '))
def test_every_tangle_of_signs_is_a_question(text: str) -> None:
    query = parse(text, "de", LANGUAGES)

    assert query.wanted or query.hint


ADDING = ("tea-time", "tea-time-left")


@pytest.mark.parametrize(
    ("text", "narrowings", "words", "hint"),
    [
        ("trust tea-time:short", [Narrowing("tea-time", "short")], ["trust"], None),
        ('-Tea-Time:"very short"', [Narrowing("tea-time", "very short", negated=True)], [], NOTHING_WANTED),
        ("tea-time-left:1,2", [Narrowing("tea-time-left", each) for each in "12"], [], None),
        ("tea-time: short", [], ["tea", "time", "short"], "A field has no blank; type tea-time:short for it."),
        ("tea-tine:1", [], ["tea", "tine", "1"], "There is no field tea-tine; did you mean tea-time:?"),
        (
            "some-time:1",
            [],
            ["some", "time", "1"],
            f"There is no field some-time; {ADDED} Plugins add: {', '.join(ADDING)}.",
        ),
        ("the-tea-time:1", [], ["the", "tea", "time", "1"], "There is no field the-tea-time; did you mean tea-time:?"),
    ],
)
def test_fields_that_plugins_add_are_read_like_ours(
    text: str, narrowings: list[Narrowing], words: list[str], hint: str | None
) -> None:
    query = parse(text, "en", LANGUAGES, added=ADDING)

    assert (list(query.narrowings), [word for word, _ in query.row], query.hint) == (narrowings, words, hint)


# Words that a spelling or an ending would make of others, and that are none of them.
OTHER_WORDS = {
    "en": "found founding",
    "da": "kælder kalder|ældre aldrig|bøn børn|vægt vagt|tænke tank",
    "no": "får far|fått fattige|ærlig årlige|lære lars",
    "de": "Angehörige anhören|Angelegenheit anlegen|führen fahren|gewöhnt wohnen|Wärme warne",
    "fr": "cœur cour|sœurs souris|œuvre ouvre|payé pays|patrons patrie|saisons saisis",
    "nl": "weten wet|kopen kop|haren hart|gehaald hal|wonen win|voelen vol|maken gemak|geloven lof",
    "sr": "kazna kaže|veče veće|riječ rijeka|oči ocu|vođa vodu",
}


@pytest.mark.parametrize(
    ("language", "pair"), [(each, pair) for each, pairs in OTHER_WORDS.items() for pair in pairs.split("|")]
)
@pytest.mark.parametrize("alone", [True, False])
def test_another_word_of_the_language_is_no_form(language: str, pair: str, *, alone: bool) -> None:
    word, other = pair.split()
    (term,) = parse(word, language, (language,) if alone else LANGUAGES).wanted

    counting = {*term.alternatives, *term.forms}.difference(term.foreign)
    assert (stem(normal(other), language),) not in counting


@pytest.mark.parametrize("letter", ["ا", "ž", "æ", "a"])
def test_an_endless_word_has_no_forms(letter: str) -> None:
    (term,) = parse(letter * LONGEST_QUERY, "ar", LANGUAGES).wanted

    assert term.forms == ()
