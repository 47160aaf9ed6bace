"""What the machine can do to a run, said in one line for its user."""

import errno
from collections.abc import Mapping

_CAUSES: Mapping[int, str] = {
    errno.ENOSPC: "there is no space left on the disk. Make room and run it again",
    errno.EDQUOT: "your disk quota is used up. Make room and run it again",
    errno.EFBIG: "the file would be larger than this system allows. Build fewer notes at once",
    errno.EACCES: "permission denied. Give yourself the right to it, or choose another place",
    errno.EPERM: "this is not permitted. Is it open in another program, or owned by somebody else?",
    errno.EROFS: "this disk can only be read. Choose another place with -o (and --lock for the lock)",
    errno.EMFILE: "too many files are open at once. Raise the limit (ulimit -n 256) and run it again",
    errno.ENFILE: "too many files are open on this machine. Close some programs and run it again",
    errno.ENOMEM: "there is not enough memory. Close some programs, or build fewer notes at once",
    errno.EIO: "the disk does not answer as it should. Check it, and your backup",
    errno.ENAMETOOLONG: "the name is too long for this disk. Choose a shorter one",
    errno.ENOTDIR: "something on the way to it is a file, not a folder. Choose another place",
    errno.EISDIR: "this is a folder where a file should be. Take it away, or choose another place",
    errno.EEXIST: "this is in the way. Take it away, or choose another place",
    errno.ENOENT: "there is no such file or folder. Check the path",
    errno.ELOOP: "this link leads back to itself. Take it away",
    errno.EBUSY: "this is in use by another program. Close it there and run it again",
    errno.ETXTBSY: "this is in use by another program. Close it there and run it again",
    errno.ESTALE: "the network drive has lost it. Connect it again and run it again",
}


def in_one_line(error: OSError) -> str | None:
    """What happened to which path and what to do, or None when neither user nor machine can be the cause."""
    cause = _CAUSES.get(error.errno or 0)
    if cause is None:
        return None
    # Where a file was put in place, the second name is the one that the user knows.
    place = error.filename2 if error.filename2 is not None else error.filename
    return f"{place}: {cause}." if place is not None else f"{cause[0].upper()}{cause[1:]}."
