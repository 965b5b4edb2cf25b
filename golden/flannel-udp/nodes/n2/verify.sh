#!/bin/bash
# verify.sh, cluster udp: says whether this host is as the spec says: exit 0, or the differences and exit 1.
# Options: verify.sh --help
set -u
here=$(cd -- "${BASH_SOURCE[0]%"${BASH_SOURCE[0]##*/}"}." && pwd -P) || exit 3
# shellcheck source=/dev/null
. "$here/host.sh" || exit 3
# shellcheck source=/dev/null
. "$here/../../cluster/lib/podnet.sh" || exit 3
podnet_verify "$@"
