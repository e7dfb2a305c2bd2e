"""The admin API of a node under load, and what is seen of its processes."""
import http.client
import json
import os
import time


class Admin:
    """The admin API, bodies of any kind."""

    def __init__(self, node):
        self.node = node
        with open(os.path.join(node.data, "admin.token"), encoding="ascii") as file:
            self.token = file.read().strip()

    def ask(self, method, path, body=b"", kind="application/octet-stream"):
        connection = http.client.HTTPConnection(self.node.HOST, self.node.http_port, timeout=90)
        try:
            connection.request(method, "/api/v1" + path, body, {"Authorization": "Bearer " + self.token, "Content-Type": kind})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status >= 300:
                raise AssertionError(f"{method} {path}: {answer.status} {text}")
            return json.loads(text) if text else {}
        finally:
            connection.close()

    def send(self, method, path, archive):
        with open(archive, "rb") as file:
            return self.ask(method, path, file.read())

    def change(self, method, path, value):
        return self.ask(method, path, json.dumps(value).encode(), "application/json")

    def plugin(self, plugin):
        return next((p for p in self.ask("GET", "/plugins")["items"] if p["id"] == plugin), None)


def wait_for(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("never: " + what)


def children(pid):
    """Processes that this one started."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="ascii") as file:
                    if int(file.read().rpartition(")")[2].split()[1]) == pid:
                        found.append(int(name))
            except OSError:
                pass
    return found
