from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.points.services.auditing import audit


class Command(BaseCommand):
    help = "Audit the points ledger; exits with 1 and says what is wrong if a promise is broken."

    def handle(self, *_args: Any, **_options: Any) -> None:
        findings = audit()
        for finding in findings:
            state = (
                f"BROKEN {finding.broken}×, e.g. id {finding.example}" if finding.broken else "ok"
            )
            self.stdout.write(f"{finding.promise}: {state}")
        if any(finding.broken for finding in findings):
            raise CommandError("the ledger does not add up")
