#!/usr/bin/env bash
# Runs a script as root on what looks like a new machine, and changes nothing of this one.
#
#   machine.sh DIRECTORY SCRIPT...     DIRECTORY: an empty one, for what the script writes
#
# /etc is a copy; /usr/bin, /usr/share, /usr/lib/sysusers.d and /var are directories of their own in which
# what this machine has is linked; so are its network, its processes and its mounts. systemctl is a program
# that starts the broker as the unit says, without systemd. Exit code 77: none of this is allowed here.
set -euo pipefail
fail() {
    printf '%s\n' "$*" >&2
    exit 77
}

if [[ $1 != --inside ]]; then
    [[ $(id -u) -eq 0 ]] || fail "not root"
    apart=(unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private)
    "${apart[@]}" true || fail "no namespaces"
    exec "${apart[@]}" "${BASH_SOURCE[0]}" --inside "$@"
fi
shift
own=$1
shift

# What this machine has stays reachable for every user under a mount of its own.
mount -t tmpfs -o mode=0755 tmpfs /mnt || fail "nothing can be mounted on /mnt"
number=0
# shadow DIRECTORY: replaces it by one that holds links to what is there.
shadow() {
    local real=/mnt/$((number += 1)) mine=$own/$number
    mkdir -p "$real" "$mine"
    mount --bind "$1" "$real"
    find "$real" -mindepth 1 -maxdepth 1 -exec ln -s -t "$mine" {} +
    mount --bind "$mine" "$1" || fail "$1 cannot be replaced"
}
cp -a /etc "$own/etc"
rm -rf "$own/etc/verwijspunt"
mount --bind "$own/etc" /etc || fail "/etc cannot be replaced"
# The last of them is /usr/bin: everything above needs its programs as they are.
for directory in /var /usr/share /usr/lib/sysusers.d /usr/bin; do shadow "$directory"; done
rm -f /var/lib /var/backups /usr/share/doc /usr/share/verwijspunt /usr/bin/verwijspunt /usr/bin/systemctl
mkdir /var/lib /usr/share/doc
python3 - <<'UP'
import fcntl, socket, struct
up_and_running = struct.pack("16sh", b"lo", 0x1 | 0x40)
fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8914, up_and_running)
UP

# Of the unit's filter of system calls, the group that programs use without saying: whoever copies sets owners.
cat >/usr/bin/without-chown <<'FILTER'
#!/usr/bin/env python3
"""without-chown EPERM|kill COMMAND...: system calls that change owners fail, or end the process."""
import ctypes, os, platform, struct, sys

numbers = {"x86_64": [92, 93, 94, 260], "aarch64": [54, 55]}.get(platform.machine(), [])
refused = {"EPERM": 0x00050001, "kill": 0x80000000}[sys.argv[1]]
# Load the number; where it is one of these, jump behind the permission to the refusal.
program = [(0x20, 0, 0, 0)]
program += [(0x15, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
program += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, refused)]
code = b"".join(struct.pack("HBBI", *line) for line in program)

class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_char_p)]

libc = ctypes.CDLL(None, use_errno=True)
no_new_privileges, seccomp, with_filter = 38, 22, 2
if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(
    seccomp, with_filter, ctypes.byref(Filter(len(program), code)), 0, 0
):
    sys.exit(os.strerror(ctypes.get_errno()))
os.execvp(sys.argv[2], sys.argv[2:])
FILTER
chmod 0755 /usr/bin/without-chown
cat >/usr/bin/systemctl <<'STUB'
#!/usr/bin/env bash
# Starts and stops what a unit says, as its user. One broker; its process in /var/lib/broker.pid.
set -euo pipefail
verb=$1
shift
unit() { sed -n "s/^$2=//p" "/etc/systemd/system/$1"; }
# exec_unit UNIT COMMAND...: becomes the command, as the unit says.
exec_unit() {
    local user group refused=kill
    user=$(unit "$1" User) group=$(unit "$1" Group)
    [[ $(unit "$1" SystemCallErrorNumber) != EPERM ]] || refused=EPERM
    shift
    umask 077
    cd /var/lib/verwijspunt
    exec without-chown "$refused" setpriv --reuid "$user" --regid "$group" --clear-groups --no-new-privs --inh-caps=-all -- "$@"
}
is_running() { [[ -e /var/lib/broker.pid ]] && kill -0 "$(</var/lib/broker.pid)" 2>/dev/null; }
start() {
    read -ra command <<<"$(unit "$1" ExecStart)"
    if [[ $(unit "$1" Type) == oneshot ]]; then
        # Variables stand in the unit itself.
        export "$(unit "$1" Environment)"
        (exec_unit "$1" bash -c "${command[*]}")
        return
    fi
    is_running && return
    exec_unit "$1" "${command[@]}" >>/var/lib/broker.log 2>&1 </dev/null &
    printf '%s\n' "$!" >/var/lib/broker.pid
}
case $verb in
daemon-reload) ;;
enable)
    [[ $1 == --now ]] && shift
    for name in "$@"; do
        [[ -r /etc/systemd/system/$name ]] || { echo "no unit $name" >&2; exit 1; }
        [[ $name != *.service ]] || start "$name"
    done
    ;;
start) start "${1%.service}.service" ;;
stop)
    if is_running; then
        kill -TERM "$(</var/lib/broker.pid)"
        while is_running; do sleep 0.05; done
    fi
    ;;
restart)
    "$0" stop "$1"
    "$0" start "$1"
    ;;
reload) kill -HUP "$(</var/lib/broker.pid)" ;;
*) echo "systemctl $verb is not known here" >&2; exit 1 ;;
esac
STUB
chmod 0755 /usr/bin/systemctl
exec "$@"
