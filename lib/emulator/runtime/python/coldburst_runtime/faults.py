"""What goes wrong, in the words and the shape of Lambda's own Python runtime."""

import os
import traceback

OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))


class Fault(Exception):
    """An error that the runtime names itself, such as Runtime.ImportModuleError."""

    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error_type = error_type
        self.trace = list(trace)


def describe(error, request_id=""):
    """The document of an error; the stack begins where the function's own code does."""
    if isinstance(error, Fault):
        return document(error.error_type, str(error), error.trace, request_id)
    frames = traceback.extract_tb(error.__traceback__)
    while frames and is_own(frames[0].filename):
        del frames[0]
    return document(type(error).__name__, str(error), traceback.format_list(frames), request_id)


def document(error_type, message, trace, request_id):
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}


def is_own(filename):
    return os.path.dirname(os.path.abspath(filename)) == OWN_FOLDER
