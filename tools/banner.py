"""What the terminal shows once the site is up: where it is, and who one can be there."""

from __future__ import annotations

from tools.console import box
from tools.data_dir import DataDir


def text(address: str, data: DataDir) -> str:
    """The box: the address, how to sign in as a demo person, where the mail is."""
    rows = [
        f"동네물어봐  {address}",
        "",
        *_sign_in(data),
        f"메일함      {address}/dev/mail/   (가입 확인 메일이 여기로 와요)",
        f"관리        {address}/admin/",
        "",
        "끄려면 Ctrl-C · Ctrl-C stops everything",
    ]
    return box(rows)


def _sign_in(data: DataDir) -> list[str]:
    """What the seeding said of the demo people; nothing when there are none."""
    try:
        return [*data.sign_in_file.read_text(encoding="utf-8").splitlines(), ""]
    except FileNotFoundError:
        return []
