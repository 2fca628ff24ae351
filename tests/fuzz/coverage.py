#!/usr/bin/env python3
"""Which lines of the decoders does what was kept in the corpora reach? Needs valgrind and binutils, no other build:

    cargo test --features failpoints --test fuzz --no-run      # prints the program
    python3 tests/fuzz/coverage.py target/debug/deps/fuzz-…

Counted are the lines of src/ that have code in the program (its debug information says so) and those of which an
instruction was executed. A file holds its writers too, which no decoder reaches: the figure is a lower bound.
"""
import collections, os, re, subprocess, sys, tempfile

program, root = sys.argv[1], os.getcwd() + "/"


def within(path):
    path = path.removeprefix("CU: ").replace("./", "").removeprefix(root)
    return path if path.startswith("src/") else None


def with_code():
    lines, file = collections.defaultdict(set), None
    dump = subprocess.Popen(["objdump", "--dwarf=decodedline", program], stdout=subprocess.PIPE, text=True, errors="replace")
    for row in dump.stdout:
        row = row.rstrip("\n")
        if row.endswith(":") and not row.startswith(" "):
            file = within(row[:-1])
        elif file and len(parts := row.split()) >= 3 and parts[1].isdigit() and parts[1] != "0":
            lines[file].add(int(parts[1]))
    return lines


def executed():
    lines, names, file, line = collections.defaultdict(set), {}, None, 0
    with tempfile.TemporaryDirectory() as place:
        out = place + "/callgrind"
        tool = ["valgrind", "--tool=callgrind", "--dump-line=yes", "--callgrind-out-file=" + out]
        subprocess.run([*tool, program, "what_was_kept_is_read"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        rows = open(out).read().splitlines()
    for row in rows:
        if found := re.match(r"c?f[lie]=\((\d+)\)(?: (.*))?", row):
            number, name = found.groups()
            if name:
                names[number] = name
            if row[0] == "f":
                file = within(names.get(number, ""))
        elif found := re.match(r"(\*|[+-]?\d+) \d+", row):
            step = found[1]
            line = line if step == "*" else line + int(step) if step[0] in "+-" else int(step)
            if file:
                lines[file].add(line)
    return lines


all_lines, reached = with_code(), executed()
for file in sorted(all_lines):
    hit = len(all_lines[file] & reached[file])
    if hit:
        print(f"{file} {hit}/{len(all_lines[file])} {100 * hit // len(all_lines[file])} %")
