"""The pages for signing up, signing in and managing an account, on django-allauth."""
