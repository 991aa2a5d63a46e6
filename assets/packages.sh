# shellcheck shell=sh disable=SC2034
# Sourced by assets/run, tests/run and .ci/run: what the project needs from Debian, and one way to
# get it. Nothing is asked of the network when everything is there.
build_packages="build-essential cmake pkg-config libwebsockets-dev libcurl4-openssl-dev libcjson-dev
libncurses-dev libutf8proc-dev libsqlite3-dev libinih-dev libcrypt-dev libssl-dev libpng-dev
libjpeg62-turbo-dev libchafa-dev libfribidi-dev libglib2.0-dev uthash-dev gettext"
peer_packages="tig htop sngrep" # that the benchmarks stand beside
test_packages="libcmocka-dev libvterm-dev bsdextrautils curl mandoc ncurses-term python3-websocket openssh-server
openssh-client tmux"
machine_packages="debootstrap qemu-system-x86 e2fsprogs" # that the units are started in
check_packages="clang-format clang-tidy shellcheck"

# need PACKAGE...: installs those that are missing.
need() {
	missing=
	for package in "$@"; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
			missing="$missing $package"
	done
	[ -n "$missing" ] || return 0
	echo "Installing$missing" >&2
	as_root=
	[ "$(id -u)" = 0 ] || as_root=sudo
	# shellcheck disable=SC2086
	if ! $as_root apt-get update -qq >&2 ||
		! DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq \
			--no-install-recommends $missing >&2; then
		echo "These packages could not be installed:$missing" >&2
		exit 1
	fi
}

# build FOLDER OPTION...: configures and compiles what changed; says more only when that fails.
build() {
	folder=$1
	shift
	mkdir -p "$folder"
	{
		cmake -S . -B "$folder" "$@" &&
			cmake --build "$folder" --parallel "$(nproc)"
	} >"$folder/build.log" 2>&1 || {
		cat "$folder/build.log" >&2
		exit 1
	}
}
