"""All that pages share: the language, the theme, error pages, and the threads they are made in."""
