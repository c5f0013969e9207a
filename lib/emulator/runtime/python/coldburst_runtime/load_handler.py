"""Finds the handler: `file.function`, `folder/file.function` or `package.module.function`."""

import importlib
import sys

from .faults import Fault


def load_handler(name):
    """Imports the module and gives its function; raises Faults with the messages of Lambda's own runtime."""
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error)) from None
    module = import_module(module_name)
    try:
        return getattr(module, function_name)
    except AttributeError:
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise Fault("Runtime.HandlerNotFound", message) from None


def import_module(name):
    if name.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module %s as a handler module" % name
        raise Fault("Runtime.BuiltInModuleConflict", message)
    try:
        return importlib.import_module(name.replace("/", "."))
    except ImportError as error:
        message = "Unable to import module '%s': %s" % (name, error)
        raise Fault("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = "Syntax error in module '%s': %s" % (name, error)
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        raise Fault("Runtime.UserCodeSyntaxError", message, trace) from error
