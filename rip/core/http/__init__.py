"""What every HTTP door shares: bodies, fields, problems, limits, responses and cursors."""
