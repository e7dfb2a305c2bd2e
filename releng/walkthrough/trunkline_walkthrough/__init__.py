"""Drives the packaged desk as a person does, by mouse and keys, and counts what that takes."""
