"""The parts of the Python runtime, in a package so that no module of a function can be taken for one of them."""
