"""Doorbells: a task's name and a job's id on the broker; the database row is the truth.

Here: the Celery application's settings and ringing by name. Not here: the task's work (worker.py). A ring that is lost
is rung again by the sweeper.
"""

from celery import Celery
from kombu.transport.sqlalchemy import Transport as SqlTransport

from intake.settings import Settings
from intake.wiring import Service
from storage import outbox

READ_TASK = "claimgate.read_document"
QUEUE = "claimgate"
EMBEDDED = "sqla+sqlite"
POLL_SECONDS = 0.25  # a clerk waits for the first stage; one small query four times a second
LOCK_SECONDS = 15


def open_bell(settings: Settings) -> Celery:
    """Open the Celery application of this process; no connection is made yet."""
    app = Celery("claimgate", broker=settings.broker_url)
    app.conf.update(
        task_default_queue=QUEUE,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        worker_prefetch_multiplier=1,
        worker_proc_alive_timeout=60,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        broker_connection_retry_on_startup=True,
        broker_heartbeat=0,
        task_publish_retry=False,
    )
    if settings.broker_url.startswith(EMBEDDED):
        # kombu hands every option to SQLAlchemy's engine, so the polling interval has to be set on the class.
        SqlTransport.polling_interval = POLL_SECONDS
        app.conf.broker_transport_options = {"connect_args": {"timeout": LOCK_SECONDS}}
    return app


def ring(app: Celery, job_id: str) -> bool:
    """Ring once for a job; False when the broker did not take it."""
    try:
        app.send_task(READ_TASK, args=[job_id], queue=QUEUE)
    except Exception:  # noqa: BLE001 - whatever the broker's driver raises: the sweeper rings again
        return False
    return True


def ring_pending(service: Service, app: Celery) -> int:
    """Ring every doorbell that waits in the outbox and forget those that the broker took."""
    with service.database.read() as session:
        bells = outbox.pending(session)
    rung = [bell for bell in bells if ring(app, bell.job_id)]
    if rung:
        with service.database.write() as session:
            outbox.forget(session, rung, service.clock())
    return len(rung)
