"""An SMTP server over TLS that keeps mail of logged-in users, for the harness. The one argument is a JSON file."""
import json
import os
import ssl
import sys
import threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)


def authenticate(server, session, envelope, mechanism, data):
    fits = (
        isinstance(data, LoginPassword)
        and data.login == given["username"].encode()
        and data.password == given["password"].encode()
    )
    return AuthResult(success=fits, handled=fits or False)


class Keep:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        Keep.count += 1
        path = os.path.join(given["folder"], str(Keep.count))
        with open(path, "wb") as mail:
            mail.write(envelope.content)
        return "250 kept"


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(given["cert"], given["key"])
Controller(
    Keep(),
    hostname="127.0.0.1",
    port=given["port"],
    ssl_context=context,
    authenticator=authenticate,
    auth_required=True,
    auth_require_tls=False,
).start()
threading.Event().wait()
