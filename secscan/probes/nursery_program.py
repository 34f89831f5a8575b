"""The program that workers are forked from, those that look at TLS and those that read bodies: it loads the libraries
and the trusted roots once for all of them.

Loading takes longer than ten assessments, and most of a worker's memory; forked, both are paid once. It stays without
threads and meets no target. Its standard input is a socket of messages: a kind with two descriptors (a worker's ends of
its conversation) asks for a worker and is answered by its process id; a process id asks how that worker ended.
"""

import gc
import os
import resource
import socket
import sys
from typing import NoReturn

from secscan.probes.body_reader import read_bodies
from secscan.probes.nursery import NUMBER, Kind
from secscan.probes.tls_worker.serve import Pipe, serve
from secscan.probes.tls_worker.trust import TrustStore


def tend(control: socket.socket, store: TrustStore) -> None:
    """Fork workers until the parent is gone."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, NUMBER, 2)
        if not message:
            return
        if descriptors:
            answer = _fork(control, Kind(message.decode()), descriptors, store)
        else:
            answer = _ending(int.from_bytes(message, "big", signed=True))
        control.sendall(answer.to_bytes(NUMBER, "big", signed=True))


def _fork(control: socket.socket, kind: Kind, descriptors: list[int], store: TrustStore) -> int:
    pid = os.fork()
    if pid == 0:
        control.close()
        _work(kind, descriptors, store)
    for descriptor in descriptors:
        os.close(descriptor)
    return pid


def _work(kind: Kind, descriptors: list[int], store: TrustStore) -> NoReturn:
    incoming, outgoing = descriptors
    try:
        with os.fdopen(incoming, "rb") as questions, os.fdopen(outgoing, "wb") as answers:
            if kind is Kind.BODIES:
                read_bodies(questions, answers)
                os._exit(0)
            serve(Pipe(questions, answers), store)
    finally:
        os._exit(1)


def _ending(pid: int) -> int:
    """The exit code, or minus the signal, of a worker that has ended or is about to."""
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except ChildProcessError:
        return 0


def main() -> None:
    """Keep the socket for the conversation alone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    control = socket.socket(fileno=os.dup(0))
    os.close(0)
    store = TrustStore.public(sys.argv[1:])
    gc.collect()
    gc.freeze()  # what is never looked at by the collector stays shared
    tend(control, store)


if __name__ == "__main__":
    main()
