"""The environment in which the program runs: made from a lock file, looked at before each use, repaired by itself.

A script of the standard library alone, for it runs before anything is installed:

    .venv/bin/python -I -S generator/installation.py ready .venv requirements.txt     prints `ready` if nothing is to do
    python3 -I generator/installation.py install .venv requirements.txt               makes it so

What was installed is noted in `.venv/installed` last of all: the locks as they were, and which Python and packages hold
them. An environment whose note is missing or wrong, or that lacks a file of a package, is made anew. A `.venv` that is
a link is an environment of the developer's own: it is used as it is and never written to, and where its Python does not
run, the link is replaced.
"""

from __future__ import annotations

import os
import sys

OLDEST = (3, 11)
NOTE = "installed"
PACKAGES = "packages"

# The pip settings in the environment that are about reaching an index; others, such as PIP_TARGET, would install
# elsewhere or something else.
REACH = {
    f"PIP_{name}"
    for name in (
        *("INDEX_URL", "EXTRA_INDEX_URL", "NO_INDEX", "FIND_LINKS", "TRUSTED_HOST", "PROXY", "CERT", "CLIENT_CERT"),
        *("TIMEOUT", "DEFAULT_TIMEOUT", "RETRIES", "CACHE_DIR", "NO_CACHE_DIR", "CONFIG_FILE", "KEYRING_PROVIDER"),
        *("USE_FEATURE", "USE_DEPRECATED"),
    )
}

# Phrases of pip's messages, in lower case, and what to do about each; the first that occurs counts.
ADVICE: dict[tuple[str, ...], str] = {
    ("do not match the hashes",): (
        "下载到的文件不是锁定的那一个，没有安装。多半是软件源或者代理给了别的文件：换一个软件源再运行，锁文件不要改"
    ),
    ("no space left", "errno 28", "disk quota", "errno 122"): "磁盘满了：腾出约 500 MB 再运行",
    ("read-only file system", "permission denied", "errno 13", "errno 30"): (
        "这里写不进去：看看这个文件夹和临时文件夹的权限，再运行"
    ),
    ("certificate", "sslerror"): "软件源的证书没有通过：单位的代理有自己的证书时，用 PIP_CERT=证书文件 指定，再运行",
    ("401 client", "403 client", "407 proxy", "407 client"): "软件源或者代理拒绝了访问：检查地址和账号，再运行",
    ("connection", "retrying", "timed out", "name resolution", "unreachable", "5 server error"): (
        "连不上软件源：检查网络和代理，再运行；要换软件源，用 PIP_INDEX_URL=地址 指定"
    ),
    ("requires a different python",): "锁定的版本用不了这个 Python：换一个，例如 make PYTHON=python3.12",
    ("no matching distribution", "could not find a version"): (
        "软件源里没有锁定的版本：用 PIP_INDEX_URL=地址 换一个软件源，或者换一个 Python，例如 make PYTHON=python3.12"
    ),
    ("failed building", "failed to build", "metadata-generation-failed", "subprocess-exited-with-error"): (
        "软件源里没有现成的安装包，从源码编译没有成功：换一个 Python，例如 make PYTHON=python3.12，或者装上编译工具"
    ),
}
OTHERWISE = "按上面说的处理，再运行一次"


def main(arguments: list[str]) -> int:
    """Runs a command on an environment and locks; returns 0 if the environment can be used."""
    command, venv, *locks = arguments
    if command == "ready":
        usable = sys.version_info >= OLDEST and ready(venv, locks)
        print("ready" if usable else "")
        return not usable
    if command == "note":
        _note(venv, locks)
        return 0
    try:
        message = install(venv, locks[0])
    except KeyboardInterrupt:
        message = "准备环境时停下了；下次运行会重新准备"
    if message:
        print(message, file=sys.stderr)
    return bool(message)


def ready(venv: str, locks: list[str]) -> bool:
    """Whether the environment is whole and holds what the locks ask for; checked by the Python in it."""
    if os.path.islink(venv):
        return True
    try:
        noted = all(_read(venv, NOTE, os.path.basename(lock)) == _read(lock) for lock in locks)
        noted = noted and os.path.isfile(os.path.join(venv, "pyvenv.cfg"))
        return noted and _read(venv, NOTE, PACKAGES).decode() == _packages(venv) and _whole(venv)
    except (OSError, ValueError):
        return False


def _note(venv: str, locks: list[str]) -> None:
    """Records what was installed, the locks last."""
    folder = os.path.join(venv, NOTE)
    os.makedirs(folder)
    noted = {PACKAGES: _packages(venv).encode()} | {os.path.basename(lock): _read(lock) for lock in locks}
    for name, data in noted.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


def _read(*path: str) -> bytes:
    with open(os.path.join(*path), "rb") as file:
        return file.read()


def _libraries(venv: str) -> str:
    if os.name == "nt":
        return os.path.join(venv, "Lib", "site-packages")
    return os.path.join(venv, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages")


def _packages(venv: str) -> str:
    """The machine and Python that an environment is for, then the packages that are in it, one a line."""
    machine = " ".join(os.uname()[::4]) if hasattr(os, "uname") else sys.platform
    packages = sorted(name for name in os.listdir(_libraries(venv)) if name.endswith(".dist-info"))
    return "\n".join([f"{machine} {sys.implementation.cache_tag}", *packages])


def _whole(venv: str) -> bool:
    """Whether each file of each package is there with its size."""
    libraries = _libraries(venv)
    for package in os.listdir(libraries):
        if package.endswith(".dist-info"):
            for line in _read(libraries, package, "RECORD").decode().splitlines():
                path, _, size = line.rsplit(",", 2)
                if size and os.stat(os.path.join(libraries, path.strip('"'))).st_size != int(size):
                    return False
    return True


def install(venv: str, lock: str) -> str:
    """Makes the environment hold what the lock asks for; returns what went wrong, in Chinese, or nothing.

    One process does so at a time; the others wait and then find nothing to do. The wait ends when that process and its
    pip are gone, however they ended.
    """
    held = None
    try:
        if os.name != "nt":
            held = os.open(os.path.dirname(os.path.abspath(venv)), os.O_RDONLY)
            _wait_for(held)
        return _install(venv, lock, () if held is None else (held,))
    except OSError as error:
        return f"环境没有准备好：{_shown(str(error))}\n{advice(str(error))}"
    finally:
        if held is not None:
            os.close(held)


def _wait_for(held: int) -> None:
    import fcntl

    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("另一个 make 正在准备环境，等它做完……", file=sys.stderr, flush=True)
        fcntl.flock(held, fcntl.LOCK_EX)
    except OSError:
        pass  # a file system without locks


def _install(venv: str, lock: str, held: tuple[int, ...]) -> str:
    import shutil
    import subprocess

    python = os.path.join(venv, "Scripts" if os.name == "nt" else "bin", "python")

    def asked(command: str, *locks: str) -> str:
        given = [python, "-I", "-S", os.path.abspath(__file__), command, venv, *locks]
        try:
            return subprocess.run(given, capture_output=True, check=False, text=True).stdout.strip()  # noqa: S603
        except OSError:  # no Python there, or none that runs
            return ""

    if asked("ready", lock) == "ready":
        return ""
    folder = os.path.join(venv, NOTE)
    kept: list[str] = []
    if asked("ready") == "ready":
        beside = {name: os.path.join(os.path.dirname(lock), name) for name in os.listdir(folder)}
        kept = [path for name, path in beside.items() if os.path.isfile(path) and _read(path) == _read(folder, name)]
        shutil.rmtree(folder)
    elif message := _make(venv):
        return message
    pip = [python, "-I", "-m", "pip", "install", "--quiet", "--no-input", "--no-user", "--disable-pip-version-check"]
    done = subprocess.run(  # noqa: S603
        [*pip, "--require-hashes", "-r", lock],
        env={name: value for name, value in os.environ.items() if not name.startswith("PIP_") or name in REACH},
        pass_fds=held,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace")
        return f"依赖没有装成，pip 说：\n{errors(said)}\n{advice(said)}"
    asked("note", *{*kept, lock})
    return "" if asked("ready", lock) == "ready" else f"装好的环境不完整：删去 {venv} 文件夹再运行"


def _make(venv: str) -> str:
    """Replaces whatever is there by a new environment that holds only pip."""
    import shutil
    import subprocess

    try:
        import ensurepip  # noqa: F401 - Debian packs it apart, and then venv cannot work
        from venv import EnvBuilder
    except ImportError:
        return f"{sys.executable} 缺少 venv；Debian、Ubuntu 请先运行 sudo apt install python3-venv"
    if os.path.islink(venv) or os.path.isfile(venv):
        os.unlink(venv)
    elif os.path.isdir(venv):
        shutil.rmtree(venv)
    try:
        EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(venv)
    except ValueError:
        return f"文件夹的路径里有「{os.pathsep}」，建不了虚拟环境：给文件夹改名再运行"
    except subprocess.CalledProcessError as error:
        said = (error.output or b"").decode("utf-8", "replace")
        return f"虚拟环境没有建成：\n{errors(said)}\n{advice(said)}"
    return ""


def errors(said: str) -> str:
    """The last errors in pip's output, for a terminal: without warnings, accounts and control characters."""
    lines = [line.rstrip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if not line.lstrip().startswith(("WARNING", "[notice]"))]
    errors = [number for number, line in enumerate(told) if line.startswith("ERROR")]
    return "\n".join(f"  {_shown(line)}" for line in (told[errors[0] :] if errors else told)[-6:])


def _shown(text: str) -> str:
    import re

    text = re.sub(r"//[^/@\s]+@", "//", text)
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def advice(said: str) -> str:
    """What to do about a message of pip or of the system."""
    lower = said.lower()
    return next((advice for signs, advice in ADVICE.items() if any(sign in lower for sign in signs)), OTHERWISE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
