"""Are all texts in the catalogues, and do translations fit where they are shown? Prints TAP.

check.py SOURCE: the folder of the project."""

import glob
import os
import re
import subprocess
import sys
import tempfile

LITERAL = r'"((?:\\.|[^"\\])*)"'
TOKEN = re.compile(r'//[^\n]*|/\*.*?\*/|' + LITERAL + r"|'(?:\\.|[^'\\])*'|^[ \t]*#[^\n]*(?:\\\n[^\n]*)*",
                   re.S | re.M)
MARKED = re.compile(r'\b(_|N_|C_|P_)\((?:"[^"]*",\s*)*$')
CONVERSION = re.compile(r'%(?:\d+\$)?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?(?:hh|h|ll|l|z)?([a-zA-Z%])')

# Texts that stand in the source unmarked, and why.
UNMARKED = {
    "ui/remember.c": None,  # a file of the program's own
    "ui/term/key.c": None,  # names of keys, as key files have them
    "ui/term/restore.c": None,  # written after a fault, where nothing may be looked up
    "ui/presence_of.c": {"their own"},  # compared
    "ui/pane/call_row.c": {"VIP "},
    "ui/pane/card.c": {"VIP "},
    "ui/status.c": {"frontdesk demo  ", "frontdesk  "},
    "src/cli/cli.c": None,  # the words of commands; their sentences are marked
    "src/cli/own.c": {" by ", "listening on ", "joined "},  # what frontdesk-pabx says
    "src/cli/system.c": {"STUN  %s\\nTURN  %s\\n"},
    "src/cli/watch.c": None,  # lines for programs
    "ui/start/kioskcode.c": {"[kiosk]\\ncode = %s\\n"},  # a piece of a file
    "ui/start/keysheet.c": {"[--check FILE]"},
}

# Columns that a place has, and what is shown there. A text that ends the row is not here.
PLACES = {
    "the state of a call": (9, ["ringing", "waiting", "calling", "camped", "parked", "dialling",
                                "talking", "held", "on hold", "ended", "EMERGENCY", "call|sent",
                                "call|back"]),
    "the state of a line": (8, ["free", "busy", "ringing", "offline", "stale", "unknown"]),
    "a queue in place of the marks": (5, ["queue"]),
    "the state of a message": (7, ["message|sent", "message|failed", "message|waiting"]),
    "a label of the details": (11, ["Number", "Numbers", "Tags", "Deputy", "Devices", "Phone",
                                    "Forwarded", "Presence", "Chat link", "Company", "Department",
                                    "Title", "E-mail", "State", "For", "Called", "Greeting",
                                    "Queue", "Waiting", "Longest", "Parked", "Slot",
                                    "Returns", "Device", "Extension", "Mailbox"]),
    "a row of the figures": (28, ["Calls that came in", "  answered by you",
                                  "  answered by others", "  taken by voicemail", "  abandoned",
                                  "Time to answer, average", "Time to answer, longest",
                                  "Talked in all", "Transfers that came back",
                                  "Calls that you made", "  that were answered"]),
    "a heading of the figures": (9, ["today", "this week"]),
    "a printed row of figures": (26, ["Answered by you", "Answered by others",
                                      "Taken by voicemail", "Abandoned",
                                      "Calls made and answered"]),
    # The narrowest pane is 24 columns wide, its title has a border and a number beside it.
    "the title of a pane": (16, ["Calls", "Contacts", "Address book", "My lines", "Found",
                                 "Usual contacts", "Caller"]),
    # Two of them with their keys in 40 columns, four in 80.
    "a label of the key strip": (16, ["answer", "transfer", "announce", "hold", "park", "hang up",
                                      "reject", "take back", "three-way", "camp", "serial",
                                      "voicemail", "numbers", "call", "pick up", "claim",
                                      "send on", "digits", "calls", "chat", "tags", "details",
                                      "next pane", "back", "help", "reconnect", "quit",
                                      "connect"]),
    "the keys below a sheet": (68, ["Enter send  Tab next field  Esc back",
                                    "Enter keep  empty deletes  Esc back",
                                    "Enter set  Left Right choose  Tab next field  Esc back"]),
    "the keys below a conversation": (72, ["Enter send  F2 invite  F3 name  F9 leave  "
                                           "PgUp older  Esc back",
                                           "Enter open  F2 new  Esc back"]),
    "the keys below a list": (74, ["Enter call  Tab which  Left Right range  Esc back",
                                   "Enter try again  c by chat  Del delete  Esc back"]),
    "the hint of the search, 40 columns": (40, ["Type a name, a number, #tag or @company"]),
    "what stands before a query": (36, ["Digits:", "Tags:", "Presence (online, away, dnd):",
                                        "Invite (commas between names):",
                                        "Talk with (commas between names):",
                                        "Name of this conversation:"]),
    "a time of day": (12, ["%H:%M", "%a %H:%M", "%d/%m %H:%M"]),
    "a day of the card": (9, ["%d %b"]),
}


# What refuses for a PABX, and which argument is its sentence.
REFUSING = {"answer_refused": 2, "answer_error": 4, "act_refuse": 2, "refuse": 2, "invalid": 1,
            "not_understood": 2, "reject": 3, "frame_error": 3, "add_failure": 4}
# Sentences that come from elsewhere, and where that is looked after.
PASSED_ON = {
    "text", "answer->text",  # an argument of a function above
    "why.text",  # where JSON breaks off, for who writes a program
    "c->feed->down",  # why there is no switch
}


def parse(path):
    """{key: (msgid, plural or None, [translations], fuzzy)}, keys as "context|text"."""
    entries, entry, field, fuzzy = {}, {}, None, False
    with open(path, encoding="utf-8") as lines:
        for line in list(lines) + ["\n"]:
            line = line.rstrip("\n")
            if line.startswith("#"):
                fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            elif not line:
                if entry.get("msgid"):
                    key = entry["msgid"]
                    if "msgctxt" in entry:
                        key = entry["msgctxt"] + "|" + key
                    said = [entry[f] for f in ("msgstr", "msgstr[0]", "msgstr[1]") if f in entry]
                    entries[key] = (entry["msgid"], entry.get("msgid_plural"), said, fuzzy)
                entry, field, fuzzy = {}, None, False
            elif line.startswith('"'):
                entry[field] += line[1:-1]
            else:
                field, text = line.split(" ", 1)
                entry[field] = text[1:-1]
    return entries


def conversions(text):
    numbered = re.findall(r'%(\d+)\$', text)
    kinds = [k for k in CONVERSION.findall(text) if k != "%"]
    if numbered:
        kinds = [k for _, k in sorted(zip(map(int, numbered), kinds))]
    return kinds


def is_date(text):
    return re.fullmatch(r'[^%]*(%-?[AaBbdHMYm][ .,:-]*)+', text) is not None and "%s" not in text


def same_shape(english, said):
    """What a translation must keep."""
    if is_date(english):
        return sorted(re.findall(r'%-?[A-Za-z]', english)) == sorted(re.findall(r'%-?[A-Za-z]', said))
    return (conversions(english) == conversions(said)
            and english.endswith("\\n") == said.endswith("\\n")
            and english.startswith("\\n") == said.startswith("\\n")
            and english.endswith(" ") == said.endswith(" ")
            and (english.startswith(" ") == said.startswith(" ")))


def columns(text):
    for conversion, width in {"%H": 2, "%M": 2, "%d": 2, "%m": 2, "%a": 3, "%b": 3}.items():
        text = text.replace(conversion, "0" * width)
    return len(text.replace('\\"', '"'))


def looks_said(text):
    """A sentence, a label or a piece of one, and no word of a protocol, format or path."""
    if re.fullmatch(r'Enter|Tab|Esc|Up|Down|/.*|\{.*|https?:.*|[A-Z][A-Z0-9_]+|[A-Z]{1,4}/.*|'
                    r'frontdesk[-: ]*\w*(%s|\\n| )*', text) or '\\"scope' in text:
        return False
    core = re.sub(r'\\.', '', re.sub(r'%[-+ #0.*\d]*(?:ll|l|z|h)?[a-zA-Z%]', '', text))
    if not re.search(r'[A-Za-z]{2}', core):
        return False
    return " " in core.strip() or core != core.strip() or re.match(r'[A-Z]-?[a-z]{2,}', core)


def unmarked(source, path):
    allowed = UNMARKED.get(path, set())
    if allowed is None:
        return
    with open(os.path.join(source, path), encoding="utf-8") as file:
        text = file.read()
    for match in TOKEN.finditer(text):
        literal = match.group(1)
        before = text[:match.start()].rstrip()
        if literal is None or literal in allowed or not looks_said(literal):
            continue
        while before.endswith('"') and re.search(LITERAL + r'$', before):  # a text of several parts
            before = re.sub(LITERAL + r'$', '', before).rstrip()
        if not MARKED.search(before) and not re.search(r'_Static_assert\([^;]*$', before):
            yield "%s:%d: \"%s\"" % (path, text.count("\n", 0, match.start()) + 1, literal)


def arguments(text, at):
    """The arguments of the call whose parenthesis stands at that place."""
    out, depth, begin = [], 0, at + 1
    while True:
        literal = re.compile(LITERAL).match(text, at)
        if literal:
            at = literal.end()
            continue
        depth += text[at] in "([{"
        depth -= text[at] in ")]}"
        if depth == 0 or (depth == 1 and text[at] == ","):
            out.append(" ".join(text[begin:at].split()))
            begin = at + 1
        if depth == 0:
            return out
        at += 1


def refusals(source):
    """(path, line, the sentence as it stands there) of each refusal of the PABX."""
    for path in sorted(glob.glob(os.path.join(source, "src/pabx/**/*.c"), recursive=True)):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for call in re.finditer(r'(?<![\w.>*])(%s)\(' % "|".join(REFUSING), text):
            given = arguments(text, call.end() - 1)
            if text[:call.start()].endswith(("static int ", "void ")) or "static" in given[0]:
                continue
            if re.search(r'(static|void|int|reason) +$', text[:call.start()]):
                continue
            yield (os.path.relpath(path, source), text.count("\n", 0, call.start()) + 1,
                   given[REFUSING[call.group(1)]])


class Checks:
    def __init__(self, source):
        self.source = source
        with tempfile.TemporaryDirectory() as folder:
            pot = os.path.join(folder, "frontdesk.pot")
            subprocess.run(["sh", os.path.join(source, "assets/po/update"), pot], check=True)
            self.texts = parse(pot)
        self.catalogues = {os.path.basename(path)[:-3]: parse(path)
                           for path in glob.glob(os.path.join(source, "assets/po/*.po"))}

    def sources__every_text_for_people__is_marked(self):
        files = glob.glob(os.path.join(self.source, "ui/**/*.c"), recursive=True)
        files += glob.glob(os.path.join(self.source, "src/cli/*.c"))
        for path in sorted(os.path.relpath(f, self.source) for f in files):
            if not path.startswith("ui/document/"):
                yield from unmarked(self.source, path)

    def catalogues__every_text_of_the_source__is_translated(self):
        for language, entries in self.catalogues.items():
            for key in self.texts:
                said = entries.get(key, ("", None, [""], False))
                if not all(said[2]) or said[3]:
                    yield "%s: \"%s\" (assets/po/update takes it in)" % (language, key)

    def refusals__words_in_a_sentence__only_come_by_the_table(self):
        literals = re.compile(r'(?:%s ?)+' % LITERAL)
        for path, line, sentence in refusals(self.source):
            for part in re.split(r'[?:](?=(?:[^"]*"[^"]*")*[^"]*$)', sentence)[-2:]:
                part = re.sub(r'^N_\((.*)\)$', r'\1', part.strip())
                if part in PASSED_ON or sentence.startswith("texts[") or part == "NULL":
                    continue  # a table marks its sentences
                if not literals.fullmatch(part):
                    yield "%s:%d: %s is no sentence of wire/said.h" % (path, line, part)
                elif "".join(re.findall(LITERAL, part)) not in self.texts:
                    yield "%s:%d: %s is not in the catalogues" % (path, line, part)

    def refusals__every_row_of_the_table__is_translated(self):
        with open(os.path.join(self.source, "src/wire/said.h"), encoding="utf-8") as file:
            rows = re.findall(r'^\tS\([A-Z_]+, "((?:\\.|[^"\\])*)"\)', file.read(), re.M)
        if not rows:
            yield "no row is found in src/wire/said.h"
        for language, entries in self.catalogues.items():
            yield from ("%s: \"%s\"" % (language, row) for row in rows
                        if not entries.get(row, ("", None, [""], True))[2][0])

    def translations__conversions_and_edges__are_those_of_the_text(self):
        for language, entries in self.catalogues.items():
            for key, (english, plural, said, _) in entries.items():
                forms = [english, plural] if plural else [english]
                yield from ("%s: \"%s\": \"%s\"" % (language, key, s) for e, s in zip(forms, said)
                            if not same_shape(e, s))

    def translations__each_place__has_room_for_its_texts(self):
        for language, entries in [("en", None)] + list(self.catalogues.items()):
            for place, (room, keys) in PLACES.items():
                for key in keys:
                    if key not in self.texts:
                        yield "no such text any more: \"%s\" (%s)" % (key, place)
                        continue
                    text = entries[key][2][0] if entries and key in entries else self.texts[key][0]
                    if columns(text) > room:
                        yield "%s: %s: \"%s\" is wider than %d" % (language, place, text, room)


def main():
    checks = Checks(sys.argv[1])
    names = [name for name in vars(Checks) if "__" in name.strip("_")]
    failed = 0
    print("1..%d" % len(names))
    for number, name in enumerate(names, 1):
        wrong = list(getattr(checks, name)())
        print("%s %d - %s" % ("not ok" if wrong else "ok", number, name))
        for line in wrong[:40]:
            print("# " + line)
        failed += bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
