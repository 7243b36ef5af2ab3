# Base images for a machine that can pull none: built from the machine's own .NET and a plain Debian.
# The context holds debian.tar and dotnet/.

FROM scratch AS debian
ADD debian.tar /
RUN printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d

# In place of mcr.microsoft.com/dotnet/sdk. Packages come from the machine's own cache, which is mounted there, and nothing is
# fetched; what is known of their faults is looked up wherever the machine itself builds.
FROM debian AS sdk
COPY dotnet /usr/share/dotnet
COPY nuget.config /root/.nuget/NuGet/NuGet.Config
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 NUGET_PACKAGES=/packages NuGetAudit=false

# Of these packages the runtime needs the libraries alone: no shell, no package manager, as in the chiseled images.
FROM debian AS libraries
RUN mkdir -p /only/etc/ssl/certs /only/tmp /only/home/app /only/var/lib /only/usr/share \
    && dpkg -L libc6 libgcc-s1 libstdc++6 libssl3 zlib1g | grep -E '^(/usr)?/lib' \
        | while read -r file; do [ -d "$file" ] || cp -a --parents "$file" /only; done \
    && cp /etc/ssl/certs/ca-certificates.crt /only/etc/ssl/certs/ \
    && echo 'app:x:1654:1654::/home/app:/bin/false' > /only/etc/passwd \
    && echo 'app:x:1654:' > /only/etc/group \
    && chmod 1777 /only/tmp && chown 1654:1654 /only/home/app

# In place of mcr.microsoft.com/dotnet/aspnet:…-chiseled.
FROM scratch AS runtime
COPY --from=libraries /only/ /
COPY dotnet/host /usr/share/dotnet/host
COPY dotnet/shared /usr/share/dotnet/shared
COPY dotnet/dotnet dotnet/LICENSE.txt dotnet/ThirdPartyNotices.txt /usr/share/dotnet/

# In place of the images of RabbitMQ, PostgreSQL and the S3 store.
FROM debian AS servers
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends rabbitmq-server radosgw ceph-mon ceph-osd postgresql curl \
    && rm -rf /var/lib/apt/lists /var/cache/apt/archives/*.deb \
    && rm -rf /var/lib/rabbitmq /var/lib/postgresql && install -d -o rabbitmq -g rabbitmq /var/lib/rabbitmq \
    && install -d -o postgres -g postgres /var/lib/postgresql /var/lib/postgresql/data \
    && rm -f /etc/rabbitmq/rabbitmq-env.conf && echo '[rabbitmq_management,rabbitmq_prometheus].' > /etc/rabbitmq/enabled_plugins
COPY servers /servers
