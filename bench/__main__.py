"""`./run bench`: an overview; `catalogue` and `chat`: beside peers; `pages`, `paint`: the board;
`surface`: every route and page; `flood`: while many sign in."""

import sys

from bench.catalogue import command as catalogue
from bench.chat import command as chat
from bench.flood import command as flood
from bench.site import overview, pages, paint
from bench.surface import command as surface

PARTS = {
    "catalogue": catalogue.main,
    "chat": chat.main,
    "flood": flood.main,
    "pages": pages.main,
    "paint": paint.main,
    "surface": surface.main,
}

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments and arguments[0] in PARTS:
        sys.exit(PARTS[arguments[0]](arguments[1:]))
    sys.exit(overview.main(arguments))
