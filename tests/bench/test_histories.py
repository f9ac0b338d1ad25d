"""The seeded histories on which everything is measured."""

from itertools import islice

from bench.bases import new_base
from bench.histories import LONGEST, SHORTEST, Teller

SOME = 400


def test_histories_of_one_seed_tell_the_same() -> None:
    with new_base() as ground:
        one, other = (list(islice(Teller(ground.by).tell(), SOME)) for _ in range(2))
        another = list(islice(Teller(ground.by, seed=1).tell(), SOME))

    def told(ons: list) -> list[str]:  # type: ignore[type-arg]
        return [f"{on.event.type} {getattr(on.event, 'answers', '')}" for on in ons]

    assert told(one) == told(other) != told(another)


def test_histories_have_texts_of_60_to_300_words() -> None:
    with new_base() as ground:
        teller = Teller(ground.by)
        lengths = {len(teller.words().split()) for _ in range(2_000)}

    assert (min(lengths), max(lengths)) == (SHORTEST, LONGEST)


def test_histories_are_recorded_sealed_and_verify() -> None:
    with new_base() as ground:
        founding = ground.base.log.head()
        ground.append(islice(Teller(ground.by).tell(), SOME))

        verdict = ground.base.verify()
        sealed = sum(b'"ciphertext":"' in event[-2] for event, _ in ground.base.log.rows.pairs(founding) if event)

    assert (verdict["ok"], verdict["size"], sealed > SOME / 3) == (True, founding + SOME, True)
