"""The program of a Python environment: a client of the Lambda Runtime API that calls the function's handler.

It runs inside the environment, on any Python from 3.8, and needs nothing but the standard library. This file
must be read by older ones too: they are to be told, and not to fail on a syntax that they do not know.
"""

import os
import sys

if sys.version_info < (3, 8):
    sys.exit("the runtime needs Python 3.8 or later; this is %d.%d" % sys.version_info[:2])

from coldburst_runtime.serve import run  # noqa: E402  (the version comes first)

# The folder of this file was first; a function must find its own modules there, as on Lambda.
sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
run(os.environ["_HANDLER"])
