#!/usr/bin/env bash
# publish.sh SERVICE LESION_GPU, in the build stage of the Dockerfile: publishes a service and lays its files out as layers
# below /layers/SERVICE: native libraries, weights and packages for what changes seldom, lesion for what every commit changes.
set -euo pipefail
service=$1 gpu=$2
layers=/layers/$service published=/tmp/published

# Compiled ahead of time (ReadyToRun), which saves a third of the work of a start.
dotnet publish "services/$service" --no-restore --configuration Release --output "$published" \
    --runtime linux-x64 --no-self-contained -p:PublishReadyToRun=true \
    -p:LesionGpu="$gpu" -p:ContinuousIntegrationBuild=true

# ONNX Runtime's package adds Windows' libraries to whatever is compiled for x64.
rm -f "$published"/onnxruntime*.dll

mkdir -p "$layers"/{native,weights,packages,state/lesion}
find "$published" -maxdepth 1 -name '*.so*' -exec mv -t "$layers/native" {} +
[[ ! -d $published/weights ]] || mv "$published/weights" "$layers/weights/"
find "$published" -maxdepth 1 -name '*.dll' ! -name 'Lesion.*' ! -name lesion.dll -exec mv -t "$layers/packages" {} +
mv "$published" "$layers/lesion"
cp LICENSE NOTICE "$layers/lesion/"

# The program has one name in every image, since nothing without a shell can put a name together.
program=Lesion.$service
[[ -e $layers/lesion/$program ]] || program=lesion
ln -s "$program" "$layers/lesion/service"

# Readable by whoever runs it. Times are no content: a layer with the same files is the same layer, and is not pushed again.
chmod -R u=rwX,go=rX "$layers"
find "$layers" -exec touch --no-dereference --date=@0 {} +
