#!/bin/bash
# apply.sh, cluster weave-encrypted: makes this host's network what the spec says, from whatever it is now.
# Options: apply.sh --help
set -u
here=$(cd -- "${BASH_SOURCE[0]%"${BASH_SOURCE[0]##*/}"}." && pwd -P) || exit 3
# shellcheck source=/dev/null
. "$here/host.sh" || exit 3
# shellcheck source=/dev/null
. "$here/../../cluster/lib/podnet.sh" || exit 3
podnet_apply "$@"
