"""Every word of the glossary lives in a module that is there."""

from tests.docs.documents import DOCS, missing_paths, named_paths, table_rows

GLOSSARY = (DOCS / "glossary.md").read_text()


def test_every_word_names_the_module_where_it_lives() -> None:
    rows = table_rows(GLOSSARY)
    assert rows
    for word, _meaning, home in rows:
        assert named_paths(home), f"{word}: name its module"
        assert not missing_paths(home), f"{word}: {home} is not there"


def test_every_word_is_there_once_and_said_in_one_or_two_sentences() -> None:
    rows = table_rows(GLOSSARY)
    words = [word for word, _meaning, _home in rows]
    assert len(words) == len(set(words)) <= 25
    for word, meaning, _home in rows:
        assert 0 < meaning.count(". ") + meaning.endswith(".") <= 3, word
