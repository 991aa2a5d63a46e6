"""Tries the embedded PABX with a client that knows nothing but PROTOCOL.md. Prints TAP.

run.py PABX OFFICE: the program, and the folder of its office's data."""

import os
import shutil
import subprocess
import sys
import tempfile
import traceback

import websocket

from client import Feed, KEYS, Refused, Rest, WAIT_S

SETS = list(KEYS)


class House:
    """A PABX of its own, two people signed in."""

    def __init__(self, program, office):
        self.folder = tempfile.mkdtemp(prefix="frontdesk-second-")
        self.pabx = subprocess.Popen(
            [program, "--listen", "127.0.0.1:0", "--quiet", "--office", office, "--store",
             os.path.join(self.folder, "pabx.db")], stdout=subprocess.PIPE, text=True)
        self.host = self.pabx.stdout.readline().split()[-1]
        self.desk = self.rest("reception")
        self.user = self.rest("user")

    def rest(self, name):
        return Rest(self.host, os.path.join(self.folder, name))

    def close(self):
        self.pabx.terminate()
        self.pabx.wait(WAIT_S)
        shutil.rmtree(self.folder)


def refused(fn, status, errno, reason=None):
    try:
        fn()
    except Refused as no:
        assert (no.status, no.errno) == (status, errno), no
        assert reason is None or no.reason == reason, no
    else:
        raise AssertionError("it was not refused")


def without_session__everything_is_401(house):
    refused(lambda: house.desk.read("contact"), 401, 2)


def login__wrong_password__is_refused(house):
    refused(lambda: house.desk.login("reception", "wrong"), 401, 2)


def login__name_and_password__gives_a_session(house):
    assert house.desk.login("reception", "reception")["login"] == "reception"
    assert house.user.login("user", "user")["login"] == "user"
    assert house.desk.cookie()


def read__page_by_page__is_the_same_as_at_once(house):
    at_once = house.desk.read("contact", 5000)
    by_seven = house.desk.read("contact", 7)
    assert len(at_once) > 14
    assert [row["cID"] for row in at_once] == [row["cID"] for row in by_seven]


def area__that_is_not_here__is_unsupported(house):
    refused(lambda: house.desk.post("command/create/av"), 200, 99, "unsupported")


def feed__started__brings_every_set_in_order(house):
    house.live = Feed(house.desk, tags=True, address=True, chat=True)
    assert house.live.order == SETS
    assert len(house.live.rows["contact"]) == len(house.desk.read("contact"))
    assert len(house.live.rows["address"]) == len(house.desk.read("address"))


def feed__unknown_op__is_error_90_and_goes_on(house):
    house.live.send({"op": "dance", "id": "9"})
    house.live.until(lambda: house.live.errors)
    assert house.live.errors.pop()["errno"] == 90


def own_device(house):
    return next(d for d in house.live.rows["device"].values()
                if d["ownerID"] == house.desk.user["id"])["name"]


def dial__colleague__is_told_until_the_call_has_gone(house):
    device = own_device(house)
    made = house.desk.values("command/create/call", {
        "values": {"device": device, "target": {"cID": house.user.user["id"]}}})
    call = house.live.until(lambda: house.live.row("call", device, made["cid"]))
    assert call["state"] in ("dial", "ring", "up")
    house.desk.post("command/update/call", {
        "scope": {"device": device, "cid": made["cid"]}, "values": {"action": "hangup"}})
    house.live.until(lambda: not house.live.row("call", device, made["cid"]))


def dial__device_of_another__is_refused(house):
    other = next(d["name"] for d in house.live.rows["device"].values()
                 if d["ownerID"] not in (None, house.desk.user["id"]))
    refused(lambda: house.desk.post("command/create/call", {
        "values": {"device": other, "target": "100"}}), 200, 99, "notyours")


def command__with_the_same_id__is_done_once(house):
    body = {"id": "once-1", "values": {"name": "Twice Asked", "number": "020 7946 0777",
                                       "group": "personal"}}
    first = house.desk.values("command/create/address", body)
    assert house.desk.values("command/create/address", body) == first
    house.live.until(lambda: house.live.row("address", first["key"]))
    assert sum(row.get("name") == "Twice Asked" for row in house.live.rows["address"].values()) == 1


def tag__added_and_removed__is_told_live(house):
    scope = {"scope": {"cID": house.user.user["id"]}}
    stored = house.desk.values("command/update/tag", {**scope, "add": ["second"], "remove": []})
    assert "second" in stored
    house.live.until(lambda: "second" in (
        house.live.row("tag", house.user.user["id"]) or {"tags": []})["tags"])
    house.desk.values("command/update/tag", {**scope, "add": [], "remove": ["second"]})
    house.live.until(lambda: "second" not in (
        house.live.row("tag", house.user.user["id"]) or {"tags": []})["tags"])


def room_id(values):
    return values["roomID"] if isinstance(values, dict) else values


def chat__message__reaches_the_other_and_a_repeat_is_none(house):
    other = Feed(house.user, chat=True)
    room = room_id(house.desk.values("command/create/room", {
        "values": {"members": [house.user.user["id"]]}}))
    post = {"scope": {"roomID": room}, "values": {"msg": "good morning", "uid": "second-1"}}
    sent = house.desk.values("command/create/message", post)
    assert house.desk.values("command/create/message", post) == sent
    heard = other.until(lambda: other.row("message", room, sent["msgID"]))
    assert heard["msg"] == "good morning" and heard["cID"] == house.desk.user["id"]
    assert sum(m["msg"] == "good morning" for m in other.rows["message"].values()) == 1
    other.socket.close()


def feed__cut__resumes_with_what_was_missed(house):
    house.live.socket.shutdown()
    house.desk.post("command/update/presence", {"values": {"show": "dnd", "status": "resumed"}})
    house.live = Feed(house.desk, resume=house.live, tags=True, address=True, chat=True)
    assert house.live.ready["resumed"] is True and not house.live.order
    mine = house.live.until(lambda: house.live.row("contact", house.desk.user["id"]))
    assert mine["status"] == "resumed"


def logout__ends_the_feed_with_error_2_and_1008(house):
    house.desk.post("auth/logout")
    try:
        house.live.until(lambda: house.live.errors)
        assert house.live.errors.pop()["errno"] == 2
        opcode, data = house.live.socket.recv_data()
        assert opcode == websocket.ABNF.OPCODE_CLOSE and int.from_bytes(data[:2], "big") == 1008
    finally:
        house.live.socket.shutdown()
    refused(lambda: house.desk.read("contact"), 401, 2)


def main():
    cases = [fn for name, fn in globals().items() if "__" in name and not name.startswith("_")]
    house = House(*sys.argv[1:3])
    failed = 0
    print(f"1..{len(cases)}")
    try:
        for number, case in enumerate(cases, 1):
            try:
                case(house)
                print(f"ok {number} - {case.__name__}")
            except Exception:  # pylint: disable=broad-except
                failed += 1
                print(f"not ok {number} - {case.__name__}")
                print("# " + traceback.format_exc().replace("\n", "\n# "))
            sys.stdout.flush()
    finally:
        house.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
