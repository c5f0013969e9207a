"""The context object: the second argument of a handler."""

import json
import os
import sys
import time
from types import SimpleNamespace


class LambdaContext:
    def __init__(self, handed):
        self.aws_request_id = handed.request_id
        self.invoked_function_arn = handed.invoked_arn
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.client_context = client_context(parse(handed.client_context))
        self.identity = identity(parse(handed.cognito_identity))
        self._deadline_ms = handed.deadline_ms

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


def client_context(told):
    """What a mobile client says of itself, by attributes; None when there is none."""
    if told is None:
        return None
    client = told.get("client")
    return SimpleNamespace(
        custom=told.get("custom"),
        env=told.get("env"),
        client=named(client, CLIENT_FIELDS) if isinstance(client, dict) else None,
    )


CLIENT_FIELDS = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


def identity(told):
    told = told or {}
    return SimpleNamespace(
        cognito_identity_id=told.get("cognitoIdentityId"),
        cognito_identity_pool_id=told.get("cognitoIdentityPoolId"),
    )


def named(told, fields):
    return SimpleNamespace(**{field: told.get(field) for field in fields})


def parse(text):
    # It comes from a caller, who may send anything.
    try:
        told = json.loads(text or "null")
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
