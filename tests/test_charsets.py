"""Which characters bytes stand for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.charsets import decode_text

GERMAN = (
    "Der Löschzug der Fähre fuhr am Montag über die Brücke, sagte der Bürgermeister von Größenau. „Wir haben geübt.“ "
    * 4
)
RUSSIAN = "Паром между островом и гаванью снова пошёл во вторник, сообщила компания, которой он принадлежит. " * 4


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_german_is_read_in_every_encoding_it_comes_in(codec: str) -> None:
    assert decode_text(GERMAN.encode(codec)).text == GERMAN


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r", "utf-8", "utf-16"])
def test_russian_is_read_without_a_declaration(codec: str) -> None:
    assert decode_text(RUSSIAN.encode(codec)).text == RUSSIAN


def test_a_declared_charset_is_believed_unless_the_bytes_are_utf8() -> None:
    polish = "Prom między wyspą a portem znów pływa, powiedziała spółka. Łódź wróciła."
    assert decode_text(polish.encode("iso-8859-2"), "iso-8859-2").text == polish
    page = f'<meta charset="windows-1250"><p>{polish}</p>'
    assert decode_text(page.encode("cp1250"), is_markup=True).text == page
    assert decode_text(polish.encode(), "iso-8859-1").text == polish


def test_a_declared_charset_that_does_not_exist_is_passed_over() -> None:
    assert decode_text(GERMAN.encode("cp1252"), "x-none").text == GERMAN
    assert decode_text(b"plain", "rot13").text == "plain"


def test_utf8_with_a_broken_place_keeps_the_rest_and_says_so() -> None:
    content = GERMAN.encode()[:200] + b"\xff" + GERMAN.encode()[200:]
    decoded = decode_text(content)
    assert decoded.is_damaged
    assert decoded.text.replace("\ufffd", "").startswith("Der Löschzug der Fähre")


@given(content=st.binary(max_size=300), declared=st.none() | st.text(max_size=12))
@settings(max_examples=150)
def test_any_bytes_give_some_text(content: bytes, declared: str | None) -> None:
    assert isinstance(decode_text(content, declared, is_markup=True).text, str)
