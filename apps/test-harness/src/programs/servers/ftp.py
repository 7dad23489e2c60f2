"""An FTP server with one user, for the harness. The one argument is a JSON file: port, folder, username, password."""
import json
import sys

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
authorizer = DummyAuthorizer()
authorizer.add_user(given["username"], given["password"], given["folder"], perm="elradfmwMT")
FTPHandler.authorizer = authorizer
FTPServer(("127.0.0.1", given["port"]), FTPHandler).serve_forever()
