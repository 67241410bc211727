#!/bin/bash
# get_emsdk.sh: print the folder that holds emcc, after installing Emscripten if the machine has none new enough.
# An `EMSDK` or an `emcc` of at least the version in emsdk-version.txt is used as it is. Otherwise clang 19, lld and
# llvm come from this machine's suite, emscripten and binaryen from Debian 13 (run through its own libc), all unpacked
# into a private prefix in the cache: no root, nothing installed. The prefix holds absolute paths and cannot be moved,
# so it is built in place and counts only once `.complete` is written.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/setup_lib.sh"
wanted=$(cat "$here/../emsdk-version.txt")
prefix=$cache/emsdk-$wanted

# 1. What the machine has.
for candidate in ${EMSDK:+"$EMSDK/upstream/emscripten"} "$(dirname "$(command -v emcc || echo /none)")"; do
    [ -x "$candidate/emcc" ] || continue
    candidate=$(dirname "$(realpath "$candidate/emcc")")
    have=$("$candidate/emcc" --version 2>/dev/null | grep -oEm1 '[0-9]+\.[0-9]+\.[0-9]+' || true)
    if [ -n "$have" ] && [ "$(printf '%s\n' "$wanted" "$have" | sort -V | head -n 1)" = "$wanted" ]; then
        say "using this machine's Emscripten $have"
        echo "$candidate"
        exit
    fi
    say "this machine's Emscripten ${have:-(unknown version)} is older than $wanted and is left alone"
done

# 2. What we installed before. Two callers at once wait for one another.
mkdir -p "$cache"
exec 9> "$cache/emsdk.lock"
flock 9
if [ -e "$prefix/.complete" ]; then echo "$prefix/bin"; exit; fi

# 3. Install.
say "installing Emscripten $wanted into $prefix (about 710 MB, half a minute, once)"
rm -rf "$prefix"
mkdir -p "$prefix"/{llvm,em,bin,binaryen/bin}

# unpack SUITE ROOT PACKAGES...: LTO, wasm64, asan and wasm-worker libraries, documents and tests are left out.
unpack() {
    local suite=$1 root=$2 deb
    shift 2
    open_suite "$suite" deb || die "the mirror has no suite $suite"
    say "fetching from $suite: $*"
    (cd "$work/$suite/files" && apt_in "$suite" apt-get -qq download "$@" 9>&-) >&2
    for deb in "$work/$suite/files"/*.deb; do
        check_lock "$(dpkg-deb -f "$deb" Package)" "$(dpkg-deb -f "$deb" Version)" "$suite" "$deb"
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --no-same-owner \
            --exclude='./usr/share/doc*' --exclude='./usr/share/man*' --exclude='./usr/share/emscripten/test' \
            --exclude='*/wasm32-emscripten/lto*' --exclude='*/wasm64-emscripten*' --exclude='*-ww*' \
            --exclude='*-asan*' --exclude='./usr/share/emscripten/cache/build*'
        rm "$deb"
    done
}
unpack "$base_suite" "$prefix/llvm" clang-19 libclang-cpp19 libclang-common-19-dev libllvm19 lld-19 llvm-19
unpack trixie "$prefix/em" emscripten binaryen node-acorn libc6 libstdc++6 libgcc-s1

arch_lib=usr/lib/$(dpkg-architecture -qDEB_HOST_MULTIARCH 2>/dev/null || echo x86_64-linux-gnu)
loader=$(find "$prefix/em/$arch_lib" -maxdepth 1 -name 'ld-linux*' | head -n 1)
[ -n "$loader" ] || die "no dynamic loader in Debian 13's libc6 for this architecture"

# Binaryen is built against a newer libc than this machine may have: each tool starts through that libc's own loader.
ln -s "$prefix/em/usr/lib" "$prefix/binaryen/lib"
for tool in "$prefix"/em/usr/bin/wasm*; do
    wrapper=$prefix/binaryen/bin/$(basename "$tool")
    printf '#!/bin/sh\nexec %s --library-path %s %s "$@"\n' "$loader" "$prefix/em/$arch_lib" "$tool" > "$wrapper"
    chmod +x "$wrapper"
done

# clang looks for its libraries beside itself (its own run path), so that no environment variable is needed.
for lib in "$prefix/llvm/$arch_lib"/lib*; do
    ln -sf "../../$(basename "$arch_lib")/$(basename "$lib")" "$prefix/llvm/usr/lib/llvm-19/lib/" 2>/dev/null || true
done

# Emscripten imports acorn as an ES module, which ignores NODE_PATH: a link beside its tools makes it found.
em=$prefix/em/usr/share/emscripten
ln -sfn ../nodejs "$em/node_modules"
ln -s "$em/cmake" "$prefix/bin/cmake"   # where cmake/wasm_toolchain.cmake looks for Emscripten's platform file
{
    echo "LLVM_ROOT='$prefix/llvm/usr/lib/llvm-19/bin'"
    echo "BINARYEN_ROOT='$prefix/binaryen'"
    echo "NODE_JS='$(command -v node)'"
    echo "CACHE='$em/cache'"
} > "$em/.emscripten"
for tool in emcc em++ emar emranlib emcmake emconfigure em-config emnm emsize; do
    cat > "$prefix/bin/$tool" << SH
#!/bin/sh
export EM_CONFIG=$em/.emscripten
export LD_LIBRARY_PATH=$prefix/llvm/$arch_lib:$prefix/llvm/usr/lib/llvm-19/lib
export NODE_PATH=\${NODE_PATH:-/usr/share/nodejs}
exec python3 -E $em/$tool.py "\$@"
SH
    chmod +x "$prefix/bin/$tool"
done

"$prefix/bin/emcc" --version 9>&- | head -n 1 | sed 's/^/   installed: /' >&2
cp "$work/lock" "$prefix/.complete"
echo "$prefix/bin"
