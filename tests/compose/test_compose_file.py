"""What docker-compose.yml promises, as far as reading tells."""

import argparse
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import up
from tests.cli.running import ROOT
from tests.compose.files import COMPOSE, VARIABLE, compose, health_check, stages
from tests.test_readme import block

SERVICES: dict[str, dict[str, Any]] = compose()["services"]
OURS = {name for name, service in SERVICES.items() if service["image"].startswith("kouan:")}
every_service = pytest.mark.parametrize("name", SERVICES)


def check_schema(path: Path) -> "subprocess.CompletedProcess[str]":
    """Hold a file against the schema of the Compose Specification."""
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_official_schema_knows_all_of_it(tmp_path: Path) -> None:
    done = check_schema(COMPOSE)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "docker-compose.yml"
    wrong.write_text(COMPOSE.read_text(encoding="utf-8").replace("start_period:", "start_perod:"), encoding="utf-8")
    assert check_schema(wrong).returncode == 1


def test_compose_itself_reads_it() -> None:
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and not subprocess.run([*command, "version"], capture_output=True).returncode:
            break
    else:
        pytest.skip("there is no docker compose here; it needs no engine for this")
    done = subprocess.run(
        [*command, "--profile", "load", "config", "--quiet"], capture_output=True, text=True, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_who_comes_up() -> None:
    assert compose()["name"] == "kouan"
    assert "version" not in compose()
    assert {name for name, one in SERVICES.items() if "profiles" not in one} == {
        "kouan",
        "exchange",
        "postgres",
        "rabbitmq",
    }
    assert {name for name, one in SERVICES.items() if one.get("profiles") == ["load"]} == {"locust", "locust-worker"}


def test_every_variable_has_a_default_and_is_used_somewhere_real() -> None:
    text = COMPOSE.read_text(encoding="utf-8")
    code = "\n".join(line.partition(" # ")[0] for line in text.splitlines() if not line.startswith("#"))
    assert "$" not in VARIABLE.sub("", code)
    names = {match["name"] for match in VARIABLE.finditer(code)}
    assert compose(**dict.fromkeys(names, "7"))["services"]["kouan"]["command"][2] == "--workers=7"


def test_passwords_come_from_outside_and_those_of_the_box_say_what_they_are() -> None:
    found = [match for match in VARIABLE.finditer(COMPOSE.read_text(encoding="utf-8")) if "PASSWORD" in match["name"]]
    assert {match["default"] for match in found} == {"for-development-only"}
    given = compose(KOUAN_DB_PASSWORD="secret-d", KOUAN_AMQP_PASSWORD="secret-a")
    assert "for-development-only" not in str(given["services"])
    assert given["services"]["postgres"]["environment"]["POSTGRES_PASSWORD"] == "secret-d"
    assert given["services"]["rabbitmq"]["environment"]["RABBITMQ_DEFAULT_PASS"] == "secret-a"
    database = "--db=postgresql://kouan:secret-d@postgres:5432/kouan"
    assert database in given["services"]["kouan"]["command"]
    assert given["services"]["exchange"]["command"][1:] == [
        database,
        "--amqp=amqp://kouan:secret-a@rabbitmq:5672/kouan",
    ]


@every_service
def test_nobody_is_root_or_may_become_it(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch("[1-9][0-9]*:[1-9][0-9]*", service["user"])
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["deploy"]["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", OURS)
def test_ours_write_nowhere_but_into_memory(name: str) -> None:
    assert SERVICES[name]["read_only"] is True
    assert SERVICES[name]["tmpfs"] == ["/tmp"]
    assert "volumes" not in SERVICES[name]
    assert SERVICES[name]["user"] == stages()[-1].only("USER").text


def test_images_are_pinned_and_ours_is_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert {SERVICES[name]["image"] for name in OURS} == {f"kouan:{version}"}
    assert [name for name in SERVICES if "build" in SERVICES[name]] == ["kouan"]
    assert all(SERVICES[name].get("pull_policy") == "never" for name in OURS - {"kouan"})
    for name in SERVICES.keys() - OURS:
        assert re.fullmatch(r"[a-z]+:[0-9]+\.[0-9]+(\.[0-9]+)?-[a-z]+", SERVICES[name]["image"])


@every_service
def test_health_checks_leave_time_to_start(name: str) -> None:
    check = SERVICES[name].get("healthcheck")
    if check is None:
        options, command = health_check()
        assert name in ("kouan", "exchange")
        assert options.keys() == {"interval", "timeout", "start-period", "retries"}
        assert "http://127.0.0.1:" in command[-1]
    elif check == {"disable": True}:
        assert name == "locust-worker"
        assert "ports" not in SERVICES[name]
    else:
        assert check.keys() == {"test", "interval", "timeout", "start_period", "retries"}
        assert check["test"][0] == "CMD"


def test_whoever_is_waited_for_is_there_and_has_a_health_check() -> None:
    waits = {(name, other) for name, one in SERVICES.items() for other in one.get("depends_on", {})}
    assert waits == {
        ("kouan", "postgres"),
        ("exchange", "kouan"),
        ("exchange", "rabbitmq"),
        ("locust", "kouan"),
        ("locust-worker", "locust"),
    }
    for name, other in waits:
        assert SERVICES[name]["depends_on"][other] == {"condition": "service_healthy"}
        assert SERVICES[other].get("healthcheck") != {"disable": True}


def test_volumes_are_declared_and_used() -> None:
    used = {volume.partition(":")[0] for one in SERVICES.values() for volume in one.get("volumes", [])}
    assert used == set(compose()["volumes"]) == {"postgres", "rabbitmq"}


def test_ports_are_for_this_machine_only_and_the_same_everywhere() -> None:
    ports = {name: [port.split(":") for port in one["ports"]] for name, one in SERVICES.items() if "ports" in one}
    assert ports.keys() == {"kouan", "rabbitmq"}
    for host, published, target in (port for all_of_one in ports.values() for port in all_of_one):
        assert host == "127.0.0.1"
        assert published == target
    ((_, _, ours),) = ports["kouan"]
    assert ours == stages()[-1].only("EXPOSE").text
    assert f":{ours}/" in health_check()[1][-1]
    assert f"http://kouan:{ours}" in " ".join(SERVICES["locust"]["command"])
    command = argparse.ArgumentParser()
    up.declare(command)
    assert command.get_default("port") == int(ours)


def test_as_many_load_workers_are_awaited_as_start() -> None:
    services = compose(KOUAN_LOAD_WORKERS="5")["services"]
    assert services["locust-worker"]["deploy"]["replicas"] == "5"
    assert "--expect-workers=5" in services["locust"]["command"]


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_tells_what_can_be_set(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    there = {f"{match['name']}={match['default']}" for match in VARIABLE.finditer(COMPOSE.read_text(encoding="utf-8"))}
    assert set(re.findall(r"`(KOUAN_[A-Z_]+=[^`\s]+)`", text)) == there
    assert {f"`{name}`" for name in SERVICES} <= set(re.findall(r"`[a-z-]+`", text))
    assert block(readme, "containers") == block("README.md", "containers")
