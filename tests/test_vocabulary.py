"""How much the words of a quote tell."""

from linking_passages import VOCABULARY
from rashomon.vocabulary import counted_in, keywords_of, words_of_content


def test_a_word_stands_in_its_base_form_and_small_words_are_left_out():
    found = words_of_content("The missiles were flown over the island", VOCABULARY)
    assert set(found) == {"missile", "fly", "island"}


def test_a_rare_word_weighs_more_than_a_common_one():
    found = words_of_content("the ministry of Tarsk", VOCABULARY)
    assert found["tarsk"] > 2 * found["ministry"] > 0


def test_a_plural_that_no_table_has_is_one_with_its_singular():
    assert "trawler" in words_of_content("trawlers", VOCABULARY)
    assert "damascus" in words_of_content("Damascus", VOCABULARY)


def test_a_number_stands_with_what_it_counts_however_it_is_written():
    assert "14 trawler" in words_of_content("fourteen trawlers", VOCABULARY)
    assert "2700 km" in words_of_content("flew 2,700 km", VOCABULARY)


def test_the_printed_number_is_kept_for_people():
    assert counted_in("It flew 2,700 km over Tarsk", VOCABULARY)["km"] == "2,700"


def test_words_of_reporting_say_nothing_of_what_is_reported():
    assert words_of_content("officials said on Monday, according to a source", VOCABULARY) == {}


def test_the_keywords_of_an_article_begin_with_what_it_says_oftenest_and_others_seldom():
    words = keywords_of("The Tarsk ferry sank.\nDivers reached the Tarsk wreck.\nTarsk mourns.", VOCABULARY)
    assert words[0][0] == "tarsk"
    assert list(words) == sorted(words, key=lambda one: (-one[1], one[0]))


def test_a_word_of_the_title_tells_more_of_what_an_article_is_about():
    text = "The Keth ferry sank off Ilven.\nDivers looked for survivors of the Keth."
    assert keywords_of(text, VOCABULARY)[0][0] == "keth"
    assert keywords_of(text, VOCABULARY, "Divers off Ilven")[0][0] == "ilven"
    assert "sinking" not in dict(keywords_of(text, VOCABULARY, "The sinking"))
