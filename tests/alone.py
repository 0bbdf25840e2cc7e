#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Usage: alone.py SECONDS PROGRAM [ARGUMENT...]. Runs a program on a screen nobody sees and in
a network of its own, where the one port of the way back is free; where no such network can be
made, one after the other. Its exit status is the program's. SECONDS limit the program, not the
wait for its turn."""

import ctypes
import fcntl
import os
import signal
import socket
import struct
import subprocess
import sys

_turn = None


def own_network():
    """As root, go on in a network with nothing but loopback in it: nothing could leave this
    computer. Returns whether it was done."""
    new_network = 0x40000000
    if os.geteuid() != 0 or ctypes.CDLL(None, use_errno=True).unshare(new_network) != 0:
        return False
    set_flags, up = 0x8914, 0x1
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, set_flags, struct.pack("16sh", b"lo", up) + bytes(22))
    return True


def alone():
    """Nobody else has the port from here to the end of this process. Returns how that was done."""
    global _turn
    if own_network():
        return "in a network of its own"
    _turn = os.open(f"/tmp/pinfold-tests-{os.geteuid()}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW,
                    0o600)
    fcntl.flock(_turn, fcntl.LOCK_EX)
    return "taking turns for the port of the way back"


def screen_number():
    """Of the X server that this process starts: Xvfb alone would take what another network has,
    because it looks for abstract sockets only."""
    return 1000 + os.getpid() % 60000


def main():
    limit, command = int(sys.argv[1]), sys.argv[2:]
    how = alone()
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", f":{screen_number()}", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(writing,))
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        if not number:
            sys.exit("Xvfb did not start")
        program = subprocess.Popen(command, env=os.environ | {"DISPLAY": f":{number}"})
        signal.signal(signal.SIGTERM, lambda *_: program.terminate())
        try:
            status = program.wait(limit)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGABRT)
            program.wait()
            sys.exit(f"not done after {limit} s")
        print(f"# {how}", file=sys.stderr)
        # A signal is told as a shell tells it.
        return status if status >= 0 else 128 - status
    finally:
        screen.terminate()
        screen.wait()


if __name__ == "__main__":
    sys.exit(main())
