#!/bin/sh
# shellcheck disable=SC2016,SC2317
# Starts the systemd units for real, as an administrator would by README and manual: a small Debian in
# a virtual machine (build/machine; fetched once) with the package installed, the telephone system's
# service, and the kiosk on its first screen, read as the kernel has it and typed at by a keyboard.
# As root, some minutes (the machine's processor is played where there is no KVM).
cd "$(dirname "$0")/.." || exit 1
. assets/packages.sh
# shellcheck disable=SC2086,SC2154
need $build_packages $machine_packages
if [ "$(id -u)" != 0 ]; then
	echo "LEFT OUT: the units in a machine of their own: only root can make its disk" >&2
	exit 0
fi
LIMIT_S=${LIMIT_S:-1500}
place=build/machine
mkdir -p "$place"
status=0

# expect WHAT COMMAND...: says so where the command fails.
expect() {
	what=$1
	shift
	if "$@" >"$place/said" 2>&1; then
		echo "so: $what"
	else
		echo "not so: $what" >&2
		sed 's/^/    /' "$place/said" >&2
		status=1
	fi
}

# ---- The machine: a minimal Debian that starts by systemd, and what apt makes of the package ----

echo "Building the package in build/package" >&2
build build/package
rm -f build/package/*.deb
(cd build/package && cpack -G DEB) >build/package/cpack.log 2>&1 || {
	cat build/package/cpack.log >&2
	exit 1
}
package=$(echo build/package/frontdesk_*.deb)
if [ ! -e "$place/whole" ]; then
	echo "Fetching a Debian with a kernel into $place/root" >&2
	rm -rf "$place/root"
	debootstrap --variant=minbase --include=systemd-sysv,udev,dbus,linux-image-amd64,initramfs-tools \
		bookworm "$place/root" >"$place/fetch.log" 2>&1 || {
		tail -3 "$place/fetch.log" >&2
		exit 1
	}
	touch "$place/whole"
fi
cp "$package" "$place/root/tmp/frontdesk.deb"
cp /etc/resolv.conf "$place/root/etc/"
unshare --mount --fork --pid sh -c '
	mount -t proc proc "$1/proc" && exec chroot "$1" /usr/bin/env -i HOME=/root \
		PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
		sh -c "apt-get update -qq && apt-get install -y -qq --reinstall \
			--no-install-recommends /tmp/frontdesk.deb"' - "$place/root" \
	>"$place/install.log" 2>&1 || {
	tail -3 "$place/install.log" >&2
	exit 1
}
# A shell at the second serial line, which is how the machine is asked. It gives way to all else, so
# that it may ask again and again.
cat >"$place/root/etc/systemd/system/asked.service" <<'END'
[Service]
Nice=19
ExecStart=/bin/sh -c 'exec </dev/ttyS1 >/dev/ttyS1 2>&1; stty raw -echo; echo "<<<0"; cat | sh'
END
mkdir -p "$place/root/etc/systemd/system/multi-user.target.wants"
ln -sf ../asked.service "$place/root/etc/systemd/system/multi-user.target.wants/"
echo frontdesk-try >"$place/root/etc/hostname"
rm -f "$place/disk"
truncate -s 3G "$place/disk"
mke2fs -q -t ext4 -d "$place/root" "$place/disk" || exit 1

# ---- Starting it, asking it, its keyboard ----

pipes=$(mktemp -d) || exit 1
mkfifo "$pipes/ask.in" "$pipes/ask.out" "$pipes/keys.in" "$pipes/keys.out"
exec 3<>"$pipes/ask.in" 4<>"$pipes/ask.out" 5<>"$pipes/keys.in" 6<>"$pipes/keys.out"
(
	timeout "$LIMIT_S" nice qemu-system-x86_64 -machine pc -accel kvm -accel tcg -smp 1 -m 768 \
		-nodefaults -no-reboot -display none -vga std -nic none \
		-kernel "$(echo "$place"/root/boot/vmlinuz-*)" \
		-initrd "$(echo "$place"/root/boot/initrd.img-*)" \
		-append "root=/dev/vda rw console=ttyS0 nomodeset" \
		-drive "file=$place/disk,format=raw,if=virtio" \
		-serial "file:$place/boot.log" -serial "pipe:$pipes/ask" \
		-chardev "pipe,id=keys,path=$pipes/keys" -mon chardev=keys \
		>"$place/qemu.log" 2>&1 3<&- 4<&- 5<&- 6<&-
	touch "$pipes/ended"
	echo '<<<99' >"$pipes/ask.out"
) &
machine=$!
leave() {
	echo quit >&5
	wait "$machine"
	rm -rf "$pipes" "$place/disk"
}
trap leave EXIT
trap 'exit 1' HUP INT TERM

# answer: what the machine's shell says until it is done, and its status; 99 if the machine has ended.
answer() {
	while IFS= read -r line <&4; do
		case $line in
		'<<<'*) return "${line#<<<}" ;;
		?*) printf '%s\n' "$line" ;;
		esac
	done
}
# inside COMMAND: in the machine, as answer.
inside() {
	[ ! -e "$pipes/ended" ] || return 99
	printf '(%s) </dev/null; printf "\\n<<<%%d\\n" "$?"\n' "$1" >&3
	answer
}
# press KEY...: at the machine's keyboard, as qemu names them, each when the one before has come: all
# its parts went down and up again.
press() {
	for key; do
		parts=$(echo "$key" | tr -- - '\n' | wc -l)
		goal=$(($(inside keyed) + 2 * parts))
		echo "sendkey $key" >&5
		inside "soon keyed $goal"
	done
}

echo "Starting the machine" >&2
answer # that it listens
# Words for what is asked: the first screen's text, a unit's properties, and patience.
cat >&3 <<'END'
screen() { fold -w "$(stty size </dev/tty1 | cut -d' ' -f2)" /dev/vcs1; }
seen() { screen | grep -F -- "$1"; }
property() { systemctl show -P "$2" "$1"; }
is() { test "$(property "$1" "$2")" = "$3"; }
keyed() { # how often the keyboard has interrupted; true from that number on
	times=$(awk '$1 == "1:" { print $2 }' /proc/interrupts)
	[ $# = 0 ] && echo "$times" || [ "$times" -ge "$1" ]
}
another() { ! is "$1" MainPID "$2" && ! is "$1" MainPID 0; } # than that process
soon() {
	end=$(($(date +%s) + 120))
	until "$@" >/dev/null 2>&1; do
		[ "$(date +%s)" -lt "$end" ] || { "$@"; screen; return 1; }
	done
}
END
expect "the machine starts" inside 'soon systemctl is-active multi-user.target'
expect "a login has the first screen" inside 'soon seen "login:"'

# ---- The telephone system ----

expect "the service is enabled and started" inside \
	'systemctl enable --now frontdesk-pabx && systemctl is-active frontdesk-pabx'
expect "it has a user of its own" inside '
	uid=$(stat -c %u "/proc/$(property frontdesk-pabx MainPID)") && echo "$uid" && test "$uid" -ge 61184'
expect "a kiosk gets its account and its key" inside '
	mkdir -p /etc/frontdesk && cd /etc/frontdesk && umask 077 &&
	frontdesk-pabx user add lobby Lobby --extension 903 --kiosk lobby \
		--store /var/lib/frontdesk/pabx.db &&
	frontdesk-pabx key add lobby kiosk --store /var/lib/frontdesk/pabx.db >kiosk.key &&
	printf "[pabx]\nhost = 127.0.0.1:8790\nuser = lobby\n" >kiosk.conf &&
	echo 4711 | frontdesk kiosk-code >>kiosk.conf && chmod 644 kiosk.conf && cat kiosk.conf'
answers='frontdesk --config /etc/frontdesk/kiosk.conf --key-file /etc/frontdesk/kiosk.key whoami'
expect "it answers" inside "$answers"
expect "restarted, it answers at once and knows the kiosk" inside "
	systemctl restart frontdesk-pabx && $answers"
expect "killed, it is started again" inside "
	before=\$(property frontdesk-pabx MainPID) && kill -KILL \"\$before\" &&
	soon another frontdesk-pabx \"\$before\" && soon $answers"
inside 'systemd-analyze security --no-pager frontdesk-pabx | tail -1'

# ---- The kiosk on the first screen ----

kiosk=frontdesk-kiosk@tty1
expect "the kiosk is enabled and started" inside '
	cp /usr/share/doc/frontdesk/examples/kiosk/frontdesk-kiosk@.service /etc/systemd/system/ &&
	mkdir -p /etc/systemd/logind.conf.d &&
	printf "[Login]\nNAutoVTs=0\nReserveVT=0\n" >/etc/systemd/logind.conf.d/kiosk.conf &&
	systemctl restart systemd-logind && systemctl mask ctrl-alt-del.target &&
	echo 0 >/proc/sys/kernel/sysrq && systemctl daemon-reload &&
	systemctl enable --now '$kiosk
expect "it has the first screen" inside 'soon seen "Whom would you like to see"'
expect "the login has gone" inside '! systemctl is-active getty@tty1'
inside 'screen' | tr -cd '[:print:]\n' | grep '[^ ]'
press a
expect "a letter searches" inside 'soon seen "Name:  a"'
inside 'property '$kiosk' MainPID' >"$pipes/before"
press ctrl-c ctrl-z ctrl-backslash ctrl-d ctrl-s ctrl-q alt-f2 ctrl-alt-f3 alt-sysrq-b ctrl-alt-delete
press b
expect "no key leaves it" inside "
	cat /sys/class/tty/tty0/active; soon seen 'Name:  ab' &&
	is $kiosk MainPID $(cat "$pipes/before") && test \"\$(cat /sys/class/tty/tty0/active)\" = tty1"
expect "while the telephone system is away it asks for patience, and goes on" inside '
	systemctl stop frontdesk-pabx && soon seen "moment" &&
	systemctl start frontdesk-pabx && soon seen "Whom would you like to see"'
expect "killed, it comes again" inside "
	kill -KILL $(cat "$pipes/before") && soon another $kiosk $(cat "$pipes/before") &&
	soon seen 'Whom would you like to see'"
inside 'property '$kiosk' MainPID' >"$pipes/before"
press f10 4 7 1 1 ret
expect "left by its code, it comes again" inside "
	soon another $kiosk $(cat "$pipes/before") && soon seen 'Whom would you like to see' &&
	! systemctl is-active getty@tty1"
expect "restarted by the administrator, it is there and no login" inside "
	systemctl restart $kiosk && soon seen 'Whom would you like to see' &&
	! systemctl is-active getty@tty1"
inside 'systemd-analyze security --no-pager '$kiosk' | tail -1'
expect "the administrator gives the screen back to the login" inside '
	systemctl disable '$kiosk' && systemctl start getty@tty1 && soon seen "login:" &&
	! systemctl is-active '$kiosk
inside 'systemctl poweroff' >/dev/null
exit "$status"
