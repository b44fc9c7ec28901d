"""What a number counts where another place names it, or where what stands around it does."""

from __future__ import annotations

import pytest

from advisor.advise.reading.counts.numbers import numbers
from advisor.advise.reading.counts.series import entities
from advisor.advise.reading.phrases import tokens


def _read(text: str) -> dict[str, float]:
    return {name: fact.value for name, fact in numbers(text, tokens(text), None).items()}


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Sort mushrooms by species (there are 31).", "classes", 31),
        ("Unsupervised topics of my diary entries, 18 of them.", "groups", 18),
        ("What subjects come up? I would start with 45.", "groups", 45),
        ("Labelled pictures are scarce: the photos are few (850), in two folders", "rows", 850),
        ("The training images number 7,300, one bird each.", "rows", 7300),
        ("PCA on lab sheets. The columns are 64.", "columns", 64),
        ("Each herb got 40 photos, 3,600 in all", "rows", 3600),
        ("I photographed 2,150 moths on a sheet", "rows", 2150),
        ("Coins of 26 mints, tell me which mint struck the new one", "classes", 26),
        ("boxes around fish of 9 reefs, with the reef's name", "classes", 9),
        ("Every outing is a mixture of hidden habits. I guess 14 habits.", "groups", 14),
        ("one breed group out of 7 for each dog", "classes", 7),
        ("a film may carry several tags at once, out of 52.", "classes", 52),
        ("a box round each scallop, and is it alive, dead or an empty shell?", "classes", 3),
        ("photos in 16 folders, a folder for each make", "classes", 16),
        ("Mark each pixel lawn, path or hedge; 90 garden photos.", "classes", 3),
        ("we have 3400 photo where rust is marked", "rows", 3400),
        ("the rust is of 5 kind.", "groups", 5),
        ("We want a typology of nine.", "groups", 9),
        ("4 types of similar boats", "groups", 4),
        ("Could you propose, say, six, and name them?", "groups", 6),
        ("resnet of 34 layers since the pictures are few (720)", "rows", 720),
        ("half a million columns", "columns", 500_000),
        ("a vocabulary pruned to 7,000, the top ten words", "vocabulary", 7000),
    ],
)
def test_what_is_named_elsewhere_is_counted(text: str, name: str, value: float) -> None:
    assert _read(text)[name] == value


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("each well is described by 24 weekly averages", "columns", 24),
        ("I measure seven lengths on a beetle", "columns", 7),
        ("nine chemical figures apiece", "columns", 9),
        ("every clip already boiled down to 200 numbers", "columns", 200),
        ("boil each clip down to 200 numbers", "components", 200),
        ("4 million rows x 384, with a label", "columns", 384),
        ("word counts over 6,500 terms", "vocabulary", 6500),
        ("each dish is a distribution over 900 ingredients", "vocabulary", 900),
    ],
)
def test_what_describes_a_thing_is_a_column(text: str, name: str, value: float) -> None:
    assert _read(text)[name] == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("one column per shop, and nearly all of it is empty", "columns"),
        ("each has seen perhaps 12 out of 4,000 plays", "classes"),
        ("one group of customers", "groups"),
        ("Which shop sells most? Sales of 40 bakers.", "classes"),
        ("the pictures are 40 % sky", "rows"),
        ("there are 12 months in the table of pictures", "rows"),
    ],
)
def test_other_numbers_are_left_alone(text: str, name: str) -> None:
    assert name not in _read(text)


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("Daily bread of 40 bakers for four years", 40),
        ("30 days ahead at 25 small harbours", 25),
        ("Hourly load, quantiles of 50 samples, next two days", None),
    ],
)
def test_things_with_a_series_each_are_counted(text: str, things: float | None) -> None:
    found = entities(tokens(text))
    assert (found[0] if found else None) == things
