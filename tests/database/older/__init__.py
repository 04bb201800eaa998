"""The database of an earlier checkout, made by the migrations it had, with rows it had written."""
