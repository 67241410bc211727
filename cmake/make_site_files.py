#!/usr/bin/env python3
"""make_site_files.py SITE SOURCES LOCK REPO: what the site says of itself, written into it when it is assembled.

licenses.json and licenses.txt name what others wrote that stands in the program, at the versions the lock file has.
Then the version of the whole site, a hash over the content of its files, is put in place of @SITE_VERSION@ in index.html
and service-worker.js, and the files that a first visit keeps for the days without a network in place of @SITE_FILES@.
Last, each file that is worth it gets a brotli twin (NAME.br), which the companion server sends to browsers that take it.
Standard library only, and the brotli command.
"""
import concurrent.futures
import hashlib
import json
import pathlib
import subprocess
import sys

# name, package in the lock file, licence, file with its text (of SOURCES, of Debian's documentation, or ours)
PARTS = [
    ("Dear ImGui", "imgui", "MIT", "sources:imgui/LICENSE.txt"),
    ("SDL", "libsdl2", "Zlib", "sources:sdl2/LICENSE.txt"),
    ("pugixml", "pugixml", "MIT", "sources:pugixml/LICENSE.md"),
    ("Yoga", "react-native", "MIT", "ours:yoga.txt"),
    ("Lucide", "lucide-static", "ISC", "ours:lucide.txt"),
    ("nlohmann/json", "nlohmann-json3-dev", "MIT", "debian:nlohmann-json3-dev"),
    ("fast_float", "libfast-float-dev", "Apache-2.0", "debian:libfast-float-dev"),
    ("{fmt}", "libfmt-dev", "MIT", "debian:libfmt-dev"),
    ("Emscripten", "emscripten", "MIT, NCSA", "emscripten:LICENSE"),
]
PACKED = (".html", ".js", ".wasm", ".json", ".css", ".svg", ".txt", ".ts", ".csv", ".xml")
# "api/" answers in a server's place that there is none: a page that asked a static host would find a 404 in its console.
NOT_KEPT = ("service-worker.js", "licenses.txt", "tagwright.d.ts", "assets/samples/", "api/")


def lock_versions(lock):
    lines = (line.split() for line in lock.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return {fields[0]: fields[1] for fields in lines}


def debian_version(package):
    asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def upstream(version):
    """A Debian version without its epoch, its revision and its repacking."""
    return version.split(":")[-1].split("-")[0].split("+ds")[0].split("+dfsg")[0]


def text_of(where, sources, repo):
    kind, name = where.split(":", 1)
    path = {
        "sources": sources / name,
        "ours": repo / "cmake/licenses" / name,
        "debian": pathlib.Path("/usr/share/doc") / name / "copyright",
        "emscripten": sources.parent / "emsdk-3.1.69/em/usr/share/emscripten" / name,
    }[kind]
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.exists() else ""


def write_licenses(site, sources, lock, repo):
    versions, parts, texts = lock_versions(lock), [], []
    for name, package, licence, where in PARTS:
        version = upstream(versions.get(package) or debian_version(package))
        parts.append({"name": name, "version": version, "licence": licence})
        texts.append(f"{name} {version} ({licence})\n{'=' * 78}\n\n{text_of(where, sources, repo) or licence}\n")
    own = (repo / "LICENSE").read_text(encoding="utf-8")
    (site / "assets").mkdir(exist_ok=True)
    (site / "assets/licenses.json").write_text(json.dumps(parts), encoding="utf-8")
    (site / "licenses.txt").write_text(f"Tagwright\n{'=' * 78}\n\n{own}\n\n" + "\n\n".join(texts), encoding="utf-8")


def write_version(site):
    files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    digest = {name: hashlib.sha256((site / name).read_bytes()).hexdigest() for name in files}
    version = hashlib.sha256(json.dumps(sorted(digest.items())).encode()).hexdigest()[:16]
    kept = {}
    index = site / "index.html"
    index.write_text(index.read_text(encoding="utf-8").replace("@SITE_VERSION@", version), encoding="utf-8")
    digest["index.html"] = hashlib.sha256(index.read_bytes()).hexdigest()
    for name in files:
        if not name.startswith(NOT_KEPT):
            kept[name] = digest[name]
    worker = site / "service-worker.js"
    if worker.exists():
        text = worker.read_text(encoding="utf-8")
        text = text.replace("@SITE_VERSION@", version).replace("'@SITE_FILES@'", json.dumps(kept, indent=1))
        worker.write_text(text, encoding="utf-8")


def write_twins(site, cache):
    """Brotli at its best takes seconds for the program, so what did not change since the last time is taken from `cache`."""
    cache.mkdir(parents=True, exist_ok=True)

    def twin(path):
        packed = cache / hashlib.sha256(path.read_bytes()).hexdigest()
        if not packed.exists():
            made = packed.with_suffix(".new")
            subprocess.run(["brotli", "-q", "11", "-f", "-o", made, path], check=True)
            made.rename(packed)
        path.with_name(path.name + ".br").write_bytes(packed.read_bytes())
        return packed.name

    worth_it = [path for path in sorted(site.rglob("*")) if path.suffix in PACKED and path.stat().st_size > 1400]
    with concurrent.futures.ThreadPoolExecutor() as pool:
        used = set(pool.map(twin, worth_it))
    for old in cache.iterdir():
        if old.name not in used:
            old.unlink()


def main():
    site, sources, lock, repo = (pathlib.Path(argument) for argument in sys.argv[1:5])
    write_licenses(site, sources, lock, repo)
    write_version(site)
    write_twins(site, repo / "build/brotli")


main()
