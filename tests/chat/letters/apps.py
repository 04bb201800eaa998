from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "tests.chat.letters"
