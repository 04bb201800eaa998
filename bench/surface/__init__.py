"""Every route and page, by each kind of caller, with the settings as shipped."""
