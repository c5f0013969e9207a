"""The Lambda Runtime API (2018-06-01), over one kept connection."""

import http.client
import os

BASE = "/2018-06-01/runtime"


class Handed:
    """An invocation as the Runtime API hands it over."""

    def __init__(self, headers, payload):
        def told(name):
            return headers.get("Lambda-Runtime-" + name)

        self.request_id = told("Aws-Request-Id")
        self.invocation_id = told("Invocation-Id")
        self.invoked_arn = told("Invoked-Function-Arn")
        self.deadline_ms = int(told("Deadline-Ms"))
        self.trace_id = told("Trace-Id")
        self.client_context = told("Client-Context")
        self.cognito_identity = told("Cognito-Identity")
        self.payload = payload


class RuntimeClient:
    """One request at a time; a broken connection ends the process, as there is nothing left to serve."""

    def __init__(self):
        # No time limit: it waits for the next invocation as long as that takes.
        self._connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])

    def next_invocation(self):
        headers, payload = self._send("GET", "/invocation/next")
        return Handed(headers, payload)

    def post_response(self, handed, document):
        self._answer(handed, "response", document, {})

    def post_error(self, handed, document, error_type):
        self._answer(handed, "error", document, error_header(error_type))

    def post_init_error(self, document, error_type):
        self._send("POST", "/init/error", document, error_header(error_type))

    def _answer(self, handed, kind, document, headers):
        # Sent back so that an answer that comes too late is known as such.
        if handed.invocation_id is not None:
            headers = {**headers, "Lambda-Runtime-Invocation-Id": handed.invocation_id}
        self._send("POST", "/invocation/%s/%s" % (handed.request_id, kind), document, headers)

    def _send(self, method, call, document=None, headers=None):
        body = None if document is None else document.encode("utf-8", "surrogatepass")
        self._connection.request(method, BASE + call, body, {"Content-Type": "application/json", **(headers or {})})
        response = self._connection.getresponse()
        return response.headers, response.read()


def error_header(error_type):
    # A type's name is the function's own text, and must be able to stand in a header.
    name = "".join(char if " " <= char <= "~" else "?" for char in error_type)[:256]
    return {"Lambda-Runtime-Function-Error-Type": name}
