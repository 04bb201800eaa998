"""The adverts' pages."""
