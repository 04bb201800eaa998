"""The changes that docs/recipes.md describes, each made in a scratch copy and tried there."""
