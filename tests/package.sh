#!/bin/sh
# shellcheck disable=SC2016,SC2317
# Makes the Debian package of the release build and looks at it as a clean machine would: what it
# needs, what it has, and the programs run from the unpacked tree alone. Then it is installed in a
# Debian of its own (build/clean, fetched once, some minutes; as root), used there, and purged.
cd "$(dirname "$0")/.." || exit 1
. assets/packages.sh
# shellcheck disable=SC2086,SC2154
need $build_packages
echo "Building the package in build/package" >&2
build build/package
root=$(mktemp -d) || exit 1
trap 'rm -rf "$root"' EXIT
status=0

# expect WHAT COMMAND...: says so where the command fails.
expect() {
	what=$1
	shift
	"$@" >"$root/said" 2>&1 && return
	echo "not so: $what" >&2
	cat "$root/said" >&2
	status=1
}

rm -f build/package/*.deb
(cd build/package && cpack -G DEB) >build/package/cpack.log 2>&1 || {
	cat build/package/cpack.log >&2
	exit 1
}
package=$(echo build/package/frontdesk_*.deb)
dpkg-deb -x "$package" "$root/tree" && dpkg-deb -e "$package" "$root/control" || exit 1

# in_control TEXT, owned, declared: what a package has to be.
in_control() { grep -q "$1" "$root/control/control"; }
owned() { ! dpkg-deb -c "$package" | grep -v ' root/root '; }
writable() { ! find "$root/tree" ! -type l -perm /022 | grep .; }
stripped() { ! readelf -S "$root"/tree/usr/bin/frontdesk | grep -q '\.debug_info'; }
# Every library that the programs load comes from a package that is depended on.
declared() {
	for library in $(readelf -d "$root"/tree/usr/bin/* |
		sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u); do
		owner=$(dpkg -S "*/$library" 2>/dev/null | head -1 | cut -d: -f1)
		in_control " ${owner}[ ,]" || in_control " $owner\$" || {
			echo "$library of $owner"
			return 1
		}
	done
}
# Nothing of the build's own folders is in the programs but the source tree's data, which is looked
# for last.
elsewhere() { ! strings "$root"/tree/usr/bin/frontdesk | grep -F "$(pwd)/build"; }
# The installed office is the one that is read: its people have another name here.
lives() {
	sed -i 's/Agnes Müller/Aa Unpacked/' "$root/tree/usr/share/frontdesk/office/people.csv"
	HOME=$root LC_ALL=C.UTF-8 "$root/tree/usr/bin/frontdesk" --demo </dev/null | grep 'Aa Unpacked'
}
sums() { (cd "$root/tree" && md5sum -c --quiet "$root/control/md5sums"); }

expect "it says what it depends on" in_control '^Depends: .*libc6.*libwebsockets'
expect "photos may have colours" in_control "^Recommends: .*libchafa0"
expect "it has a section and a maintainer" in_control '^Maintainer: .*@'
expect "the service's options are the administrator's" grep -qx /etc/default/frontdesk-pabx "$root/control/conffiles"
expect "everything belongs to root" owned
expect "nobody else may write" writable
expect "it is stripped" stripped
expect "every library is depended on" declared
expect "nothing names the build" elsewhere
expect "the sums are right" sums
expect "it runs from where it was unpacked" lives

# A minimal Debian that has nothing of ours, which apt then has to provide.
clean=build/clean
fetch() {
	[ -e "$clean/whole" ] && return
	need debootstrap
	rm -rf "$clean"
	echo "Fetching a minimal Debian into $clean" >&2
	debootstrap --variant=minbase bookworm "$clean" >build/clean.log 2>&1 && touch "$clean/whole"
}
# inside COMMAND: in that Debian, where nothing that is mounted for it outlives the command.
inside() {
	unshare --mount --fork --pid sh -c '
		mount -t proc proc "$1/proc" && exec chroot "$1" /usr/bin/env -i HOME=/root \
			PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 sh -c "$2"' - "$clean" "$1"
}
installs() {
	cp "$package" "$clean/tmp/frontdesk.deb"
	cp /etc/resolv.conf "$clean/etc/"
	inside 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
		--no-install-recommends /tmp/frontdesk.deb'
}
shows() { inside 'frontdesk --demo </dev/null' | grep 'Contacts'; }
speaks() { inside 'frontdesk --demo --language de </dev/null' | grep 'Kontakte'; }
serves() { inside 'frontdesk-pabx --version && test -e /lib/systemd/system/frontdesk-pabx.service'; }
reads() { inside 'test -e /usr/share/man/man1/frontdesk.1.gz -o -e /usr/share/man/man1/frontdesk.1'; }
goes() {
	inside 'dpkg --purge frontdesk && ! find / -xdev -name "*frontdesk*" ! -path "/tmp/*" \
		! -path "/root/*" ! -path "/var/cache/*" | grep .'
}
if [ "$(id -u)" = 0 ] && fetch; then
	expect "apt installs it on a clean Debian" installs
	expect "the demo shows the office there" shows
	expect "it speaks German there" speaks
	expect "the telephone system and its service are there" serves
	expect "the manual is there" reads
	expect "nothing is left after a purge" goes
else
	echo "LEFT OUT: the installation on a clean Debian, which could not be fetched" >&2
fi
[ "$status" = 0 ] && echo "$package is whole"
exit "$status"
