"""What a child process that reads or draws files gives up before the first: network, other programs, writing, memory.

Three layers, each of which holds where the one before it cannot: the kernel's filter of system calls (Linux on x86-64
and arm64), resource limits (Unix), Python's own audit hooks (everywhere; code in another language goes round them).
"""

import contextlib
import ctypes
import os
import platform
import struct
import sys
import time
from collections.abc import Iterable
from typing import IO

_FORBIDDEN_EVENTS = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
    "os.putenv",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.chmod",
    "os.kill",
    "shutil.",
    "urllib.",
    "winreg.",
)
"""Prefixes of Python's audit events (its documentation lists them)."""
_OPEN_FILES = 64

_CALLS = {
    "x86_64": {
        "socket": 41, "connect": 42, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50, "socketpair": 53,
        "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "ptrace": 101, "execveat": 322, "process_vm_readv": 310,
        "process_vm_writev": 311, "io_uring_setup": 425, "pidfd_getfd": 438,
    },
    "aarch64": {
        "socket": 198, "connect": 203, "sendto": 206, "sendmsg": 211, "bind": 200, "listen": 201, "socketpair": 199,
        "execve": 221, "kill": 129, "ptrace": 117, "execveat": 281, "process_vm_readv": 270,
        "process_vm_writev": 271, "io_uring_setup": 425, "pidfd_getfd": 438,
    },
}  # fmt: skip
"""Numbers of the system calls refused, from the kernel's tables. Reading a file needs none of them."""
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
"""Bit of the second numbering that an x86-64 kernel may know: refused whole, or it would go round the list."""


def own_answers() -> IO[bytes]:
    """Return stdout for the answers alone: whatever a library prints must not get between them."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answers


def enter(memory: int) -> None:
    """Give up what reading does not need; what a platform cannot give up is left out, never an error."""
    # What is imported from here on, beside a file that may be hostile, leaves nothing on disk.
    sys.dont_write_bytecode = True
    _limit_resources(memory)
    _filter_system_calls()
    sys.addaudithook(_refuse)


def allow_seconds(seconds: float) -> None:
    """Let this process use `seconds` of processor time from now on; the system ends it after that."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Unix only

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    _set_limit(resource.RLIMIT_CPU, int(time.process_time() + seconds) + 1, hard)


def _limit_resources(memory: int) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Unix only

    _set_limit(resource.RLIMIT_AS, memory, resource.getrlimit(resource.RLIMIT_AS)[1])
    for limit, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_NOFILE, _OPEN_FILES)):
        _set_limit(limit, value, value)


def _set_limit(limit: int, soft: int, hard: int) -> None:
    import resource  # noqa: PLC0415 - Unix only

    # Some systems know a limit and refuse to set it: then the parent's time limit has to do.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(limit, (soft, hard))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS) or (event == "open" and _writes(arguments)):
        raise PermissionError(f"a process that reads reports may not do this ({event})")


def _writes(arguments: tuple[object, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return bool(set(mode) & set("wax+"))
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _filter_system_calls() -> None:
    """Install a seccomp filter (`man 2 seccomp`): the forbidden calls fail with EPERM, in this process for good."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _CALLS or sys.maxsize < 2**32:
        return
    code = b"".join(_filter(_ARCHITECTURES[machine], _CALLS[machine].values()))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))

    program = Program(len(code) // 8, code)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    # A kernel without seccomp refuses: the other layers hold.
    if prctl(no_new_privileges, 1, 0, 0, 0) == 0:
        prctl(set_seccomp, filter_mode, ctypes.byref(program), 0, 0)


def _filter(architecture: int, calls: Iterable[int]) -> list[bytes]:
    """Return the filter as BPF instructions, 8 bytes each: (code, jump if true, jump if false, value)."""
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    number, arch = 0, 4
    kill, refuse, allow = 0x80000000, 0x00050000 | 1, 0x7FFF0000
    listed = sorted(calls)
    steps = [
        (load, 0, 0, arch),
        (equal, 1, 0, architecture),
        (give, 0, 0, kill),
        (load, 0, 0, number),
        (at_least, len(listed) + 1, 0, _X32),
    ]
    steps += [(equal, len(listed) - place, 0, call) for place, call in enumerate(listed)]
    steps += [(give, 0, 0, allow), (give, 0, 0, refuse)]
    return [struct.pack("HBBI", *step) for step in steps]
