"""The lines of the logging module and of errors, in the form they have on Lambda."""

import logging
import sys
import time

_request_id = ""


def log_for(request_id):
    """The request id that the lines of the logging module carry from now on."""
    global _request_id
    _request_id = request_id


def set_up_logging():
    """Gives the root logger its one handler: level, time, request id and text, by tabs."""
    # On Lambda it is UTF-8, whatever the locale says.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    logging.Formatter.converter = time.gmtime
    handler = StdoutHandler()
    handler.setFormatter(logging.Formatter(LINE, "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(handler)


LINE = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"


class StdoutHandler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = _request_id
        try:
            # In one write, and to what stdout is now: a function may have put something else there.
            sys.stdout.write(self.format(record) + "\n")
        except Exception:
            self.handleError(record)


def log_error(document):
    """One line per error: a carriage return divides its lines and hard spaces indent them, as on Lambda."""
    message = document["errorMessage"]
    lines = ["[ERROR] %s%s" % (document["errorType"], ": " + message if message else "")]
    lines.append("Traceback (most recent call last):")
    for element in document["stackTrace"]:
        lines.extend(indented(line) for line in element.splitlines())
    sys.stdout.write("\r".join(lines).replace("\n", "\r") + "\n")


def indented(line):
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + text
