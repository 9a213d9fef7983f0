"""`inspection-qa audit`: the log for people, and its proof."""

import json
import sqlite3
from pathlib import Path

from tests.commands.conftest import Run


def test_audit_shows_and_proves(run: Run, held: str) -> None:
    code, out, err = run("audit")
    assert code == 0
    assert held in out
    assert "1 change." in err
    code, out, _ = run("audit", "--json")
    noted = json.loads(out)[0]["hash"]
    assert run("audit", "--verify", "--noted", noted)[0] == 0
    code, _, err = run("audit", "--verify", "--noted", "0" * 64)
    assert (code, "not in the audit log" in err) == (1, True)


def test_audit_tells_of_tampering(run: Run, held: str, home: Path) -> None:  # noqa: ARG001
    connection = sqlite3.connect(home / "library.sqlite3")
    with connection:
        connection.execute("DROP TRIGGER audit_not_altered")
        connection.execute("UPDATE audit SET who = 'nobody'")
    connection.close()
    code, out, _ = run("audit", "--verify", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "audit_log_broken")
