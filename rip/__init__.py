"""RIP: a pet-adverts board with live support chat that you host yourself."""

__version__ = "0.1.0"
