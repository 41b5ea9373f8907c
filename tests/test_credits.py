"""Wire credits, on invented reports."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from made_records import made_article
from rashomon.credits import CreditForms, credits_of
from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH
from rashomon.newsrooms import Newsrooms, load_newsrooms
from rashomon.records import CreditExtent, Furniture, FurnitureKind

BODY = "The ferry Ilse was stopped off Selmport.\n\nNobody was hurt, the coast guard said.\n\nMore is not known."
WHOLE, PART = CreditExtent.WHOLE, CreditExtent.PART


@pytest.fixture(scope="module")
def newsrooms() -> Newsrooms:
    return load_newsrooms()


@pytest.fixture(scope="module")
def forms(newsrooms: Newsrooms) -> CreditForms:
    return CreditForms(newsrooms)


def credited(text: str, forms: CreditForms) -> list[tuple[str, CreditExtent]]:
    article = replace(made_article(text=text, title=None), byline=None, dateline=None, furniture=())
    return [(credit.agency, credit.extent) for credit in credits_of(article, forms)]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"SELMPORT, March 4 (Reuters) - {BODY}", "Reuters"),
        (f"(Reuters) - {BODY}", "Reuters"),
        (f"Selmport (AFP) — {BODY}", "Agence France-Presse"),
        (f"SELMPORT: (APP) {BODY}", "Associated Press of Pakistan"),
        (f"By Ada Brenn, Associated Press\n\n{BODY}", "Associated Press"),
        (f"By ADA BRENN and OLU VENN, AP Sports Writers\n\n{BODY}", "Associated Press"),
        (f"Agence France-Presse in Selmport\n\n{BODY}", "Agence France-Presse"),
        (f"Xinhua | Updated: 2031-03-04 17:52\n{BODY}", "Xinhua"),
        (f"{BODY} — AFP", "Agence France-Presse"),
        (f"{BODY} (IANS)", "Indo-Asian News Service"),
        (f"{BODY}\n\nPA", "Press Association"),
        (f"{BODY}\n\nSource: Xinhua", "Xinhua"),
        (f"{BODY}\n\nCopyright 2031 The Associated Press. All rights reserved.", "Associated Press"),
        (f"{BODY}\n\n© AFP 2031", "Agence France-Presse"),
        (f"{BODY}\n\n(Reporting by Ada Brenn in Selmport; Editing by Olu Venn)", "Reuters"),
        (f"{BODY}\n\nAgencies", ""),
    ],
)
def test_a_credit_for_the_whole_text_is_found(text: str, agency: str, forms: CreditForms):
    assert credited(text, forms) == [(agency, WHOLE)]


def test_the_form_of_a_sign_off_gives_way_to_the_name_in_the_dateline(forms: CreditForms):
    text = f"{BODY}\n\n(Reporting by Ada Brenn in Selmport; Editing by Olu Venn)"
    article = replace(made_article(text=text, title=None), byline=None, furniture=())
    assert [one.agency for one in credits_of(replace(article, dateline="SELMPORT, March 4"), forms)] == ["Reuters"]
    assert credits_of(replace(article, dateline="SELMPORT, March 4 (Halyard)"), forms) == ()


def test_a_sign_off_that_names_the_outlet_is_its_own(forms: CreditForms):
    text = f"{BODY}\n\nReporting by Ada Brenn; editing by the Selmport Post"
    article = replace(made_article(text=text, title=None), byline=None, dateline=None, furniture=())
    assert [one.agency for one in credits_of(replace(article, outlet="Vost News"), forms)] == ["Reuters"]
    assert credits_of(replace(article, outlet="The Selmport Post"), forms) == ()


@pytest.mark.parametrize(
    ("line", "agencies"),
    [
        ("AP contributed to this report.", ["Associated Press"]),
        ("The Associated Press and Reuters contributed to this report.", ["Associated Press", "Reuters"]),
        ("(With inputs from PTI)", ["Press Trust of India"]),
        ("With Reuters", ["Reuters"]),
        ("AFP/Reuters", ["Agence France-Presse", "Reuters"]),
        ("Additional reporting by Ada Brenn and Reuters", ["Reuters"]),
        ("Material from the Associated Press was used in this report.", ["Associated Press"]),
        ("With agencies", [""]),
        ("Staff and agencies", [""]),
    ],
)
def test_a_credit_for_a_part_is_found(line: str, agencies: list[str], forms: CreditForms):
    assert credited(f"{BODY}\n\n{line}", forms) == [(agency, PART) for agency in agencies]


@pytest.mark.parametrize(
    "line",
    [
        "A ferry in the basin. (AP Photo/Ada Brenn)",
        "Photo: AFP",
        "The ferry in March ©Ada Brenn (AFP)",
        "© REUTERS/ Ada Brenn The ferry lies in the basin of Selmport",
        "Photograph: Ada Brenn/AP",
        "The harbour master told AFP that nobody was hurt.",
        "The general spoke with Reuters on Friday.",
        "He took a map from the shelf.",
    ],
)
def test_a_picture_and_an_interview_are_no_credit(line: str, forms: CreditForms):
    assert credited(f"{BODY}\n\n{line}", forms) == []


def test_a_name_in_brackets_within_a_sentence_is_no_dateline(forms: CreditForms):
    assert credited(f"He met the boss of the agency (AFP) - twice.\n\n{BODY}", forms) == []


def test_the_credit_points_to_its_words(forms: CreditForms):
    text = f"SELMPORT (AP) - {BODY}"
    (credit,) = credits_of(replace(made_article(text=text, title=None), byline=None, dateline=None), forms)
    assert credit.span is not None
    assert credit.span.of(text) == "SELMPORT (AP"


@pytest.mark.parametrize(
    ("fields", "agency", "extent"),
    [
        ({"byline": "Ada Brenn, AP"}, "Associated Press", WHOLE),
        ({"byline": "Reuters"}, "Reuters", WHOLE),
        ({"byline": "Ada Brenn and AFP"}, "Agence France-Presse", PART),
        ({"byline": "Staff and agencies"}, "", PART),
        ({"dateline": "SELMPORT (AFP) -"}, "Agence France-Presse", WHOLE),
        ({"outlet": "Reuters"}, "Reuters", WHOLE),
        ({"outlet": "www.apnews.com"}, "Associated Press", WHOLE),
        (
            {"furniture": (Furniture(kind=FurnitureKind.CREDIT, text="AFP contributed to this report."),)},
            "Agence France-Presse",
            PART,
        ),
    ],
)
def test_what_stands_outside_the_text_is_asked_too(
    fields: dict[str, object], agency: str, extent: CreditExtent, forms: CreditForms
):
    bare = replace(made_article(text=BODY, title=None), byline=None, dateline=None, furniture=())
    (credit,) = credits_of(replace(bare, **fields), forms)  # type: ignore[arg-type]
    assert (credit.agency, credit.extent, credit.span) == (agency, extent, None)


def test_an_agency_is_credited_once_and_the_whole_counts(forms: CreditForms):
    text = f"SELMPORT (AP) - {BODY}\n\nAP contributed to this report."
    assert credited(text, forms) == [("Associated Press", WHOLE)]


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("NYT", "nytimes.com", 1, 1),
        ("www.eveninglantern.com", "The Evening Lantern", 0.9, 0.9),
        ("the Lantern", "The Evening Lantern", 0.5, 0.5),
        ("The Times", "The New York Times", 0.2, 0.5),
        ("The Sun", "The Times", 0, 0),
        ("", "The Times", 0, 0),
        ("Daily", "Evening Daily", 0, 0),
    ],
)
def test_outlets_are_known_by_all_their_names(one: str, other: str, least: float, most: float, newsrooms: Newsrooms):
    assert least <= newsrooms.sameness_of(one, other) <= most
    assert newsrooms.sameness_of(one, other) == newsrooms.sameness_of(other, one)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"Belga" = ["Belga News Agency"]', '"Belga" = ["Belga News Agency", "AFP"]', "R224"),
        ('"Belga" = ["Belga News Agency"]', '"Belga" = [" Belga"]', "R222"),
        ('part_line = ["with"', 'part_lines = ["with"', "R221"),
        ('[signed]\n"Reuters"', '[signed]\n"Halyard"', "R222"),
        ("[signed]", "[sined]", "R221"),
    ],
)
def test_a_table_that_is_off_is_refused_with_its_line(tmp_path: Path, old: str, new: str, code: str):
    folder = Path(shutil.copytree(TABLES_PATH, tmp_path / "tables"))
    text = (folder / "agencies.toml").read_text(encoding="utf-8")
    assert old in text
    (folder / "agencies.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingError, match=rf"{code} agencies\.toml line \d+") as error:
        load_newsrooms(folder)
    assert error.value.code == code
