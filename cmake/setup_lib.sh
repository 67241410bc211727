# Shared by get_emsdk.sh and fetch_sources.sh: where things are kept, how packages of another Debian suite are fetched
# through a private apt root (the system's own lists, sources and packages are never touched), and how what was fetched
# is compared with cmake/third_party.lock. Sourced, not run. The caller sets `work` to a temporary folder.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${TAGWRIGHT_CACHE:-$HOME/.cache/tagwright}
lock_file=$here/third_party.lock

say() { printf '   %s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# The mirror this machine's apt uses for its own suite, from deb822 (.sources) or one-line (.list) files.
# Read from the files because `apt-get indextargets` prints nothing before the first update.
find_mirror() {
    local suite=$1 file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list; do
        [ -e "$file" ] || continue
        awk -v suite="$suite" -v deb822="$([[ $file == *.sources ]] && echo 1)" '
            function stanza_end() { if (has_suite && uri) { print uri; found = 1; exit } uri = ""; has_suite = 0 }
            /^[[:space:]]*#/ { next }
            deb822 && NF == 0 { stanza_end() }
            deb822 && $1 == "URIs:" { uri = $2 }
            deb822 && $1 == "Suites:" { for (i = 2; i <= NF; i++) if ($i == suite) has_suite = 1 }
            !deb822 && $1 == "deb" { sub(/\[[^]]*\]/, ""); if ($3 == suite) { print $2; found = 1; exit } }
            END { if (!found && deb822) stanza_end() }' "$file"
    done | head -n 1
}

. /etc/os-release
base_suite=${VERSION_CODENAME:-}
mirror=${TAGWRIGHT_MIRROR:-$(find_mirror "$base_suite")}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# apt_in SUITE TOOL ARGS...: an apt tool that sees one suite only, and no installed package. Signatures are checked; the
# expiry of a list is not, because a mirror that stands still is fine where versions are compared with a lock file.
apt_in() {
    local suite=$1 tool=$2
    shift 2
    "$tool" -o Dir::Etc::sourcelist="$work/$suite.sources" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
        -o Dir::State="$work/$suite" -o Dir::State::status="$work/dpkg-status" -o Dir::Cache="$work/$suite" \
        -o Acquire::Languages=none -o Acquire::Retries=3 -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root \
        -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false "$@"
}

# open_suite SUITE deb|deb-src: fetch the package lists once; fails when the mirror has no such suite.
open_suite() {
    local suite=$1 kind=$2
    [ ! -e "$work/$suite.open" ] || return 0
    [ ! -e "$work/$suite.refused" ] || return 1
    [ -n "$mirror" ] || die "no package mirror for '$base_suite' in this machine's apt sources (set TAGWRIGHT_MIRROR)"
    [ -e "$keyring" ] || die "$keyring is missing: this needs a Debian machine (package debian-archive-keyring)"
    mkdir -p "$work/$suite/lists/partial" "$work/$suite/archives/partial" "$work/$suite/files"
    : >> "$work/dpkg-status"
    printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' \
        "$kind" "$mirror" "$suite" "$keyring" > "$work/$suite.sources"
    say "reading the package list of $suite"
    if apt_in "$suite" apt-get -qq update > "$work/$suite.log" 2>&1 && [ -z "$(grep -E '^(E|Err):?' "$work/$suite.log")" ]
    then touch "$work/$suite.open"
    else touch "$work/$suite.refused"; sed 's/^/     /' "$work/$suite.log" >&2; return 1
    fi
}

# check_lock NAME VERSION SUITE FILE: the same version must have the same bytes; another version is said aloud and
# accepted, because rolling suites and security updates replace what they serve. Appends the line found to $work/lock.
check_lock() {
    local name=$1 version=$2 suite=$3 file=$4 sum locked_version locked_sum
    sum=$(sha256sum < "$file" | cut -c1-64)
    printf '%s %s %s %s %s\n' "$name" "$version" "$suite" "$(basename "$file")" "$sum" >> "$work/lock"
    locked_version=$(awk -v n="$name" '$1 == n { print $2; exit }' "$lock_file")
    locked_sum=$(awk -v n="$name" -v v="$version" -v f="$(basename "$file")" '$1 == n && $2 == v && $4 == f { print $5 }' "$lock_file")
    if [ -n "$locked_sum" ]; then
        [ "$sum" = "$locked_sum" ] || die "$(basename "$file") is not what cmake/third_party.lock expects: sha256 $sum instead of $locked_sum"
        return
    fi
    case " $noted " in *" $name "*) return ;; esac
    noted="$noted $name"
    if [ -z "$locked_version" ]; then
        say "note: $name $version is not in cmake/third_party.lock"
    elif [ "$version" != "$locked_version" ]; then
        say "note: $name is $version, the tried version is $locked_version (cmake/third_party.lock); going on with $version"
    fi
}
noted=
