"""Accounts as web pages: sign-up, log-in and profile, on django-allauth."""
