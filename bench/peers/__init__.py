"""Sites that RIP is measured beside, written by their own conventions, and their installation."""
