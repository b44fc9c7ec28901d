"""From a sentence to a request, as people go: by mouse and by keyboard, in both themes, at three widths."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.builders.pictures.images import annotation, box, jpeg
from tests.builders.wizard.browser import fits_the_width, settled
from tests.wizard.conftest import Visit, faults, heading, path_field, reach

LONGEST_MS = 90_000
"""For a first check, which loads what it needs, on a machine that has much else to do."""
LOANS = "From 200,000 past loans, predict whether a new customer will pay the loan back."


def say(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Your problem").fill(words)


def top(what: Locator) -> float:
    box = what.bounding_box()
    assert box
    return box["y"]


def test_words_become_a_request_by_mouse(visit: Visit) -> None:
    page = visit()
    heading(page, "What would you like to find out?")
    say(page, LOANS)
    page.get_by_role("button", name="See the advice").click()  # the first click after typing

    heading(page, "What fits your problem")
    expect(page).to_have_title("Advice · SageMaker advisor")
    assert page.evaluate("document.activeElement.textContent") == "What fits your problem"
    assert top(page.get_by_role("heading", name="XGBoost")) < 400
    assert top(page.get_by_role("button", name="Check my data")) < 850
    expect(page.get_by_text("95% sure")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("radiogroup", name="Show in full").get_by_text("LightGBM").click()
    heading(page, "LightGBM")
    page.get_by_role("combobox", name="An algorithm, a content type").click()
    page.keyboard.type("trn1.2x")
    page.get_by_role("option", name="ml.trn1.2xlarge").click()
    expect(page.get_by_text("has Trainium accelerators")).to_be_visible()

    page.get_by_role("button", name="Go on without data").click()
    heading(page, "Your training job")
    count = page.get_by_role("textbox", name="How many")
    count.fill("0")
    count.press("Enter")
    expect(page.get_by_text("1 error: LightGBM would not train. At least one")).to_be_visible()
    expect(page.get_by_text("At least one instance is needed. (REQ122)")).to_be_visible()
    assert faults(page) == []
    count.fill("1")
    page.get_by_role("textbox", name="Bucket").fill("ours")
    page.get_by_role("textbox", name="Bucket").press("Enter")
    expect(page.get_by_text("Nothing speaks against it")).to_be_visible()
    expect(page).to_have_url(re.compile("bucket%3Dours"))
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the request").click()
    request = json.loads(Path(saved.value.path()).read_text())
    assert request["OutputDataConfig"]["S3OutputPath"] == "s3://ours/lightgbm/output/"
    assert request["ResourceConfig"]["InstanceCount"] == 1


def test_a_link_restores_the_session_in_a_new_one(visit: Visit) -> None:
    page = visit(width=1024)
    say(page, LOANS)
    page.get_by_role("button", name="200,000 rows").click()
    rows = page.get_by_role("spinbutton", name="It is")
    rows.fill("700")
    rows.press("Enter")
    expect(page.get_by_role("button", name="700 rows")).to_be_visible()
    expect(page).to_have_url(re.compile("numbers.rows%3D700"))

    again = visit(page.url.partition("/?")[2] and "job?" + page.url.partition("?")[2], width=390, scheme="dark")
    heading(again, "Your training job")
    expect(again.get_by_role("combobox", name="Algorithm")).to_have_value("XGBoost")
    rounds = again.get_by_role("textbox", name="num_round")
    rounds.fill("33")
    rounds.press("Enter")
    expect(again).to_have_url(re.compile("num_round%3D33"))
    fits_the_width(again)
    assert faults(again) == []

    third = visit("?" + again.url.partition("?")[2], scheme="dark")
    expect(third.get_by_role("textbox", name="Your problem")).to_have_value(LOANS)
    expect(third.get_by_role("button", name="700 rows")).to_be_visible()
    assert faults(third) == []
    third.get_by_role("link", name="Job").click()
    expect(third.get_by_role("textbox", name="num_round")).to_have_value("33")


def test_what_the_data_says_reaches_the_job(visit: Visit, tmp_path: Path) -> None:
    for name in ("train", "validation"):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}_annotation").mkdir()
        for number in range(4):
            (tmp_path / name / f"im{number}.jpg").write_bytes(jpeg(320, 320))
            sheet = annotation(f"im{number}.jpg", [box(0), box(1)], 320, 320)
            (tmp_path / f"{name}_annotation" / f"im{number}.json").write_bytes(sheet)
    page = visit("?problem=Find every car in 8,000 photos; boxes are drawn around them.")
    page.get_by_role("link", name="I have my data at hand").click()
    heading(page, "Will training accept your data?")
    path_field(page).fill(str(tmp_path))
    page.get_by_role("button", name="Check the data").click()  # the first click after typing
    page.get_by_role("link", name="Fill in the job").click()
    heading(page, "Your training job")
    expect(page.get_by_text("Nothing speaks against it")).to_be_visible()
    expect(page.get_by_role("textbox", name="num_classes")).to_have_value("2")
    expect(page.get_by_role("textbox", name="num_training_samples")).to_have_value("4")
    expect(page.get_by_role("combobox", name="train: content type")).to_have_value("application/x-image")
    page.get_by_role("link", name="Problem").click()
    page.get_by_role("button", name="4 pictures").click()
    expect(page.get_by_text("Measured in your data")).to_be_visible()


def test_a_good_table_becomes_a_request_by_mouse(visit: Visit, tmp_path: Path) -> None:
    table = tmp_path / "customers.csv"
    table.write_text("".join(f"{n % 2 * 50 + n % 7},{n % 2 * 9 + n % 5},{n % 3}\n" for n in range(300)))
    page = visit("data")
    heading(page, "Will training accept your data?")
    page.get_by_role("combobox", name="Which algorithm is the data for?").click()
    page.get_by_role("option", name="K-Means").click()
    expect(page.get_by_text("train (required)")).to_be_visible()
    page.locator("input[type=file]:not([accept])").first.set_input_files(table)
    expect(page.get_by_role("button", name="Remove customers.csv")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Check the data").click()
    passed = page.get_by_text("No error was found: nothing here would stop K-Means.")
    expect(passed).to_be_visible(timeout=LONGEST_MS)
    expect(page.get_by_text("Read: 1 file, 300 records")).to_be_visible()
    expect(page.get_by_text("feature_dim=3", exact=True)).to_be_visible()
    assert faults(page) == []

    page.get_by_role("link", name="Fill in the job").click()
    heading(page, "Your training job")
    expect(page.get_by_text("Nothing speaks against it")).to_be_visible()
    expect(page.get_by_role("textbox", name="feature_dim")).to_have_value("3")
    bucket = page.get_by_role("textbox", name="Bucket")
    bucket.fill("ours")
    bucket.press("Enter")
    expect(page).to_have_url(re.compile("bucket%3Dours"))
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download the request").click()
    request = json.loads(Path(saved.value.path()).read_text())
    assert saved.value.suggested_filename == "job.json"
    assert "kmeans" in request["OutputDataConfig"]["S3OutputPath"]
    assert request["HyperParameters"]["feature_dim"] == "3"
    assert [(one["ChannelName"], one["ContentType"]) for one in request["InputDataConfig"]] == [
        ("train", "text/csv;label_size=0")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_where_nothing_fits_nothing_is_claimed(visit: Visit, scheme: str) -> None:
    page = visit(width=390, scheme=scheme)
    say(page, "help me")
    heading(page, "Not sure yet")
    expect(page.get_by_role("button", name="See the advice")).to_have_count(0)
    assert faults(page) == []
    fits_the_width(page)
    say(page, "Turn recorded phone calls into written text.")
    heading(page, "No built-in algorithm does this")
    expect(page.get_by_text("Amazon Transcribe")).to_be_visible()
    say(page, "Wir möchten unsere Kunden in acht Gruppen einteilen")
    expect(page.get_by_text("not English")).to_be_visible()


def test_the_whole_way_by_keyboard(visit: Visit) -> None:
    page = visit(width=1024, scheme="dark")
    heading(page, "What would you like to find out?")
    reach(page, "Your problem")
    page.keyboard.type("Put our 40,000 customers into eight groups of people who are alike.")
    page.keyboard.press("Enter")
    heading(page, "K-Means")
    reach(page, "8 groups")
    assert page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Read from your words: “eight groups”")).to_be_visible()
    page.keyboard.press("Escape")
    reach(page, "See the advice")
    page.keyboard.press("Enter")
    heading(page, "What fits your problem")
    reach(page, "Go on without data")
    page.keyboard.press("Enter")
    heading(page, "Your training job")
    reach(page, "k")
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"HyperParameters.k%3D12"))


def test_algorithms_and_rules_are_found(visit: Visit) -> None:
    page = visit("algorithms", width=390)
    heading(page, "Algorithms")
    page.get_by_role("textbox", name="Search").fill("forecast")
    expect(page.get_by_text("1 of 24")).to_be_visible()
    page.get_by_text("DeepAR Forecasting").click()
    expect(page.get_by_role("button", name="Use it for my job")).to_be_visible()
    assert faults(page) == []
    fits_the_width(page)

    page = visit("rules", scheme="dark")
    heading(page, "Rules")
    page.get_by_role("textbox", name="Search, or paste").fill("could not convert string to float")
    page.get_by_text("A cell that must be a number holds text.").click()
    expect(page.get_by_text("Turn the words into numbers")).to_be_visible()
    assert faults(page) == []
