"""`./run bench`: the adverts and the accounts; `./run bench catalogue` and `./run bench chat`: the
adverts and the chat, beside their peers; `./run bench pages`: the board as people get it; `./run
bench paint`: how soon they see it."""

import sys

from bench import pages, paint, web
from bench.catalogue import command as catalogue
from bench.chat import command as chat

PARTS = {"catalogue": catalogue.main, "chat": chat.main, "pages": pages.main, "paint": paint.main}

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments and arguments[0] in PARTS:
        sys.exit(PARTS[arguments[0]](arguments[1:]))
    sys.exit(web.main(arguments))
