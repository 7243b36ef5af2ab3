#!/usr/bin/env bash
# The one test command: builds everything, checks the format, runs every test that this machine can run.
# Its last line is "N passed, N failed, N skipped". It needs the .NET SDK of global.json and nothing else; the tests on
# real servers need those of tests/servers.sh, are skipped without them, and fail without them where CI is set.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
results=$PWD/artifacts/test-results
# These keep all cores busy by themselves (libtorch, whole processes): one at a time, after the others.
heavy=(Learning.Tests Training.Tests EndToEnd Integration)

run_project() {
    local name=$1 begun=$SECONDS status=0
    local log=$results/$name.log trx=$results/$name.trx
    dotnet exec "tests/$name/bin/Debug/net10.0/Lesion.$name.dll" -noColor -noLogo -result-trx "$trx" > "$log" 2>&1 || status=$?
    # A process that died, or that failed without saying in which test, must not pass for green.
    if [[ ! -s $trx ]] || { ((status != 0)) && ! grep -q 'outcome="Failed"' "$trx"; }; then
        echo "$name ended with $status" | tee -a "$log" > "$results/$name.crash"
    fi
    echo "== $name ($((SECONDS - begun)) s)"
    grep -vE '^ *(Discovering|Discovered|Starting|Finished): |^ *=== TEST EXECUTION SUMMARY' "$log" || true
}

# Whoever has named a server of his own has seen to it himself.
start_servers() {
    [[ -z ${LESION_TEST_BUS:-}${LESION_TEST_S3:-}${LESION_TEST_CATALOG:-} ]] || return 0
    local status=0 settings
    tests/servers.sh install || status=$?
    # What ran before goes on afterwards.
    [[ -n $(tests/servers.sh env) ]] || trap 'tests/servers.sh down' EXIT
    settings=$(tests/servers.sh up) || status=$?
    eval "$settings"
    if ((status != 0)) && [[ -n ${CI:-} ]]; then
        echo "the real servers of the tests cannot be had: see above" > "$results/servers.crash"
    fi
}

count() {
    { grep -ohE "<UnitTestResult [^>]*outcome=\"$1\"" "$results"/*.trx 2> /dev/null || true; } | wc -l
}

rm -rf "$results"
mkdir -p "$results"

# What fails before a test has run is a failure too, and the last line says so.
trap 'echo "0 passed, 1 failed, 0 skipped"' ERR

dotnet build Lesion.sln -warnaserror -nodeReuse:false -v quiet
dotnet format Lesion.sln --verify-no-changes --no-restore --verbosity minimal

trap - ERR

start_servers

light=()
for project in tests/*/*.csproj; do
    name=$(basename "$project" .csproj)
    [[ " ${heavy[*]} Benchmarks RealServers RealSystem " == *" $name "* ]] || light+=("$name")
done

export results
export -f run_project
printf '%s\n' "${light[@]}" | xargs -P 2 -I{} bash -c 'run_project {}'
for name in "${heavy[@]}"; do
    run_project "$name"
done

passed=$(count Passed) skipped=$(count NotExecuted) crashed=$(find "$results" -name '*.crash' | wc -l)
failed=$(($(count Failed) + crashed))
cat "$results"/*.crash 2> /dev/null || true
echo "$passed passed, $failed failed, $skipped skipped"
((failed == 0 && passed > 0))
