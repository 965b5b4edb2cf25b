#!/bin/bash
# keys.sh, cluster wg: prints this host's line for podnet.keys; makes its private key where there is none.
# Options: keys.sh --help
set -u
here=$(cd -- "${BASH_SOURCE[0]%"${BASH_SOURCE[0]##*/}"}." && pwd -P) || exit 3
# shellcheck source=/dev/null
. "$here/host.sh" || exit 3
# shellcheck source=/dev/null
. "$here/../../cluster/lib/podnet.sh" || exit 3
podnet_keys "$@"
