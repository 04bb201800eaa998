"""Everything that is not about adverts, chats or users, and that their apps build on."""
