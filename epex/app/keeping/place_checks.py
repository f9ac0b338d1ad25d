"""The doctor's checks of where a base lies: permissions, free space, folders that other programs change."""

import stat
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from shutil import disk_usage

from epex.app.keeping.findings import Examination, Finding, fault, ok, repaired, warning
from epex.app.keys import PRIVATE_FILE, PRIVATE_FOLDER

SYNCED = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "cloudstorage": "a cloud drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "syncthing": "Syncthing",
}
MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".sync_*.db": "Nextcloud",
    "._sync_*.db": "ownCloud",
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
}
OVER_A_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "davfs", "fuse.sshfs"}
OVER_A_NETWORK |= {"fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.s3fs", "lustre", "ocfs2", "vboxsf"}
MOUNTS = Path("/proc/self/mounts")
LEAST_FREE, LITTLE_FREE = 50_000_000, 1_000_000_000


def permissions(examination: Examination) -> Finding:
    """See that nobody else on this machine may read the keys."""
    folder = examination.config.keys_folder
    if not folder.is_dir():
        return fault(f"{folder} is missing", "bring the keys back with 'epex keys restore FILE'")
    wrong = [path for path, mode in _modes(folder) if stat.S_IMODE(path.stat().st_mode) & ~mode]
    if not wrong:
        return ok("only you may read the keys")
    if not examination.repairs:
        return fault(f"others may read {wrong[0]}", f"run chmod -R go-rwx {quote(str(folder))}")
    for path, mode in _modes(folder):
        path.chmod(mode)
    return repaired(f"others could read {wrong[0]}; now only you may read the keys")


def space(examination: Examination) -> Finding:
    """See that there is room for what comes."""
    folder = examination.config.folder
    free = disk_usage(folder).free
    used = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    told = f"{_megabytes(free)} free, {_megabytes(used)} used by the base"
    if free < LEAST_FREE:
        return fault(told, "free some space before anything else is recorded")
    if free < max(LITTLE_FREE, used * 2):
        return warning(told, "free some space; a rebuild or a backup may not fit")
    return ok(told)


def synced(examination: Examination) -> Finding:
    """See that no program copies the base's databases while they are in use."""
    for path in places(examination):
        if found := next(_syncing(path.resolve()), ""):
            instead = "move the base out of it, and put only what 'epex backup' writes there"
            return fault(f"{path} lies in a folder that {found} synchronises, which tears databases", instead)
    return ok("in no folder that is known to be synchronised")


def networked(examination: Examination) -> Finding:
    """See that SQLite's locks can be relied on."""
    for path in places(examination):
        if (kind := _file_system(path.resolve())) in OVER_A_NETWORK:
            instead = "move the base to a local disk, or the log to a server: 'epex migrate --log URL'"
            return fault(f"{path} is on a network file system ({kind}), where SQLite's locks may fail", instead)
    return ok("on a disk of this machine, as far as can be told")


def places(examination: Examination) -> list[Path]:
    """List where the base lies on this machine."""
    config = examination.config
    return [config.folder, config.keys_folder, *([Path(config.address(config.log))] if examination.is_local else [])]


def _modes(folder: Path) -> Iterator[tuple[Path, int]]:
    yield folder, PRIVATE_FOLDER
    for path in sorted(folder.rglob("*")):
        yield path, PRIVATE_FOLDER if path.is_dir() else PRIVATE_FILE


def _syncing(path: Path) -> Iterator[str]:
    for part in path.parts:
        name = part.casefold()
        # Two accounts of one person are told apart by words behind the name: OneDrive - House, Dropbox (Team).
        yield from (
            program for mark, program in SYNCED.items() if name == mark or name.startswith((f"{mark} ", f"{mark}-"))
        )
    for folder in (path, *path.parents):
        yield from (program for mark, program in MARKS.items() if any(folder.glob(mark)))


def _file_system(path: Path) -> str:
    """Find the kind of the file system that a path is on; empty where the machine does not tell."""
    if not MOUNTS.exists():
        return ""
    found = [line.split()[1:3] for line in MOUNTS.read_text("utf-8", "replace").splitlines()]
    fitting = [(point, kind) for point, kind in found if path.is_relative_to(point.replace("\\040", " "))]
    return max(fitting, key=lambda mount: len(mount[0]), default=("", ""))[1]


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"
