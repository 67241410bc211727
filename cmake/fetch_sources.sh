#!/bin/bash
# fetch_sources.sh: print the folder with the sources we compile ourselves (imgui, sdl2, pugixml, yoga), after fetching
# what is missing. imgui, sdl2 and pugixml are Debian source packages, yoga is a folder of the npm package react-native.
# Each is unpacked beside its place and moved there whole; a `.version` file in it says what it is.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/setup_lib.sh"
dest=$cache/sources

# folder | package | at least | suites in order of preference: the first that lists and serves such a version wins.
wanted_packages='
imgui   imgui   1.92 forky sid
sdl2    libsdl2 2.32 trixie forky bookworm
pugixml pugixml 1.13 bookworm trixie
'
yoga_package=react-native yoga_version=0.88.1

mkdir -p "$dest"
exec 9> "$dest/.lock"
flock 9

put_in_place() { # TREE FOLDER VERSION
    echo "$3" > "$1/.version"
    rm -rf "${dest:?}/$2.new"
    mv "$1" "$dest/$2.new"   # may cross file systems; the next rename does not
    rm -rf "${dest:?}/$2"
    mv "$dest/$2.new" "$dest/$2"
    say "$2: $3"
}

# Versions of PACKAGE in SUITE, the locked one first, then the newest.
versions_of() { # SUITE PACKAGE MINIMUM
    local locked v
    locked=$(awk -v n="$2" '$1 == n { print $2; exit }' "$lock_file")
    apt_in "$1" apt-cache showsrc --only-source "$2" 2>/dev/null | awk '/^Version:/ { print $2 }' | sort -rVu |
        while read -r v; do
            dpkg --compare-versions "$v" ge "$3" || continue
            [ "$v" = "$locked" ] && echo "0 $v" || echo "1 $v"
        done | sort -s -k1,1 | cut -d' ' -f2
}

fetch_debian_source() { # FOLDER PACKAGE MINIMUM SUITES...
    local folder=$1 package=$2 minimum=$3 suite version file
    shift 3
    for suite in "$@"; do
        open_suite "$suite" deb-src || { say "$package: suite $suite is not to be had here, trying the next"; continue; }
        for version in $(versions_of "$suite" "$package" "$minimum"); do
            rm -rf "$work/download"
            mkdir "$work/download"
            if ! (cd "$work/download" && apt_in "$suite" apt-get -qq source --download-only --only-source "$package=$version" 9>&-) > "$work/log" 2>&1; then
                say "$package $version is listed in $suite but not served, trying the next"
                continue
            fi
            for file in "$work/download"/*; do check_lock "$package" "$version" "$suite" "$file"; done
            # dpkg-source drops the tarballs beside its target, hence the temporary folder.
            (cd "$work/download" && dpkg-source --no-check -x ./*.dsc tree) > "$work/log" 2>&1 || { cat "$work/log" >&2; die "cannot unpack $package"; }
            put_in_place "$work/download/tree" "$folder" "$package $version ($suite)"
            return
        done
    done
    die "no $package of at least $minimum in: $*"
}

while read -r folder package minimum suites; do
    [ -n "$folder" ] || continue
    [ -e "$dest/$folder/.version" ] && continue
    # shellcheck disable=SC2086
    fetch_debian_source "$folder" "$package" "$minimum" $suites
done <<< "$wanted_packages"

if [ ! -e "$dest/yoga/.version" ]; then
    say "fetching yoga from the npm package $yoga_package $yoga_version"
    mkdir "$work/npm"
    (cd "$work/npm" && npm pack --silent "$yoga_package@$yoga_version" 9>&-) > "$work/log" 2>&1 || { cat "$work/log" >&2; die "npm pack $yoga_package failed"; }
    check_lock "$yoga_package" "$yoga_version" npm "$work/npm/$yoga_package-$yoga_version.tgz"
    tar -xzf "$work/npm/$yoga_package-$yoga_version.tgz" -C "$work/npm" package/ReactCommon/yoga
    put_in_place "$work/npm/package/ReactCommon/yoga" yoga "$yoga_package $yoga_version (npm)"
fi
[ ! -s "$work/lock" ] || cat "$work/lock" >> "$dest/.fetched"
echo "$dest"
