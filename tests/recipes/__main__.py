"""`python -m tests.recipes [NAME…]`: make each change of docs/recipes.md in a scratch copy, print
how many files it touches, and see it work there."""

import subprocess
import sys

from tests.recipes.recipe import DoesNotApply, Recipe, scratch_copy
from tests.recipes.recipes import RECIPES


def main(names: list[str]) -> int:
    if unknown := set(names) - {recipe.name for recipe in RECIPES}:
        print(f"There is no {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    chosen = [recipe for recipe in RECIPES if not names or recipe.name in names]
    failed = [recipe.name for recipe in chosen if not _works(recipe)]
    if failed:
        print(f"FAILED: {', '.join(failed)}")
    return 1 if failed else 0


def _works(recipe: Recipe) -> bool:
    with scratch_copy() as copy:
        try:
            touched = recipe.make(copy)
            print(f"{recipe.title}: {len(touched)} files, at most {recipe.most}")
            for path in touched:
                print(f"    {path}")
            recipe.try_out(copy)
        except DoesNotApply as error:
            print(f"{recipe.title}: {error}")
            return False
        except subprocess.CalledProcessError as error:
            print(error.stdout)
            return False
    return len(touched) <= recipe.most


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
