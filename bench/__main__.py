"""`./run bench`: the adverts and the accounts; `./run bench chat`: the chat, beside its peers."""

import sys

from bench import web
from bench.chat import command

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if arguments[:1] == ["chat"]:
        sys.exit(command.main(arguments[1:]))
    sys.exit(web.main(arguments))
