"""The HTTP that all doors share: routes, bodies, fields, errors, limits, responses, cursors."""
