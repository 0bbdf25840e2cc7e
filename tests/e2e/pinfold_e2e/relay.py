#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: relay.py TARGET-PORT RECORD. Stands between the application and the practice server
and keeps every byte that passes, so that tests know the secrets to search for."""

import socket
import sys
import threading

TARGET, RECORD = int(sys.argv[1]), open(sys.argv[2], "ab", buffering=0)
LOCK = threading.Lock()


def pump(source, sink):
    try:
        while data := source.recv(65536):
            with LOCK:
                RECORD.write(data)
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client):
    with client, socket.create_connection(("127.0.0.1", TARGET)) as server:
        back = threading.Thread(target=pump, args=(server, client), daemon=True)
        back.start()
        pump(client, server)
        back.join()


with socket.create_server(("127.0.0.1", 0)) as listener:
    print(f"READY {listener.getsockname()[1]}", flush=True)
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
