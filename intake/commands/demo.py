"""`claimgate demo`: serves, sends the sample papers through the real path, prints what came out, keeps serving.

Here: processes around the demonstration. Not here: the demonstration itself (intake.demo).
"""

import argparse
import os
import sys
import threading
from pathlib import Path

from intake.cli import Exit, UsageFault
from intake.commands.roles import settings_or_usage

LOG_FILE = "service.log"  # in the home folder: the table stays readable


def run(args: argparse.Namespace) -> int:
    """Run the demonstration over a service of its own."""
    settings = settings_or_usage()
    samples = Path(args.samples)
    if settings.oidc_issuer is not None:
        raise UsageFault("已配置正式的身份提供方（OIDC_ISSUER），演示不可用。")
    if not samples.is_dir():
        raise UsageFault(f"没有样例文件夹：{samples}。")
    from intake.demo import DemoFault, demonstrate
    from intake.observability import set_up_logs
    from intake.readers import prepare_models
    from intake.supervisor import Supervisor

    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if settings.reader == "paddle":
        prepare_models(settings)
    with (settings.home / LOG_FILE).open("ab", buffering=0) as log:
        set_up_logs("demo", log_to=log)
        supervisor = Supervisor(os.environ, log=log)
        outcome = [Exit.FAILED if args.once else Exit.DONE]

        def show() -> None:
            try:
                demonstrate(settings, samples, once=args.once)
                outcome[0] = Exit.DONE
            except DemoFault as fault:
                print(f"claimgate: {fault}（详情见 {settings.home / LOG_FILE}）", file=sys.stderr)
                outcome[0] = Exit.FAILED
                supervisor.stopping.set()
            if args.once:
                supervisor.stopping.set()

        ended = supervisor.run(lambda: threading.Thread(target=show, name="demo", daemon=True).start())
    if ended:
        print(
            f"claimgate: 服务不能启动，端口 {settings.port} 可能已被占用（CLAIMGATE_BIND）。"
            f"详情见 {settings.home / LOG_FILE}",
            file=sys.stderr,
        )
    return ended or outcome[0]
