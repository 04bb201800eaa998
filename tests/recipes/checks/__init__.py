"""Tests that pass only in a scratch copy where their recipe's change has been made."""
