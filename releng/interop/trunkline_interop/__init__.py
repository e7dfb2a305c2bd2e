"""Interop tests of the packaged node: only the Python standard library, and programs from Debian."""
