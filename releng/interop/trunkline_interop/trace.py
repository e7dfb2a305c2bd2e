"""What SIPp says it sent and received, and when."""
import datetime
import re


def messages(process):
    """Time, whether sent, and text, of each whole message."""
    for block in re.split(r"(?m)^-{20,} ", process.text()):
        head, _, message = block.partition("\n")
        if "message sent" in message or "message received" in message:
            yield datetime.datetime.fromisoformat(head.strip()[:26]).timestamp(), "message sent" in message, message


def first(process, sent, what, method):
    """When that was first sent or received. @param what a method, or a status"""
    line = rf"(?m)^SIP/2.0 {what} " if what[0].isdigit() else rf"(?m)^{what} sip"
    return next(at for at, was_sent, message in messages(process)
                if was_sent == sent and re.search(line, message) and header(message, "CSeq").endswith(method))


def header(message, name):
    found = re.search(rf"(?im)^{name}:\s*(.*?)\s*$", message)
    return found.group(1) if found else ""
