"""Users, their log-ins, tokens and tickets, and the API calls and pages that manage them."""
