"""A client of the PABX that was written from src/wire/PROTOCOL.md alone: curl for REST, a WebSocket
for the feed. It shares nothing with the programs that it is tried against."""

import json
import subprocess
import time

import websocket

WAIT_S = 60


class Refused(Exception):
    """The PABX said no: status, errno, reason."""

    def __init__(self, status, reply):
        super().__init__(f"HTTP {status}: {reply}")
        self.status, self.errno, self.reason = status, reply.get("errno"), reply.get("reason")


class Rest:
    """Requests of one person, by curl, with the session in a cookie jar."""

    def __init__(self, host, jar):
        self.host, self.jar, self.user = host, jar, None

    def post(self, path, body=None):
        """The whole reply of a request that succeeded."""
        ran = subprocess.run(
            ["curl", "--silent", "--show-error", "--max-time", str(WAIT_S), "-b", self.jar,
             "-c", self.jar, "-H", "Content-Type: application/json", "-w", "\n%{http_code}",
             "--data-binary", "@-", f"http://{self.host}/rest/{path}"],
            input=json.dumps(body or {}).encode(), stdout=subprocess.PIPE, check=True)
        text, status = ran.stdout.decode().rsplit("\n", 1)
        reply = json.loads(text) if text else {}
        if status != "200" or reply.get("result") != "success":
            raise Refused(int(status), reply)
        return reply

    def values(self, path, body=None):
        return self.post(path, body).get("values")

    def login(self, name, password):
        self.user = self.post("auth/", {
            "auth": {"type": "auth", "username": name, "password": password}})["user"]
        return self.user

    def read(self, name, page=500):
        """All rows of a set, page by page."""
        rows, after = [], None
        while True:
            body = {"maxRows": page}
            if after is not None:
                body["after"] = after
            reply = self.post(f"live/read/{name}", body)
            rows += reply["values"]
            after = reply.get("next")
            if after is None or not reply["values"]:
                return rows

    def cookie(self):
        """As a header for the WebSocket."""
        with open(self.jar, encoding="utf-8") as jar:
            for line in jar:
                parts = line.rstrip("\n").split("\t")
                if len(parts) == 7 and parts[5] == "Red60urne":
                    return f"{parts[5]}={parts[6]}"
        return ""


KEYS = {
    "contact": ["cID"], "link": ["cID"], "extension": ["extension"], "phone": ["mac"],
    "device": ["name"], "queue": ["name"], "call": ["parent", "cid"], "parked": ["lot", "slot"],
    "mailbox": ["name"], "tag": ["owner"], "address": ["key"], "room": ["roomID"],
    "message": ["roomID", "msgID"], "note": ["key"],
    "setting": ["name"], "operator": ["cID"], "nightmode": ["company", "mode"],
}


class Feed:
    """The live feed: rows by set and key, kept as section 3 says."""

    def __init__(self, rest, resume=None, **options):
        self.socket = websocket.create_connection(
            f"ws://{rest.host}/live", subprotocols=["pabx-live.1"], cookie=rest.cookie(),
            suppress_origin=True, timeout=WAIT_S)
        self.rows = {name: {} for name in KEYS}
        self.order, self.errors, self.seq, self.ready = [], [], None, None
        self.hello = self._receive()
        assert self.hello["op"] == "hello" and self.hello["protocol"] == 1
        start = {"op": "start", "id": "1", **options}
        if resume:
            self.rows, self.seq = resume.rows, resume.seq
            start["resume"] = {"epoch": resume.hello["epoch"], "seq": resume.seq}
        self.send(start)
        self.until(lambda: self.ready)

    def send(self, frame):
        self.socket.send(json.dumps(frame))

    def _receive(self):
        return json.loads(self.socket.recv())

    @staticmethod
    def _key(name, row):
        return tuple(str(row[field]) for field in KEYS[name])

    def _delta(self, frame):
        for name, key in frame.get("gone", []):
            self.rows[name].pop(tuple(str(part) for part in key), None)
        for name, row in frame.get("new", []):
            self.rows[name][self._key(name, row)] = row
        for name, row in frame.get("rows", []):
            if self._key(name, row) in self.rows[name]:
                self.rows[name][self._key(name, row)].update(row)

    def take(self):
        """Applies the next frame."""
        frame = self._receive()
        if frame["op"] == "snapshot":
            if frame["set"] not in self.order:
                self.order.append(frame["set"])
            for row in frame["rows"]:
                self.rows[frame["set"]][self._key(frame["set"], row)] = row
        elif frame["op"] in ("delta", "beat"):
            if self.seq is not None:
                assert frame["prev"] == self.seq, f"a gap: {frame['prev']} after {self.seq}"
            self.seq = frame["seq"]
            self._delta(frame)
        elif frame["op"] == "ready":
            self.ready, self.seq = frame, frame["seq"]
        elif frame["op"] == "error":
            self.errors.append(frame)

    def until(self, condition):
        """Takes frames until condition holds; gives what it gave."""
        end = time.monotonic() + WAIT_S
        while not condition():
            assert time.monotonic() < end, "it did not come"
            self.take()
        return condition()

    def row(self, name, *key):
        return self.rows[name].get(tuple(str(part) for part in key))
