"""The admin API, as any program would use it."""
import json
import time
import urllib.error
import urllib.parse
import urllib.request


class Refused(Exception):
    def __init__(self, status, problem):
        super().__init__(f"{status}: {problem}")
        self.status = status
        self.problem = problem


class Api:
    def __init__(self, base, token, context=None):
        """@param context of TLS, where the node's certificate is not one that the system trusts"""
        self.base = base
        self.token = token
        self.context = context

    def call(self, method, path, body=None, **query):
        text = self.answer(method, path, body, **query)[1]
        return json.loads(text) if text else None

    def answer(self, method, path, body=None, **query):
        """@return headers and bytes"""
        if query:
            path += "?" + urllib.parse.urlencode(query)
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        if data is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=90, context=self.context) as response:
                return response.headers, response.read()
        except urllib.error.HTTPError as error:
            raise Refused(error.code, error.read().decode(errors="replace")) from None

    def get(self, path, **query):
        return self.call("GET", "/api/v1" + path, **query)

    def post(self, path, body):
        return self.call("POST", "/api/v1" + path, body)

    def put(self, path, body):
        return self.call("PUT", "/api/v1" + path, body)

    def delete(self, path):
        return self.call("DELETE", "/api/v1" + path)

    def records(self, query="", limit=500, **more):
        """Every record found, page by page; a page that took too long is empty, and its next asks for it again."""
        after = {}
        while True:
            page = self.get("/cdrs", q=query, limit=limit, sort="started", **more, **after)
            yield from page["items"]
            if "next" not in page:
                assert page.get("reason") != "time", f"a search took too long: {query}"
                return
            after = {"after": page["next"]}

    def record_to(self, number, count=1, seconds=60):
        """The records of calls to a number, once there are that many; a record may take a second to be found."""
        end = time.monotonic() + seconds
        while True:
            found = list(self.records(f'to:"{number}"'))
            if len(found) >= count or time.monotonic() > end:
                break
            time.sleep(0.1)
        assert len(found) == count, f"{len(found)} records to {number}, expected {count}: {found}"
        return found[0] if count == 1 else found
