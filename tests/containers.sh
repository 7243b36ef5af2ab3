#!/usr/bin/env bash
# The images of deploy/Dockerfile and the compose file, proven on a machine without Docker and without a registry: built and
# run by podman on base images made of the machine's own .NET and of Debian, and the main job done in them. As root, on
# Debian; some ten minutes on two cores. No part of test.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() {
    cat >&2 << 'EOT'
usage: tests/containers.sh COMMAND
  install     installs podman and what else is needed
  nightly     all of it, from nothing, and nothing is left: install, bases, images, up, job, drain, down
  run         the same, but what was made before is used, and stays for the next time
  bases | images | layers | up | job | drain | down | clean
              one step; "layers" shows that a change of code leaves all layers but the last
environment:
  LESION_CONTAINERS   folder of images and volumes (default /var/tmp/lesion-containers)
  LESION_SHARED       folder with data/ham-1000/train/LABEL/*.jpg (default ../shared beside the repository)
EOT
    exit 2
}

folder=$(readlink -m "${LESION_CONTAINERS:-/var/tmp/lesion-containers}")
pictures=${LESION_SHARED:-$PWD/../shared}/data/ham-1000/train
of_each_label=30
packages=(podman podman-compose buildah runc debootstrap netavark aardvark-dns iptables jq curl)
services=(Gateway Ingestion Preprocessing Training Inference)
version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
# Others than those of compose and of the tests' servers, which may run.
export LESION_HTTP_PORT=${LESION_HTTP_PORT:-18080} LESION_SERVER_PORTS=${LESION_SERVER_PORTS:-186}
api=http://127.0.0.1:$LESION_HTTP_PORT
grace=45

export CONTAINERS_CONF=$folder/containers.conf CONTAINERS_STORAGE_CONF=$folder/storage.conf TMPDIR=$folder/tmp
export DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { echo "containers: $*"; }
die() { say "$*" >&2; exit 1; }

# await SECONDS WHAT COMMAND…: until the command succeeds.
await() {
    local deadline=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        ((SECONDS < deadline)) || die "it never came that $what"
        sleep 1
    done
}

install_packages() {
    ((UID == 0)) || die "must be root: podman is run as root here"
    DEBIAN_FRONTEND=noninteractive apt-get update -q > /dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}" > /dev/null
}

configure() {
    command -v podman podman-compose > /dev/null || die "podman or podman-compose is missing; remedy: tests/containers.sh install"
    mkdir -p "$folder/tmp"
    cat > "$CONTAINERS_CONF" << 'EOT'
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
[network]
network_backend = "netavark"
EOT
    cat > "$CONTAINERS_STORAGE_CONF" << EOT
[storage]
driver = "overlay"
graphroot = "$folder/storage"
runroot = "$folder/run"
EOT
}

# The context of bases.Dockerfile; .NET is linked, not copied.
bases() {
    local context=$folder/context target
    if [[ ! -s $context/debian.tar ]]; then
        mkdir -p "$context"
        debootstrap --variant=minbase --include=ca-certificates,libssl3,libstdc++6,zlib1g bookworm "$folder/debian" > "$folder/debootstrap.log"
        tar -C "$folder/debian" -cf "$context/debian.tar" .
        rm -rf "$folder/debian"
    fi
    rm -rf "$context/dotnet" "$context/servers"
    cp -al "$(dirname "$(readlink -f "$(command -v dotnet)")")" "$context/dotnet" 2> /dev/null ||
        cp -a "$(dirname "$(readlink -f "$(command -v dotnet)")")" "$context/dotnet"
    cp "$HOME/.nuget/NuGet/NuGet.Config" "$context/nuget.config"
    cp -r tests/containers/servers "$context/servers"
    cp -r tests/servers "$context/servers/tests"
    for target in sdk runtime servers; do
        podman build -q --network host --layers -f tests/containers/bases.Dockerfile --target "$target" \
            -t "localhost/lesion-proof/$target:1.0" "$context" > /dev/null
    done
}

# image SERVICE [CONTEXT]: with the machine's packages, and with times of no meaning, so that the same files are the same layer.
# Debian 12's podman finds no stage by a variable.
image() {
    # shellcheck disable=SC2016 # the variable is the Dockerfile's
    sed 's/^FROM runtime-${LESION_GPU}$/FROM runtime-false/' deploy/Dockerfile > "$folder/Dockerfile"
    podman build --network host --layers --timestamp 0 --format docker -f "$folder/Dockerfile" \
        --volume "$HOME/.nuget/packages:/packages" \
        --build-arg "SERVICE=$1" --build-arg "SERVICES=${services[*]}" --build-arg SDK_IMAGE=localhost/lesion-proof/sdk:1.0 \
        --build-arg RUNTIME_IMAGE=localhost/lesion-proof/runtime:1.0 --build-arg CUDA_IMAGE=localhost/lesion-proof/runtime:1.0 \
        -t "lesion/${1,,}:$version" "${2:-.}" > "$folder/build-$1.log" 2>&1 || die "$1 does not build: see $folder/build-$1.log"
}

images() {
    local service
    for service in "${services[@]}"; do image "$service"; done
    sizes
}

sizes() {
    say "images, without their bases:"
    local service base all
    base=$(podman image inspect --format '{{.Size}}' localhost/lesion-proof/runtime:1.0)
    for service in "${services[@]}"; do
        all=$(podman image inspect --format '{{.Size}}' "lesion/${service,,}:$version")
        printf '  %-14s %4d MB\n' "$service" $(((all - base) / 1000000))
    done
    printf '  %-14s %4d MB\n' "(base)" $((base / 1000000))
}

layers_of() { podman image inspect --format '{{range .RootFS.Layers}}{{println .}}{{end}}' "lesion/training:$version"; }

# A line of code is another one: of the largest image only the last layer may be.
layers() {
    local before after copy=$folder/changed
    before=$(layers_of)
    rm -rf "$copy"
    mkdir "$copy"
    git ls-files -z -- services shared deploy global.json '*.props' '*.targets' 'BannedSymbols*' LICENSE NOTICE .editorconfig .dockerignore | xargs -0 cp --parents -t "$copy"
    echo 'namespace Lesion.Contracts; public static class Changed { public const int By = 1; }' > "$copy/shared/Contracts/Changed.cs"
    image Training "$copy"
    after=$(layers_of)
    rm -rf "$copy"
    say "layers of Training that a change of code leaves as they were: $(comm -12 <(sort <<< "$before") <(sort <<< "$after") | wc -l) of $(wc -l <<< "$after")"
    [[ $(head -n -1 <<< "$before") == "$(head -n -1 <<< "$after")" ]] || die "more than the last layer changed"
    [[ $(tail -n 1 <<< "$before") != "$(tail -n 1 <<< "$after")" ]] || die "nothing changed, so that nothing is shown"
    image Training
}

# With the passwords of the example, and without those that look at the system.
compose() (
    set -a
    # shellcheck source=/dev/null
    . ./.env.example
    unset COMPOSE_PROFILES OTEL_EXPORTER_OTLP_ENDPOINT
    podman-compose -p lesion -f docker-compose.yml -f tests/containers/servers.yml "$@"
)

container() { echo "lesion_${1}_1"; }

up() {
    compose up -d "${services[@],,}" > "$folder/up.log" 2>&1 || die "the system does not start: see $folder/up.log"
    local service
    for service in "${services[@],,}"; do
        await 180 "$service is well" is_well "$service"
        say "$service is well"
        confined "$service"
    done
}

# The program asks itself, as the health check of the image does.
is_well() { podman exec "$(container "$1")" ./service healthcheck > "$folder/health-$1.json"; }

confined() {
    local name who
    name=$(container "$1")
    [[ $(podman inspect --format '{{.HostConfig.ReadonlyRootfs}}' "$name") == true ]] || die "$1 can change its image"
    who=$(awk '/^Uid:/ { print $2 }' "/proc/$(podman inspect --format '{{.State.Pid}}' "$name")/status")
    [[ $who == 1654 ]] || die "$1 runs as user $who"
    [[ $(awk '/^CapEff:/ { print $2 }' "/proc/$(podman inspect --format '{{.State.Pid}}' "$name")/status") =~ ^0+$ ]] || die "$1 has capabilities"
    ! podman exec "$name" /bin/sh -c true 2> /dev/null || die "$1 has a shell"
}

ask() { curl -fsS --max-time 60 "$@"; }

prepared() { [[ $(ask "$api/v1/images?limit=1000&prepared=true" | jq '.items | length') -ge $1 ]]; }

ended() { [[ $(ask "$api/v1/trainings/$1" | jq -r .status) =~ ^(completed|failed|cancelled)$ ]]; }

served() { ask "$api/v2/models/lesion-images/ready" > /dev/null 2>&1; }

job() {
    [[ -d $pictures ]] || die "$pictures is not there; name the folder of data/ham-1000 in LESION_SHARED"
    local label file count=0 training status answer begun=$SECONDS
    for label in benign malignant; do
        for file in $(find "$pictures/$label" -name '*.jpg' | sort | head -n $of_each_label); do
            ask --data-binary "@$file" "$api/v1/images?label=$label" > /dev/null
            count=$((count + 1))
        done
    done
    say "$count pictures are dropped ($((SECONDS - begun)) s)"
    await 180 "all $count are prepared" prepared $count
    say "all are prepared ($((SECONDS - begun)) s)"
    training=$(ask -X POST -H 'Content-Type: application/json' -d '{"preset": "frozen", "seed": 1}' "$api/v1/trainings" | jq -r .id)
    await 900 "the training ends" ended "$training"
    status=$(ask "$api/v1/trainings/$training" | jq -c '{status, version, message}')
    say "the training: $status ($((SECONDS - begun)) s)"
    [[ $(jq -r .status <<< "$status") == completed ]] || die "the training failed"
    await 120 "the model is served" served
    answer=$(ask --data-binary "@$file" "$api/v1/classifications")
    say "the answer: $(jq -c '{"label": .label, decision, probabilities, model}' <<< "$answer") ($((SECONDS - begun)) s)"
    [[ $(jq -r .model.version <<< "$answer") == 1 ]] || die "the answer is not of version 1"
}

# SIGTERM, as an orchestrator ends it: nothing has to be killed, and each says that it ended well.
drain() {
    local service begun code
    for service in "${services[@],,}"; do
        begun=$(date +%s%N)
        podman stop -t $grace "$(container "$service")" > /dev/null
        code=$(podman inspect --format '{{.State.ExitCode}}' "$(container "$service")")
        say "$service ended with $code after $((($(date +%s%N) - begun) / 1000000)) ms"
        [[ $code == 0 ]] || die "$service did not end well"
    done
}

down() { compose down -v > "$folder/down.log" 2>&1 || die "see $folder/down.log"; }

clean() {
    podman rmi -af > /dev/null 2>&1 || true
    podman system reset -f > /dev/null 2>&1 || true
    rm -rf "${folder:?}"
}

all() {
    bases
    images
    layers
    trap down EXIT
    up
    job
    drain
    trap - EXIT
    down
    say "everything is proven ($SECONDS s)"
}

command=${1:-}
case $command in
    install)
        install_packages
        ;;
    nightly)
        install_packages
        configure
        clean
        configure
        all
        clean
        ;;
    run)
        configure
        all
        ;;
    bases | images | layers | sizes | up | job | drain | down | clean)
        configure
        "$command"
        ;;
    *)
        usage
        ;;
esac
