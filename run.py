"""Make .venv, install the lessons in it and open them; `python3 run.py test` runs every test instead, and
`python3 run.py site` makes web pages of the lessons.

Further words on the command line go on to JupyterLab, or to pytest. Standard library only, and no syntax newer than
Python 3.6, so that an old Python gets as far as the sentence that tells its owner what to do.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PROMPT = "nn-lessons"  # the prompt of an activated .venv, and the mark of one that this file made and may remove
STAMP = VENV / "installed.txt"  # written when an installation is complete: where, from what, with which extras
SOURCES = ["requirements.txt", "pyproject.toml"] + sorted(  # etc and share are copied into .venv
    str(p.relative_to(ROOT)) for place in ("etc", "share") for p in ROOT.glob(place + "/**/*") if p.is_file())

LAB = ["-m", "jupyterlab", "-y",  # -y: Ctrl+C asks nothing back
       "--ServerApp.root_dir=" + str(ROOT / "notebooks"), "--LabApp.default_url=/lab/tree/00_start_here.ipynb"]
TESTS = ["-m", "pytest", "-n", "2", "--dist", "loadfile",  # two files at a time; a notebook stays in one piece
         "--no-loadscope-reorder"]  # the browser first: its few tests are the longest
SITE = [str(ROOT / "site" / "make.py")]

# What a failing tool says, and what its reader can do; the first match counts.
ADVICE = (
    (r"No space left|Errno 28|not enough space|(WinError|os error) 112|Disk quota",
     "The disk is full. The lessons need about 600 MB."),
    (r"Permission denied|Operation not permitted|Access is denied|Read-only file system|"
     r"Errno (1|13|30|39|66)\b|(WinError|os error) (5|32|145)\b",  # by number too: Windows speaks its user's language
     "{root} cannot be written to, or a file in it is in use.\n"
     "Close what runs from it (another JupyterLab?), or move the folder to a place of your own: your home folder."),
    (r"PATH separator|Long Path|File name too long|Errno 36|WinError 206",
     "The path {root} does not suit Python. Move the folder to a short, plain one: lessons, in your home folder."),
    (r"ensurepip|No module named .?venv",
     "This Python lacks its venv module. On Debian and Ubuntu: sudo apt install python3-venv\n"
     "Elsewhere, install Python from its official installer."),
    (r"(?i)certificate.?verify|unable to get local issuer|unknownissuer",
     "Something between this computer and the internet (a proxy, a virus scanner) signs its connections, and Python\n"
     "does not know that signature. Install from another network, once, or ask who looks after this one."),
    (r"(?i)connection|timed out|name.?resolution|not known|unreachable|failed to fetch|versions: none",
     "The packages could not be fetched. Connect to the internet (behind a proxy, set HTTPS_PROXY)."),
    (r"", "The lines above say what went wrong. If they do not help, delete the folder .venv."),
)


def advice(text):
    sentence = next(sentence for pattern, sentence in ADVICE if re.search(pattern, text))
    return "\n" + sentence.format(root=ROOT) + "\nThen start again."


def check_python(version=sys.version_info):
    if version[:2] < OLDEST:
        sys.exit("The lessons need Python %d.%d or newer; this is Python %d.%d. " % (OLDEST + tuple(version[:2]))
                 + "Install a newer one,\nthen start again with it, for example: "
                 + ("py -3.12 run.py" if os.name == "nt" else "python3.12 run.py"))
    if sys.maxsize < 2**32:  # matplotlib has no package for it
        sys.exit("The lessons need a 64-bit Python; this one has 32 bits. Install another, then start again with it.")


def install(*command):
    """Run a command that installs, with one living line instead of its hundreds; if it fails, leave with advice."""
    process = subprocess.Popen([str(word) for word in command], cwd=str(ROOT),
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    width = shutil.get_terminal_size().columns - 1
    said = b""
    for line in process.stdout:
        said += line
        if sys.stdout.isatty():
            print("\r" + line.decode("ascii", "ignore").strip()[:width].ljust(width), end="\r", flush=True)
    if sys.stdout.isatty():
        print(" " * width, end="\r")
    if process.wait():
        sys.stdout.buffer.write(b"".join(said.splitlines(True)[-15:]))
        sys.stdout.flush()
        sys.exit(advice(said.decode(errors="replace")))


def works():
    """Whether a Python of this version starts in .venv."""
    question = "import sys; sys.exit(sys.version_info[:2] != %r)" % (tuple(sys.version_info[:2]),)
    try:
        return subprocess.call([str(PYTHON), "-c", question], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def prepare(extras):
    """Bring .venv to what the sources and extras ask for, and do nothing where it is there already."""
    uv = shutil.which("uv")
    digest = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in SOURCES)).hexdigest()
    place, *installed = STAMP.read_text("utf-8").splitlines() if STAMP.is_file() else [""]
    config = VENV / "pyvenv.cfg"
    ours = config.is_file() and PROMPT in config.read_text("utf-8")

    # A venv cannot be moved, and one without a stamp was interrupted nobody knows where: those of ours start afresh.
    if not works() or (ours and place != str(VENV)):
        if ours:
            old = VENV.with_name(".venv-old")  # renamed first: what cannot be removed at once must not look like .venv
            shutil.rmtree(str(old), ignore_errors=True)
            VENV.rename(old)
            shutil.rmtree(str(old), ignore_errors=True)
        elif VENV.exists():
            sys.exit("The folder .venv was not made by run.py and does not suit this Python.\n"
                     "Rename or delete it, then start again.")
        python = getattr(sys, "_base_executable", sys.executable)  # not the one inside a .venv that has just gone
        install(*[uv, "venv", "--python", python] if uv else [python, "-m", "venv"], "--prompt", PROMPT, VENV)
    elif place == str(VENV) and installed[:1] == [digest] and set(extras) <= set(installed[1:]):
        return

    print("Installing the lessons in .venv: a minute or two, this once.", flush=True)
    install(*[uv, "pip", "install", "--python", PYTHON] if uv else
            [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"],
            "-r", "requirements.txt", *["-e", ".[%s]" % ",".join(extras)] if extras else [])
    # Where the lessons lie, as seen from there: a Python before 3.12.4 reads no letters but ASCII in a .pth file.
    for packages in VENV.glob("[Ll]ib/**/site-packages"):
        for pth in packages.glob("*lessons_lib.pth"):
            pth.write_text(os.path.relpath(str(ROOT), str(packages)) + "\n", "ascii")
    install(PYTHON, "-c", "import matplotlib.font_manager")  # looks for fonts now, and not at the first picture
    STAMP.write_text("\n".join([str(VENV), digest, *extras]), "utf-8")


def main(words):
    check_python()
    task = words[0] if words[:1] in (["test"], ["site"]) else "lab"
    extras = {"lab": [], "site": ["site"], "test": ["test"]}[task]
    if task == "test" and os.environ.get("CI"):
        extras += ["browser", "site"]
    try:
        prepare(extras)
    except OSError as error:
        sys.exit(advice(str(error)))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The next start begins where it is safe to.")
    if task == "lab":
        print("Opening the lessons in the browser; Ctrl+C here closes them.", flush=True)
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl+C reaches the child as well, which ends in its own good order
    # Python 3.13 skips hidden .pth files, and macOS hides what lies in .venv when it keeps Documents in iCloud.
    places = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    commands = {"lab": LAB + words, "site": SITE, "test": TESTS + words[1:]}
    return subprocess.call([str(PYTHON)] + commands[task], cwd=str(ROOT), env=dict(os.environ, PYTHONPATH=places))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
