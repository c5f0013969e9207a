"""Invocation after invocation: asks for work, calls the handler, answers."""

import json
import os
import sys

from .faults import Fault, describe
from .lambda_context import LambdaContext
from .lambda_logging import log_error, log_for, set_up_logging
from .load_handler import load_handler
from .runtime_client import RuntimeClient


def run(handler_name):
    client = RuntimeClient()
    set_up_logging()
    handler = load(client, handler_name)
    while True:
        serve_one(client, handler)


def load(client, handler_name):
    # Not what ends a process, such as sys.exit: that is a crash, as on Lambda.
    try:
        return load_handler(handler_name)
    except Exception as error:
        document = describe(error)
        log_error(document)
        client.post_init_error(json.dumps(document), document["errorType"])
        sys.exit(1)


def serve_one(client, handler):
    handed = client.next_invocation()
    log_for(handed.request_id)
    if handed.trace_id is not None:
        os.environ["_X_AMZN_TRACE_ID"] = handed.trace_id
    try:
        answer = to_json(handler(from_json(handed.payload), LambdaContext(handed)))
    except Exception as error:
        document = describe(error, handed.request_id)
        log_error(document)
        client.post_error(handed, json.dumps(document), document["errorType"])
        return
    client.post_response(handed, answer)


def from_json(payload):
    try:
        return json.loads(payload)
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error) from None


def to_json(result):
    # Text beyond ASCII is written as it is since Lambda's Python 3.12.
    ensure_ascii = sys.version_info < (3, 12)
    try:
        return json.dumps(result, default=number, ensure_ascii=ensure_ascii)
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error) from None


def number(value):
    """Decimals are numbers on Lambda too. Whoever returns one has imported the module; nobody else waits for it."""
    decimal = sys.modules.get("decimal")
    if decimal is not None and isinstance(value, decimal.Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)
