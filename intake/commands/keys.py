"""`claimgate keys rotate`: new keys for sealing and signing; what the old ones sealed and signed stays good.

Here: both rotations, one after the other, and what they did. Not here: the rings and their files (storage.vault,
storage.signing_keys), sealing old rows anew.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from intake.cli import Exit, UsageFault
from intake.commands.roles import settings_or_usage
from storage.faults import StorageFault
from storage.signing_keys import alone, open_signing_keys, rotate, signing_file_of
from storage.vault import key_file_of, load_ring, replace_ring


def run(args: argparse.Namespace) -> int:
    """Rotate the keys of this home, and say which key followed which."""
    home = settings_or_usage().home
    if not key_file_of(home).is_file():
        raise UsageFault(f"{home} 里没有密钥，无可更换；请检查 CLAIMGATE_HOME。")
    try:
        sealing = _rotate_sealing(key_file_of(home))
        signing = _rotate_signing(signing_file_of(home))
    except (StorageFault, OSError) as fault:
        print(f"claimgate: {fault}", file=sys.stderr)
        return Exit.FAILED
    if args.json:
        print(json.dumps({"sealing": sealing, "signing": signing}))
        return Exit.DONE
    print(f"封存密钥：{sealing['from']} → {sealing['to']}。以前封存的内容照常可以打开。")
    print(f"签名密钥：{signing['from']} → {signing['to']}。")
    print(f"旧公钥公布到 {signing['published_until']}，在此之前它的签名仍可核验。")
    print("新的封存密钥要等 claimgate 的各个进程重启后才启用：请现在重启。")
    return Exit.DONE


def _rotate_sealing(key_file: Path) -> dict[str, str]:
    with alone(key_file.parent):
        old = load_ring(key_file)
        new = old.rotated()
        replace_ring(key_file, new)
    return {"from": old.active, "to": new.active}


def _rotate_signing(key_file: Path) -> dict[str, str]:
    open_signing_keys(key_file)
    ring = rotate(key_file, datetime.now(UTC))
    retired = ring.earlier[0]
    return {
        "from": str(retired.jwk["kid"]),
        "to": ring.active.kid,
        "published_until": retired.until.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
