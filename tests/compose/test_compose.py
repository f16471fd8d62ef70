"""What every container of the real site promises, whoever adds the next one."""

import re
from datetime import datetime
from typing import Any

import pytest

from demo.replay.timetable import STARTS
from shared.web.sizes import LARGEST_FILE, LARGEST_READ, LARGEST_REQUEST
from tests.compose.conftest import FILES, HOUSE, Services, read

OURS = ("registration", "notifications", "checkin")
JOBS = {f"{service}-prepare" for service in OURS}
ENDING = JOBS | {"operations"}
NINE = {f"{service}-{kind}" for service in OURS for kind in ("prepare", "web", "worker")}


def test_each_service_is_a_web_process_a_worker_and_a_job_that_prepares_it(services: Services) -> None:
    assert services.keys() == NINE | {"gateway", "database", "broker", "operations"}


def test_every_container_says_how_it_is_and_has_a_limit(all_services: Services) -> None:
    for name, one in all_services.items():
        assert one["mem_limit"], name
        assert one["logging"]["options"].keys() == {"max-size", "max-file"}, name
        if name not in ENDING:
            assert one["healthcheck"]["test"], name


def test_nobody_has_more_rights_than_its_work_takes(all_services: Services) -> None:
    for name, one in all_services.items():
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert one["read_only"] is (name != "broker"), name
    assert {name for name, one in all_services.items() if "cap_add" in one} == {"gateway", "database", "broker"}


def test_only_the_gateway_is_reached_from_outside_and_on_loopback_unless_told(all_services: Services) -> None:
    assert {name for name, one in all_services.items() if "ports" in one} == {"gateway"}
    assert all(port.startswith("${LISTEN:-127.0.0.1}:") for port in all_services["gateway"]["ports"])


def test_only_the_gateway_and_the_sender_of_letters_reach_out(composed: dict[str, Any], all_services: Services) -> None:
    nets = composed["networks"] | read("deploy/compose.demonstration.yml")["networks"]
    leading_out = {name for name, net in nets.items() if not net.get("internal")}
    reaching = {
        name: leading_out & set(one["networks"]) for name, one in all_services.items() if "network_mode" not in one
    }

    assert {name: ways for name, ways in reaching.items() if ways} == {
        "gateway": {"world"},
        "notifications-worker": {"outside"},
    }


def test_everybody_waits_until_all_three_have_their_tables_and_their_queues(services: Services) -> None:
    for service in OURS:
        for kind in ("web", "worker"):
            waits = services[f"{service}-{kind}"]["depends_on"]
            assert {name for name, on in waits.items() if on["condition"] == "service_completed_successfully"} == JOBS


@pytest.mark.parametrize("file", FILES)
def test_no_environment_holds_a_secret(file: str) -> None:
    for name, one in read(file)["services"].items():
        for variable, value in one.get("environment", {}).items():
            assert not re.search(r"://[^/]*:[^/]*@", str(value)), f"{name}: {variable}"
            if re.search("PASSWORD|SECRET|TOKEN", variable):
                assert variable.endswith("_FILE"), f"{name}: {variable}"


def test_only_registration_can_sign_who_is_signed_in(services: Services) -> None:
    holders = {name for name, one in services.items() if "identity.key" in one.get("secrets", [])}

    assert holders == {*(f"registration-{kind}" for kind in ("prepare", "web", "worker")), "operations"}


def test_what_backs_up_runs_when_it_is_called_and_reaches_the_databases_alone(services: Services) -> None:
    one = services["operations"]

    assert one["profiles"] == ["operations"]
    assert one["networks"] == ["inside"]
    assert one["restart"] == "no"
    assert "ports" not in one


def test_each_service_has_a_ring_that_no_other_one_reads(services: Services) -> None:
    for service in OURS:
        holders = {name for name, one in services.items() if f"{service}.json" in one.get("secrets", [])}
        assert holders == {*(f"{service}-{kind}" for kind in ("prepare", "web", "worker")), "operations"}


def test_each_service_has_its_own_account_at_the_database_and_at_the_broker_alone(services: Services) -> None:
    for service in OURS:
        for kind in ("prepare", "web", "worker"):
            held = [one["source"] for one in services[f"{service}-{kind}"]["secrets"] if isinstance(one, dict)]
            assert held == [f"{service}_database_url", f"{service}_broker_url"]


def test_only_notifications_can_use_the_mail_server(services: Services) -> None:
    holders = {name.partition("-")[0] for name, one in services.items() if "mail_url" in one.get("secrets", [])}

    assert holders == {"notifications"}


def test_memory_is_not_filled_by_what_is_sent(services: Services) -> None:
    for name, one in services.items():
        assert all(mount.endswith(":size=64m") for mount in one["tmpfs"] if mount.startswith("/tmp")), name
    caddyfile = (HOUSE / "deploy" / "gateway" / "Caddyfile").read_text("utf-8")
    form, file = (1000 * int(kilobytes) for kilobytes in re.findall(r"max_size (\d+)KB", caddyfile))
    assert LARGEST_REQUEST < form < 1.25 * LARGEST_REQUEST
    assert LARGEST_FILE < file < LARGEST_READ


def test_every_file_that_is_named_is_there(composed: dict[str, Any]) -> None:
    named = [one["file"] for one in composed["configs"].values() if "${" not in one["file"]]

    assert [name for name in named if not (HOUSE / name).is_file()] == []


def test_the_replays_clock_begins_where_the_year_does() -> None:
    written = read("deploy/compose.replay.yml")["services"]["clock"]["environment"]["BEGINS"]
    default = re.fullmatch(r"\$\{CLOCK_BEGINS:-(.+)\}", written)

    assert default is not None
    assert datetime.fromisoformat(default[1]) == STARTS


def test_the_replay_moves_the_time_of_all_nine_and_one_container_alone_may_write_it() -> None:
    moved = read("deploy/compose.replay.yml")["services"]

    assert moved.keys() == {f"{service}-{kind}" for service in OURS for kind in ("prepare", "web", "worker")} | {
        "clock"
    }
    assert [name for name, one in moved.items() if one["volumes"] == ["clock:/clock"]] == ["clock"]
