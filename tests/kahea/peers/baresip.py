"""baresip, a telephone without a face: it registers, and answers every call."""

import subprocess
import time
import wave
from pathlib import Path
from typing import Self

__all__ = ["Baresip"]

READY_S = 20.0
CONFIG = """
sip_listen 127.0.0.1:PORT
net_interface 127.0.0.1
module_path /usr/lib/baresip/modules
module g711.so
module aufile.so
module_app account.so
module_app menu.so
audio_source aufile,FOLDER/said.wav
audio_player aufile,FOLDER/heard.wav
audio_alert aufile,FOLDER/alert.wav
"""


class Baresip:
    """One telephone of `user` at the server on `server`, in a folder of its own."""

    def __init__(self, folder: Path, port: int, server: int, user: str, password: str = "") -> None:
        self.folder = folder / f"baresip-{user}"
        self.folder.mkdir()
        self.log = self.folder / "log"
        self.process: subprocess.Popen[bytes] | None = None
        with wave.open(str(self.folder / "said.wav"), "wb") as said:
            said.setparams((1, 2, 8_000, 0, "NONE", ""))
            said.writeframes(bytes(16_000))
        config = CONFIG.replace("PORT", str(port)).replace("FOLDER", str(self.folder))
        (self.folder / "config").write_text(config, encoding="ascii")
        auth = f";auth_user={user};auth_pass={password}" if password else ""
        (self.folder / "accounts").write_text(
            f"<sip:{user}@127.0.0.1:{server}>{auth};answermode=auto;regint=60\n", encoding="ascii"
        )
        (self.folder / "contacts").write_text("", encoding="ascii")

    def __enter__(self) -> Self:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(["baresip", "-f", str(self.folder), "-v"], stdout=log, stderr=log, cwd=self.folder)
        self.wait_for("200 OK (kahea) [1 binding]")
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)

    def wait_for(self, words: str) -> None:
        """Nothing; the telephone has said `words`.  AssertionError when it does not in time."""
        deadline = time.monotonic() + READY_S
        while words not in self.log.read_text(encoding="utf-8", errors="replace"):
            assert time.monotonic() < deadline, self.log.read_text(encoding="utf-8", errors="replace")
            time.sleep(0.05)
