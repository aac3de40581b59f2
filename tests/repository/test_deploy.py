"""The files that deploy the bot: hardened, and true to the settings."""

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from storybot.bot.http.heartbeat import DEAF_SECONDS
from storybot.corpus.folder import article_files
from storybot.runtime.setting_names import SECRETS
from storybot.runtime.settings import Settings, load_settings
from storybot.search.opensearch.cluster_url import read_cluster_url

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
NAMES = {str(field.alias) for field in Settings.model_fields.values()}
SECRET_FILES = {f"{name}_FILE" for name in SECRETS}
OURS = re.compile(r"(?:STORYBOT|TELEGRAM)_[A-Z_]*[A-Z]")


def _instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions, each with its arguments on one line."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    text = re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).replace("\\\n", "")
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip()]
    return [(name, arguments) for name, arguments in lines]


def _final_stage() -> dict[str, str]:
    instructions = _instructions()
    last = max(i for i, (name, _) in enumerate(instructions) if name == "FROM")
    return dict(instructions[last:])


def _bot() -> dict[str, Any]:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    bot: dict[str, Any] = compose["services"]["bot"]
    assert set(bot["secrets"]) == set(compose["secrets"])
    mounted = {v.split(":")[0] for one in compose["services"].values() for v in one["volumes"]}
    assert mounted >= set(compose["volumes"])
    return bot


def _unit() -> dict[str, list[str]]:
    """Return the unit's directives, each with its values in order."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "storybot.service").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            name, value = line.split("=", 1)
            found.setdefault(name, []).append(value)
    return found


def _unit_environment() -> dict[str, str]:
    return dict(value.split("=", 1) for value in _unit()["Environment"])


def _image_environment() -> dict[str, str]:
    return dict(word.split("=", 1) for word in shlex.split(_final_stage()["ENV"]))


@pytest.mark.parametrize(
    "name",
    [
        *("Dockerfile", "compose.yaml", "storybot.service", "storybot.sh", "README.md"),
        *("workers/compose.yaml", "kubernetes/storybot.yaml", "kubernetes/workers.yaml"),
    ],
)
def test_only_settings_that_exist_are_named(name: str) -> None:
    """Whatever looks like a setting is one, or the file form of a secret one."""
    named = set(OURS.findall((DEPLOY / name).read_text(encoding="utf-8")))
    assert named
    assert named <= NAMES | SECRET_FILES


def test_root_gets_the_settings_of_the_service() -> None:
    """`sudo storybot` works on the database of the bot, with its token and its folders."""
    text = (DEPLOY / "storybot.sh").read_text(encoding="utf-8")
    places = {"%S": "/var/lib", "%d": "/etc/storybot"}
    of_unit = [f"{name}={value}" for name, value in _unit_environment().items()]
    assert {line for line in text.splitlines() if re.match("[A-Z_]+=", line)} == {
        re.sub("%.", lambda found: places[found[0]], line) for line in of_unit
    }
    (file,), (program,) = _unit()["EnvironmentFile"], _unit()["ExecStart"]
    assert f"environment={file.removeprefix('-')}\n" in text
    assert f'exec {program.removesuffix(" bot")} "$@"' in text
    assert _unit()["LoadCredential"] == ["token:/etc/storybot/token"]


def test_root_reads_the_file_of_settings_as_systemd_does(tmp_path: Path) -> None:
    """To a shell some of these values were commands, and others held variables."""
    file = tmp_path / "environment"
    file.write_text(
        "# a remark\n; another\n\nSTORYBOT_DATABASE=postgresql://u:p$a$$b@h/s?a=1&b=2\n"
        "  STORYBOT_BACKUPS=/mnt/my backups  \nSTORYBOT_OWNERS='1, 2'\nSTORYBOT_HTTP=\"\"\n"
        "STORYBOT_LOG_CHANNEL=$(touch run)\nno setting\nexport STORYBOT_CORPUS=/a\n"
        "STORYBOT_TIMEZONE=Europe/Kyiv",
        encoding="utf-8",
    )
    script = (DEPLOY / "storybot.sh").read_text(encoding="utf-8")
    script = script.replace("/etc/storybot/environment", str(file))
    script = re.sub("^exec .*", "exec env", script, flags=re.MULTILINE)
    ran = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    given = dict(line.split("=", 1) for line in ran.stdout.splitlines())
    assert given.items() >= {
        ("STORYBOT_DATABASE", "postgresql://u:p$a$$b@h/s?a=1&b=2"),
        ("STORYBOT_BACKUPS", "/mnt/my backups"),
        ("STORYBOT_OWNERS", "1, 2"),
        ("STORYBOT_HTTP", ""),
        ("STORYBOT_LOG_CHANNEL", "$(touch run)"),
        ("STORYBOT_TIMEZONE", "Europe/Kyiv"),
        ("STORYBOT_CORPUS", "/opt/storybot/corpus"),
    }
    assert (ran.stderr, (tmp_path / "run").exists()) == ("", False)


@pytest.mark.slow
def test_the_operators_guide_leads_to_a_bot_that_answers() -> None:
    """Its commands run as they stand: installed, started, looked at, backed up, and restored."""
    walked = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "first_run.py")],
        check=False,
        capture_output=True,
        text=True,
    )
    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert walked.stdout.count("$ Who replaces Putin at G20?\nLavrov") == 2


@pytest.mark.parametrize("source", ["image and compose", "unit"])
def test_the_settings_given_are_accepted(
    source: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The settings load as they are written, and the database is an absolute path."""
    token = tmp_path / "token"
    token.write_text("123:abc\n")
    environment = (
        _unit_environment() if source == "unit" else _image_environment() | _bot()["environment"]
    )
    for name in NAMES | SECRET_FILES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        plain = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value).replace("%S", "/var/lib")
        monkeypatch.setenv(name, str(token) if name.endswith("_FILE") else plain)
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.token is not None
    assert settings.token.get_secret_value() == "123:abc"
    assert settings.database.startswith("sqlite:////")
    assert settings.corpus.is_absolute()


def test_the_image_runs_without_root() -> None:
    """The last stage ends as a numbered user other than root, and starts without a shell."""
    stage = _final_stage()
    assert stage["USER"] == "65532:65532"
    assert stage["ENTRYPOINT"] == '["storybot"]'
    assert all(stage[name].startswith("[") for name in ("RUN", "CMD", "VOLUME"))
    assert "/healthz" in stage["HEALTHCHECK"]


def test_the_image_takes_nothing_unhashed() -> None:
    """Dependencies come with hashes from the locks; the project comes without dependencies."""
    installs = [text for name, text in _instructions() if name == "RUN" and "install" in text]
    pips = [text for text in installs if "/pip" in text]
    assert len(pips) == 3
    assert all(("--require-hashes" in text) != ('"--no-deps"' in text) for text in pips)


def test_only_a_shell_fills_in_what_the_image_is_built_with() -> None:
    """A command that is given as a list is run without one, and keeps its ${…}."""
    lists = [text for _, text in _instructions() if text.startswith("[")]
    assert [text for text in lists if "$" in text] == []


def test_what_the_image_copies_is_let_through() -> None:
    """Every path that COPY takes from the project exists and is in the allow-list."""
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in ignore if line.startswith("!")}
    copied = {
        path
        for name, arguments in _instructions()
        if name == "COPY" and "--from" not in arguments
        for path in arguments.split()[:-1]
    }
    assert "*" in ignore
    assert {path.split("/")[0] for path in copied} == allowed
    assert all((ROOT / path).exists() for path in copied)


def test_compose_holds_the_bot_tight() -> None:
    """Read-only root, no capability, no new privilege, and a minute to stop."""
    bot = _bot()
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert bot["restart"] == "unless-stopped"
    assert bot["stop_grace_period"] == "60s"
    assert "data:/data" in bot["volumes"]
    assert bot["environment"]["TELEGRAM_BOT_TOKEN_FILE"] == "/run/secrets/token"
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).exists()


def test_the_unit_keeps_token_and_state_apart() -> None:
    """The token is a credential, the state has its directory, and a wrong setting is final."""
    unit = _unit()
    assert unit["LoadCredential"] == ["token:/etc/storybot/token"]
    assert _unit_environment()["TELEGRAM_BOT_TOKEN_FILE"] == "%d/token"
    assert unit["DynamicUser"] == ["yes"]
    assert unit["StateDirectory"] == ["storybot"]
    assert unit["TimeoutStopSec"] == ["45"]
    assert unit["RestartPreventExitStatus"] == ["2 78"]


def test_the_unit_is_rated_safe() -> None:
    """`systemd-analyze security` finds an exposure of at most 1.5."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    rated = subprocess.run(
        [analyze, "security", "--offline=true", "--threshold=15", DEPLOY / "storybot.service"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout.splitlines()[-1:]


def test_the_image_copies_all_that_the_wheel_is_made_from() -> None:
    """What pyproject.toml puts into the wheel is there when the image builds it."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, wheel = said["project"], said["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["shared-data"], *wheel["force-include"], *wheel["packages"]]
    needed += [*project["license-files"], project["readme"]]
    copied = [word for name, text in _instructions() if name == "COPY" for word in text.split()]
    assert [path for path in needed if Path(path).parts[0] not in copied] == []


def test_secrets_stay_out_of_the_builder() -> None:
    """What compose reads its secrets from is taken out of the allow-list again, last."""
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    ignored = (DEPLOY / ".gitignore").read_text(encoding="utf-8").split()
    rules = ignore[ignore.index("!deploy") + 1 :]
    for name in ignored:
        assert any(fnmatch(f"deploy{name}", rule) for rule in rules), name


def test_secrets_stay_out_of_the_repository() -> None:
    """The token's file and the compose `.env` are ignored by git."""
    ignored = (DEPLOY / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/token", "/.env", "/database_url", "/database_password"} <= set(ignored)


def _kubernetes() -> dict[str, Any]:
    text = (DEPLOY / "kubernetes" / "storybot.yaml").read_text(encoding="utf-8")
    return {found["kind"]: found for found in yaml.safe_load_all(text)}


def test_the_pod_keeps_to_the_restricted_profile() -> None:
    """Every control of the profile, for the pod and its container."""
    pod = _kubernetes()["StatefulSet"]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == 65532
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    allowed = {"configMap", "emptyDir", "persistentVolumeClaim", "secret"}
    assert {kind for volume in pod["volumes"] for kind in volume if kind != "name"} <= allowed
    for container in _containers(pod):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
    assert _mounted(pod) == {volume["name"] for volume in pod["volumes"]}


def _containers(pod: dict[str, Any]) -> list[dict[str, Any]]:
    return [*pod["initContainers"], *pod["containers"]]


def _mounted(pod: dict[str, Any]) -> set[str]:
    return {mount["name"] for one in _containers(pod) for mount in one["volumeMounts"]}


@pytest.mark.parametrize("name", ["storybot.yaml", "workers.yaml"])
def test_articles_of_a_config_map_are_found(tmp_path: Path, name: str) -> None:
    """Kubernetes mounts it as links into a hidden folder; the bot gets the files themselves."""
    (tmp_path / "articles" / "..2024_05_06").mkdir(parents=True)
    (tmp_path / "articles" / "..2024_05_06" / "lock.md").write_text("The lock is shut.")
    (tmp_path / "articles" / "..data").symlink_to("..2024_05_06")
    (tmp_path / "articles" / "lock.md").symlink_to("..data/lock.md")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "nothing").mkdir()
    text = (DEPLOY / "kubernetes" / name).read_text(encoding="utf-8")
    pods = [
        found["spec"]["template"]["spec"]
        for found in yaml.safe_load_all(text)
        if found["kind"] in {"StatefulSet", "Deployment"}
    ]
    for pod in pods:
        (copying,) = pod["initContainers"]
        shell, option, command = copying["command"]
        command = re.sub(r"/(articles|corpus)\b", rf"{tmp_path}/\1", command)
        subprocess.run([shell, option, command], check=True)
        assert [file.name for file in article_files(tmp_path / "corpus")] == ["lock.md"]
        (tmp_path / "corpus" / "lock.md").unlink()
        # Where all articles come in the chat, the config map is empty, and the bot is to start.
        subprocess.run([shell, option, command.replace("/articles ", "/nothing ")], check=True)
        (volume,) = [one for one in pod["volumes"] if one["name"] == "corpus"]
        assert "emptyDir" in volume


@pytest.mark.parametrize("name", ["storybot.yaml", "workers.yaml"])
def test_the_manifests_keep_to_the_schema_of_kubernetes(name: str) -> None:
    """`kubernetes-validate --strict` finds nothing; its schemas are a hundred megabytes."""
    if not (program := shutil.which("kubernetes-validate")):
        pytest.skip("kubernetes-validate is not installed")
    file = str(DEPLOY / "kubernetes" / name)
    checked = subprocess.run(
        [program, "--strict", file], check=False, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_pod_is_one_and_has_time_to_stop() -> None:
    """Two bots of one token would steal each other's updates."""
    spec = _kubernetes()["StatefulSet"]["spec"]
    assert spec["replicas"] == 1
    pod = spec["template"]["spec"]
    assert pod["terminationGracePeriodSeconds"] == 60
    (container,) = pod["containers"]
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    given = {one["name"] for one in container["env"]}
    assert given <= NAMES | SECRET_FILES


def test_the_watchdog_is_slower_than_the_heartbeat() -> None:
    """Only a bot that is deaf for longer than /healthz allows is started again."""
    unit = _unit()
    assert unit["Type"] == ["notify"]
    assert int(unit["WatchdogSec"][0]) > 2 * DEAF_SECONDS


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_passes_on_updates_only(name: str) -> None:
    """Metrics and health are not for the world; a body is at most as large as the bot takes."""
    text = (DEPLOY / "proxy" / name).read_text(encoding="utf-8")
    assert "/telegram" in text
    assert "/metrics" not in text
    assert re.search(r"max_(body_)?size 1(m|MB)", text)
    assert "404" in text


def test_every_way_of_deploying_makes_backups() -> None:
    """The folder of backups is named in the unit, in compose and in the pod."""
    (container,) = _kubernetes()["StatefulSet"]["spec"]["template"]["spec"]["containers"]
    assert "STORYBOT_BACKUPS" in _unit_environment()
    assert "STORYBOT_BACKUPS" in _bot()["environment"]
    assert "STORYBOT_BACKUPS" in {one["name"] for one in container["env"]}


def test_workers_in_compose_are_as_tight_as_the_bot() -> None:
    """One service receives, the other one works; both are held like the bot that is alone."""
    compose = yaml.safe_load((DEPLOY / "workers" / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert (services["receiver"]["command"], services["worker"]["command"]) == (["bot"], ["worker"])
    assert services["worker"]["deploy"]["replicas"] > 1
    for service in (services["receiver"], services["worker"]):
        for held in ("read_only", "cap_drop", "security_opt", "restart", "stop_grace_period"):
            assert service[held] == _bot()[held]
        assert service["environment"]["STORYBOT_WORKERS"] == "0"
        assert service["build"]["args"] == {"REQUIREMENTS": "postgres"}
    assert (ROOT / "requirements" / "postgres.txt").exists()
    used = {name for service in services.values() for name in service["secrets"]}
    assert used == set(compose["secrets"])


def test_workers_in_kubernetes_are_held_like_the_bot() -> None:
    """The receiver is one, the workers are several, and each pod keeps to the profile."""
    text = (DEPLOY / "kubernetes" / "workers.yaml").read_text(encoding="utf-8")
    found = [one["spec"] for one in yaml.safe_load_all(text) if one["kind"] == "Deployment"]
    receiver, worker = found
    assert (receiver["replicas"], receiver["strategy"]) == (1, {"type": "Recreate"})
    assert worker["replicas"] > 1
    alone = _kubernetes()["StatefulSet"]["spec"]["template"]["spec"]
    for spec, command in ((receiver, ["bot"]), (worker, ["worker"])):
        pod = spec["template"]["spec"]
        (container,) = pod["containers"]
        assert container["args"] == command
        assert pod["securityContext"] == alone["securityContext"]
        assert container["securityContext"] == alone["containers"][0]["securityContext"]
        assert pod["terminationGracePeriodSeconds"] == 60
        assert _mounted(pod) == {volume["name"] for volume in pod["volumes"]}
        names = {one["name"] for one in container["env"]}
        assert names <= NAMES | SECRET_FILES
        assert "STORYBOT_DATABASE_FILE" in names


def test_the_nodes_of_opensearch_are_those_that_the_bot_asks() -> None:
    """In compose and in Kubernetes, and each has data of its own."""
    folder = DEPLOY / "opensearch"
    compose = yaml.safe_load((folder / "compose.yaml").read_text(encoding="utf-8"))
    nodes = [name for name in compose["services"] if name != "bot"]
    index = compose["services"]["bot"]["environment"]["STORYBOT_INDEX"]
    assert compose["services"]["bot"]["build"] == {"args": {"REQUIREMENTS": "opensearch"}}
    assert [host for host, _ in read_cluster_url(index).hosts] == nodes
    volumes = [compose["services"][node]["volumes"][0].split(":")[0] for node in nodes]
    assert volumes == list(compose["volumes"])
    text = (folder / "kubernetes.yaml").read_text(encoding="utf-8")
    found = list(yaml.safe_load_all(text))
    kinds = {one["kind"]: one for one in found}
    url = re.search(r"STORYBOT_INDEX=(\S+)", text)
    assert url
    nodes_of = kinds["StatefulSet"]["spec"]
    hosts = [host for host, _ in read_cluster_url(url[1]).hosts]
    assert hosts == [
        f"opensearch-{i}.{nodes_of['serviceName']}" for i in range(nodes_of["replicas"])
    ]
    bot = _kubernetes()["StatefulSet"]["metadata"]["labels"]
    into, out = [one["spec"] for one in found if one["kind"] == "NetworkPolicy"]
    assert into["ingress"][0]["from"][0]["podSelector"]["matchLabels"] == bot
    # The bot's own policy lets it out to Telegram only.
    assert out["podSelector"]["matchLabels"] == bot
    assert out["egress"][0]["to"][0]["podSelector"] == into["podSelector"]
    assert out["egress"][0]["ports"] == into["ingress"][0]["ports"]
