"""Data that servers are filled with: adverts, rooms with histories, people who sign in."""
