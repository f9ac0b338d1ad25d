"""Arabic words with what is joined to them, in several spellings, and in the plural."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epex.core.letters import normal
from epex.search.arabic import bare
from epex.search.languages import stem, stems

NOUNS = (
    "ثقة مدرسة أسرة حوار إدارة معلم زيارة تدريب مجتمع مشاركة علاقة خدمة مؤسسة منظمة قرآن "
    "عائلة مستشفى دعم رعاية وقاية تطرف عنف إرهاب مراقبة تأهيل إعادة إدماج اندماج سلام "
    "تسامح احترام هوية انتماء شرطة قانون محكمة حكومة وزارة بلدية جامعة طالبة امرأة فتاة "
    "والد والدة وكالة بالغ التزام ألماني إلكتروني صحة نفسية اجتماعي سياسة تجربة فكرة "
    "معلومة مشكلة جلسة قصة ورشة مقابلة متطوع مرشد مستشار ممارس موظف سجين سجن حرية رأي أب "
    "أخ يد حي حل حق حياة ألم خوف غضب وساطة وسيط وثيقة مسؤول كراهية كلمة لقاء لجنة لغة لاجئ "
    "لعبة لحظة بناء كتاب فريق كنيسة"
).split()
PARTICIPLES_AND_VERBAL_NOUNS = (
    "تعاون تواصل استماع تفكير تخطيط تنسيق تقييم متابعة مساعدة مرافقة مواجهة محادثة تعليم "
    "متعلم مشارك مدرب متدرب عائد منسق"
).split()
JOINED = ("ال", "وال", "فال", "بال", "كال", "وبال")
# To the: lam and the article, and of three lams one.
TO_THE = {word: "ل" + word if word.startswith("ل") else "لل" + word for word in NOUNS}


@pytest.mark.parametrize("word", [*NOUNS, *PARTICIPLES_AND_VERBAL_NOUNS])
def test_a_word_has_one_stem_whatever_is_joined_to_it(word: str) -> None:
    forms = [word, *(joined + word for joined in JOINED), TO_THE.get(word, "لل" + word)]

    assert {stem(normal(form), "ar") for form in forms} == {stem(normal(word), "ar")} != {""}


@pytest.mark.parametrize(
    ("one", "several"),
    [
        *(("معلم", form) for form in ("معلمون", "معلمين", "معلمات", "والمعلمين", "للمعلمات")),
        *(("زيارة", form) for form in ("زيارات", "الزيارات", "زيارته", "زيارتهم", "زياراتنا")),
        *(("مؤسسة", form) for form in ("مؤسسات", "والمؤسسات", "بالمؤسسات", "مؤسساتهم")),
        *(("بلدية", form) for form in ("بلديات", "البلديات", "والبلديات")),
        *(("والد", form) for form in ("والدين", "الوالدين", "والديه", "بالوالدين")),
        *(("لاجئ", form) for form in ("لاجئون", "للاجئين", "اللاجئين", "واللاجئون")),
        *(("لغة", form) for form in ("لغات", "للغات", "اللغات", "لغتهم")),
        *(("بالغ", form) for form in ("بالغين", "البالغين", "للبالغين")),
        *(("ثقة", form) for form in ("ثقتهم", "ثقتنا")),
        *(("اتجاه", form) for form in ("اتجاهات", "الاتجاهات")),
        ("سياسة", "السياسات"),
        ("وكالة", "والوكالات"),
        ("ألم", "الآلام"),
        ("الأم", "والأم"),
        ("الام", "للأم"),
        ("الله", "والله"),
    ],
)
def test_regular_forms_have_the_stem_of_their_word(one: str, several: str) -> None:
    assert stem(normal(several), "ar") == stem(normal(one), "ar")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("القرآن", "القران"),
        ("الأسرة", "الاسره"),
        ("مدرسة", "مدرسه"),
        ("مستشفى", "المستشفي"),
        ("والإدارة", "والاداره"),
        ("ألمانيا", "المانيا"),
        ("الألماني", "الماني"),
        ("ثقة", "ثقه"),
    ],
)
def test_spellings_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one, "ar") == stems(other, "ar") != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أم", "ألم"),
        ("والد", "دين"),
        ("بالغ", "غني"),
        ("لجنة", "جنة"),
        ("أب", "باب"),
        ("عالم", "عام"),
        ("ثقة", "ثقافة"),
    ],
)
def test_other_words_keep_stems_of_their_own(one: str, other: str) -> None:
    joined = [{stem(normal(form + word), "ar") for form in ("", "ال")} for word in (one, other)]

    assert joined[0] & joined[1] == set()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("والإدارة", "اداره"),
        ("للحوار", "حوار"),
        ("للغة", "لغه"),
        ("للجنة", "لجنه"),
        ("للجنود", "جنود"),
        ("للحظر", "حظر"),
        ("للغاية", "غايه"),
        ("الالتزام", "تزام"),
        ("والد", "والد"),
        ("الأب", "الاب"),
        ("trust", "trust"),
        ("", ""),
    ],
)
def test_bare_takes_away_what_is_joined_but_leaves_a_word(word: str, expected: str) -> None:
    assert bare(word) == expected


@given(st.text(alphabet="الوبفكلسنأىة", max_size=9))
def test_bare_leaves_three_letters_at_least(word: str) -> None:
    assert len(bare(word)) >= min(len(word), 3)


@given(st.text(alphabet="ابتثحخدرسشطعمن", min_size=3, max_size=7), st.sampled_from([*JOINED, "لل"]))
def test_bare_is_the_same_with_any_article(word: str, joined: str) -> None:
    assert bare(joined + word) == bare(word)
