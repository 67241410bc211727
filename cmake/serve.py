"""Serves folders on 127.0.0.1 for ./dev run and the browser tests: right types for wasm and modules, nothing cached.

python3 cmake/serve.py FOLDER... [--port N]   the next free port is taken when N (8080) is in use; 0 takes any
A file comes from the first folder that has it. The first line on stdout is the address.
"""

import argparse
import http.server
import os
import sys


class Handler(http.server.SimpleHTTPRequestHandler):
    extensions_map = http.server.SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".xml": "text/xml; charset=utf-8",
        ".webmanifest": "application/manifest+json",
    }
    protocol_version = "HTTP/1.1"

    def end_headers(self):
        # A rebuilt file must be seen by the next reload, yet an unchanged one need not travel again.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def translate_path(self, path):
        for self.directory in self.server.folders:
            found = super().translate_path(path)
            if os.path.exists(found):
                break
        return found

    def log_message(self, format, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def open_server(folders, port):
    for candidate in range(port, port + 100) if port else [0]:
        try:
            server = Server(("127.0.0.1", candidate), Handler)
            server.folders = folders
            return server
        except OSError:
            continue
    sys.exit(f"error: no free port from {port} to {port + 99}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", metavar="folder")
    parser.add_argument("--port", type=int, default=8080)
    args = parser.parse_args()
    server = open_server([os.path.abspath(folder) for folder in args.folders], args.port)
    port = server.server_address[1]
    print(f"http://127.0.0.1:{port}/", flush=True)
    if args.port:
        taken = f"Port {args.port} is in use, so this is {port}. " if port != args.port else ""
        print(f"{taken}Open the address above in a browser; Ctrl+C ends the server.", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
